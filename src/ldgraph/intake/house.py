"""Write statements as Turtle in the house layout, and tables of reference data as rows."""

from __future__ import annotations

import csv
import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ldgraph.errors import UnreadableInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

_WIDTH = 100
#: Strings and full IRIs hold colons that are no prefixes.
_NOT_NAMES = re.compile(r'"(?:[^"\\]|\\.)*"|<[^>]*>')
_PREFIX = re.compile(r"(?<![\w@-])([A-Za-z][\w-]*):(?=\w)")


Row = dict[str, str]
#: Key of a row under which the line lies on which it ends; no column has this name.
LINE = "\0line"


_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    | {chr(code): f"\\u{code:04X}" for code in (*range(9), 11, 12, *range(14, 32), 127)}
)


class Form(NamedTuple):
    """What a value must look like: a test, and the words for it in an error."""

    fits: Callable[[str], bool]
    wanted: str


def shaped(pattern: str, wanted: str) -> Form:
    """Make a form from a regular expression that must match the whole value."""
    compiled = re.compile(pattern)
    return Form(lambda value: compiled.fullmatch(value) is not None, wanted)


def one_of(*values: str) -> Form:
    """Make a form for one value of a list; an empty one is written as ''."""
    return Form(values.__contains__, "one of " + ", ".join(f"'{value}'" for value in values))


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


DAY = Form(_is_day, "a day such as 2025-01-01")
DAY_OR_NONE = Form(lambda value: not value or _is_day(value), "a day such as 2025-01-01, or none")
NIS = shaped(r"\d{5}", "a NIS code of 5 digits")
KBO_OR_NONE = shaped(r"(\d{10})?", "a KBO number of 10 digits, or none")
OVO_OR_NONE = shaped(r"(OVO\d{6})?", "OVO and 6 digits, or none")
NUMBER_OR_NONE = shaped(r"\d*", "a whole number, or none")


class Block(NamedTuple):
    """One subject and its statements, each value written as in Turtle."""

    subject: str
    rows: Sequence[tuple[str, Sequence[str]]]


def text(value: str, lang: str = "") -> str:
    """Write a string literal, with a language if one is given."""
    return f'"{value.translate(_ESCAPES)}"' + (f"@{lang}" if lang else "")


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


def read_rows(
    file: Path, columns: Sequence[str], forms: Mapping[str, Form] | None = None
) -> list[Row]:
    """Read a table; codes stay text, so that leading zeros survive.

    Columns that nobody asked for are let through: a new edition may add some.

    Args:
        file: A table with one header line, UTF-8, with commas.
        columns: Columns that must be there.
        forms: What the values of a column must look like.

    Raises:
        UnreadableInputError: The file is missing or not UTF-8, lacks one of ``columns``, has a row
            of another width or a value of another form; the message names line and column.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            header = next(reader, [])
            _check_header(file, header, [*columns, *(forms or {})])
            rows = []
            for values in reader:
                if not values:
                    continue
                line = reader.line_num
                if len(values) != len(header):
                    problem = f"{len(values)} values where the header has {len(header)}"
                    raise UnreadableInputError(f"{file}:{line}", problem)
                row = {**dict(zip(header, values, strict=True)), LINE: str(line)}
                for column, form in (forms or {}).items():
                    if not form.fits(row[column]):
                        raise bad_value(file, row, column, form.wanted)
                rows.append(row)
            return rows
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableInputError(file, str(error)) from error


def _check_header(file: Path, header: Sequence[str], columns: Iterable[str]) -> None:
    missing = [column for column in columns if column not in header]
    if missing:
        problem = f"column '{missing[0]}' is missing; there are: {', '.join(header) or 'none'}"
        raise UnreadableInputError(f"{file}:1", problem)
    twice = [column for column in header if header.count(column) > 1]
    if twice:
        raise UnreadableInputError(f"{file}:1", f"column '{twice[0]}' is there twice")


def bad_value(file: Path, row: Row, column: str, wanted: str) -> UnreadableInputError:
    """Make the error for a value that is not what it should be, with its line and column."""
    problem = f"column '{column}' has '{row[column]}'; wanted {wanted}"
    return UnreadableInputError(f"{file}:{row[LINE]}", problem)
