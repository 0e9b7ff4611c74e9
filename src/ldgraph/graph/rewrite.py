"""Other IRIs in the files of a root: in all of them, or in none.

First all new texts are made; then they are read back, and must say what the old ones said with the
IRIs replaced; only then are they written. Files of the roots that this one extends stay as they
are.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.errors import LdgraphError, Position, UnwritableFileError
from ldgraph.graph.places import CONFIG, graph_of, open_root, shown_path
from ldgraph.graph.prefixes import expand, prefixes_of
from ldgraph.graph.syntax import query_refusal
from ldgraph.graph.texts import RenameError, Source, Texts, events_of, read_whole
from ldgraph.turtle.lexer import tokens
from ldgraph.turtle.mentions import Mention, query_events, read_as
from ldgraph.turtle.positions import blank_names
from ldgraph.turtle.read import read_bytes
from ldgraph.turtle.replace import Move, Place, apply
from ldgraph.turtle.replace import replace as edits_of
from ldgraph.turtle.sparql import sparql_tokens
from ldgraph.turtle.text import Lines
from ldgraph.turtle.write import write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ldgraph.graph.places import Root

_BASE_LINE = re.compile(r"""^base[ \t]*=[ \t]*(?:"[^"\n]*"|'[^'\n]*')""", re.MULTILINE)


class Change(NamedTuple):
    """A file with its old and new text, and in how many places it names what is renamed."""

    path: Path
    shown: str
    old: str
    new: str
    places: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written, and where words name what is renamed: those are for people."""

    changes: tuple[Change, ...]
    left: tuple[Position, ...]
    #: Roots that extend this one and name it too, with the number of their files that do.
    followers: tuple[tuple[str, int], ...] = ()
    #: Modules of the program that may name it.
    modules: tuple[str, ...] = ()

    @property
    def places(self) -> int:
        """In how many places."""
        return sum(one.places for one in self.changes)


def carry_out(plan: Plan) -> None:
    """Write the new texts, each file whole; if one cannot be, those written get their old text.

    Raises:
        RenameError: A file was changed since it was read.
        UnwritableFileError: A file could not be written.
    """
    for one in plan.changes:
        if read_bytes(one.path, one.shown) != one.old.encode():
            raise RenameError(
                f"'{one.shown}' was changed meanwhile: nothing was written; try again",
                f"'{one.shown}' is intussen gewijzigd: niets is geschreven; probeer opnieuw",
            )
    written: list[Change] = []
    try:
        for one in plan.changes:
            written.append(one)
            write_atomic(one.path, one.new)
    except BaseException as error:
        stuck = [one for one in written if not _put_back(one)]
        if stuck:
            names = ", ".join(one.shown for one in stuck)
            raise UnwritableFileError(names, f"renamed, and stays so: {error}") from error
        raise


def _put_back(change: Change) -> bool:
    """Give a file its old text; say whether it has it."""
    try:
        if read_bytes(change.path) != change.old.encode():
            write_atomic(change.path, change.old)
    except LdgraphError:
        return False
    return True


# -- the plan --------------------------------------------------------------------------------------


def plan(
    texts: Texts, move: Move, new_root: Root, needles: list[str], only: set[str | None] | None
) -> Plan:
    """Make the new texts of the root's own files, and see that each says what the old one said.

    Args:
        texts: What is read.
        move: What becomes of each IRI.
        new_root: The root as it will be.
        needles: How words would name what is renamed.
        only: The graphs that name it, None among them for queries; all if it is None itself.
    """
    known, own = prefixes_of(texts.root), texts.spaces()
    place = Place(
        base="",
        new_base="",
        known=known,
        new_known={prefix: move.space(space) for prefix, space in known.items()},
        given=texts.given,
        new_given={
            prefix: move.space(space) if space in own else space
            for prefix, space in texts.given.items()
        },
    )
    changes: list[Change] = []
    left: list[Position] = []
    for source in texts.sources:
        if not texts.is_own(source):
            continue
        new = source.text
        if only is None or source.graph in only:
            here = place
            if source.graph is not None:
                graph = graph_of(new_root, source.path.relative_to(new_root.path))
                here = replace(place, base=source.graph, new_base=graph)
            edits = edits_of(source.text, texts.events(source), move, here)
            new = apply(source.text, edits)
            _compare(source, new, move, here)
            if edits:
                mark = source.whole[: len(source.whole) - len(source.text)]
                places = sum(one.places for one in edits)
                whole = mark + new
                changes.append(Change(source.path, source.shown, source.whole, whole, places))
        left += _words(source, new, needles)
    return Plan(tuple(changes), tuple(left), tuple(_followers(texts.root, move)))


def _followers(root: Root, move: Move) -> Iterator[tuple[str, int]]:
    """Find the roots in this one's folder that extend it and name what moves."""
    for config in sorted(root.path.glob(f"*/{CONFIG}")):
        try:
            other = open_root(config.parent)
            if root.path not in {one.path for one in other.lineage()}:
                continue
            named = sum(
                any(isinstance(one, Mention) and move.term(one.iri) != one.iri for one in events)
                for events in events_of(other)
            )
        except LdgraphError:  # its own commands say what is wrong with it
            continue
        if named:
            yield shown_path(other.path), named


def _compare(source: Source, new: str, move: Move, place: Place) -> None:
    """See that a new text says the same as the old one, with the IRIs replaced.

    Raises:
        RenameError: It does not. That is a fault of the program, and nothing is written.
    """
    try:
        if source.graph is None:
            fault, known = query_refusal(new, place.new_known), place.known
            same = (not fault or query_refusal(source.text, known) is not None) and _iris(
                new, "", {}
            ) == [move.term(iri) for iri in _iris(source.text, "", {})]
        else:
            same = _said(source.text, place, move) == _said(new, place, None)
    except (SyntaxError, ValueError):
        same = False
    if not same:
        raise RenameError(
            f"'{source.shown}' would say something else after this: nothing was written",
            f"'{source.shown}' zou hierna iets anders zeggen: niets is geschreven",
        )


def _said(text: str, place: Place, move: Move | None) -> Counter[tuple[str, str, str]]:
    """Give the statements of a text; with ``move`` those that are to result."""

    def term(one: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
        if move is not None and isinstance(one, ox.NamedNode):
            return str(ox.NamedNode(move.term(one.value)))
        if move is not None and isinstance(one, ox.Literal) and not one.language:
            return str(ox.Literal(one.value, datatype=ox.NamedNode(move.term(one.datatype.value))))
        return str(one)

    base = place.new_base if move is None else place.base
    given = place.new_given if move is None else place.given
    known = place.new_known if move is None else place.known
    triples = []
    for quad in ox.parse(text.encode(), ox.RdfFormat.TURTLE, base_iri=base):
        kind = read_as(quad.predicate.value)
        value = term(quad.object)
        if kind and isinstance(quad.object, ox.Literal):
            value = _meant(quad.object.value, kind, base, given if kind == "query" else known, move)
        triples.append((term(quad.subject), term(quad.predicate), value))
    names = blank_names(triples)
    return Counter((names.get(s, s), p, names.get(o, o)) for s, p, o in triples)


def _meant(text: str, kind: str, base: str, prefixes: Mapping[str, str], move: Move | None) -> str:
    """Give what a text is read as, so that it can be compared."""
    if kind == "query":
        iris = _iris(text, base, prefixes)
        return repr(iris if move is None else [move.term(one) for one in iris])
    if kind == "name":
        iri = expand(text, prefixes) or text
        return iri if move is None else move.term(iri)
    if move is None:
        return text
    return move.space(text) if kind == "namespace" else move.code(text)


def _iris(query: str, base: str, prefixes: Mapping[str, str]) -> list[str]:
    """Give what a query names, in its order."""
    return [one.iri for one in query_events(query, base, prefixes) if isinstance(one, Mention)]


def _words(source: Source, text: str, needles: list[str]) -> Iterator[Position]:
    """Find where comments and texts for people name what is renamed; they are left alone."""
    if not any(needle in text for needle in needles):
        return
    # A name ends where no more of it follows; an address that ends with a slash goes on.
    forms = [re.escape(one) + ("" if one.endswith("/") else r"(?![\w-])") for one in needles]
    wanted = re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})")
    lines = Lines(text)
    stream = sparql_tokens(text) if source.graph is None else tokens(text)
    for token in stream:
        if token.kind == "comment" or "string" in token.kind:
            for match in wanted.finditer(token.text):
                at = token.start + match.start()
                yield lines.span(source.shown, at, at + len(match.group()))


def settings(root: Root, new: str) -> Change:
    """Give the settings of a root with another base."""
    path = root.path / CONFIG
    shown = shown_path(path)
    whole = read_whole(path, shown)
    text, number = _BASE_LINE.subn(f'base = "{new}"', whole, count=1)
    if not number:
        text = f'{whole}{"" if whole.endswith(chr(10)) or not whole else chr(10)}base = "{new}"\n'
    if tomllib.loads(text) != {**tomllib.loads(whole), "base": new}:
        raise RenameError(
            f"cannot change 'base' in '{shown}': write it on a line of its own",
            f"kan 'base' niet wijzigen in '{shown}': zet het op een eigen regel",
        )
    return Change(path, shown, whole, text, 1)
