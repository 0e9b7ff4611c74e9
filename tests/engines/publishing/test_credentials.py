"""Names and passwords: which variables they come from, and what is said where one is wrong."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.engines.publishing.between import Between, standing_before

from ldgraph.engine.endpoint import EngineError
from ldgraph.engine.opened import Engines
from ldgraph.graph.places import open_root

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .conftest import Engine


class _Guard(Between):
    """Readers and writers may query, writers may change."""

    def _pass_on(self) -> None:
        body = self.body()
        given = self.headers.get("Authorization", "")
        who = base64.b64decode(given.removeprefix("Basic ")).decode()
        allowed = {"w:w1", "r:r1"} if self.path.startswith("/query") else {"w:w1"}
        if who not in allowed:
            self.say(403 if who == "r:r1" else 401, "text/plain", b"who are you?")
            return
        self.say(*self.fetch(body))

    do_GET = do_POST = do_PUT = do_DELETE = _pass_on  # noqa: N815 (as the library calls them)


@pytest.fixture
def guarded(root: Path, engine: Engine) -> Iterator[Path]:
    """Let nobody reach the engine without a name and a password; nothing restricted goes there."""
    settings = root / "ldgraph.toml"
    text = settings.read_text("utf-8").partition("[sparql.restricted]")[0]
    settings.write_text(text, "utf-8")
    with standing_before(root, engine, _Guard):
        yield root


def _publish(
    root: Path, given: dict[str, str], lang: str = "en"
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ldgraph", "--root", str(root), "--lang", lang, "publish"],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | given,
    )


_WRITER = {"LDGRAPH_SPARQL_USER": "w", "LDGRAPH_SPARQL_PASSWORD": "w1"}


def test_who_publishes_reads_with_the_same_name_where_no_reader_is_given(guarded: Path) -> None:
    told = _publish(guarded, _WRITER)
    assert (told.returncode, "holds now" in told.stdout) == (0, True), told.stderr


def test_where_a_reader_is_given_it_reads(guarded: Path) -> None:
    reader = {"LDGRAPH_SPARQL_READER": "r", "LDGRAPH_SPARQL_READER_PASSWORD": "r1"}
    assert _publish(guarded, _WRITER | reader).returncode == 0
    told = _publish(guarded, _WRITER | reader | {"LDGRAPH_SPARQL_READER_PASSWORD": "hunter2"})
    assert told.returncode == 3
    assert (
        "the name or password is refused (401); they come from LDGRAPH_SPARQL_READER and "
        "LDGRAPH_SPARQL_READER_PASSWORD, and are sent as basic" in told.stderr
    )
    assert "hunter2" not in told.stderr + told.stdout


@pytest.mark.parametrize(
    ("given", "lang", "said"),
    [
        (
            {},
            "en",
            (
                "a name and password are wanted (401): set LDGRAPH_SPARQL_USER and "
                "LDGRAPH_SPARQL_PASSWORD"
            ),
        ),
        (
            {"LDGRAPH_SPARQL_USER": "w", "LDGRAPH_SPARQL_PASSWORD": "hunter2"},
            "nl",
            (
                "naam of wachtwoord geweigerd (401); ze komen uit LDGRAPH_SPARQL_USER en "
                "LDGRAPH_SPARQL_PASSWORD, en worden als basic verzonden"
            ),
        ),
        (
            {"LDGRAPH_SPARQL_USER": "r", "LDGRAPH_SPARQL_PASSWORD": "r1"},
            "nl",
            (
                "de gebruiker mag dit niet (403); wie dat is komt uit LDGRAPH_SPARQL_USER en "
                "LDGRAPH_SPARQL_PASSWORD"
            ),
        ),
    ],
)
def test_the_pair_of_variables_is_named(
    guarded: Path, given: dict[str, str], lang: str, said: str
) -> None:
    told = _publish(guarded, given, lang)
    assert told.returncode == 3
    assert said in told.stderr
    assert "hunter2" not in told.stderr


def test_who_reads_answers_is_never_the_writer(guarded: Path) -> None:
    engines = Engines(open_root(guarded), _WRITER)
    wanted = "set LDGRAPH_SPARQL_READER and LDGRAPH_SPARQL_READER_PASSWORD"
    with pytest.raises(EngineError, match=wanted):
        engines.public.current()
