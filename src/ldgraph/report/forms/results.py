"""The W3C validation report, with where each result stands in properties of our own.

What no shape found has no place in ``sh:result``: it is an ``ldg:Nazichtresultaat`` beside it, as
every result is one too. Without our own terms what is left is the report of any SHACL engine.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.report.forms.report import file_name, whole
from ldgraph.terms import RDF, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ldgraph.errors import Finding, ShaclResult
    from ldgraph.report.forms.report import Report

    Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
    Pairs = Iterator[tuple[ox.NamedNode, Term]]

_TYPE = ox.NamedNode(RDF + "type")
_REPORT = ox.BlankNode("report")


def prefixes(report: Report) -> Mapping[str, str]:
    """Give the prefixes of the names that a report is made of."""
    ours = report.vocabulary
    return {"ldg": ours.ldg, "rdf": RDF, "sh": SH, "shp": ours.shp, "xsd": XSD}


def statements(report: Report) -> list[ox.Triple]:
    """Give the statements of the report, result by result."""
    named: list[tuple[ox.BlankNode, Finding, ShaclResult | None]] = []
    for one in report.findings:
        for told in one.results or (None,):
            named.append((ox.BlankNode(f"r{len(named) + 1}"), one, told))
    found = [node for node, _, told in named if told]
    # What is kept back, or was not checked, may be a result too.
    rest = any(one.unchecked or one.restricted for one in report.findings)
    said = [
        ox.Triple(_REPORT, _TYPE, _sh("ValidationReport")),
        ox.Triple(_REPORT, _sh("conforms"), ox.Literal(not found and not rest)),
        *(ox.Triple(_REPORT, _sh("result"), node) for node in found),
    ]
    described: dict[str, None] = {}
    for node, one, told in named:
        pairs = (
            *([(_TYPE, _sh("ValidationResult"))] if told else []),
            (_TYPE, ox.NamedNode(report.vocabulary.ldg + "Nazichtresultaat")),
            *(_of_shacl(told) if told else _of_others(one)),
            *_of_ours(one, report.vocabulary.ldg),
        )
        said += [ox.Triple(node, name, value) for name, value in pairs]
        described.update(dict.fromkeys(told.described if told else ()))
    return list(dict.fromkeys((*said, *_parsed(described))))


def _of_shacl(told: ShaclResult) -> Pairs:
    terms = {
        "focusNode": told.focus,
        "resultPath": told.path,
        "value": told.value,
        "resultSeverity": f"<{told.severity}>",
        "sourceConstraintComponent": f"<{told.component}>",
        "sourceConstraint": told.source_constraint,
        "sourceShape": told.source_shape,
    }
    for name, text in terms.items():
        term = _term(text)
        if term is not None:
            yield _sh(name), term
    for message in told.messages:
        term = _term(message)
        if term is not None:
            yield _sh("resultMessage"), term


def _of_others(one: Finding) -> Pairs:
    for name, text in (("focusNode", one.focus), ("resultPath", one.path), ("value", one.value)):
        term = _term(text)
        if term is not None:
            yield _sh(name), term
    yield _sh("resultSeverity"), _sh(one.severity.value.capitalize())
    for lang, text in sorted(one.messages.items()):
        yield _sh("resultMessage"), ox.Literal(whole(text), language=lang)


def _of_ours(one: Finding, ldg: str) -> Pairs:
    def _ldg(name: str) -> ox.NamedNode:
        return ox.NamedNode(ldg + name)

    yield _ldg("bevindingscode"), ox.Literal(one.code)
    if one.position:
        yield _ldg("bestand"), ox.Literal(file_name(one.position.file))
        yield _ldg("regel"), ox.Literal(one.position.line)
        yield _ldg("kolom"), ox.Literal(one.position.column)
    if one.waiver:
        day = ox.NamedNode(XSD + "date")
        yield _ldg("vrijgesteldTot"), ox.Literal(one.waiver.expires, datatype=day)
    if one.known:
        yield _ldg("wasErAl"), ox.Literal(value=True)
    if one.unchecked:
        yield _ldg("nietNagekeken"), ox.Literal(value=True)


@cache
def _term(text: str | None) -> Term | None:
    """Read a term as N-Triples writes it; None where it is none, such as a path of several."""
    if text is None:
        return None
    for statement in _parsed((f"<x:s> <x:p> {text} .",)):
        return statement.object
    return None


def _parsed(lines: Iterable[str]) -> Iterator[ox.Triple]:
    for line in lines:
        try:
            (quad,) = ox.parse(whole(line), ox.RdfFormat.N_TRIPLES)
        except (SyntaxError, ValueError):
            continue
        yield quad.triple


def serialized(report: Report, form: ox.RdfFormat) -> str:
    """Write the statements of the report in a form of RDF."""
    written = ox.serialize(statements(report), format=form, prefixes=dict(prefixes(report)))
    assert written is not None  # where no file is given
    return written.decode()


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SH + name)
