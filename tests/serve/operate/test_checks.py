"""``serve --check``: a good server passes, and a check notices what is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ldgraph.serve.operate.asking import NoServerError, ask
from ldgraph.serve.operate.checks import CHECKS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def url(server: str) -> str:
    """Give the address of the example's server."""
    return server


def test_the_server_passes_all_checks(url: str) -> None:
    assert [f"{one.check.id}: {one.got}" for one in ask(url) if not one.is_good] == []


def test_every_check_has_a_name_of_its_own() -> None:
    assert len({one.id for one in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize("check", CHECKS, ids=lambda one: one.id)
def test_every_check_fails_where_another_status_is_wanted(url: str, check: object) -> None:
    spoiled = [replace(one, status=299) for one in CHECKS if one is check]

    assert [one.is_good for one in ask(url, spoiled)] == [False]


def test_a_header_a_body_and_a_line_that_are_not_as_wanted_are_told(url: str) -> None:
    by_name = {one.id: one for one in CHECKS}
    spoiled = [
        replace(by_name["doc ttl"], headers={"content-type": "text/plain"}),
        replace(by_name["doc ttl"], headers={"x-nowhere": ".*"}),
        replace(by_name["doc ttl"], headers={"!content-type": ""}),
        replace(by_name["health"], body="nothing"),
        replace(by_name["U1"], lines="https://example.org/.*"),
        replace(by_name["U2 ttl"], headers={"location": "{here}/doc/another"}),
    ]

    found = ask(url, spoiled)

    assert [one.is_good for one in found] == [False] * len(spoiled)
    assert "text/turtle" in found[0].got
    assert "/doc/" in found[5].got


def test_where_no_server_is_that_is_said() -> None:
    with pytest.raises(NoServerError, match=r"http://127\.0\.0\.1:9"):
        ask("http://127.0.0.1:9")


def test_the_command_checks_a_server_elsewhere_and_its_own(project: Path, url: str) -> None:
    def ran(*options: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "ldgraph", "serve", *options],
            cwd=project / "voorbeeld",
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    elsewhere = ran("--check", url, "--format", "json")
    own = ran("--check", "--lang", "en")

    listed = json.loads(elsewhere.stdout)
    assert {one["check"] for one in listed} == {one.id for one in CHECKS}
    assert elsewhere.returncode == (0 if all(one["ok"] for one in listed) else 1)
    assert own.stdout.splitlines()[0].split() == ["check", "asked", "wanted", "got", "ok"]
    assert own.stdout.splitlines()[-1].endswith("checks ok")
    assert ran("--check", "http://127.0.0.1:9").returncode == 2
