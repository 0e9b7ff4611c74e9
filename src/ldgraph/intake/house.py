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
    """What a value must look like: a test, and the words for it in an error, in both languages."""

    fits: Callable[[str], bool]
    wanted: str
    dutch: str


def shaped(pattern: str, wanted: str, dutch: str = "") -> Form:
    """Make a form from a regular expression that must match the whole value."""
    compiled = re.compile(pattern)
    return Form(lambda value: compiled.fullmatch(value) is not None, wanted, dutch or wanted)


def one_of(*values: str) -> Form:
    """Make a form for one value of a list; an empty one is written as ''."""
    listed = ", ".join(f"'{value}'" for value in values)
    return Form(values.__contains__, f"one of {listed}", f"een van {listed}")


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


DAY = Form(_is_day, "a day such as 2025-01-01", "een dag zoals 2025-01-01")
DAY_OR_NONE = Form(
    lambda value: not value or _is_day(value),
    "a day such as 2025-01-01, or none",
    "een dag zoals 2025-01-01, of niets",
)
NIS = shaped(r"\d{5}", "a NIS code of 5 digits", "een NIS-code van 5 cijfers")
KBO_OR_NONE = shaped(
    r"(\d{10})?", "a KBO number of 10 digits, or none", "een KBO-nummer van 10 cijfers, of niets"
)
OVO_OR_NONE = shaped(r"(OVO\d{6})?", "OVO and 6 digits, or none", "OVO en 6 cijfers, of niets")
NUMBER_OR_NONE = shaped(r"\d*", "a whole number, or none", "een geheel getal, of niets")


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
    body = "\n\n".join(written_block(block) for block in blocks)
    head = "".join(f"PREFIX {prefix}: <{prefixes[prefix]}>\n" for prefix in used_prefixes(body))
    return f"# {comment}\n\n{head}\n{body}\n"


def used_prefixes(body: str) -> list[str]:
    """Give the prefixes that a text of the house uses, sorted."""
    return sorted(set(_PREFIX.findall(_NOT_NAMES.sub("", body))))


def written_block(block: Block) -> str:
    """Write a block as it stands in a file."""
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
                    raise UnreadableInputError(
                        f"{file}:{line}",
                        f"{len(values)} values where the header has {len(header)}",
                        f"{len(values)} waarden waar de kop er {len(header)} heeft",
                    )
                row = {**dict(zip(header, values, strict=True)), LINE: str(line)}
                for column, form in (forms or {}).items():
                    if not form.fits(row[column]):
                        raise bad_value(file, row, column, form.wanted, form.dutch)
                rows.append(row)
            return rows
    except OSError as error:
        raise UnreadableInputError(file, error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise UnreadableInputError(file, f"not UTF-8: {error}", "geen UTF-8") from error
    except csv.Error as error:
        raise UnreadableInputError(file, f"not CSV: {error}", f"geen CSV: {error}") from error


def _check_header(file: Path, header: Sequence[str], columns: Iterable[str]) -> None:
    missing = [column for column in columns if column not in header]
    if missing:
        there = ", ".join(header)
        raise UnreadableInputError(
            f"{file}:1",
            f"column '{missing[0]}' is missing; there are: {there or 'none'}",
            f"kolom '{missing[0]}' ontbreekt; er zijn: {there or 'geen'}",
        )
    twice = [column for column in header if header.count(column) > 1]
    if twice:
        raise UnreadableInputError(
            f"{file}:1",
            f"column '{twice[0]}' is there twice",
            f"kolom '{twice[0]}' staat er tweemaal",
        )


def bad_value(
    file: Path, row: Row, column: str, wanted: str, dutch: str = ""
) -> UnreadableInputError:
    """Make the error for a value that is not what it should be, with its line and column."""
    return UnreadableInputError(
        f"{file}:{row[LINE]}",
        f"column '{column}' has '{row[column]}'; wanted {wanted}",
        f"kolom '{column}' heeft '{row[column]}'; dit moet er staan: {dutch or wanted}",
    )
