"""The house layout: where lines break and how far they are set in, and nothing else.

No statement and no comment moves past another. A ``PREFIX`` line moves only among its neighbours,
and goes only if nothing uses it; one with a comment of its own stays where it is.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ldgraph.errors import Position
from ldgraph.turtle.faults import fault
from ldgraph.turtle.lexer import tokens
from ldgraph.turtle.parser import faults
from ldgraph.turtle.same import same_statements
from ldgraph.turtle.text import decode
from ldgraph.turtle.tree import Comment, Directive, Property, Statement, Value, build
from ldgraph.turtle.verdict import judge, without_mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ldgraph.errors import Finding
    from ldgraph.turtle.tree import Item

WIDTH = 100
STEP = 4
#: Layout does not look at what an IRI stands for; any base will do.
_BASE = "https://example.org/"


def format_turtle(content: bytes, shown: str) -> tuple[str, list[Finding]]:
    """Lay out a Turtle file.

    Args:
        content: The bytes of the file.
        shown: Its path, for faults.

    Returns:
        The text, with line feeds and without a byte order mark, and no faults; or an empty text
        and the faults for which it was left alone.
    """
    found = judge(content, shown, _BASE)
    # A value that is none of its datatype's is well-formed text: validation speaks of it.
    found = found or [
        one for one in faults(content, shown, _BASE) if one.code != "turtle-bad-literal"
    ]
    if found:
        return "", found
    text = decode(content).text
    done = _layout(build(text), _used_prefixes(text))
    # No file may be spoilt, so what was done is looked at once more, and by another reader.
    if not _says_the_same(without_mark(content), done.encode()):
        return "", [fault("layout-changes-graph", Position(shown, 1, 1, 1, 1))]
    return done, []


def _says_the_same(before: bytes, after: bytes) -> bool:
    try:
        return same_statements(before, after, _BASE)
    except SyntaxError:
        return False


def _used_prefixes(text: str) -> Counter[str]:
    """Count how often each prefix is used; its declaration counts as one use."""
    return Counter(one.text.partition(":")[0] + ":" for one in tokens(text) if one.kind == "name")


def _layout(items: Sequence[Item], used: Counter[str]) -> str:
    blocks: list[list[str]] = []
    previous: Item | None = None
    has_statements = any(isinstance(item, Statement) for item in items)
    heads = next((n for n, one in enumerate(items) if not isinstance(one, Comment)), len(items))
    at = 0
    while at < len(items):
        item = items[at]
        end = at + 1
        if isinstance(item, Directive):
            while end < len(items) and isinstance(items[end], Directive):
                end += 1
            run = [one for one in items[at:end] if isinstance(one, Directive)]
            lines = list(_directives(run, used, keep_all=not has_statements))
        elif isinstance(item, Comment):
            lines = [item.text]
        else:
            lines = list(_statement(item))
        if lines:
            if blocks and not _gap(previous, item, items[at:], is_head=at == heads):
                blocks[-1].extend(lines)
            else:
                blocks.append(lines)
            previous = items[end - 1]
        at = end
    return "\n\n".join("\n".join(block) for block in blocks) + ("\n" if blocks else "")


def _gap(previous: Item | None, item: Item, rest: Sequence[Item], *, is_head: bool) -> bool:
    """Say whether an empty line stands before an item; at the head all before are comments."""
    if isinstance(previous, Comment):
        return item.breaks > 1 or (is_head and isinstance(item, Directive))
    if isinstance(previous, Directive) and isinstance(item, Comment):
        following = next((one for one in rest if not isinstance(one, Comment)), None)
        return item.breaks > 1 or not isinstance(following, Directive)
    return True


def _directives(run: Sequence[Directive], used: Counter[str], *, keep_all: bool) -> Iterator[str]:
    """Write a run of directives, sorted between those that must stay where they are."""
    declared = Counter(one.prefix for one in run)
    movable: list[Directive] = []
    for one in run:
        if one.prefix is not None and not one.after and declared[one.prefix] == 1:
            if keep_all or used[one.prefix] > 1:
                movable.append(one)
            continue
        yield from _sorted(movable)
        movable = []
        yield from _with_comments(_written(one), one.after, 0)
    yield from _sorted(movable)


def _sorted(movable: Sequence[Directive]) -> Iterator[str]:
    yield from (_written(one) for one in sorted(movable, key=lambda one: one.prefix or ""))


def _written(one: Directive) -> str:
    return f"BASE {one.iri}" if one.prefix is None else f"PREFIX {one.prefix} {one.iri}"


def _statement(one: Statement) -> Iterator[str]:
    subject = _flat(one.subject)
    # Only a bracket can be broken over lines: a long IRI stays whole.
    if subject is not None and (_fits(subject, 0) or one.subject.text not in {"[", "("}):
        yield from _with_comments(subject, one.subject.after, STEP)
    else:
        yield from _broken(one.subject, "", "", 0)
    for each in one.properties:
        yield from _property(each, STEP)
    yield from _with_comments(".", one.after, 0)


def _property(one: Property, indent: int) -> Iterator[str]:
    lead = " " * indent
    last = one.values[-1]
    flat = [_flat(value) for value in one.values]
    quiet = not one.after_predicate and not any(value.after for value in one.values[:-1])
    if quiet and all(value is not None for value in flat):
        line = f"{lead}{one.predicate} {' , '.join(filter(None, flat))} ;"
        is_long = len(flat) == 1 and "\n" in line and last.text not in {"[", "("}
        if is_long or _fits(line, 0):
            yield from _with_comments(line, last.after, indent)
            return
    if quiet and len(one.values) == 1 and last.text in {"[", "("}:
        yield from _broken(last, f"{lead}{one.predicate} ", " ;", indent)
        return
    inner = indent + STEP
    yield from _with_comments(lead + one.predicate, one.after_predicate, inner)
    for value, text in zip(one.values, flat, strict=True):
        mark, following = (" ;", indent) if value is last else (" ,", inner)
        line = " " * inner + (text or "") + mark
        if text is not None and (_fits(line, 0) or value.text not in {"[", "("}):
            yield from _with_comments(line, value.after, following)
        else:
            yield from _broken(value, " " * inner, mark, inner, following)


def _broken(
    value: Value, lead: str, mark: str, indent: int, following: int | None = None
) -> Iterator[str]:
    """Write a bracket over several lines; what it holds stands one step further in."""
    inner = indent + STEP
    yield from _with_comments(lead + value.text, value.opening, inner)
    for each in value.properties or []:
        yield from _property(each, inner)
    for item in value.items or []:
        text = _flat(item)
        if text is not None and (_fits(" " * inner + text, 0) or item.text not in {"[", "("}):
            yield from _with_comments(" " * inner + text, item.after, inner)
        else:
            yield from _broken(item, " " * inner, "", inner)
    closing = " " * indent + ("]" if value.text == "[" else ")") + mark
    yield from _with_comments(closing, value.after, indent if following is None else following)


def _flat(value: Value) -> str | None:
    """Write a value on one line; None if a comment inside it, or its depth, forbids that."""
    if value.opening:
        return None
    if value.items is not None:
        if not value.items:
            return "()"
        parts = [None if item.after else _flat(item) for item in value.items]
        return None if None in parts else f"( {' '.join(filter(None, parts))} )"
    if value.properties is not None:
        return _flat_properties(value.properties)
    return value.text


def _flat_properties(properties: Sequence[Property]) -> str | None:
    if not properties:
        return "[]"
    written = []
    for one in properties:
        values = [None if value.after else _flat(value) for value in one.values]
        if one.after_predicate or None in values:
            return None
        written.append(f"{one.predicate} {' , '.join(filter(None, values))}")
    return f"[ {' ; '.join(written)} ]"


def _fits(line: str, indent: int) -> bool:
    return indent + len(line) <= WIDTH and "\n" not in line


def _with_comments(line: str, comments: Sequence[Comment], indent: int) -> Iterator[str]:
    """Write a line, a comment that trails it, and below it those that stand alone."""
    rest = list(comments)
    if rest and not rest[0].breaks:
        line += f" {rest.pop(0).text}"
    yield line
    for one in rest:
        yield " " * indent + one.text
