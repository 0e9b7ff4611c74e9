"""Edits of what stands in a Turtle file already: the rest stays, character by character."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.graph.prefixes import shorten
from ldgraph.harvest.errors import HarvestEditError
from ldgraph.harvest.proposal import Replace
from ldgraph.intake.house import text, typed
from ldgraph.terms import DCT, XSD
from ldgraph.turtle.declarations import declarations, stable
from ldgraph.turtle.edit import Edit, edited
from ldgraph.turtle.layout import format_turtle
from ldgraph.turtle.lexer import tokens
from ldgraph.turtle.parser import parse
from ldgraph.turtle.terms import key
from ldgraph.turtle.text import BOM, decode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ldgraph.graph.places import SourceFile
    from ldgraph.harvest.proposal import Add, Value
    from ldgraph.turtle.reader import Statement

_BOOLEAN, _INTEGER = XSD + "boolean", XSD + "integer"


def edited_inside(
    old: bytes,
    file: SourceFile,
    edits: Sequence[Replace | Add],
    on: date,
) -> bytes:
    """Edit what stands in a file already; its own prefixes alone are there to write with."""
    if not edits:
        return old
    source = decode(old).text
    statements = parse(old, file.shown, file.graph).statements
    declared = stable(declarations(source, file.graph))
    places = [_place(source, statements, one, declared) for one in edits]
    by_place: dict[tuple[int, int], list[str]] = defaultdict(list)
    for start, end, new in places:
        by_place[start, end].append(new)
    changes = [Edit(start, end, "".join(new)) for (start, end), new in by_place.items()]
    changes += _dated(statements, file, on)
    whole = edited(old, changes)
    if format_turtle(old, "")[0].encode() == old:
        mark = BOM if whole.startswith(BOM) else b""
        laid_out = format_turtle(whole.removeprefix(BOM), "")[0]
        return mark + laid_out.encode() if laid_out else whole
    return whole


def _place(
    source: str, statements: Sequence[Statement], one: Replace | Add, declared: Mapping[str, str]
) -> tuple[int, int, str]:
    """Say where an edit goes, and what is to stand there."""
    subject, predicate = f"<{one.subject}>", f"<{one.predicate}>"
    said = [each for each in statements if each.subject == subject]
    if isinstance(one, Replace):
        old = key(one.old)
        for each in said:
            if each.predicate == predicate and each.object == old:
                return (*each.object_at, written(one.new, declared))
        raise _lost(one.subject)
    value = written(one.value, declared)
    same = [each for each in said if each.predicate == predicate]
    if same:
        end = max(each.object_at[1] for each in same)
        return end, end, f" , {value}"
    if not said:
        raise _lost(one.subject)
    end = max(each.object_at[1] for each in said)
    line_end = "\r\n" if "\r\n" in source else "\n"
    name = shorten(one.predicate, declared)
    closed = False
    for token in tokens(source[end:]):
        if token.text == ".":
            at = end + token.start
            # A comment behind the last value stays there.
            return (
                (at, at, f"    {name} {value} ;{line_end}")
                if closed
                else (end, end, f" ;{line_end}    {name} {value}")
            )
        closed = closed or token.text == ";"
    raise _lost(one.subject)


def _dated(statements: Sequence[Statement], file: SourceFile, on: date) -> list[Edit]:
    """Let what the file says of itself say that it was changed on a day, where it says so."""
    today = typed(on.isoformat(), "xsd:date")
    return [
        Edit(each.object_at[0], each.object_at[0] + 12, today[:12])
        for each in statements
        if each.subject == f"<{file.graph}>"
        and each.predicate == f"<{DCT}modified>"
        and each.object.endswith(f"^^<{XSD}date>")
        and each.object[1:11] != on.isoformat()
    ][:1]


def _lost(subject: str) -> HarvestEditError:
    return HarvestEditError(
        f"<{subject}> does not stand where it was read: nothing was written; try again",
        f"<{subject}> staat niet meer waar het gelezen werd: niets is geschreven; probeer opnieuw",
    )


def written(value: Value, prefixes: Mapping[str, str]) -> str:
    """Write a value as it stands in a file."""
    if isinstance(value, ox.NamedNode):
        return shorten(value.value, prefixes)
    if value.language:
        return text(value.value, value.language)
    kind = value.datatype.value
    if kind in {_BOOLEAN, _INTEGER}:
        return value.value
    return (
        text(value.value) if kind == XSD + "string" else typed(value.value, shorten(kind, prefixes))
    )
