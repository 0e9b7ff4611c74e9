"""Check a dataset against its shapes with pySHACL, the reference engine, and say where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ldgraph.errors import Finding, Severity
from ldgraph.graph.lines import locate
from ldgraph.terms import SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import SourceFile

_SEVERITIES = {
    SH + "Violation": Severity.VIOLATION,
    SH + "Warning": Severity.WARNING,
    SH + "Info": Severity.INFO,
}


def validate(dataset: Dataset) -> list[Finding]:
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
    return sorted(_findings(dataset, report), key=Finding.sort_key)


def _findings(dataset: Dataset, report: Any) -> Iterator[Finding]:  # noqa: ANN401 (rdflib.Graph)
    from rdflib import Namespace  # noqa: PLC0415

    sh = Namespace(SH)
    files = dataset.by_graph()
    for result in report.subjects(sh.resultSeverity, None):
        focus = report.value(result, sh.focusNode)
        path = report.value(result, sh.resultPath)
        value = report.value(result, sh.value)
        shape = str(report.value(result, sh.sourceShape))
        messages = {
            message.language or "en": str(message)
            for message in report.objects(result, sh.resultMessage)
        }
        file = _file_of(dataset, files, str(focus), str(path) if path else "", value)
        at = None
        if file is not None:
            text = file.path.read_text("utf-8", errors="replace")
            at = locate(
                text,
                file.shown,
                file.graph,
                str(focus),
                str(path) if path is not None else "",
                str(value) if value is not None and path is not None else "",
            )
        yield Finding(
            code=shape.rsplit("/", 1)[-1],
            severity=_SEVERITIES[str(report.value(result, sh.resultSeverity))],
            messages=messages,
            position=at,
            graph=file.graph if file else None,
            focus=focus.n3(),
            path=path.n3() if path is not None else None,
            value=value.n3() if value is not None else None,
            component=str(report.value(result, sh.sourceConstraintComponent)),
            restricted=bool(file and file.restricted),
        )


def _file_of(
    dataset: Dataset,
    files: Any,  # noqa: ANN401 (Mapping[str, SourceFile])
    focus: str,
    path: str,
    value: Any,  # noqa: ANN401 (rdflib term)
) -> SourceFile | None:
    """Find the file that states the offending triple, else the one that types the subject."""
    if focus.startswith("_:") or ":" not in focus:
        return None
    subject = ox.NamedNode(focus)
    quads = list(dataset.store.quads_for_pattern(subject, None, None, None))
    wanted = str(value) if value is not None else ""
    for fits in (
        lambda q: q.predicate.value == path and getattr(q.object, "value", "") == wanted,
        lambda q: q.predicate.value == path,
        lambda q: q.predicate.value.endswith("#type"),
        lambda _: True,
    ):
        for quad in quads:
            if fits(quad):
                found: SourceFile = files[quad.graph_name.value]
                return found
    return None
