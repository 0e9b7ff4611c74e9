"""The forms of answers to SPARQL queries."""

from __future__ import annotations

from ldgraph.serve.http.negotiate import FORMS, HTML, Form

#: Of SELECT and ASK. A boolean in CSV or TSV is ``true`` or ``false`` and nothing else.
ROWS = (
    Form("json", "application/sparql-results+json", ("application/json", "text/json")),
    Form("xml", "application/sparql-results+xml", ("application/xml", "text/xml")),
    Form("csv", "text/csv", ("text/plain",)),
    Form("tsv", "text/tab-separated-values"),
)
#: Of CONSTRUCT and DESCRIBE.
GRAPHS = tuple(form for form in FORMS if form is not HTML)
BY_NAME = {form.extension: form for form in (*ROWS, *GRAPHS)}
