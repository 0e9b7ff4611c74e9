"""Nobody can tell from any answer that there is more than what they may see.

A server of all data and one of which the rest is taken away are asked the same; whoever may not
see the rest gets the same from both. ``LDGRAPH_REQUESTS`` asks more, for a long run.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ldgraph.errors import LdgraphError
from ldgraph.graph.places import open_root
from ldgraph.serve.access.issuer import Issuer
from ldgraph.stream.build import build

from .addresses import addresses
from .issuers import running
from .requests import Requests
from .worlds import CENTRAL, MY_NUMBER, Answer, Request, Servers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore:Duplicate Operation ID")
#: Requests of all tests here together, about, and of one example.
_ALL, _LOT = int(os.environ.get("LDGRAPH_REQUESTS", "1600")), 12
#: What two answers never have in common: names of problems and requests, and times.
_PASSING = re.compile(
    rb'urn:uuid:[0-9a-f-]{36}|"(?:read|age|gelezen|ouderdom)": ?(?:"[^"]*"|[0-9.]+)'
)
#: What is said where the machine has too much to do; it is asked again.
_TOO_BUSY = {503, 504}
_PASSING_HEADERS = {"date", "x-request-id", "server-timing"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Two servers of which callers must not notice that one has more, and requests for both."""

    servers: Servers
    requests: Requests
    tokens: dict[str, bytes]
    #: IRIs that only what is hidden speaks of.
    hidden: list[str]

    def same(self, request: Request, world: str, token: str | None = None) -> Answer:
        """Check that a caller gets the same of all data as of a world with less."""
        for _ in range(3):
            of_all = self.with_token("all", request, token)
            of_less = self.with_token(world, request, token)
            if not {of_all.status, of_less.status} & _TOO_BUSY:
                break
        assert _comparable(of_all) == _comparable(of_less), request
        assert of_all.status < 500 or of_all.status in _TOO_BUSY, request
        return of_all

    def with_token(self, world: str, request: Request, token: str | None) -> Answer:
        """Ask the server of a world, with a token or without."""
        if token is not None:
            header = (b"authorization", b"Bearer " + self.tokens[token])
            request = replace(request, headers=(*request.headers, header))
        return self.servers.ask(world, request)


def _comparable(answer: Answer) -> tuple[int, list[tuple[str, str]], bytes]:
    body = _PASSING.sub(b"", answer.body)
    headers = sorted(
        one
        for one in answer.headers
        if one[0] not in _PASSING_HEADERS
        # The length of an age is no news.
        and (one[0] != "content-length" or body == answer.body)
    )
    return answer.status, headers, body


@pytest.fixture(scope="module")
def asked(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """Open the servers, and gather what could give something away: names, hashes, tokens."""
    stream = tmp_path_factory.mktemp("stroom") / "uit"
    with contextlib.suppress(LdgraphError):  # a copy of the project without its history has none
        build(open_root(project / "voorbeeld"), stream, stream.with_name("onthouden"))
    with (
        running() as issuer,
        Servers(project, Issuer(issuer.address), str(stream)) as servers,
    ):
        tokens = {
            "mine": issuer.token(vo_orgcode=MY_NUMBER, exp=2_000_000_000).encode(),
            "nobody": issuer.token(vo_ovocode="OVO999998", exp=2_000_000_000).encode(),
            "central": issuer.token(vo_ovocode=CENTRAL, exp=2_000_000_000).encode(),
        }
        hidden, public = servers.names()
        names = [*hidden, *public]
        central = (b"authorization", b"Bearer " + tokens["central"])
        graphs = [one for one in names if "/doc/graaf/" in one and "beperkt" in one]
        tags = {
            servers.ask("all", Request("GET", path.encode(), b"", (central,))).header("etag")
            for path in (one.removeprefix("https://data.vlaanderen.be") + ".ttl" for one in graphs)
        }
        assert len(tags - {""}) > 10
        stored = sorted(servers.libraries["all"].public.snapshot.queries)
        document = json.loads(servers.ask("all", Request("GET", b"/openapi.json")).body)
        found = addresses(servers.apps["all"], document)
        requests = Requests(found, names, sorted(tags - {""}), stored)
        yield Asked(servers, requests, tokens, hidden)


def _many(share: float) -> settings:
    return settings(
        max_examples=max(1, int(_ALL * share / _LOT)),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


def _lot(asked: Asked, data: st.DataObject) -> list[Request]:
    return data.draw(st.lists(asked.requests.one, min_size=_LOT - 4, max_size=_LOT + 4))


@_many(0.55)
@given(data=st.data())
def test_everyone_gets_of_all_data_what_they_get_of_public_data(
    asked: Asked, data: st.DataObject
) -> None:
    for request in _lot(asked, data):
        asked.same(request, "public")


@_many(0.3)
@given(data=st.data())
def test_a_government_gets_what_it_gets_where_no_other_has_facts(
    asked: Asked, data: st.DataObject
) -> None:
    for request in _lot(asked, data):
        asked.same(request, "mine", "mine")


@_many(0.15)
@given(data=st.data())
def test_who_has_a_token_and_no_rights_gets_of_all_data_what_everyone_gets(
    asked: Asked, data: st.DataObject
) -> None:
    for request in _lot(asked, data):
        asked.same(request, "public", "nobody")


def test_no_name_of_what_is_hidden_says_anything(asked: Asked) -> None:
    """Every graph, and of other names each hundredth, in every form."""
    names = asked.hidden[::100] + [one for one in asked.hidden if "/doc/graaf/" in one]
    for iri in names:
        _, kind, rest = iri.removeprefix("https://data.vlaanderen.be").split("/", 2)
        for path in (f"/{kind}/{rest}", *(f"/doc/{rest}{end}" for end in ("", ".ttl", ".html"))):
            found = asked.same(Request("GET", path.encode()), "public")
            assert found.status in {400, 404, 405}, path
            asked.same(Request("GET", path.encode()), "mine", "mine")


def test_a_leak_would_be_noticed(asked: Asked) -> None:
    """What is compared differs for one who may see more, in all that the tests above look at."""
    graph = "/doc/graaf/voorbeeld/beperkt/gemeente-99001.ttl"
    for path in (graph, "/health", "/doc/lokaalbestuur/gemeente-99003.nq", "/ns/lokaal-digitaal"):
        with pytest.raises(AssertionError):
            asked.same(Request("GET", path.encode()), "public", "central")
    with pytest.raises(AssertionError):
        asked.same(Request("GET", graph.encode()), "public", "mine")
    with pytest.raises(AssertionError):
        asked.same(Request("HEAD", graph.encode()), "public", "mine")


def test_the_traps_are_seen_by_whom_they_are_for(asked: Asked) -> None:
    """Else nothing would be hidden from the others."""
    for path in ("/doc/geheim/a", "/doc/geheim/b", "/doc/geheim/c", "/doc/graaf/afgeleid"):
        request = Request("GET", f"{path}.ttl".encode())
        assert asked.with_token("all", request, "central").status == 200, path
        assert asked.with_token("all", request, "mine").status == 404, path
        assert asked.servers.ask("all", request).status == 404, path
