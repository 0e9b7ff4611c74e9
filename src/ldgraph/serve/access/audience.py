"""From what a token says to what its bearer may see: the organisation's code to its government."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.graph.access import ENTITLED_TO_ALL, EVERYONE, Audience

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from ldgraph.graph.access import View

OVO, KBO = r"OVO[0-9]{6}", r"[01][0-9]{9}"
_HOLDERS = """
PREFIX adms: <http://www.w3.org/ns/adms#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?government
WHERE {
    ?government a ldg:LokaalBestuur ;
        adms:identifier ?identifier .
    ?identifier adms:schemaAgency ?agency ;
        skos:notation ?code .
    FILTER (STR(?agency) = "AGENCY" && STR(?code) = "CODE")
    FILTER NOT EXISTS { ?identifier ldg:bestaatVan ?from . FILTER (?from > DAY) }
    FILTER NOT EXISTS { ?identifier ldg:bestaatTot ?until . FILTER (?until <= DAY) }
    FILTER NOT EXISTS { ?government ldg:bestaatVan ?from . FILTER (?from > DAY) }
    FILTER NOT EXISTS { ?government ldg:bestaatTot ?until . FILTER (?until <= DAY) }
}
"""


def audience_of(
    claims: Mapping[str, object],
    public: View,
    on: date,
    entitled: Collection[str] = (),
    scope: str | None = None,
) -> Audience:
    """Say as whom the bearer of a good token asks.

    The graph decides which government an organisation is, and only where exactly one has the code
    on that day; whoever is none, and not in the list of those entitled to all, sees what everyone
    sees. It is asked of the public view alone: a restricted graph gives nobody rights.
    """
    if scope is not None and scope not in _scopes(claims):
        return EVERYONE
    codes = {
        code
        for name in ("vo_ovocode", "vo_orgcode")
        if isinstance(code := claims.get(name), str) and re.fullmatch(f"{OVO}|{KBO}", code)
    }
    if len([code for code in codes if code.startswith("OVO")]) > 1:
        return EVERYONE
    if codes & set(entitled):
        return ENTITLED_TO_ALL
    found = {one for code in codes for one in _holders(public, code, on)}
    return Audience(found.pop()) if len(found) == 1 else EVERYONE


def _scopes(claims: Mapping[str, object]) -> list[str]:
    given = claims.get("scope", "")
    return (
        given.split() if isinstance(given, str) else list(given) if isinstance(given, list) else []
    )


def _holders(public: View, code: str, on: date) -> set[str]:
    # The code is letters and digits alone, as the patterns above have it.
    agency = "OVO" if code.startswith("OVO") else "KBO"
    day = f'"{on.isoformat()}"^^<http://www.w3.org/2001/XMLSchema#date>'
    text = _HOLDERS.replace("AGENCY", agency).replace("CODE", code).replace("DAY", day)
    rows = public.query(public.vocabulary.prefix + text)
    assert isinstance(rows, ox.QuerySolutions)
    return {row["government"].value for row in rows}
