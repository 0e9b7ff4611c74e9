"""Stored questions: one file each, their parameters checked and bound, never pasted.

A query includes a part as a sub-select with a line ``{ @include name }``. That line is no SPARQL,
so a file that was not expanded is refused by every engine instead of answering wrongly.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph import frontmatter
from ldgraph.answers.paging import part
from ldgraph.errors import LdgraphError, UnknownNameError
from ldgraph.graph.files import DISK
from ldgraph.terms import XSD
from ldgraph.turtle.read import as_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ldgraph.graph.access import View
    from ldgraph.graph.files import Files

_INCLUDE = re.compile(r"@include\s+([\w-]+)")
_PREFIX = re.compile(r"^PREFIX\s+(\w*):\s*<([^>]*)>\s*$", re.MULTILINE)
_ORDER = re.compile(r"^ORDER BY .*\Z", re.MULTILINE | re.DOTALL)
_MOST_NAMES_SHOWN = 8
_TYPES = ("iri", "xsd:date", "xsd:integer", "xsd:decimal", "xsd:string")
_CALLS = re.compile(r"^#\+.*\n", re.MULTILINE)

#: What facts about a government hang on it by.
_OF_A_GOVERNMENT = re.compile(r"\bldg:bestuur\b|#bestuur>")

Value = str | int | float | dt.date


class QueryFileError(LdgraphError):
    """A stored question is written wrongly."""

    def __init__(self, path: Path, english: str, dutch: str) -> None:
        super().__init__(f"{path}: {english}", f"{path}: {dutch}")


class ParameterError(LdgraphError):
    """A parameter is unknown, missing, or not of its type."""

    def __init__(self, query: str, parameter: str, english: str, dutch: str) -> None:
        super().__init__(
            f"query '{query}', parameter '{parameter}': {english}",
            f"vraag '{query}', parameter '{parameter}': {dutch}",
        )


class NotYoursError(LdgraphError):
    """A question tells what is not known of governments whose facts the caller may not read."""

    def __init__(self, query: str) -> None:
        super().__init__(
            f"query '{query}' tells what is unknown: one may ask it of one's own government",
            f"vraag '{query}' zegt wat onbekend is: ze wordt beantwoord voor het eigen bestuur",
        )


class Parameter(NamedTuple):
    """One parameter; an optional one that is not given stands for all."""

    name: str
    datatype: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Query:
    """A stored question, its includes expanded: ``text`` runs on any SPARQL 1.1 engine."""

    name: str
    vraag: str
    question: str
    parameters: tuple[Parameter, ...]
    text: str
    path: Path

    @property
    def tells_unknown(self) -> bool:
        """Whether an answer may say that something is unknown: wrong where facts are hidden.

        A row says so, or one that is not there: asked of a government, facts that hang on it and
        may not be read would make "none", "not scored" or "as its kind" of what is not known.
        """
        of_one = any(one.name == "government" for one in self.parameters)
        return '"onbekend"' in self.text or (of_one and bool(_OF_A_GOVERNMENT.search(self.text)))


class Answer(NamedTuple):
    """Columns and rows of a SELECT, in the order that the query says; None where unbound."""

    columns: tuple[str, ...]
    rows: list[tuple[ox.NamedNode | ox.BlankNode | ox.Literal | None, ...]]


def load_queries(folders: Sequence[Path], files: Files = DISK) -> dict[str, Query]:
    """Read the stored questions of ``queries`` folders; a later folder's replaces an earlier one's.

    Raises:
        FrontMatterError: A header is wrong.
        QueryFileError: A parameter's type is unknown, or parts include one another in a ring.
    """
    parts: dict[str, Path] = {}
    for folder in folders:
        for kind in ("parts", "answers"):
            parts.update({path.stem: path for path in _listed(folder / kind, files)})
    return {name: _read(path, parts, files) for name, path in sorted(parts.items())}


def load_rules(folders: Sequence[Path], files: Files = DISK) -> list[Query]:
    """Read the rules of ``queries`` folders, in the order of their names."""
    return [
        _read(path, {}, files) for folder in folders for path in _listed(folder / "rules", files)
    ]


def _listed(folder: Path, files: Files) -> list[Path]:
    """List the queries in a folder, none of those below it."""
    return sorted(
        path for path in files.below(folder) if path.suffix == ".rq" and path.parent == folder
    )


def _read(path: Path, parts: Mapping[str, Path], files: Files) -> Query:
    source = as_text(files.read(path), path)
    header = frontmatter.read(
        source, path, ("vraag", "question", "params"), ("vraag", "question", "params")
    )
    prefixes: dict[str, str] = {}
    body = _expand(path, parts, prefixes, (), files)
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(prefixes.items()))
    parameters = tuple(_parameter(path, one) for one in header["params"].split())
    return Query(
        path.stem, header["vraag"], header["question"], parameters, f"{head}\n{body}\n", path
    )


def _parameter(path: Path, written: str) -> Parameter:
    name, _, datatype = written.partition("=")
    optional = datatype.endswith("?")
    datatype = datatype.removesuffix("?")
    if datatype not in _TYPES:
        there = ", ".join(_TYPES)
        raise QueryFileError(
            path,
            f"parameter '{written}': the type must be one of {there}",
            f"parameter '{written}': het type moet een van deze zijn: {there}",
        )
    return Parameter(name, datatype, optional)


def _expand(
    path: Path,
    parts: Mapping[str, Path],
    prefixes: dict[str, str],
    below: tuple[Path, ...],
    files: Files,
) -> str:
    if path in below:
        ring = " -> ".join(one.stem for one in (*below, path))
        raise QueryFileError(
            path,
            f"queries include one another in a ring: {ring}",
            f"vragen nemen elkaar in een kring op: {ring}",
        )
    text = _CALLS.sub("", as_text(files.read(path), path))
    for name, iri in _PREFIX.findall(text):
        if prefixes.setdefault(name, iri) != iri:
            raise QueryFileError(
                path,
                f"prefix '{name}' stands for something else in a part",
                f"prefix '{name}' staat in een deel voor iets anders",
            )
    body = _PREFIX.sub("", text).strip()

    def part(match: re.Match[str]) -> str:
        if match[1] not in parts:
            there = ", ".join(parts)
            raise QueryFileError(
                path,
                f"no part '{match[1]}'; there are: {there}",
                f"geen deel '{match[1]}'; er zijn: {there}",
            )
        inner = _expand(parts[match[1]], parts, prefixes, (*below, path), files)
        return _ORDER.sub("", inner).strip().replace("\n", "\n    ")

    return _INCLUDE.sub(part, body)


def find_query(queries: Mapping[str, Query], name: str) -> Query:
    """Give the stored question of that name.

    Raises:
        UnknownNameError: There is none; the message has the nearest, else all there are.
    """
    if name not in queries:
        near = difflib.get_close_matches(name, queries, n=_MOST_NAMES_SHOWN, cutoff=0.6)
        part = [one for one in queries if name and name in one and one not in near]
        raise UnknownNameError("query", name, [*near, *part] or queries)
    return queries[name]


def bind(
    query: Query, arguments: Mapping[str, Value]
) -> dict[ox.Variable, ox.NamedNode | ox.Literal]:
    """Check arguments and make them RDF terms.

    Raises:
        ParameterError: One is unknown, missing, or not of its type.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in arguments:
        if name not in known:
            there = ", ".join(known)
            raise ParameterError(
                query.name,
                name,
                f"unknown; there are: {there or 'none'}",
                f"onbekend; er zijn: {there or 'geen'}",
            )
    bound = {}
    for name, parameter in known.items():
        if name in arguments:
            bound[ox.Variable(name)] = _term(query, parameter, arguments[name])
        elif not parameter.optional:
            raise ParameterError(
                query.name,
                name,
                f"missing; wanted a value of {parameter.datatype}",
                f"ontbreekt; geef een waarde van {parameter.datatype}",
            )
    return bound


def _term(query: Query, parameter: Parameter, value: Value) -> ox.NamedNode | ox.Literal:
    datatype, written = parameter.datatype, str(value)
    try:
        if datatype == "iri":
            return ox.NamedNode(written)
        if datatype == "xsd:date":
            written = dt.date.fromisoformat(written).isoformat()
        elif datatype == "xsd:integer":
            written = str(int(written))
        elif datatype == "xsd:decimal":
            written = str(float(written))
    except ValueError as error:
        raise ParameterError(
            query.name,
            parameter.name,
            f"'{value}' is not a value of {datatype} ({error})",
            f"'{value}' is geen waarde van {datatype}",
        ) from error
    return ox.Literal(written, datatype=ox.NamedNode(XSD + datatype.removeprefix("xsd:")))


def readable(view: View, query: Query, arguments: Mapping[str, Value]) -> bool:
    """Whether who asks has a right to the answer: decided by right, before data are read."""
    # "Unknown" is said only of whom the caller may read.
    return not query.tells_unknown or view.may_read(str(arguments.get("government", "")))


def ask(
    view: View,
    query: Query,
    arguments: Mapping[str, Value],
    limit: int | None = None,
    offset: int = 0,
) -> Answer:
    """Put a stored question to a view; with ``limit`` a part of the answer, in an order of its own.

    Raises:
        NotYoursError: It tells what is unknown, of governments whose graph the caller may not read.
        ParameterError: An argument is unknown, missing, or not of its type.
        QueryFileError: The question is no SPARQL, or no SELECT of its parameters.
    """
    bound = bind(query, arguments)
    if not readable(view, query, arguments):
        raise NotYoursError(query.name)
    try:
        text = None if limit is None else part(query, limit, offset)
        solutions = view.query(text or query.text, bound)
    except (SyntaxError, RuntimeError) as error:
        raise QueryFileError(query.path, str(error), f"geen geldige SPARQL: {error}") from error
    except TypeError:
        solutions = None
    if not isinstance(solutions, ox.QuerySolutions):
        raise QueryFileError(
            query.path,
            "a stored question must be a SELECT",
            "een bewaarde vraag moet een SELECT zijn",
        )
    names = tuple(variable.value for variable in solutions.variables)
    rows = [tuple(row) for row in solutions]
    if limit is not None and text is None:
        rows = rows[offset : offset + limit]
    return Answer(names, rows)


def rows_of(answer: Answer) -> list[dict[str, str]]:
    """Give rows by column, each value as its lexical form or IRI; empty where unbound."""
    return [
        {
            name: "" if value is None else value.value
            for name, value in zip(answer.columns, row, strict=True)
        }
        for row in answer.rows
    ]
