"""The forms of answers below /v1, and rows written in each of them."""

from __future__ import annotations

import json
from contextlib import suppress
from math import isfinite
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.answers.queries import Answer
from ldgraph.report.spreadsheet import terms_as_spreadsheet
from ldgraph.report.tables import render
from ldgraph.serve.http.negotiate import HTML, Form
from ldgraph.terms import DCT, RDFS, XSD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ldgraph.serve.questions.asking import Rows, Term

JSON = Form("json", "application/json", ("text/json",))
JSONLD = Form("jsonld", "application/ld+json")
CSV = Form("csv", "text/csv")
SPARQL_JSON = Form("srj", "application/sparql-results+json")
TEXT = Form("txt", "text/plain")
#: In the order in which they are preferred where a caller has no preference.
ROWS = (JSON, JSONLD, CSV, SPARQL_JSON, HTML)
THINGS = (JSON, JSONLD, CSV, HTML)
ITEM = (JSON, JSONLD, HTML)
SAID = (JSON, HTML, TEXT)

_HYDRA = "http://www.w3.org/ns/hydra/core#"
#: What an envelope and its links mean: a collection in the words of Hydra, and its pages.
DATA: dict[str, object] = {"@id": _HYDRA + "member", "@container": "@set"}
ENVELOPE: dict[str, object] = {
    "data": DATA,
    "totaalAantal": _HYDRA + "totalItems",
    "_links": {
        "@id": _HYDRA + "view",
        "@context": {
            "Links": _HYDRA + "PartialCollectionView",
            "self": "@id",
            "eerste": {"@id": _HYDRA + "first", "@type": "@id"},
            "vorige": {"@id": _HYDRA + "previous", "@type": "@id"},
            "volgende": {"@id": _HYDRA + "next", "@type": "@id"},
        },
    },
    "versie": "http://www.w3.org/2002/07/owl#versionInfo",
    "peildatum": {"@id": DCT + "valid", "@type": XSD + "date"},
    "titel": DCT + "title",
    "opmerking": RDFS + "comment",
}
IDENTIFIER = DCT + "identifier"
COLLECTION = _HYDRA + "Collection"


def rows_as_csv(found: Rows) -> bytes:
    """Write a page of rows for a spreadsheet, under the names of their columns."""
    return terms_as_spreadsheet(found.columns, found.rows)


def rows_as_sparql_json(found: Rows) -> bytes:
    """Write a page of rows as SPARQL does."""
    return render(Answer(found.columns, found.rows), "sparql-json", str).encode() + b"\n"


def rows_as_data(found: Rows, vocabulary: str) -> tuple[list[dict[str, object]], dict[str, object]]:
    """Give rows as objects, and the context that says what each of their members is.

    What is not bound is left out. A value that is not what the others of its column are is
    written as JSON-LD writes it whole, so that nothing is lost.
    """
    kinds = [_kind([row[n] for row in found.rows]) for n in range(len(found.columns))]
    context: dict[str, object] = {}
    for name, kind in zip(found.columns, kinds, strict=True):
        context[name] = {"@id": vocabulary + name, "@type": kind} if kind else vocabulary + name
    data = [
        {
            name: value(term, kind)
            for name, kind, term in zip(found.columns, kinds, row, strict=True)
            if term is not None
        }
        for row in found.rows
    ]
    return data, context


def _kind(terms: Sequence[Term]) -> str:
    """Say what all values of a column are: IRIs, or of one type; empty where that goes unsaid."""
    if all(term is None or isinstance(term, ox.NamedNode) for term in terms):
        return "@id" if any(terms) else ""
    types = {
        term.datatype.value if isinstance(term, ox.Literal) and not term.language else ""
        for term in terms
        if term is not None
    }
    only = types.pop() if len(types) == 1 else ""
    return "" if only in _NATIVE or only == XSD + "string" else only


def _native(text: str, datatype: str) -> object:
    if datatype == XSD + "boolean":
        return text in {"true", "1"}
    if datatype == XSD + "integer":
        return int(text)
    number = float(text)
    if not isfinite(number):
        raise ValueError(text)
    return number


_NATIVE = frozenset(XSD + one for one in ("boolean", "integer", "decimal", "double"))


def value(term: ox.NamedNode | ox.BlankNode | ox.Literal, kind: str = "") -> object:
    """Write a value; ``kind`` is what its column says that its values are, if anything."""
    if isinstance(term, ox.Literal):
        return _literal(term, kind)
    if isinstance(term, ox.NamedNode) and kind == "@id":
        return term.value
    return {"@id": term.value if isinstance(term, ox.NamedNode) else str(term)}


def _literal(term: ox.Literal, kind: str) -> object:
    datatype = term.datatype.value
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if kind == datatype or (not kind and datatype == XSD + "string"):
        return term.value
    if not kind and datatype in _NATIVE:
        with suppress(ValueError):
            return _native(term.value, datatype)
    return {"@value": term.value, "@type": datatype}


def as_json(document: object) -> bytes:
    """Write a document; the same content has the same bytes."""
    return (
        json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"
    ).encode()
