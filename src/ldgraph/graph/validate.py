"""Check a dataset against its shapes with pySHACL, the reference engine, and say where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ldgraph.errors import Finding, Severity
from ldgraph.terms import SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldgraph.graph.load import Dataset
    from ldgraph.graph.locate import Locator

_SEVERITIES = {
    SH + "Violation": Severity.VIOLATION,
    SH + "Warning": Severity.WARNING,
    SH + "Info": Severity.INFO,
}


def validate(dataset: Dataset, locator: Locator) -> list[Finding]:
    """Give every SHACL finding of a dataset, ordered by place.

    The union of ontology, code lists and data is checked; nothing that rules derive. A finding's
    code is the last segment of its shape's IRI.

    Raises:
        Exception: pySHACL could not run the shapes; the check has then no outcome.
    """
    import pyshacl  # noqa: PLC0415 (slow to import; only this command needs it)
    from rdflib import Graph  # noqa: PLC0415

    data, shapes = Graph(), Graph()
    triples = {ox.Triple(q.subject, q.predicate, q.object) for q in dataset.store}
    data.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    nt = ox.serialize((quad.triple for quad in dataset.shapes), format=ox.RdfFormat.N_TRIPLES)
    shapes.parse(data=nt, format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False)
    return sorted(_findings(dataset, report, locator), key=Finding.sort_key)


def _findings(dataset: Dataset, report: Any, locator: Locator) -> Iterator[Finding]:  # noqa: ANN401 (rdflib.Graph)
    from rdflib import Namespace  # noqa: PLC0415

    sh = Namespace(SH)
    files = dataset.by_graph()
    for result in report.subjects(sh.resultSeverity, None):
        focus = _term(report.value(result, sh.focusNode))
        path = report.value(result, sh.resultPath)
        value = _term(report.value(result, sh.value))
        shape = str(report.value(result, sh.sourceShape))
        messages = {
            message.language or "en": str(message)
            for message in report.objects(result, sh.resultMessage)
        }
        predicate = str(path) if path is not None else ""
        graph = locator.home(focus, predicate, value)
        file = files.get(graph) if graph else None
        yield Finding(
            code=shape.rsplit("/", 1)[-1],
            severity=_SEVERITIES[str(report.value(result, sh.resultSeverity))],
            messages=messages,
            position=locator.place(graph, focus, predicate, value) if graph else None,
            graph=graph,
            focus=str(focus),
            path=path.n3() if path is not None else None,
            value=str(value) if value is not None else None,
            component=str(report.value(result, sh.sourceConstraintComponent)),
            restricted=bool(file and file.restricted),
        )


def _term(node: Any) -> Any:  # noqa: ANN401 (rdflib term to the store's term)
    if node is None:
        return None
    n3 = node.n3()
    if n3.startswith("<"):
        return ox.NamedNode(str(node))
    if n3.startswith("_:"):
        return ox.BlankNode(str(node))
    return (
        ox.Literal(str(node), language=node.language)
        if node.language
        else ox.Literal(
            str(node), datatype=ox.NamedNode(str(node.datatype)) if node.datatype else None
        )
    )
