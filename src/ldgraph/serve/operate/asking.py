"""Asking a server what it must be able to answer, over HTTP, wherever it runs."""

from __future__ import annotations

import json
import re
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx

from ldgraph.errors import LdgraphError
from ldgraph.serve.operate.checks import CHECKS, FIXED, Check
from ldgraph.serve.operate.run import Server, address_of, listen
from ldgraph.terms import OWL, TERMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fastapi import FastAPI

    from ldgraph.serve.settings import Settings

_SECONDS = 30.0
_MOST_PAGES = 1000
#: The ontology says where identifiers live; one of them is taken.
_THING = f"""
    SELECT ?s WHERE {{
        {{
            SELECT (STRBEFORE(STR(?o), "{TERMS}") AS ?base)
            WHERE {{ ?o a <{OWL}Ontology> FILTER(STRENDS(STR(?o), "{TERMS}")) }} LIMIT 1
        }}
        ?s a ?c FILTER(STRSTARTS(STR(?s), CONCAT(?base, "/id/")))
    }} ORDER BY ?s LIMIT 1"""
_MOST_SHOWN = 120


class NoServerError(LdgraphError):
    """There is no server of this project at an address."""

    def __init__(self, url: str, english: str, dutch: str) -> None:
        super().__init__(
            f"no server to check at {url}: {english}",
            f"geen server om na te kijken op {url}: {dutch}",
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a check went."""

    check: Check
    asked: str
    wanted: str
    got: str
    is_good: bool


@contextmanager
def served(app: FastAPI, settings: Settings) -> Iterator[str]:
    """Let an application answer on a free port of this machine, and nobody else's."""
    ready = threading.Event()
    with listen("127.0.0.1", 0) as listening:
        server = Server(app, settings, ready.set)
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        until = time.monotonic() + _SECONDS
        while not ready.wait(0.05) and thread.is_alive() and time.monotonic() < until:
            pass
        address = address_of(listening, settings.prefix)
        if not ready.is_set():
            raise NoServerError(address, "it did not start", "hij startte niet")
        yield address
        server.should_exit = True
        thread.join(_SECONDS)


def ask(url: str, checks: Iterable[Check] = CHECKS) -> list[Outcome]:
    """Ask a server everything.

    Raises:
        NoServerError: It does not answer, or not as one of this project.
    """
    here = url.rstrip("/")
    with httpx.Client(trust_env=False, timeout=_SECONDS) as client:
        known = {**FIXED, **_found(client, here)}
        found = []
        for one in checks:
            outcome, tag = _outcome(client, here, one, known)
            known["tag"] = tag
            found.append(outcome)
    return found


def _found(client: httpx.Client, here: str) -> dict[str, str]:
    """Find a thing that the server knows."""
    try:
        answer = client.get(
            f"{here}/sparql", params={"query": _THING}, headers={"Accept": "text/csv"}
        )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NoServerError(here, str(error), str(error)) from error
    rows = answer.text.splitlines()
    if not answer.is_success or len(rows) < 2 or "/id/" not in rows[1]:  # noqa: PLR2004 (a head, a row)
        raise NoServerError(
            here,
            f"a query for one thing got {answer.status_code}",
            f"een vraag naar één ding kreeg {answer.status_code}",
        )
    iri = rows[1]
    base, _, thing = iri.partition("/id/")
    return {"iri": iri, "base": quote(base, safe=":/"), "thing": thing, "tag": ""}


def _outcome(
    client: httpx.Client, here: str, check: Check, known: Mapping[str, str]
) -> tuple[Outcome, str]:
    asked = f"{check.method} {_filled(check.path, known)}"
    wanted = " ".join([str(check.status), *(f"{k}: {v}" for k, v in check.headers.items())])
    try:
        answer = client.request(
            check.method,
            here + _filled(check.path, known),
            headers={key: _filled(value, known) for key, value in check.sends.items()},
            content=_filled(check.content, known).encode(),
        )
        wrong = _wrong(client, answer, check, {**known, "here": here})
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Outcome(check, asked, wanted, f"{type(error).__name__}: {error}", is_good=False), ""
    got = wrong or str(answer.status_code)
    is_good = not wrong
    return Outcome(check, asked, wanted, got, is_good), answer.headers.get("etag", "")


def _filled(text: str, known: Mapping[str, str]) -> str:
    for name, value in known.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _wrong(
    client: httpx.Client, answer: httpx.Response, check: Check, known: Mapping[str, str]
) -> str:
    """Say what is not as it should be; nothing where all is."""
    if answer.status_code != check.status:
        return str(answer.status_code)
    literal = {name: re.escape(value) for name, value in known.items()}
    for name, pattern in check.headers.items():
        value = answer.headers.get(name.removeprefix("!"))
        if name.startswith("!"):
            if value is not None:
                return f"{name.removeprefix('!')}: {_short(value)}"
        elif value is None or not re.fullmatch(_filled(pattern, literal), value):
            return f"{answer.status_code} {name}: {_short(value or '-')}"
    if check.body and not re.fullmatch(check.body, answer.text):
        return f"{answer.status_code} {_short(answer.text)}"
    if check.lines:
        for line in answer.text.splitlines()[1:]:
            if not re.fullmatch(check.lines, line):
                return _short(line)
    return _walked(client, answer) if check.walk else ""


def _walked(client: httpx.Client, answer: httpx.Response) -> str:
    """Follow a list to its end."""
    seen: set[str] = set()
    addresses = {str(answer.url)}
    while len(addresses) <= _MOST_PAGES:
        content: Any = json.loads(answer.text)
        for one in content.get("data", []):
            name = json.dumps(one, sort_keys=True)
            if name in seen:
                return f"twice: {_short(name)}"
            seen.add(name)
        following = content.get("volgende") or content.get("_links", {}).get("volgende")
        if isinstance(following, dict):
            following = following.get("href")
        if not following:
            return "" if seen else "empty"
        if following in addresses:
            return f"volgende: {_short(following)}"
        addresses.add(following)
        answer = client.get(following, headers={"Accept": "application/json"})
        if not answer.is_success:
            return f"{answer.status_code} {_short(following)}"
    return f"> {_MOST_PAGES}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MOST_SHOWN else line[: _MOST_SHOWN - 1] + "…"
