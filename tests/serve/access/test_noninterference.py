"""Nobody can tell from any answer that there is more than what they may see.

A server of all data and one of which the rest is taken away are asked the same; whoever may not
see the rest gets the same from both. ``LDGRAPH_REQUESTS`` asks more, for a long run.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ldgraph.serve.access.issuer import Issuer

from .issuers import running
from .requests import Requests
from .worlds import CENTRAL, MY_NUMBER, Answer, Request, Servers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore:Duplicate Operation ID")
#: So many lots of up to so many requests.
_LOTS, _LOT = int(os.environ.get("LDGRAPH_REQUESTS", "2400")) // 12, 12
#: What two answers never have in common: names of problems and requests, and times.
_PASSING = re.compile(
    rb'urn:uuid:[0-9a-f-]{36}|"(?:read|age|gelezen|ouderdom)": ?(?:"[^"]*"|[0-9.]+)'
)
_PASSING_HEADERS = {"date", "x-request-id", "server-timing"}


class Asked:
    """Two servers of which callers must not notice that one has more, and requests for both."""

    def __init__(self, servers: Servers, requests: Requests, tokens: dict[str, bytes]) -> None:
        self.servers = servers
        self.requests = requests
        self.tokens = tokens

    def same(self, request: Request, world: str, token: str | None = None) -> Answer:
        """Check that a caller gets the same of all data as of a world with less."""
        if token is not None:
            authorization = (b"authorization", b"Bearer " + self.tokens[token])
            headers = (*request.headers, authorization)
            request = Request(request.method, request.path, request.query, headers, request.body)
        of_all, of_less = self.servers.ask("all", request), self.servers.ask(world, request)
        assert _comparable(of_all) == _comparable(of_less), request
        assert of_all.status < 500 or of_all.status == 503, request
        return of_all


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
def asked(project: Path) -> Iterator[Asked]:
    """Open the servers, and gather what could give something away: names, hashes, tokens."""
    with running() as issuer, Servers(project, Issuer(issuer.address)) as servers:
        tokens = {
            "mine": issuer.token(vo_orgcode=MY_NUMBER, exp=2_000_000_000).encode(),
            "nobody": issuer.token(vo_ovocode="OVO999998", exp=2_000_000_000).encode(),
            "central": issuer.token(vo_ovocode=CENTRAL, exp=2_000_000_000).encode(),
        }
        names = servers.names()
        central = (b"authorization", b"Bearer " + tokens["central"])
        graphs = [one for one in names if "/doc/graaf/" in one and "beperkt" in one]
        tags = {
            servers.ask("all", Request("GET", path.encode(), b"", (central,))).header("etag")
            for iri in graphs
            for path in (iri.removeprefix("https://data.vlaanderen.be") + ".ttl",)
        }
        assert len(tags - {""}) > 10
        stored = sorted(servers.libraries["all"].public.snapshot.queries)
        requests = Requests(servers.apps["all"], names, sorted(tags - {""}), stored)
        yield Asked(servers, requests, tokens)


_many = settings(
    max_examples=_LOTS,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@_many
@given(data=st.data())
def test_everyone_gets_of_all_data_what_they_get_of_public_data(
    asked: Asked, data: st.DataObject
) -> None:
    for request in data.draw(st.lists(asked.requests.one(), min_size=1, max_size=_LOT)):
        asked.same(request, "public")
