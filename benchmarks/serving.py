"""Requests a second, beside other servers on the same statements, on loopback.

Ours runs as an operator runs it: with an issuer of tokens, logs, counters and limits. What is asked
of it is restricted, so each request carries a token. Peers take the same text of the query.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from benchmarks import wrk
from benchmarks.issuer import Issuer
from benchmarks.servers import Server
from benchmarks.subject import DATE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

AUDIENCE, CENTRAL = "ldgraph", "OVO002949"
_JSON = "application/sparql-results+json"
#: Governments that are asked about in turn: as many as no cache of answers is helped by.
_GOVERNMENTS, _DAYS = 60, 30
_MEDIUM = "SELECT ?s ?o WHERE {{ ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?o }} LIMIT {}"
_LARGE = "SELECT ?s ?p ?o WHERE {{ ?s ?p ?o }} LIMIT {}"
_PUBLIC = f"/v1/vragen/requirements-without-full-cover?datum={DATE}"
_SMALL = "SELECT ?p ?o WHERE {{ <https://data.vlaanderen.be/id/vereiste/V3{:02}> ?p ?o }}"


class Measured(NamedTuple):
    """One thing that was asked, of ours and of a peer; ``peer`` is None where it is not there."""

    what: str
    ours: wrk.Load
    name: str
    peer: wrk.Load | None
    wanted: float | None

    def row(self) -> Sequence[str]:
        """Write it as a row of the table."""
        peer = f"{self.peer.rate:.0f}/s{_wrong(self.peer)}" if self.peer else "not there"
        ratio = f"{self.ours.rate / self.peer.rate:.2g}" if self.peer and self.peer.rate else ""
        wanted = f"{self.wanted:g}" if self.wanted else ""
        spread = f"{self.ours.half * 1000:.3g}, {self.ours.most * 1000:.3g} ms"
        what = f"{self.what}; 50 and 99 of 100 within {spread}"
        return [
            f"{what}; {self.name}",
            "x1",
            f"{self.ours.rate:.0f}/s{_wrong(self.ours)}",
            peer,
            f"{ratio} (wanted {wanted})" if wanted else ratio,
        ]


def _wrong(load: wrk.Load) -> str:
    return f" ({load.wrong})" if load.wrong else ""


def measure(root: Path, exported: Path, seconds: float = 5) -> Iterator[Measured | Sequence[str]]:
    """Measure ours and its peers.

    Args:
        root: A generated root.
        exported: The same as peers read it: ``all.nq`` and the text of each question.
        seconds: How long each thing is asked.
    """
    if not wrk.is_there():
        yield ["serving: `wrk` is not installed (Debian has it)", "", "", "", ""]
        return
    with Issuer() as issuer:
        settings = {
            "LDGRAPH_ISSUER": issuer.address,
            "LDGRAPH_AUDIENCE": AUDIENCE,
            "LDGRAPH_CENTRAL": CENTRAL,
            "LDGRAPH_DATE": DATE,
        }
        token = {"Authorization": f"Bearer {issuer.token(CENTRAL, AUDIENCE)}"}
        command = [sys.executable, "-m", "ldgraph", "serve", str(root), "--port", "{port}"]
        with Server(command, "/health/ready", settings) as ours:
            yield _told("ready after its start", f"{ours.ready_after:.2g} s (wanted 3)")
            began = time.perf_counter()
            first = urllib.request.Request(f"{ours.address}/health", headers=token)  # noqa: S310
            urllib.request.urlopen(first).close()  # noqa: S310
            took = time.perf_counter() - began
            yield _told("the first answer for who may see all", f"{took:.2g} s")
            yield from _beside_oxigraph(ours, token, exported, seconds)
            yield _told("memory with its processes", f"{ours.memory():.0f} MiB (wanted 1024)")
            yield from _beside_endpoint(ours, token, exported, seconds)


def _told(what: str, value: str) -> Sequence[str]:
    return [f"serving: {what}", "x1", value, "", ""]


def _beside_oxigraph(
    ours: Server, token: Mapping[str, str], exported: Path, seconds: float
) -> Iterator[Measured]:
    tool = shutil.which("oxigraph")
    name = "`oxigraph serve-read-only`"
    if tool is None:
        for what, mine, _, wanted in _asked(token, exported):
            yield Measured(what, _load(ours, mine, seconds), name, None, wanted)
        return
    location = exported / "oxigraph-served"
    if not location.is_dir():
        subprocess.run(
            [tool, "load", "--location", str(location), "--file", str(exported / "all.nq")],
            check=True,
            capture_output=True,
        )
    command = [tool, "serve-read-only", "--location", str(location), "--bind", "127.0.0.1:{port}"]
    with Server([*command, "--union-default-graph"], "/") as peer:
        for what, mine, theirs, wanted in [*_asked(token, exported), _known(ours, exported)]:
            loads = [_load(ours, mine, seconds), _load(peer, theirs, seconds)]
            loads += [_load(peer, theirs, seconds), _load(ours, mine, seconds)]
            best = max(loads[0], loads[3]), max(loads[1], loads[2])
            yield Measured(what, best[0], name, best[1], wanted)


def _load(server: Server, requests: Sequence[wrk.Request], seconds: float) -> wrk.Load:
    return wrk.load(server.address, requests, clients=8, seconds=seconds)


def _asked(
    token: Mapping[str, str], exported: Path
) -> Iterator[tuple[str, list[wrk.Request], list[wrk.Request], float | None]]:
    """Give what is asked: its name, the requests to ours and to the peer, and the wanted ratio."""
    text = (exported / "gaps.one.rq").read_text("utf-8")
    computed = list(islice(product(range(_DAYS), range(_GOVERNMENTS)), _DAYS * _GOVERNMENTS))
    theirs = [_posted(_about(text, number, day)) for day, number in computed]
    mine = [_question(number, day, token) for day, number in computed]
    yield "a question for one government, computed", mine, theirs, 0.8
    again = [_posted(_about(text, 3, 0))]
    yield "the same, asked again", [_question(3, 0, token)], again, 3
    public = [wrk.Request(_PUBLIC, {"Accept": _JSON})]
    yield "a question that is for everyone, asked again", public, again, None
    for what, query, wanted in (
        ("ad hoc, small", [_SMALL.format(number) for number in range(1, 40)], None),
        ("ad hoc, 1,000 rows", [_MEDIUM.format(1000 + one) for one in range(20)], 0.8),
        ("ad hoc, 50,000 rows", [_LARGE.format(50_000 + one) for one in range(20)], 0.8),
    ):
        yield what, [_ad_hoc(one, token) for one in query], [_posted(one) for one in query], wanted


def asked(token: Mapping[str, str]) -> Iterator[tuple[str, list[wrk.Request]]]:
    """Give what is asked of ours alone: its name and the requests."""
    every = range(_DAYS * _GOVERNMENTS)
    about = [_question(one % _GOVERNMENTS, one // _GOVERNMENTS, token) for one in every]
    yield "a question for everyone, asked again", [wrk.Request(_PUBLIC, {"Accept": _JSON})]
    yield "a question about one government, asked again", about[:1]
    yield "a question about one government, computed", about
    small = [_SMALL.format(number) for number in range(1, 40)]
    medium = [_MEDIUM.format(1000 + one) for one in range(20)]
    yield "ad hoc, one thing", [_ad_hoc(one, token) for one in small]
    yield "ad hoc, 1,000 rows", [_ad_hoc(one, token) for one in medium]


def _known(
    ours: Server, exported: Path
) -> tuple[str, list[wrk.Request], list[wrk.Request], float | None]:
    """Ask for what the caller has: 304. The peer has no such answer, and gives it again."""
    asked = urllib.request.Request(ours.address + _PUBLIC, headers={"Accept": _JSON})  # noqa: S310
    with urllib.request.urlopen(asked) as answer:  # noqa: S310
        tag = answer.headers["etag"]
    text = (exported / "gaps.one.rq").read_text("utf-8")
    mine = [wrk.Request(_PUBLIC, {"Accept": _JSON, "If-None-Match": tag})]
    return "the same for who has it (304)", mine, [_posted(text)], None


def _about(text: str, number: int, day: int) -> str:
    moved = re.sub(r"gemeente-99\d{3}", _name(number), text)
    return moved.replace(DATE, _day(day))


def _name(number: int) -> str:
    return f"gemeente-{99001 + number}"


def _day(day: int) -> str:
    return (dt.date.fromisoformat(DATE) - dt.timedelta(days=day)).isoformat()


def _question(number: int, day: int, token: Mapping[str, str]) -> wrk.Request:
    given = urlencode({"government": _name(number), "datum": _day(day), "limit": 1000})
    return wrk.Request(f"/v1/vragen/gaps?{given}", {"Accept": _JSON, **token})


def _posted(query: str) -> wrk.Request:
    headers = {"Accept": _JSON, "Content-Type": "application/sparql-query"}
    return wrk.Request("/query", headers, query)


def _ad_hoc(query: str, token: Mapping[str, str]) -> wrk.Request:
    return wrk.Request("/sparql", {**_posted(query).headers, **token}, query)


def _beside_endpoint(
    ours: Server, token: Mapping[str, str], exported: Path, seconds: float
) -> Iterator[Measured]:
    """Compare with rdflib-endpoint, which needs a minute to read the statements."""
    tool = os.environ.get("RDFLIB_ENDPOINT") or shutil.which("rdflib-endpoint")
    query = [_MEDIUM.format(1000 + one) for one in range(20)]
    mine = _load(ours, [_ad_hoc(one, token) for one in query], seconds)
    peer = None
    if tool is not None:
        command = [tool, "serve", "--host", "127.0.0.1", "--port", "{port}"]
        with Server([*command, str(exported / "data.nt")], "/?query=ASK%20%7B%7D") as endpoint:
            theirs = [wrk.Request("/", _posted(one).headers, one) for one in query]
            peer = _load(endpoint, theirs, seconds)
    yield Measured("ad hoc, 1,000 rows", mine, "rdflib-endpoint", peer, 5)
