"""What a source sends, read as RDF within limits: how large, how deep, how much it says.

A JSON-LD context is never fetched. What is HTML in truth is told apart from what is broken.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.harvest.errors import PassingError, SourceError, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

#: In the order in which they are asked for: the first states most and is read fastest.
FORMATS: Mapping[str, ox.RdfFormat] = {
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}
ACCEPT = (
    "application/n-quads, application/trig;q=0.95, application/n-triples;q=0.9, "
    "text/turtle;q=0.8, application/ld+json;q=0.7"
)
_OF_FILES: Mapping[str, ox.RdfFormat] = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".ttl": ox.RdfFormat.TURTLE,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
}
#: Brackets in brackets; honest data nests a dozen deep.
MOST_NESTED = 100
#: Statements of one page or answer.
MOST_STATEMENTS = 1_000_000
_HTML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_REMOTE = "LoadDocumentCallback"
#: What nests nothing: texts, IRIs, comments, what is escaped. A text that does not end goes on to
#: where it has to: to look for its end from each place in it takes hours.
_TURTLE_SKIPPED = re.compile(
    rb"""
    \"{3} (?: [^"\\] | \\. | "(?!"") )*+ (?:\"{3})?
    | '{3} (?: [^'\\] | \\. | '(?!'') )*+ (?:'{3})?
    | " (?: [^"\\\n] | \\. )*+ "?
    | ' (?: [^'\\\n] | \\. )*+ '?
    | <[^<>\s]*>
    | \#[^\n]*
    | \\.
    """,
    re.DOTALL | re.VERBOSE,
)
_JSON_SKIPPED = re.compile(rb"\"(?:[^\"\\]|\\.)*+\"?", re.DOTALL)
_BRACKET = re.compile(rb"[\[\](){}]")


class Said(NamedTuple):
    """What a body says, and the names in it that are no IRIs: what they stand in is left out."""

    quads: list[ox.Quad]
    wrong: tuple[str, ...]


def read(body: bytes, media_type: str, base: str) -> Said:
    """Read a body.

    Raises:
        PassingError: It is HTML, or is cut off: another try may give the whole.
        SourceError: It is something else, nests too deep, or says too much.
    """
    kind = media_type.partition(";")[0].strip().lower()
    if is_html(body, kind):
        raise PassingError(
            f"{shown(base)} answers with a page for people (HTML), not with data",
            f"{shown(base)} antwoordt met een pagina voor mensen (HTML), niet met gegevens",
        )
    form = FORMATS.get(kind)
    if form is None:
        wanted = ", ".join(FORMATS)
        raise SourceError(
            f"{shown(base)} answers with '{kind[:80]}'; wanted one of: {wanted}",
            f"{shown(base)} antwoordt met '{kind[:80]}'; wel leesbaar zijn: {wanted}",
        )
    return parse(body, form, base)


def is_html(body: bytes, kind: str) -> bool:
    """Say whether a body is HTML, whatever it is called."""
    return kind in {"text/html", "application/xhtml+xml"} or _HTML.match(body[:512]) is not None


def format_of_file(suffix: str) -> ox.RdfFormat | None:
    """Give the form that a file's name ends in."""
    return _OF_FILES.get(suffix.lower())


def parse(body: bytes, form: ox.RdfFormat, base: str) -> Said:
    """Read a body of which the form is known; see ``read``.

    A tag of a language that is longer than the standard lets it be is taken as it is: the Flemish
    product catalogue has such.
    """
    _refuse_deep(body, form, base)
    found: list[ox.Quad] = []
    known: dict[str, bool] = {}
    wrong: dict[str, None] = {}
    try:
        for one in ox.parse(body, form, base_iri=base, rename_blank_nodes=True, lenient=True):
            bad = [iri for iri in _iris(one) if not _is_iri(iri, known)]
            if bad:
                wrong.update(dict.fromkeys(bad))
                continue
            found.append(one)
            if len(found) > MOST_STATEMENTS:
                raise SourceError(
                    f"{shown(base)} says more than {MOST_STATEMENTS:,} statements at once",
                    f"{shown(base)} doet meer dan {MOST_STATEMENTS:,} uitspraken in één keer",
                )
    except (SyntaxError, ValueError) as error:
        raise _broken(base, str(error)) from error
    return Said(found, tuple(wrong))


def _iris(quad: ox.Quad) -> list[str]:
    terms = [quad.subject, quad.predicate, quad.object, quad.graph_name]
    terms += [one.datatype for one in terms if isinstance(one, ox.Literal)]
    return [one.value for one in terms if isinstance(one, ox.NamedNode)]


def _is_iri(iri: str, known: dict[str, bool]) -> bool:
    """Say whether a name is an IRI: the reader lets others pass, with a line break in them too."""
    if iri not in known:
        try:
            ox.NamedNode(iri)
            known[iri] = True
        except ValueError:
            known[iri] = False
    return known[iri]


def _broken(base: str, why: str) -> SourceError:
    if _REMOTE in why:
        return SourceError(
            f"{shown(base)} needs a JSON-LD context from elsewhere, and those are not fetched: "
            "ask for another form, or give the context in the settings ('contexts')",
            f"{shown(base)} heeft een JSON-LD-context van elders nodig, en die worden niet "
            "opgehaald: vraag een andere vorm, of geef de context in de instellingen ('contexts')",
        )
    # Where it is cut off, another try may give the whole; where it is not, it costs a few.
    return PassingError(
        f"{shown(base)} is not readable: {why[:300]}",
        f"{shown(base)} is niet leesbaar: {why[:300]}",
    )


def _refuse_deep(body: bytes, form: ox.RdfFormat, base: str) -> None:
    if form in {ox.RdfFormat.N_QUADS, ox.RdfFormat.N_TRIPLES}:
        return
    skipped = _JSON_SKIPPED if form == ox.RdfFormat.JSON_LD else _TURTLE_SKIPPED
    depth = deepest = 0
    for match in _BRACKET.finditer(skipped.sub(b"", body)):
        depth += 1 if match[0] in b"[({" else -1
        deepest = max(deepest, depth)
    if deepest > MOST_NESTED:
        raise SourceError(
            f"{shown(base)} nests {deepest} brackets; at most {MOST_NESTED} are read",
            f"{shown(base)} heeft {deepest} haakjes in elkaar; hoogstens {MOST_NESTED} worden "
            "gelezen",
        )


def with_contexts(body: bytes, media_type: str, contexts: Mapping[str, bytes]) -> bytes:
    """Put contexts that lie in the root in the place of their addresses; others are left there.

    Raises:
        SourceError: It nests too deep to be looked at.
    """
    kind = media_type.partition(";")[0].strip().lower()
    if kind != "application/ld+json" or not contexts or is_html(body, kind):
        return body
    _refuse_deep(body, ox.RdfFormat.JSON_LD, "JSON-LD")
    try:
        said = json.loads(body)
    except ValueError:
        return body
    return json.dumps(_given(said, contexts)).encode()


def _given(said: object, contexts: Mapping[str, bytes]) -> object:
    if isinstance(said, list):
        return [_given(one, contexts) for one in said]
    if not isinstance(said, dict):
        return said
    return {
        name: _context(value, contexts) if name == "@context" else _given(value, contexts)
        for name, value in said.items()
    }


def _context(said: object, contexts: Mapping[str, bytes]) -> object:
    if isinstance(said, list):
        return [_context(one, contexts) for one in said]
    if isinstance(said, str) and said in contexts:
        whole = json.loads(contexts[said])
        return whole.get("@context", whole) if isinstance(whole, dict) else whole
    return said
