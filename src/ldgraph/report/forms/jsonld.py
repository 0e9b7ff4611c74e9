"""The W3C validation report in JSON-LD."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ldgraph.report.forms.results import prefixes, serialized
from ldgraph.terms import RDF

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldgraph.report.forms.report import Report


def write(report: Report) -> str:
    """Write the report, with prefixes for the names of properties and classes."""
    expanded = json.loads(serialized(report, ox.RdfFormat.JSON_LD))
    known = prefixes(report)
    said = {"@context": known, "@graph": [_node(one, known) for one in expanded]}
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _node(said: dict[str, Any], known: Mapping[str, str]) -> dict[str, Any]:
    kinds = said.pop(RDF + "type", [])
    node = {_short(name, known): values for name, values in said.items()}
    return {**node, "@type": [_short(one["@id"], known) for one in kinds]} if kinds else node


def _short(iri: str, known: Mapping[str, str]) -> str:
    for prefix, space in known.items():
        if iri.startswith(space):
            return f"{prefix}:{iri.removeprefix(space)}"
    return iri
