"""The command as an operator starts it, with a provider of tokens that is not ours."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from .test_tokens import ALL, MINE
from .worlds import CENTRAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_CLIENT = "ldgraph"


_ORGANISATIONS = (
    {"sub": "mine", "vo_orgcode": MINE},
    {"sub": "central", "vo_ovocode": CENTRAL},
    {"sub": "nobody"},
)


@contextmanager
def _started(module: str, *options: str, **environment: str) -> Iterator[str]:
    """Run a server as a process of its own; give its address."""
    with subprocess.Popen(
        [sys.executable, "-m", module, *options, "--port", "0"],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stderr is not None
        told = ""
        try:
            for line in running.stderr:
                told += line
                found = re.search(r"http://127\.0\.0\.1:\d+", line)
                if found:
                    yield found[0]
                    return
            pytest.fail(told)
        finally:
            running.terminate()
            running.communicate(timeout=20)


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """Run a provider of tokens that knows a few organisations."""
    known = [word for one in _ORGANISATIONS for word in ("--user-claims", json.dumps(one))]
    with _started("oidc_provider_mock", *known) as address:
        yield address


def _signed_in(provider: str, who: str, client: str = _CLIENT) -> str:
    """Sign in as someone, as a browser and a client do."""
    back = "http://localhost/back"
    asked = {"client_id": client, "response_type": "code", "scope": "openid", "redirect_uri": back}
    with httpx.Client(base_url=provider, trust_env=False) as browser:
        sent = browser.post("/oauth2/authorize", params=asked, data={"sub": who})
        code = parse_qs(urlsplit(sent.headers["location"]).query)["code"][0]
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back}
        given = browser.post("/oauth2/token", data=form, auth=(client, "secret")).json()
    token: str = given["id_token"]
    return token


@contextmanager
def _served(root: Path, *options: str, **environment: str) -> Iterator[httpx.Client]:
    """Run ``ldgraph serve`` until it was asked enough."""
    with (
        _started("ldgraph", "serve", str(root), *options, **environment) as address,
        httpx.Client(base_url=address, trust_env=False, timeout=20) as client,
    ):
        yield client


def _statuses(client: httpx.Client, token: str | None) -> list[int]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return [client.get(one, headers=headers).status_code for one in ALL]


def test_governments_see_their_own_with_tokens_of_a_provider(project: Path, provider: str) -> None:
    options = ("--audience", _CLIENT, "--central", CENTRAL)
    with _served(project / "voorbeeld", *options, LDGRAPH_ISSUER=provider) as client:
        assert _statuses(client, None) == [404, 404, 404]
        assert _statuses(client, _signed_in(provider, "mine")) == [200, 404, 404]
        assert _statuses(client, _signed_in(provider, "central")) == [200, 200, 200]
        assert _statuses(client, _signed_in(provider, "nobody")) == [404, 404, 404]
        assert _statuses(client, _signed_in(provider, "mine", "another")) == [401, 401, 401]
        changed = _signed_in(provider, "mine")[:-6] + "AAAAAA"
        assert _statuses(client, changed) == [401, 401, 401]


def test_without_an_issuer_what_is_not_for_everyone_is_not_even_read(
    project: Path, tmp_path: Path, provider: str
) -> None:
    root = tmp_path / "root"
    (root / "data" / "beperkt").mkdir(parents=True)
    (root / "ldgraph.toml").write_text(f'extends = ["{project}"]\nname = "x"\n', "utf-8")
    (root / "data" / "beperkt" / "broken.ttl").write_text("this is no Turtle", "utf-8")
    with _served(root) as client:
        assert client.get("/health").status_code == 200
        assert _statuses(client, _signed_in(provider, "central")) == [401, 401, 401]


@pytest.mark.parametrize(
    ("options", "environment", "said"),
    [
        (("--issuer", "https://i.example"), {}, "uitgever zonder 'audience'"),
        (("--issuer", "http://i.example", "--audience", "x"), {}, "geef een https-adres"),
        (("--audience", "x"), {}, "zonder 'issuer'"),
        ((), {"LDGRAPH_CENTRAL": CENTRAL}, "zonder 'issuer'"),
        (
            ("--issuer", "https://i.example", "--audience", "x", "--central", "Gent"),
            {},
            "'central' heeft 'Gent'",
        ),
        (
            ("--issuer", "https://i.example", "--audience", "x", "--leeway", "1e9"),
            {},
            "--leeway: '1e9' kan niet",
        ),
        (
            ("--issuer", "https://i.example", "--audience", "x"),
            {"LDGRAPH_INTROSPECTION": "https://i.example/introspect", "LDGRAPH_CLIENT": "me"},
            "LDGRAPH_SECRET",
        ),
        (
            ("--issuer", "https://i.example", "--audience", "x"),
            {"LDGRAPH_INTROSPECTION": "http://i.example", "LDGRAPH_CLIENT": "me"}
            | {"LDGRAPH_SECRET": "s3cr3t"},
            "geef een https-adres",
        ),
    ],
)
def test_settings_that_would_let_the_wrong_ones_in_are_refused(
    project: Path, options: tuple[str, ...], environment: Mapping[str, str], said: str
) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "ldgraph", "serve", str(project), "--port", "0", *options],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 2
    assert said in ran.stderr
    assert "s3cr3t" not in ran.stderr


def test_a_secret_is_shown_by_nothing() -> None:
    from ldgraph.serve.access.opened import gate_of  # noqa: PLC0415
    from ldgraph.serve.settings import Settings  # noqa: PLC0415

    at = "https://i.example/introspect"
    options = Settings(issuer="https://i.example", audience="x", introspection=at, client="me")
    gate = gate_of(options, {"LDGRAPH_SECRET": "s3cr3t"})
    assert "s3cr3t" not in repr((options, vars(gate)))
