"""Search: names, other names, identifiers and definitions of all that the caller may see."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.serve.kept import kept
from ldgraph.serve.pages import layout
from ldgraph.serve.pages.names import Shown, Writer
from ldgraph.terms import ADMS, DCT, PREF_LABEL, RDFS, SKOS, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ldgraph.serve.http.where import Place
    from ldgraph.serve.published import Published

_TITLES = (
    PREF_LABEL,
    RDFS + "label",
    DCT + "title",
    "http://xmlns.com/foaf/0.1/name",
)
_CODES = (DCT + "identifier", SKOS + "notation")
_OTHERS = (SKOS + "altLabel", SKOS + "hiddenLabel")
_TEXTS = (SKOS + "definition", DCT + "description", SKOS + "scopeNote", RDFS + "comment")
#: How long a question may be, of how many words, and how many things an answer has.
_LONGEST, _WORDS, _SHOWN = 200, 8, 60
_WORD = re.compile(r"\w+")
#: How good a match is: a name or code itself, its beginning, words, parts of words, in a text.
_SAME, _STARTS, _NAMED, _INSIDE, _TOLD = 5, 4, 3, 2, 1


class Entry(NamedTuple):
    """A thing as it is searched: its names and its texts, folded."""

    iri: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    #: All of it, a space before each word.
    name_words: str
    text_words: str


class Found(NamedTuple):
    """A thing that was found, as people read it."""

    thing: Shown
    kinds: list[Shown]
    code: str
    text: str


def folded(text: str) -> str:
    """Write a text without accents and capitals.

    >>> folded("Liège, Zoë")
    'liege, zoe'
    """
    apart = unicodedata.normalize("NFKD", text)
    return "".join(one for one in apart if not unicodedata.combining(one)).casefold()


def _words(texts: Iterable[str]) -> str:
    return " " + " ".join(word for text in texts for word in _WORD.findall(text))


def index(published: Published) -> Sequence[Entry]:
    """Give what can be searched, in the order of the IRIs."""
    return kept(published, "search", _index)


def _index(published: Published) -> tuple[Entry, ...]:
    store = published.view.store
    codes, names, texts = (_said(store, which) for which in (_CODES, (*_TITLES, *_OTHERS), _TEXTS))
    for quad in store.quads_for_pattern(None, ox.NamedNode(ADMS + "identifier"), None, None):
        found = codes.get(getattr(quad.object, "value", ""), [])
        codes.setdefault(getattr(quad.subject, "value", ""), []).extend(found)
    starts = (f"{published.base}/id/", published.ldg)
    apart = f"{published.base}/id/identificator/"
    return tuple(
        Entry(
            iri,
            tuple(dict.fromkeys([*codes.get(iri, []), folded(iri.rsplit("/", 1)[-1])])),
            tuple(dict.fromkeys(names.get(iri, []))),
            _words([*names.get(iri, []), *codes.get(iri, []), folded(iri.rsplit("/", 1)[-1])]),
            _words(texts.get(iri, [])),
        )
        for iri in sorted({*codes, *names})
        if iri.startswith(starts) and not iri.startswith(apart)
    )


def _said(store: ox.Store, which: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in which:
        for quad in store.quads_for_pattern(None, ox.NamedNode(name), None, None):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                found.setdefault(quad.subject.value, []).append(folded(quad.object.value))
    return found


def find(published: Published, wanted: str) -> list[str]:
    """Give the IRIs of what has each word of ``wanted``, the best first."""
    key = folded(wanted[:_LONGEST]).strip()
    words = [f" {one}" for one in _WORD.findall(key)[:_WORDS]]
    # A number as people write it: 0207.451.227 is one word.
    number = re.sub(r"[\s.]", "", key.removeprefix("be"))
    if number.isdigit() and len(number) > 3:  # noqa: PLR2004 (a NIS number or longer)
        words = [f" {number}"]
        key = number
    if not words:
        return []
    ranked: list[tuple[int, int, str]] = []
    for one in index(published):
        rank = _rank(one, key, words)
        if rank:
            ranked.append((-rank, len(one.names[0]) if one.names else 99, one.iri))
    return [iri for _, _, iri in sorted(ranked)]


def _rank(one: Entry, key: str, words: Sequence[str]) -> int:
    if key in one.codes or key in one.names:
        return _SAME
    if any(name.startswith(key) for name in one.names):
        return _STARTS
    if all(word in one.name_words for word in words):
        return _NAMED
    # Dutch makes one word of several: "scan" is in "kwetsbaarheidsscan".
    if all(word.lstrip() in one.name_words for word in words):
        return _INSIDE
    if all(word in one.name_words or word in one.text_words for word in words):
        return _TOLD
    return 0


def page(published: Published, at: Place, wanted: str, kind: str) -> bytes:
    """Write what was found; ``kind`` is the local name of a class, empty for all."""
    write = Writer(published, at)
    found = find(published, wanted)
    by_kind = _kinds(published, found)
    counts: dict[str, int] = {}
    for kinds in by_kind.values():
        for one in kinds:
            counts[one] = counts.get(one, 0) + 1
    if kind:
        found = [iri for iri in found if kind in by_kind[iri]]
    return layout.page(
        "search.html",
        published,
        at,
        title=write.words["search"] + (f": {wanted[:_LONGEST]}" if wanted else ""),
        asked=wanted[:_LONGEST],
        wanted=wanted,
        kinds=sorted(
            ((one, write.label(write.full(one)) or one, number) for one, number in counts.items()),
            key=lambda one: (-one[2], one[1]),
        )[:12],
        kind=kind,
        number=len(found),
        most=_SHOWN,
        found=[_shown(write, iri, by_kind[iri]) for iri in found[:_SHOWN]],
    )


def _kinds(published: Published, iris: Sequence[str]) -> Mapping[str, list[str]]:
    """Give the classes of the project that things are of, by their local names."""
    store, ldg = published.view.store, published.ldg
    found: dict[str, list[str]] = {}
    for iri in iris:
        quads = store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(TYPE), None, None)
        kinds = {getattr(quad.object, "value", "") for quad in quads}
        found[iri] = sorted(one.removeprefix(ldg) for one in kinds if one.startswith(ldg))
    return found


def _shown(write: Writer, iri: str, kinds: Sequence[str]) -> Found:
    named = [Shown(write.label(write.full(one)) or one) for one in kinds]
    code = write.text(iri, *_CODES)
    thing = write.thing(iri)
    return Found(thing, named, code if code != thing.text else "", write.text(iri, *_TEXTS))
