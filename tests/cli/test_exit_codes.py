"""Every exit code of docs/exit-codes.md, by a real command."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Run

_ON = ("--date", "2026-12-01")
_GAPS = ("gaps", "99901", *_ON)
_QUERY = ("query", "gaps", "--government", "99901", *_ON)
_IMPORT = ("import", "reference", "nergens", "--read-on", "2026-11")
_UNTIDY = "<a> <b>\n   <c> .\n"


def _good(_: Path) -> None:
    """Leave the root as it is made."""


def _incomplete(root: Path) -> None:
    (root / "data/openbaar/leeg.ttl").write_bytes(b"")


def _untidy(root: Path) -> None:
    (root / "data/openbaar/slordig.ttl").write_text(_UNTIDY, "utf-8")


def _broken(root: Path) -> None:
    (root / "data/openbaar/kapot.ttl").write_text("<a> <b> .", "utf-8")


def _not_read(root: Path) -> None:
    (root / "data/openbaar/anders.nt").write_bytes(b"")


def _no_root(root: Path) -> None:
    (root / "ldgraph.toml").unlink()


def _bad_settings(root: Path) -> None:
    (root / "ldgraph.toml").write_text("onbekend = 1", "utf-8")


def _slow(root: Path) -> None:
    head = "#+ vraag: Een?\n#+ question: One?\n#+ params:\n"
    (root / "queries/answers/traag.rq").write_text(f"{head}SELECT ?a {{ ?a a ?b }}", "utf-8")


def _beside(root: Path) -> None:
    text = "<a> <https://vocabulary.example/p> <b> ."
    (root / "naast.ttl").write_text(text, "utf-8")


_TABLE = [
    (0, _good, ("validate",)),
    (0, _not_read, ("validate",)),
    (0, _good, ("fmt", "--check")),
    (0, _untidy, ("fmt",)),
    (0, _good, _GAPS),
    (0, _good, ("cover", "99901", *_ON)),
    (0, _good, _QUERY),
    (0, _good, ("query", "--list")),
    (0, _good, ("stats",)),
    (0, _good, ("init", "nieuw")),
    (0, _good, ("--help",)),
    (0, _good, ("--version",)),
    (0, _good, ("lint",)),
    (0, _good, ("rename", "aanbod:bewaking", "aanbod:toezicht")),
    (0, _good, ("harvest", "data/openbaar/besturen.ttl", "--mapping", "lblod")),
    (1, _slow, ("lint",)),
    (1, _incomplete, ("validate",)),
    (1, _untidy, ("fmt", "--check")),
    (2, _good, ()),
    (2, _good, ("valideer",)),
    (2, _good, ("validate", "--optie")),
    (2, _good, ("validate", "--fail-on", "soms")),
    (2, _good, ("validate", "--date", "morgen")),
    (2, _good, ("validate", "data/nergens")),
    (2, _no_root, ("validate",)),
    (2, _bad_settings, ("validate",)),
    (2, _good, ("validate", "--root", "nergens")),
    (2, _no_root, ("fmt",)),
    (2, _good, ("gaps", "12345", *_ON)),
    (2, _good, ("query", "gasp")),
    (2, _good, ("init", ".")),
    (2, _good, ("rename", "aanbod:bewaking", "catalogus:eigen")),
    (2, _good, ("jsonld",)),
    (2, _good, ("harvest", "http://127.0.0.1:9/", "--mapping", "lblod")),
    (3, _broken, ("harvest", "data/openbaar/kapot.ttl", "--mapping", "lblod")),
    (3, _good, ("harvest", "data/openbaar/besturen.ttl", "--mapping", "gemeenteregister")),
    (3, _broken, ("lint",)),
    (3, _broken, ("rename", "aanbod:bewaking", "aanbod:toezicht")),
    (3, _broken, ("validate",)),
    (3, _broken, ("fmt",)),
    (3, _broken, ("stats",)),
    (3, _broken, _GAPS),
    (3, _broken, _QUERY),
    (3, _good, _IMPORT),
]


@pytest.mark.parametrize(
    ("code", "spoil", "arguments"),
    _TABLE,
    ids=[f"{code}-{one.__name__[1:]}-{'-'.join(words[:3])}" for code, one, words in _TABLE],
)
def test_each_command_ends_with_the_code_that_the_table_gives(
    run: Run, root: Path, code: int, spoil: Callable[[Path], None], arguments: tuple[str, ...]
) -> None:
    spoil(root)

    done = run(*arguments)

    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert bool(done.stderr) == (
        code == 2 or (code == 3 and arguments[0] not in {"validate", "fmt"})
    )


_THRESHOLDS = ("violation", "warning", "info", "never")


@pytest.mark.parametrize(
    ("spoil", "arguments", "codes"),
    [
        (_incomplete, (), (1, 1, 1, 0)),
        (_not_read, (), (0, 1, 1, 0)),
        (_beside, ("naast.ttl",), (0, 0, 1, 0)),
        (_broken, (), (3, 3, 3, 3)),
        (_good, (), (0, 0, 0, 0)),
    ],
    ids=["violation", "warning", "info", "unchecked", "none"],
)
def test_each_threshold_counts_from_its_severity_on(
    run: Run,
    root: Path,
    spoil: Callable[[Path], None],
    arguments: tuple[str, ...],
    codes: tuple[int, ...],
) -> None:
    spoil(root)

    ended = [run("validate", *arguments, "--fail-on", one).returncode for one in _THRESHOLDS]

    assert tuple(ended) == codes


def test_what_was_not_checked_goes_before_what_was_found(run: Run, root: Path) -> None:
    _incomplete(root)
    _broken(root)

    assert run("validate").returncode == 3


def _with_fault(root: Path, fault: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command while something happens where the files are read."""
    program = (
        "import ldgraph.graph.check as c, os, signal, sys\n"
        f"def load(*_):\n    {fault}\n"
        "c.load = load\n"
        f"sys.argv = ['ldgraph', *{list(arguments)!r}]\n"
        "from ldgraph.cli import main\nmain()"
    )
    return subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False
    )


def test_a_fault_of_the_program_ends_with_4(root: Path) -> None:
    done = _with_fault(root, "raise ZeroDivisionError('proef')", "validate", "--no-cache")

    said = "ldgraph: interne fout: ZeroDivisionError: proef\n"
    assert (done.returncode, done.stdout, done.stderr) == (4, "", said)


def test_an_interrupt_ends_with_130_and_shows_nothing_half(root: Path) -> None:
    done = _with_fault(root, "os.kill(os.getpid(), signal.SIGINT)", "validate", "--no-cache")

    assert (done.returncode, done.stdout) == (128 + signal.SIGINT, "")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["stats", "validate", "--help"])
def test_a_reader_that_goes_away_ends_it_with_141(root: Path, command: str) -> None:
    started = [sys.executable, "-m", "ldgraph", command]
    with subprocess.Popen(
        started, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout
        assert writer.stderr
        writer.stdout.close()
        error = writer.stderr.read()

    assert (writer.returncode, error) == (141, "")
