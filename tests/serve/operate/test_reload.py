"""Reading again: what is served follows the files, or stays what it was."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from ldgraph.serve.app import create_app
from ldgraph.serve.settings import Settings

from .conftest import OPERATOR, TOKEN, started

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

    from ldgraph.serve.library import Library

    from .conftest import Start

_RELOAD = "/-/herladen"
_ADDED = "<https://example.org/nieuw> <https://example.org/p> 'geheim woord' .\n"
_BROKEN = "<https://example.org/nieuw> dit is geen turtle 'geheim woord'\n"


def _health(client: TestClient | httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/health").json()
    return found


def _write(root: Path, text: str, room: str = "openbaar") -> None:
    folder = root / "data" / room
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nieuw.ttl").write_text(text, "utf-8")


def _reloads(client: httpx.Client) -> float:
    """Give how often the server read its files again."""
    lines = client.get("/metrics").text.splitlines()
    return float(next(one for one in lines if one.startswith("ldgraph_reloads ")).split()[1])


def _until(done: Any, seconds: float = 30) -> None:  # noqa: ANN401 (a function)
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_what_was_added_is_served_after_a_reload(root: Path, start: Start) -> None:
    client = start()
    before = _health(client)
    _write(root, _ADDED)

    answer = client.post(_RELOAD, headers=OPERATOR)

    assert answer.status_code == 200
    assert answer.json()["version"] != before["version"]
    asked = {"query": "ASK { <https://example.org/nieuw> ?p ?o }"}
    assert client.get("/sparql", params=asked, headers={"Accept": "text/csv"}).text == "true"


def test_what_cannot_be_read_changes_nothing_and_health_says_so(root: Path, start: Start) -> None:
    client = start()
    before = _health(client)
    _write(root, _BROKEN)

    refused = client.post(_RELOAD, headers=OPERATOR)
    after = _health(client)

    assert refused.status_code == 409
    assert refused.json()["findings"] == 1
    assert after["status"] == "DEGRADED"
    assert after["ready"]
    assert after["version"] == before["version"]
    assert after["reload"]["findings"] == 1
    assert "geheim" not in f"{after}{refused.text}"
    _write(root, _ADDED)
    assert client.post(_RELOAD, headers=OPERATOR).status_code == 200
    assert _health(client)["status"] == "UP"
    assert _health(client)["version"] != before["version"]


@pytest.mark.parametrize("how", ["config", "rule", "gone"])
def test_whatever_stops_a_reload_stops_no_answers(root: Path, start: Start, how: str) -> None:
    client = start()
    if how == "config":
        (root / "ldgraph.toml").write_text("nam = 3\n", "utf-8")
    elif how == "rule":
        rules = root / "queries" / "rules"
        rules.mkdir(parents=True, exist_ok=True)
        (rules / "kapot.rq").write_text("#+ dit is geen regel\nCONSTRUCT", "utf-8")
    else:
        (root / "ldgraph.toml").unlink()

    assert client.post(_RELOAD, headers=OPERATOR).status_code == 409
    assert client.get("/ns/lokaal-digitaal").status_code == 200
    assert _health(client)["status"] == "DEGRADED"


def test_everyone_gets_what_is_new_and_no_word_of_what_is_broken_elsewhere(
    root: Path, start: Start
) -> None:
    client = start()
    client.app.state.reloader._restricted = True  # type: ignore[attr-defined]  # noqa: SLF001
    before = _health(client)
    _write(root, _BROKEN, "beperkt")
    _write(root, _ADDED)

    answer = client.post(_RELOAD, headers=OPERATOR)

    assert answer.status_code == 200
    after = _health(client)
    assert after["status"] == "UP"
    assert after["reload"] == before["reload"]
    assert after["version"] != before["version"]


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer x"}, {"Authorization": f"Basic {TOKEN}"}]
)
def test_nobody_else_can_have_it_read_again(start: Start, headers: dict[str, str]) -> None:
    client = start()

    assert client.post(_RELOAD, headers=headers).status_code == 401
    assert client.app.state.operation.reloaded == 0  # type: ignore[attr-defined]


def test_without_a_token_the_address_is_unknown(client: TestClient) -> None:
    for method in ("GET", "POST"):
        answer = client.request(method, _RELOAD, headers=OPERATOR)
        assert answer.status_code == 404


def test_many_who_ask_at_once_get_one_or_two_reloads(library: Library) -> None:
    app = create_app(library, Settings())

    async def ask() -> None:
        async with app.router.lifespan_context(app):
            await asyncio.gather(*(app.state.reloader.reload() for _ in range(20)))

    asyncio.run(ask())

    assert 1 <= app.state.operation.reloaded <= 2
    assert app.state.operation.failed == 0


def test_hooks_are_told_of_the_new_library(root: Path, start: Start) -> None:
    client = start()
    state = client.app.state  # type: ignore[attr-defined]
    told: list[object] = []

    async def later(library: Library) -> None:
        told.append(library)

    state.reloader.hooks += [told.append, later]
    _write(root, _ADDED)
    client.post(_RELOAD, headers=OPERATOR)

    assert told == [state.library, state.library]


def test_memory_stays_flat_over_many_reloads(root: Path, start: Start) -> None:
    client = start()
    state = client.app.state  # type: ignore[attr-defined]

    def libraries() -> int:
        gc.collect()
        return sum(type(one).__name__ == "Library" for one in gc.get_objects())

    before = libraries()
    for number in range(12):
        _write(root, _ADDED + f"<https://example.org/{number}> <https://example.org/p> 1 .\n")
        assert client.post(_RELOAD, headers=OPERATOR).status_code == 200

    assert libraries() == before
    _until(lambda: len(state.pools.running()) == 1)


def test_a_running_server_sees_files_change_and_hears_a_hangup(root: Path) -> None:
    options = (str(root), "--watch", "0.1", "--log", "json")
    with started(*options) as running, httpx.Client(base_url=running.address) as client:
        first = _health(client)["version"]
        _write(root, _BROKEN)
        _until(lambda: _health(client)["status"] == "DEGRADED")
        assert _health(client)["version"] == first
        _write(root, _ADDED)
        _until(lambda: _health(client)["version"] != first)
        assert _health(client)["status"] == "UP"
        done = _reloads(client)
        os.kill(running.child.pid, signal.SIGHUP)
        _until(lambda: _reloads(client) == done + 1)
