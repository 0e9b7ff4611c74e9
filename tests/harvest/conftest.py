"""A server that faults can be planted in, a client in a hurry, and a root with invented bodies."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from typing import TYPE_CHECKING

import pytest
from tests.commands import runner
from tests.harvest.site import Site

from ldgraph.harvest.exchange import Limits
from ldgraph.harvest.polite import Client, Pace
from ldgraph.intake.starter import make_root

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

#: Governments that nobody has: their numbers begin at 99000, and no KBO number of theirs is given.
BODIES = """\
# Besturen om mee te oefenen.

PREFIX adms: <http://www.w3.org/ns/adms#>
PREFIX besluit: <http://data.vlaanderen.be/ns/besluit#>
PREFIX bestuur: <https://data.vlaanderen.be/id/lokaalbestuur/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX identificator: <https://data.vlaanderen.be/id/identificator/>
PREFIX ldg: <https://data.vlaanderen.be/ns/lokaal-digitaal#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX soort: <http://data.vlaanderen.be/id/concept/BestuurseenheidClassificatieCode/>
PREFIX toegang: <http://publications.europa.eu/resource/authority/access-right/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

<>
    a ldg:Graaf ;
    dct:title "Besturen om mee te oefenen"@nl ;
    dct:source <https://example.org/oefening> ;
    dct:modified "2026-01-01"^^xsd:date ;
    dct:accessRights toegang:PUBLIC ;
    ldg:fictief true ;
.

# Een gewone gemeente: deze regel blijft.
bestuur:gemeente-99002
    a ldg:LokaalBestuur , besluit:Bestuurseenheid ;
    skos:prefLabel "Proefdorp"@nl ; # de oude naam
    org:classification soort:5ab0e9b8a3b2ca7c5e000001 ;
    adms:identifier identificator:gemeente-99002-nis , identificator:gemeente-99002-lblod ;
.

identificator:gemeente-99002-nis
    a adms:Identifier ;
    skos:notation "99002" ;
    adms:schemaAgency "NIS" ;
.

identificator:gemeente-99002-lblod
    a adms:Identifier ;
    skos:notation "http://data.lblod.info/id/bestuurseenheden/99002" ;
    adms:schemaAgency "LBLOD" ;
.

bestuur:gemeente-99003
    a ldg:LokaalBestuur , besluit:Bestuurseenheid ;
    skos:prefLabel "Oefengem"@nl ;
    org:classification soort:5ab0e9b8a3b2ca7c5e000001 ;
    adms:identifier identificator:gemeente-99003-nis , identificator:gemeente-99003-lblod ;
.

identificator:gemeente-99003-nis
    a adms:Identifier ;
    skos:notation "99003" ;
    adms:schemaAgency "NIS" ;
.

identificator:gemeente-99003-lblod
    a adms:Identifier ;
    skos:notation "http://data.lblod.info/id/bestuurseenheden/99003" ;
    adms:schemaAgency "LBLOD" ;
.

bestuur:gemeente-99004
    a ldg:LokaalBestuur , besluit:Bestuurseenheid ;
    skos:prefLabel "Proefdorp-Oefengem"@nl ;
    org:classification soort:5ab0e9b8a3b2ca7c5e000001 ;
    adms:identifier identificator:gemeente-99004-nis , identificator:gemeente-99004-lblod ;
.

identificator:gemeente-99004-nis
    a adms:Identifier ;
    skos:notation "99004" ;
    adms:schemaAgency "NIS" ;
.

identificator:gemeente-99004-lblod
    a adms:Identifier ;
    skos:notation "http://data.lblod.info/id/bestuurseenheden/99004" ;
    adms:schemaAgency "LBLOD" ;
.
"""
FILE = "data/openbaar/oefening.ttl"


@pytest.fixture
def site() -> Iterator[Site]:
    """Give a server."""
    made = Site()
    yield made
    made.close()


@pytest.fixture
def waits() -> list[float]:
    """Collect the seconds that a client would have waited."""
    return []


@pytest.fixture(autouse=True)
def _this_machine_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test reach another machine, should what is tested let it pass."""
    connect = socket.socket.connect

    def guarded(one: socket.socket, where: tuple[str, int]) -> None:
        if isinstance(where, tuple) and not ip_address(where[0].partition("%")[0]).is_loopback:
            pytest.fail(f"a test would have asked {where[0]}")
        connect(one, where)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def client(waits: list[float]) -> Client:
    """Give a client that waits for nothing, and may ask this machine."""
    return Client(
        "ldgraph/proef",
        Limits(body=200_000, seconds=2.0, silence=2.0, requests=100),
        Pace(pause=0, first=1, tries=3),
        allow_private=True,
        sleep=waits.append,
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Make a small root with invented bodies."""
    made = tmp_path / "root"
    make_root(made, public_data=False)
    (made / FILE).write_text(BODIES, "utf-8")
    return made


@pytest.fixture
def run(root: Path) -> Run:
    """Give a function that runs ``ldgraph ARGUMENTS`` in the root."""
    return runner(root)
