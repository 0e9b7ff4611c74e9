"""Write statements as Turtle in the house layout, and tables of reference data as rows."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, NamedTuple

from ldgraph.errors import UnreadableInputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

_WIDTH = 100
#: Strings and full IRIs hold colons that are no prefixes.
_NOT_NAMES = re.compile(r'"(?:[^"\\]|\\.)*"|<[^>]*>')
_PREFIX = re.compile(r"(?<![\w@-])([A-Za-z][\w-]*):(?=\w)")


class Block(NamedTuple):
    """One subject and its statements, each value written as in Turtle."""

    subject: str
    rows: Sequence[tuple[str, Sequence[str]]]


def text(value: str, lang: str = "") -> str:
    """Write a string literal, with a language if one is given."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"' + (f"@{lang}" if lang else "")


def typed(value: str, datatype: str) -> str:
    """Write a literal of a datatype such as ``xsd:date``."""
    return f'"{value}"^^{datatype}'


def layout(comment: str, blocks: Iterable[Block], prefixes: Mapping[str, str]) -> str:
    """Lay out blocks as a file of the house: comment, prefixes in use, subjects.

    Raises:
        KeyError: A block uses a prefix that is not in ``prefixes``.
    """
    body = "\n\n".join(_block(block) for block in blocks)
    used = sorted(set(_PREFIX.findall(_NOT_NAMES.sub("", body))))
    head = "".join(f"PREFIX {prefix}: <{prefixes[prefix]}>\n" for prefix in used)
    return f"# {comment}\n\n{head}\n{body}\n"


def _block(block: Block) -> str:
    lines = [block.subject]
    for predicate, values in block.rows:
        if not values:
            continue
        one = f"    {predicate} {' , '.join(values)} ;"
        if len(one) <= _WIDTH:
            lines.append(one)
        else:
            lines.append(f"    {predicate}")
            lines.extend(f"        {value} ," for value in values[:-1])
            lines.append(f"        {values[-1]} ;")
    return "\n".join([*lines, "."])


def read_rows(file: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """Read a table; codes stay text, so that leading zeros survive.

    Raises:
        UnreadableInputError: The file is missing or not UTF-8, lacks one of ``columns``, or has a
            row of another width; the message names the line.
    """
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            reader = csv.reader(stream)
            header = next(reader, [])
            missing = [column for column in columns if column not in header]
            if missing:
                wanted = f"column '{missing[0]}' is missing; there are: {', '.join(header)}"
                raise UnreadableInputError(f"{file}:1", wanted)
            rows = []
            for row in reader:
                if not row:
                    continue
                if len(row) != len(header):
                    problem = f"{len(row)} values where the header has {len(header)}"
                    raise UnreadableInputError(f"{file}:{reader.line_num}", problem)
                rows.append(dict(zip(header, row, strict=True)))
            return rows
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableInputError(file, str(error)) from error
