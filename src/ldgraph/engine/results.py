"""What an engine answers, read strictly, in the terms of an embedded store."""

from __future__ import annotations

import json
import re
from typing import Any

import pyoxigraph as ox

from ldgraph.errors import LdgraphError
from ldgraph.terms import XSD

_ROWS = re.compile(r'"bindings"\s*:\s*\[\s*')
_NEXT = re.compile(r"\s*(?:,\s*(?=\{)|(?=\]))")
_BOOLEAN, _BOOLEANS = XSD + "boolean", {"1": "true", "0": "false"}


class UnreadableAnswerError(LdgraphError):
    """What came is no answer of SPARQL."""

    exit_code = 3

    def __init__(self, why: object) -> None:
        super().__init__(
            f"the engine's answer cannot be read: {why}",
            f"het antwoord van de engine is niet leesbaar: {why}",
        )


def read_rows(body: bytes, genid: str) -> ox.QuerySolutions | ox.QueryBoolean:
    """Read SPARQL 1.1 Query Results JSON.

    Args:
        body: What came.
        genid: What the names of blank nodes begin with.

    Raises:
        UnreadableAnswerError: It is none, or not whole.
    """
    try:
        if genid.encode() in body or b"typed-literal" in body:
            body = _plain(body.decode(), genid)
        found = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
        if isinstance(found, ox.QuerySolutions):
            # Rows are read as they are taken: whether all are there is known at the end.
            for _ in ox.parse_query_results(body, ox.QueryResultsFormat.JSON):  # type: ignore[union-attr]
                pass
    except (ValueError, SyntaxError, LookupError, TypeError, AttributeError) as error:
        raise UnreadableAnswerError(error) from error
    return found


def _plain(answer: str, genid: str) -> bytes:
    """Give names of blank nodes back, and what the first draft of the format wrote otherwise.

    Virtuoso calls a literal with a datatype ``typed-literal``, and writes booleans as 1 and 0. An
    answer may be large: row by row, it takes little more memory, and other threads go on meanwhile.
    """
    begin = _ROWS.search(answer)
    if begin is None:
        return answer.encode()
    at = begin.end()
    read, found = json.JSONDecoder().raw_decode, bytearray(answer[:at].encode())
    while answer[at] != "]":
        row, at = read(answer, at)
        after = _NEXT.match(answer, at)
        if after is None:
            raise ValueError("a row that does not end")
        at = after.end()
        for term in row.values():
            _rename(term, genid)
        found += json.dumps(row).encode()
        found += b"" if answer[at] == "]" else b","
    found += answer[at:].encode()
    return bytes(found)


def _rename(term: dict[str, Any], genid: str) -> None:
    if term["type"] == "uri" and term["value"].startswith(genid):
        term |= {"type": "bnode", "value": term["value"].removeprefix(genid)}
    elif term["type"] == "typed-literal":
        term["type"] = "literal"
        if term["datatype"] == _BOOLEAN:
            term["value"] = _BOOLEANS.get(term["value"], term["value"])


def read_graph(body: bytes, genid: str) -> ox.QueryTriples:
    """Read N-Triples.

    Raises:
        UnreadableAnswerError: They are none.
    """
    store = ox.Store()
    try:
        store.extend(_unnamed(one, genid) for one in ox.parse(body, ox.RdfFormat.N_TRIPLES))
    except (ValueError, SyntaxError) as error:
        raise UnreadableAnswerError(error) from error
    found = store.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(found, ox.QueryTriples)
    return found


def _unnamed(quad: ox.Quad, genid: str) -> ox.Quad:
    ends = (_blank(quad.subject, genid), quad.predicate, _blank(quad.object, genid))
    return ox.Quad(*ends)  # type: ignore[arg-type]


def _blank(term: object, genid: str) -> object:
    if isinstance(term, ox.NamedNode) and term.value.startswith(genid):
        return ox.BlankNode(term.value.removeprefix(genid))
    return term
