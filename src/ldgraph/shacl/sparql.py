"""``sh:sparql``: one query for all focus nodes where that is the same as one for each.

SHACL binds ``$this`` before the query runs. Where the body begins with a triple pattern about
``$this``, and nothing in it hides ``$this`` from that pattern, asking for every ``$this`` at once
and keeping the focus nodes gives the same solutions. Anything else is asked node by node.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.shacl.results import ShapesError, Term
from ldgraph.terms import SH

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ldgraph.shacl.graphs import Data
    from ldgraph.shacl.shapes import Shape, Shapes

_AT_ONCE = re.compile(r"\bWHERE\s*\{\s*[$?]this\s+[^{}\s]", re.IGNORECASE)
#: What keeps a pattern from seeing a binding made outside it.
_HIDES = re.compile(r"\b(MINUS|VALUES|SELECT|SERVICE|GROUP|HAVING|LIMIT|OFFSET)\b", re.IGNORECASE)
_STRINGS = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>\s]*>|#[^\n]*')
_TEMPLATE = re.compile(r"\{[$?](\w+)\}")


class Solution(NamedTuple):
    """A row of a constraint's query: something wrong with ``focus``."""

    focus: Term
    value: Term | None
    path: Term | None
    messages: tuple[ox.Literal, ...]


def solutions(
    data: Data, shapes: Shapes, shape: Shape, constraint: Term, focus: Collection[Term]
) -> Iterator[Solution]:
    """Run one ``sh:sparql`` constraint for focus nodes; every solution is a violation.

    Raises:
        ShapesError: The query is missing, does not parse, or needs what is not supported.
    """
    graph = shapes.graph
    texts = graph.objects(constraint, SH + "select")
    if len(texts) != 1 or not isinstance(texts[0], ox.Literal):
        raise ShapesError(shape.node, "its sh:sparql needs exactly one sh:select")
    if any(str(one).startswith('"true"') for one in graph.objects(constraint, SH + "deactivated")):
        return
    text = texts[0].value
    if shape.path is not None:
        text = re.sub(r"[$?]PATH\b", lambda _: str(shape.path), text)
    if re.search(r"[$?](shapesGraph|currentShape)\b", text):
        raise ShapesError(shape.node, "$shapesGraph and $currentShape are not supported")
    query = _prologue(shapes, constraint) + text
    own = tuple(
        one for one in graph.objects(constraint, SH + "message") if isinstance(one, ox.Literal)
    )
    try:
        for row, names in _rows(data, query, focus):
            yield _solution(row, names, own or shape.messages)
    except SyntaxError as error:
        raise ShapesError(shape.node, f"its sh:select does not parse: {error}") from error


def _rows(
    data: Data, query: str, focus: Collection[Term]
) -> Iterator[tuple[dict[str, Term], list[str]]]:
    plain = _STRINGS.sub("''", query)
    this = ox.Variable("this")
    if _AT_ONCE.search(plain) and not _HIDES.search(plain[plain.upper().find("WHERE") :]):
        wanted = focus if isinstance(focus, set | frozenset) else set(focus)
        runs: list[tuple[Term | None, ox.QuerySolutions]] = [(None, _ask(data, query))]
    else:
        wanted = None
        runs = [
            (node, _ask(data, query, {this: node}))
            for node in focus
            if not isinstance(node, ox.Triple)
        ]
    seen = set()
    for node, found in runs:
        names = [one.value for one in found.variables]
        for solution in found:
            row = {name: value for name in names if (value := solution[name]) is not None}
            if node is not None:
                row["this"] = node
            key = tuple(row.get(name) for name in [*names, "this"])
            if key in seen or (wanted is not None and row.get("this") not in wanted):
                continue
            seen.add(key)
            yield row, names


def _ask(data: Data, query: str, bound: dict[ox.Variable, Term] | None = None) -> ox.QuerySolutions:
    found = data.store.query(query, substitutions=bound, use_default_graph_as_union=True)
    if not isinstance(found, ox.QuerySolutions):
        raise SyntaxError("it is no SELECT")  # noqa: TRY004 (the query is wrong, not its type)
    return found


def _solution(row: dict[str, Term], names: list[str], messages: tuple[ox.Literal, ...]) -> Solution:
    said = row.get("message")
    if isinstance(said, ox.Literal):
        messages = (said,)
    filled = tuple(_filled(one, row) for one in messages)
    path = row.get("path") if "path" in names else None
    return Solution(row["this"], row.get("value"), path, filled)


def _filled(message: ox.Literal, row: dict[str, Term]) -> ox.Literal:
    """Put the solution's values into ``{?name}`` and ``{$name}``."""
    text = _TEMPLATE.sub(
        lambda match: getattr(row[match[1]], "value", "") if match[1] in row else match[0],
        message.value,
    )
    if message.language:
        return ox.Literal(text, language=message.language)
    return ox.Literal(text, datatype=message.datatype)


def _prologue(shapes: Shapes, constraint: Term) -> str:
    """Write the ``PREFIX`` lines that ``sh:prefixes`` declares."""
    graph, lines = shapes.graph, []
    for ontology in graph.objects(constraint, SH + "prefixes"):
        for declared in graph.objects(ontology, SH + "declare"):
            prefix = graph.objects(declared, SH + "prefix")
            space = graph.objects(declared, SH + "namespace")
            if prefix and space:
                lines.append(f"PREFIX {prefix[0].value}: <{space[0].value}>\n")  # type: ignore[union-attr]
    return "".join(sorted(lines))
