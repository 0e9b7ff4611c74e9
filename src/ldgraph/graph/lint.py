"""What works and could be better: queries that will be slow, and what nothing uses.

Nothing here is wrong, so nothing of it is for ``check``: it is for who writes queries, shapes and
ontology. What each costs was measured (docs/lint.md).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph import frontmatter
from ldgraph.errors import Finding, LdgraphError, Position, Severity
from ldgraph.graph.advice import ADVICE
from ldgraph.graph.locate import Locator
from ldgraph.graph.places import Room, shown_path
from ldgraph.graph.prefixes import prefixes_of, shorten
from ldgraph.graph.shapes import ShapeFiles
from ldgraph.graph.slow import Around, slow
from ldgraph.graph.syntax import Refused, query_refusal
from ldgraph.graph.unused import unused
from ldgraph.shacl.queries import same_at_once
from ldgraph.terms import SH, TYPE
from ldgraph.turtle.mentions import Declaration, Mention, Text, query_events, turtle_events
from ldgraph.turtle.query_reader import TooDeepError, read_query
from ldgraph.turtle.read import read_text
from ldgraph.turtle.replace import unescaped
from ldgraph.turtle.sparql import sparql_tokens
from ldgraph.turtle.text import Lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import Root
    from ldgraph.turtle.query import Select

_KEYS = ("vraag", "question", "params")
#: From so many things on a class is big, whatever it is of.
_MANY = 1000
_FILE_LINE = re.compile(r"^.*?:(\d+): ")


@dataclass(slots=True)
class _Written:
    """A query and where it is written."""

    #: The folder of a stored question (``answers``, ``parts``, ``rules``); of a shape ``shapes``.
    folder: str
    name: str
    text: str
    shown: str
    span: Callable[[int, int], Position]
    own: bool
    #: Prefixes that hold in it without being declared there.
    given: Mapping[str, str]
    parameters: tuple[str, ...] = ()
    query: Select | None = None
    trouble: Refused | None = None
    includes: list[str] = field(default_factory=list)


def lint(root: Root, dataset: Dataset) -> list[Finding]:
    """Give what could be better in a root's own queries, shapes and ontology, in order of place.

    A query that cannot be read is a finding that says so (``Finding.unchecked``); the codes are
    those of ``advice.ADVICE``.

    Args:
        root: The root; what it extends counts as use, and is not looked at itself.
        dataset: The root as read.

    Raises:
        UnreadableInputError: A query cannot be read.
    """
    return _Linting(root, dataset).findings()


class _Linting:
    def __init__(self, root: Root, dataset: Dataset) -> None:
        self._root, self._dataset = root, dataset
        self._prefixes = prefixes_of(root)
        self._declared = self._declarations()
        self._queries = [*self._stored(), *self._of_shapes()]
        for one in self._queries:
            _read(one)
        self._parts = {
            one.name: frozenset(name.name for name in one.query.projected)
            for one in self._queries
            if one.query and one.folder in {"parts", "answers"}
        }
        self._big = self._big_classes()
        self._big_properties = frozenset(
            path
            for kind in self._big
            for shape in self._shapes_of(kind)
            for path in self._paths_of(shape)
        )

    def findings(self) -> list[Finding]:
        found = [one for query in self._queries if query.own for one in self._of_query(query)]
        return sorted([*found, *self._unused()], key=lambda one: one.sort_key())

    # -- queries --------------------------------------------------------------------------------

    def _stored(self) -> Iterator[_Written]:
        for root in self._root.lineage():
            for path in sorted((root.path / "queries").rglob("*.rq")):
                own = root.path == self._root.path
                yield _stored_query(path, own=own, known=self._prefixes)

    def _of_shapes(self) -> Iterator[_Written]:
        for file in self._dataset.files:
            if file.room is not Room.SHAPES:
                continue
            text = read_text(file.path)
            lines = Lines(text)
            for event in turtle_events(text, file.graph):
                if isinstance(event, Text) and event.kind == "query":
                    inner, starts = unescaped(event.inner)
                    offsets = [event.start + event.width + one for one in starts]

                    def span(
                        start: int,
                        end: int,
                        lines: Lines = lines,
                        shown: str = file.shown,
                        offsets: list[int] = offsets,
                    ) -> Position:
                        return lines.span(shown, offsets[start], offsets[end])

                    own = file.root.path == self._root.path
                    yield _Written("shapes", "", inner, file.shown, span, own, self._declared)

    def _of_query(self, written: _Written) -> Iterator[Finding]:
        if written.trouble or written.query is None:
            trouble = written.trouble or Refused("too deep", "te diep", 0)
            at = written.span(trouble.offset, min(trouble.offset + 1, len(written.text)))
            messages = {"nl": trouble.dutch, "en": trouble.english}
            code, severity = "query-not-usable", Severity.VIOLATION
            yield Finding(code, severity, messages, at, unchecked=True)
            return
        given = {f"?{name}" for name in written.parameters}
        if written.folder == "shapes":
            given |= {
                f"?{token.text[1:]}"
                for token in sparql_tokens(written.text)
                if token.kind == "variable" and token.text.startswith("$")
            } | {"?this", "?value"}
            if written.query.form == "SELECT" and not same_at_once(written.text):
                start = written.query.start
                yield _told("query-one-by-one", written.span(start, start + len("SELECT")))
        else:
            yield from self._of_head(written, written.query)
        prefixes = {**self._prefixes, **written.given, **_declared(written.text)}
        around = Around(prefixes, frozenset(given), self._parts, self._big, self._big_properties)
        for one in slow(written.text, written.query, around):
            found = _told(one.code, written.span(one.start, one.end), one.name)
            yield replace(found, severity=Severity.INFO) if one.mild else found

    def _of_head(self, written: _Written, query: Select) -> Iterator[Finding]:
        """Look at what stands around the groups: prefixes, parameters, the order."""
        events = query_events(written.text, "", {})
        used = {event.by for event in events if isinstance(event, Mention)}
        for number, event in enumerate(events):
            if isinstance(event, Declaration) and event.prefix is not None and number not in used:
                at = written.span(event.start, event.end)
                yield _told("query-unused-prefix", at, f"{event.prefix}:")
        if written.folder in {"answers", "parts"} and not query.ordered:
            at = written.span(query.start, query.start + len(query.form))
            yield _told("query-without-order", at)
        named = {
            token.text[1:] for token in sparql_tokens(written.text) if token.kind == "variable"
        }
        named |= {name[1:] for part in written.includes for name in self._parts.get(part, ())}
        for name in written.parameters:
            if name not in named:
                start = max(0, written.text.find(f"{name}="))
                at = written.span(start, start + len(name))
                yield _told("query-unused-parameter", at, name)
        if written.folder == "parts" and not any(
            written.name in one.includes for one in self._queries
        ):
            yield _told("unused-part", Position(written.shown, 1, 1, 1, 1))

    # -- what is big ----------------------------------------------------------------------------

    def _big_classes(self) -> frozenset[str]:
        """Name the classes of which every government has things, and those with very many."""
        whose = self._root.vocabulary.ldg + "bestuur"
        of_each = {
            kind
            for kind in self._targets()
            for shape in self._shapes_of(kind)
            if whose in self._paths_of(shape)
        }
        typed = self._dataset.store.quads_for_pattern(None, ox.NamedNode(TYPE), None, None)
        counted = Counter(getattr(quad.object, "value", "") for quad in typed)
        return frozenset(of_each | {kind for kind, number in counted.items() if number >= _MANY})

    def _targets(self) -> set[str]:
        targets = self._dataset.shapes.quads_for_pattern(
            None, ox.NamedNode(SH + "targetClass"), None
        )
        return {one.object.value for one in targets if isinstance(one.object, ox.NamedNode)}

    def _shapes_of(self, kind: str) -> list[ox.NamedNode | ox.BlankNode]:
        found = self._dataset.shapes.quads_for_pattern(
            None, ox.NamedNode(SH + "targetClass"), ox.NamedNode(kind)
        )
        return [one.subject for one in found if not isinstance(one.subject, ox.Triple)]

    def _paths_of(self, shape: ox.NamedNode | ox.BlankNode) -> set[str]:
        shapes = self._dataset.shapes
        return {
            path.object.value
            for one in shapes.quads_for_pattern(shape, ox.NamedNode(SH + "property"), None)
            if isinstance(one.object, ox.NamedNode | ox.BlankNode)
            for path in shapes.quads_for_pattern(one.object, ox.NamedNode(SH + "path"), None)
            if isinstance(path.object, ox.NamedNode)
        }

    # -- what nothing uses ----------------------------------------------------------------------

    def _unused(self) -> Iterator[Finding]:
        named, prefixes = set[str](), set[str]()
        for one in self._queries:
            for event in query_events(one.text, "", {**self._prefixes, **one.given}):
                if isinstance(event, Mention):
                    named.add(event.iri)
                    if one.folder == "shapes" and event.by < 0:
                        prefixes.add(event.written.partition(":")[0])
        locator = Locator(self._dataset)
        for term in unused(self._dataset, self._root, named):
            name = shorten(term.iri, self._prefixes)
            at = locator.place(term.graph, ox.NamedNode(term.iri))
            yield _told(term.code, at, name, graph=term.graph, focus=f"<{term.iri}>")
        yield from self._unused_declarations(prefixes)

    def _declarations(self) -> dict[str, str]:
        found = {}
        shapes = self._dataset.shapes
        for quad in shapes.quads_for_pattern(None, ox.NamedNode(SH + "prefix"), None):
            for one in shapes.quads_for_pattern(quad.subject, ox.NamedNode(SH + "namespace"), None):
                found[getattr(quad.object, "value", "")] = getattr(one.object, "value", "")
        return found

    def _unused_declarations(self, used: set[str]) -> Iterator[Finding]:
        files = ShapeFiles(self._dataset, self._prefixes)
        own = {file.shown for file in self._dataset.files if file.root.path == self._root.path}
        declared = self._dataset.shapes.quads_for_pattern(None, ox.NamedNode(SH + "prefix"), None)
        for quad in declared:
            prefix = getattr(quad.object, "value", "")
            if prefix not in used:
                at = files.place(quad.subject, SH + "prefix", quad.object)
                if at is None or at.file in own:
                    yield _told("unused-declaration", at, f"{prefix}:")


def _told(
    code: str,
    at: Position | None,
    name: str = "",
    *,
    graph: str | None = None,
    focus: str | None = None,
) -> Finding:
    severity, dutch, english = ADVICE[code]
    messages = {"nl": dutch.format(name), "en": english.format(name)}
    return Finding(code, severity, messages, at, graph=graph, focus=focus)


def _declared(text: str) -> dict[str, str]:
    return {
        event.prefix: event.iri
        for event in query_events(text, "", {})
        if isinstance(event, Declaration) and event.prefix is not None
    }


def _stored_query(path: Path, *, own: bool, known: Mapping[str, str]) -> _Written:
    shown, text = shown_path(path), read_text(path)
    lines = Lines(text)

    def span(start: int, end: int) -> Position:
        return lines.span(shown, start, end)

    made = _Written(path.parent.name, path.stem, text, shown, span, own, known)
    try:
        header = frontmatter.read(text, path, _KEYS, _KEYS)
        made.parameters = tuple(one.partition("=")[0] for one in header["params"].split())
    except LdgraphError as error:
        english, dutch = (_FILE_LINE.sub("", error.message(lang)) for lang in ("en", "nl"))
        place = _FILE_LINE.match(error.message("en"))
        before = text.splitlines(keepends=True)[: int(place[1]) - 1] if place else []
        made.trouble = Refused(english, dutch, len("".join(before)))
    return made


def _read(written: _Written) -> None:
    """Read a query into groups, or say why it cannot be."""
    stream = [one for one in sparql_tokens(written.text) if one.kind not in {"space", "comment"}]
    for number, token in enumerate(stream[:-1]):
        if token.text == "@include":
            written.includes.append(stream[number + 1].text)
    if not written.trouble and written.folder != "shapes":
        written.trouble = query_refusal(written.text, written.given)
    try:
        written.query = read_query(written.text)
    except TooDeepError:
        written.query = None
