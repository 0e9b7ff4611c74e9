"""Make an identifier that nothing has, and nothing ever had where git remembers it.

An identifier that is used again would give the new thing the links of the old one.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.errors import LdgraphError
from ldgraph.graph.git import NoGitError, NoRepositoryError, NotFetchedError, Repository
from ldgraph.graph.prefixes import expand
from ldgraph.terms import PREF_LABEL, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ldgraph.graph.kinds import Kind
    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import Root
    from ldgraph.intake.values import Value

_LONGEST = 80
#: Who says something and where it comes from is not what it is about.
_SAYERS = frozenset({"volgens", "uitInteractie", "vastgesteldDoor", "source"})
_GOVERNMENTS = frozenset({"bestuur", "metBestuur"})
#: Numbers of a machine.
_UNREADABLE = re.compile(r"[0-9a-f-]{20,}")
_DAYS = frozenset({"datum", "geldigVan"})
#: Where in a root something of its data can have stood.
_KEPT = ("data", "ontology", "waivers")
#: Seconds after which the history of files is given up on.
_PATIENCE = 60


class IdentifierError(LdgraphError):
    """An identifier that was asked for cannot be given."""


class Taken(NamedTuple):
    """The ends of the identifiers of a kind that are or were in use."""

    ends: frozenset[str]
    #: Folders of which the history could not be read, though git keeps them.
    unread: tuple[Path, ...]


def slug(words: str) -> str:
    """Write words as the end of an identifier.

    >>> slug("Crèche & Co: 24/7 bewaking")
    'creche-co-24-7-bewaking'
    """
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    whole = re.sub(r"[^0-9a-z]+", "-", plain).strip("-")
    if len(whole) <= _LONGEST:
        return whole
    return whole[: _LONGEST + 1].rpartition("-")[0] or whole[:_LONGEST]


class Setting(NamedTuple):
    """Where something is made: what there is, the root to write into, and its prefixes."""

    dataset: Dataset
    root: Root
    prefixes: Mapping[str, str]


def taken(kind: Kind, setting: Setting) -> Taken:
    """Give the ends that are in use, in what is read now and in what git remembers of it."""
    dataset, root, prefixes = setting
    space = _space(kind, root)
    ends = {
        term.value.removeprefix(space)
        for quad in dataset.store
        for term in (quad.subject, quad.object)
        if isinstance(term, ox.NamedNode) and term.value.startswith(space)
    }
    mine = [prefix for prefix, namespace in prefixes.items() if namespace == space]
    unread = []
    for folder in dict.fromkeys(one.path for one in root.lineage()):
        once, is_whole = _once(folder, kind.word, mine)
        ends |= once
        if not is_whole:
            unread.append(folder)
    return Taken(frozenset(ends), tuple(unread))


def mint(
    kind: Kind,
    said: Mapping[str, Sequence[Value]],
    setting: Setting,
    in_use: Taken,
    wanted: str | None,
) -> str:
    """Give the IRI for a new thing.

    Args:
        kind: What it is.
        said: Property to values: the name, or what the thing is about, gives the end.
        setting: What there is, and the root in which the thing will stand.
        in_use: What ``taken`` gave.
        wanted: An end, a prefixed name or an IRI that somebody asks for.

    Raises:
        IdentifierError: What is asked for is in use or has the wrong form, or none can be made.
    """
    dataset, root, prefixes = setting
    space = _space(kind, root)
    if wanted is not None:
        end = (expand(wanted, prefixes) or wanted).removeprefix(space)
        if not re.fullmatch(kind.end, end):
            raise _bad_end(kind, wanted)
        if end in in_use.ends:
            raise IdentifierError(
                f"'{end}' is in use, or once was: choose another (--id)",
                f"'{end}' is in gebruik, of was dat ooit: kies een andere (--id)",
            )
        return space + end
    for end in _numbered(kind, dataset, root) if kind.series else _named(kind, said, dataset):
        if not re.fullmatch(kind.end, end):
            raise _bad_end(kind, end)
        if end not in in_use.ends:
            return space + end
    raise AssertionError  # there is no last number


def _space(kind: Kind, root: Root) -> str:
    return f"{root.base}/id/{kind.word}/"


def _bad_end(kind: Kind, end: str) -> IdentifierError:
    messages = kind.iri_messages
    return IdentifierError(
        f"'{end}' cannot be the end of the IRI; choose one with --id. {messages.get('en', '')}",
        f"'{end}' kan niet het eind van de IRI zijn; kies er een met --id. "
        f"{messages.get('nl', '')}",
    )


def _numbered(kind: Kind, dataset: Dataset, root: Root) -> Iterator[str]:
    """Count on from the highest number in the root itself, else from the highest of all."""
    assert kind.series
    before, digits = kind.series
    space = _space(kind, root)
    own = {file.graph for file in dataset.files if file.root.path == root.path}
    numbers: dict[bool, int] = {True: 0, False: 0}
    for quad in dataset.store.quads_for_pattern(None, ox.NamedNode(TYPE), None, None):
        end = str(quad.subject.value).removeprefix(space)  # type: ignore[union-attr]
        match = re.fullmatch(rf"{re.escape(before)}(\d{{1,18}})", end)
        if match:
            is_own = str(getattr(quad.graph_name, "value", "")) in own
            numbers[is_own] = max(numbers[is_own], int(match[1]))
    number = numbers[True] or numbers[False]
    while True:
        number += 1
        yield f"{before}{number:0{digits}}"


def _named(kind: Kind, said: Mapping[str, Sequence[Value]], dataset: Dataset) -> Iterator[str]:
    first = slug("-".join(_words(kind, said, dataset))) or slug(kind.local)
    yield first
    number = 1
    while True:
        number += 1
        yield f"{first}-{number}"


def _words(kind: Kind, said: Mapping[str, Sequence[Value]], dataset: Dataset) -> Iterator[str]:
    """Name a thing: the government that it is about, then its name, else what else it is about."""
    ldg = dataset.vocabulary.ldg
    whose = [*said.get(ldg + "bestuur", ())] or [*said.get(ldg + "metBestuur", ())]
    is_of_one = len(whose) == 1
    there = [one for one in kind.fields if one.path in said and one.local not in _GOVERNMENTS]
    if is_of_one:
        yield _end(whose[0], dataset)
    label = kind.label_field
    if label in there:
        texts = said[label.path] if label else []
        words = next((one for one in texts if _is_dutch(one)), texts[0]).value
        # What stands between brackets at its end only says more of it.
        yield re.sub(r"\s*\([^()]*\)$", "", words)
        return
    either = {path for one in kind.either for path in one.paths}
    about = [one for one in there if (one.classes or one.is_iri) and one.local not in _SAYERS]
    about = [one for one in about if one.is_needed or one.path in either] or about[:1]
    about = about or [one for one in there if one.path in either or (one.is_needed and one.choices)]
    for one in about:
        yield _end(said[one.path][0], dataset)
    for one in there:
        if one.local in _DAYS and one.is_needed and (is_of_one or not about):
            yield said[one.path][0].value


def _is_dutch(value: Value) -> bool:
    return isinstance(value, ox.Literal) and value.language == "nl"


def _end(value: Value, dataset: Dataset) -> str:
    """Give the end of an IRI, or the label of what has one that nobody reads; of a text itself."""
    end = value.value.rsplit("/", 1)[-1]
    if isinstance(value, ox.NamedNode) and _UNREADABLE.fullmatch(end):
        labels = dataset.store.quads_for_pattern(value, ox.NamedNode(PREF_LABEL), None, None)
        return next((quad.object.value for quad in labels if _is_dutch(quad.object)), end)  # type: ignore[arg-type,union-attr]
    return end


def _once(folder: Path, word: str, prefixes: Iterable[str]) -> tuple[set[str], bool]:
    """Give the ends that ever stood in a file that git keeps, and whether its history is whole.

    A folder that git does not keep has no history, and that is whole.
    """
    try:
        repository = Repository(folder)
    except (NoGitError, NoRepositoryError):
        return set(), not any((one / ".git").exists() for one in (folder, *folder.parents))
    named = [*(f"{one}:" for one in prefixes), f"/id/{word}/"]
    kept = [folder / one for one in _KEPT]
    try:
        lines = repository.lines_ever("|".join(map(re.escape, named)), kept, _PATIENCE)
    except NotFetchedError:
        return set(), False
    before = "|".join(rf"(?<![\w.-]){re.escape(one)}" for one in named[:-1])
    starts = "|".join(filter(None, [before, re.escape(named[-1])]))
    return set(re.findall(rf"(?:{starts})([\w.-]*\w)", lines)), repository.is_whole()
