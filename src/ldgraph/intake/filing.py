"""Put a block of statements into a file that people write, and leave the rest as they wrote it."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

from ldgraph.intake.house import layout, used_prefixes, written_block
from ldgraph.terms import DCT
from ldgraph.turtle.layout import format_turtle
from ldgraph.turtle.lexer import TRIVIA, tokens
from ldgraph.turtle.text import BOM, decode
from ldgraph.turtle.tree import Directive, build

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ldgraph.intake.house import Block

    #: Makes a block, given the prefixes that it may use.
    Written = Callable[[Mapping[str, str]], Block]


class Filed(NamedTuple):
    """A whole file, and the block in it."""

    content: str
    block: str
    #: Where the block begins, from 1.
    line: int


def new_file(comment: str, header: Written, written: Written, prefixes: Mapping[str, str]) -> Filed:
    """Begin a file with a description of itself and a block."""
    block = written(prefixes)
    content = layout(comment, [header(prefixes), block], prefixes)
    return _found(content, written_block(block))


def added(
    old: bytes, written: Written, prefixes: Mapping[str, str], on: str, *more: Written
) -> Filed:
    """Add a block, and ``more`` behind it, at the end of a file without faults.

    Prefixes that it lacks are declared at its head, and its description says that it was changed.
    It is laid out anew only if it was laid out already.

    Args:
        old: What is in the file.
        written: Makes the block.
        prefixes: The prefixes of the root; those that the file declares itself go before.
        on: The day of the change, as an ISO date.
        more: Make the blocks behind it.
    """
    text = decode(old).text
    declared = _declared(text)
    others = {name: space for name, space in prefixes.items() if name not in declared}
    table = {**others, **{name: space for name, space in declared.items() if "://" in space}}
    block = "\n\n".join(written_block(one(table)) for one in (written, *more))
    line_end = "\r\n" if "\r\n" in text else "\n"
    lines = [
        f"PREFIX {name}: <{table[name]}>{line_end}"
        for name in used_prefixes(block)
        if name not in declared
    ]
    at = _head(text)
    changed = _dated(text, on, declared)
    whole = changed[:at] + "".join(lines) + changed[at:]
    whole = whole.rstrip() + line_end * 2 + block.replace("\n", line_end) + line_end
    if format_turtle(old, "")[0].encode() == old:
        whole = format_turtle(whole.encode(), "")[0] or whole
    mark = BOM.decode() if old.startswith(BOM) else ""
    filed = _found(whole, block.replace("\n", line_end))
    return filed._replace(content=mark + filed.content, block=block)


def _found(content: str, block: str) -> Filed:
    at = max(content.rfind(block), 0)
    return Filed(content, block, len(re.findall(r"\r\n|\n|\r", content[:at])) + 1)


def _declared(text: str) -> dict[str, str]:
    return {
        one.prefix.removesuffix(":"): one.iri[1:-1]
        for one in build(text)
        if isinstance(one, Directive) and one.prefix is not None
    }


def _head(text: str) -> int:
    """Give the offset of the first declaration, else of the first statement, else of the end."""
    return next((one.start for one in tokens(text) if one.kind not in TRIVIA), len(text))


def _dated(text: str, on: str, declared: Mapping[str, str]) -> str:
    """Let what the file says of itself say that it was changed on a day, where it says so."""
    names = {f"{name}:modified" for name, space in declared.items() if space == DCT}
    names.add(f"<{DCT}modified>")
    said = [one for one in tokens(text) if one.kind not in TRIVIA]
    for subject, verb in itertools.pairwise(range(len(said))):
        # Behind what is no subject stands a mark.
        if said[subject].text == "<>" and said[verb].kind != "mark":
            for one, value in itertools.pairwise(said[verb:]):
                if one.text == ".":
                    break
                if one.text in names and value.kind == "string":
                    return text[: value.start + 1] + on + text[value.end - 1 :]
    return text
