"""Ctrl-C while `ldgraph publish` runs: what is said to hold is what then holds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

import pytest
from tests.engines.publishing.between import Between, standing_before

from ldgraph.engine.opened import Engines
from ldgraph.graph.places import open_root

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from .conftest import Engine

    #: Given the text of a request: whether it is the one at which a publication is interrupted.
    When = Callable[[str], bool]

_SECONDS = 60
_BASE = "https://data.vlaanderen.be"
_PUBLIC, _RESTRICTED = "/doc/publicatie/openbaar", "/doc/publicatie/alles"


class _Watch(Between):
    """Tells when a request comes by; its answer waits meanwhile."""

    is_passed_on = True
    when: When
    reached: threading.Event
    done: threading.Event

    def _pass_on(self) -> None:
        body = self.body()
        is_it = not self.reached.is_set() and type(self).when(unquote_plus(body.decode()))
        if is_it and not self.is_passed_on:
            self.close_connection = True
            self._wait()
            return
        answer = self.fetch(body)
        if is_it:
            self._wait()
        self.say(*answer)

    def _wait(self) -> None:
        self.reached.set()
        self.done.wait(_SECONDS)

    do_GET = do_POST = do_PUT = do_DELETE = _pass_on  # noqa: N815 (as the library calls them)

    def handle(self) -> None:
        with suppress(OSError):  # whoever was interrupted does not read on
            super().handle()


@contextmanager
def _watched(
    root: Path, engine: Engine, when: When, *, is_passed_on: bool
) -> Iterator[threading.Event]:
    """Stand before the engine; gives what is set when that request came by."""
    reached, done = threading.Event(), threading.Event()
    parts: dict[str, object] = {
        "when": staticmethod(when),
        "is_passed_on": is_passed_on,
        "reached": reached,
        "done": done,
    }
    with standing_before(root, engine, _Watch, parts):
        try:
            yield reached
        finally:
            done.set()


def _start(root: Path, lang: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "ldgraph", "--root", str(root), "--lang", lang, "publish"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"LDGRAPH_LANG": lang},
    )


def _interrupted(
    root: Path, engine: Engine, lang: str, when: When, *, is_passed_on: bool = True
) -> tuple[str, str]:
    """Interrupt a publication at a request; give what it told, as answers and as errors."""
    with _watched(root, engine, when, is_passed_on=is_passed_on) as reached:
        process = _start(root, lang)
        assert reached.wait(_SECONDS), process.communicate(timeout=1)
        process.send_signal(signal.SIGINT)
        told, said = process.communicate(timeout=_SECONDS)
    assert process.returncode == 130, said
    return told, said


def _published(root: Path) -> None:
    process = _start(root, "en")
    _, said = process.communicate(timeout=_SECONDS)
    assert process.returncode == 0, said


def _held(root: Path) -> list[str | None]:
    """Say which version holds, of what is for everyone and of all."""
    engines = Engines(open_root(root), {})
    found = [one.current() for one in (engines.public, engines.pointer_of_others())]
    return [one and one.rpartition("/")[2] for one in found]


def _changed(root: Path) -> None:
    file = root / "data" / "openbaar" / "catalogus.ttl"
    text = file.read_text("utf-8")
    assert '"Bewaking' in text
    file.write_text(text.replace('"Bewaking', '"Toezicht'), "utf-8")


def _loads(text: str) -> bool:
    """Graphs of what is for everyone come."""
    return "INSERT DATA" in text and f"{_PUBLIC}/graaf/" in text


def _turns(text: str) -> bool:
    return "INSERT DATA" in text and f"{_PUBLIC}/versie/" in text and "dct:issued" in text


def _is_compared(text: str) -> bool:
    return "SELECT" in text and f"default-graph-uri={_BASE}{_PUBLIC}/graaf/" in text


def _begins_restricted(text: str) -> bool:
    return "INSERT DATA" in text and f"{_RESTRICTED}>" in text and "startedAtTime" in text


@pytest.mark.parametrize(
    ("lang", "stands"),
    [
        ("nl", "{0}: lezers zijn niet omgezet: wat voordien gold, geldt nog"),
        ("en", "{0}: readers were not turned: what held before still holds"),
    ],
)
def test_before_readers_are_turned_what_held_before_holds(
    root: Path, engine: Engine, lang: str, stands: str
) -> None:
    _published(root)
    before = _held(root)
    _changed(root)

    told, said = _interrupted(root, engine, lang, _loads)

    names = ("openbaar", "afgeschermd") if lang == "nl" else ("public", "restricted")
    assert all(stands.format(one) in said.splitlines() for one in names), said
    assert ("publiceer opnieuw" if lang == "nl" else "publish again") in said
    assert (told, _held(root)) == ("", before)
    _published(root)
    assert None not in _held(root)
    assert not set(_held(root)) & set(before)


def test_nobody_waits_for_an_engine_that_is_still_being_asked(root: Path, engine: Engine) -> None:
    began = time.monotonic()
    _published(root)
    usual = time.monotonic() - began
    _changed(root)

    began = time.monotonic()
    _, said = _interrupted(root, engine, "en", _is_compared)  # its answer does not come

    assert time.monotonic() - began < usual + 20
    assert "public: readers were not turned: what held before still holds" in said


def test_once_what_is_public_is_turned_it_holds_and_what_is_restricted_does_not(
    root: Path, engine: Engine
) -> None:
    _published(root)
    public, restricted = _held(root)
    _changed(root)

    _, said = _interrupted(root, engine, "nl", _begins_restricted)

    now, still = _held(root)
    assert now != public
    assert still == restricted
    assert f"openbaar: versie {now} geldt" in said.splitlines()
    assert "afgeschermd: lezers zijn niet omgezet: wat voordien gold, geldt nog" in said


@pytest.mark.parametrize("is_passed_on", [True, False])
def test_when_nobody_knows_whether_readers_turned_that_is_said(
    root: Path,
    engine: Engine,
    is_passed_on: bool,  # noqa: FBT001 (a case)
) -> None:
    _published(root)
    public, _ = _held(root)
    _changed(root)

    _, said = _interrupted(root, engine, "en", _turns, is_passed_on=is_passed_on)

    now, _ = _held(root)
    assert (now != public) == is_passed_on
    assert "holds, or still the one before, either whole; publishing again says which" in said
    assert not is_passed_on or f"public: version {now} holds, or still" in said


def test_an_engine_that_is_gone_after_readers_turned_leaves_no_doubt_of_what_holds(
    root: Path, engine: Engine
) -> None:
    settings = root / "ldgraph.toml"
    text = settings.read_text("utf-8")
    before, table, after = text.partition("[sparql.restricted]")
    other = after.replace(engine.query.split("/")[2], "127.0.0.1:1")
    settings.write_text(f"{before}{table}\ntries = 1{other}", "utf-8")

    process = _start(root, "nl")
    _, said = process.communicate(timeout=_SECONDS)

    assert process.returncode == 3
    public = Engines(open_root(root), {}).public.current()
    assert public is not None
    assert f"openbaar: versie {public.rpartition('/')[2]} geldt" in said.splitlines()
    assert "afgeschermd: lezers zijn niet omgezet" in said
