"""What reaches the terminal, a pipe or nothing at all, and in which language."""

from __future__ import annotations

import ast
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from ldgraph.cli import cli, dutch
from ldgraph.report.visible import visible

if TYPE_CHECKING:
    from tests.cli.conftest import Run

_SOURCE = Path(__file__).parents[2] / "src" / "ldgraph"
_COMMAND = (sys.executable, "-m", "ldgraph")


def _on_a_terminal(root: Path, *arguments: str, **environment: str) -> str:
    """Run the command with a terminal as its output, and give what it wrote there."""
    ours, theirs = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    process = subprocess.Popen(
        [*_COMMAND, *arguments],
        cwd=root,
        env={**kept, "TERM": "xterm", **environment},
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    written = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the other side is closed
            break
        if not piece:
            break
        written += piece
    process.wait(60)
    os.close(ours)
    return written.decode()


@pytest.mark.parametrize("arguments", [("--help",), ("stats",), ("validate",), ("gaps", "--help")])
def test_output_that_cannot_be_written_is_said_plainly(
    root: Path, arguments: tuple[str, ...]
) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*_COMMAND, *arguments],
            cwd=root,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    said = "ldgraph: kan de uitvoer niet schrijven: geen plaats meer op het toestel\n"
    assert (done.returncode, done.stderr) == (3, said)


def test_output_that_is_closed_stops_nothing(root: Path) -> None:
    for command, code in (("stats", 0), ("validate", 0), ("gaps", 2)):
        line = f"exec {sys.executable} -m ldgraph {command} >&-"
        done = subprocess.run(
            ["bash", "-c", line], cwd=root, stderr=subprocess.PIPE, text=True, check=False
        )
        assert done.returncode == code
        assert "Error" not in done.stderr


def test_a_reader_that_goes_away_is_told_by_the_exit_code(root: Path) -> None:
    writer = subprocess.Popen([*_COMMAND, "stats"], cwd=root, stdout=subprocess.PIPE)
    assert writer.stdout is not None
    writer.stdout.close()

    assert writer.wait(60) == 141


def test_an_interrupt_ends_with_130(root: Path) -> None:
    program = (
        "import ldgraph.graph.check as c, os, signal, sys;"
        "c.load = lambda *_: os.kill(os.getpid(), signal.SIGINT);"
        "from ldgraph.cli import main; sys.argv = ['ldgraph', 'validate']; main()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program], cwd=root, stderr=subprocess.PIPE, text=True
    )

    _, error = process.communicate(timeout=60)

    assert process.returncode == 128 + signal.SIGINT
    assert "Traceback" not in error


def test_control_characters_are_made_visible() -> None:
    assert visible("a\x1b[31mb\nc\td\x9be\u202ef\udc80") == "a␛[31mb␊c\td\ufffde\ufffdf\ufffd"


@pytest.mark.parametrize("command", ["cover", "stats", "validate", "query"])
def test_no_control_character_of_the_data_reaches_the_reader(
    run: Run, root: Path, command: str
) -> None:
    file = root / "data/openbaar/catalogus.ttl"
    text = file.read_text("utf-8").replace('"Bewaking', '"\\u001B]0;x\\u0007Bew\\naking')
    file.write_text(text.replace("ldg:uitvoering ", "ldg:uitvoring \x7f "), "utf-8")
    own = root / "own.rq"
    own.write_text("SELECT ?o { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?o }", "utf-8")
    if command != "validate":
        file.write_text(text, "utf-8")
    (root / "data/openbaar/a\x1bb\n.ttl").write_text("<#a> <#b> 1 .", "utf-8")

    rest = {"cover": ("99901", "--date", "2026-11-24"), "query": ("--file", str(own))}
    done = run(command, *rest.get(command, ()))

    assert done.stdout
    for sign in "\x1b\x07\x7f":
        assert sign not in done.stdout + done.stderr
    assert "\naking" not in done.stdout


def test_a_mark_stands_below_what_it_means_behind_a_control_character(run: Run, root: Path) -> None:
    (root / "data/openbaar/a.ttl").write_text("<#a> <#b> \x1b <#c> .", "utf-8")

    lines = run("validate").stdout.splitlines()

    assert lines[1][lines[2].index("^")] in "␛\ufffd"


def test_a_machine_gets_what_the_data_says(run: Run, root: Path) -> None:
    own = root / "own.rq"
    own.write_text('SELECT ?x { VALUES ?x { "a\\u001Bb\\nc" } }', "utf-8")

    assert run("query", "--file", str(own), "--format", "csv").stdout == 'x\n"a\x1bb\nc"\n'
    assert run("query", "--file", str(own)).stdout == "x\na␛b␊c\n"


def test_a_terminal_gets_colour_but_no_pictures(root: Path) -> None:
    file = root / "data/openbaar/catalogus.ttl"
    text = file.read_text("utf-8").replace('"Bewaking', '":smile: [red]Bewaking')
    file.write_text(text, "utf-8")

    written = _on_a_terminal(root, "cover", "99901", "--date", "2026-11-24")

    assert "\x1b[" in written
    assert ":smile: [red]Bewaking" in written


def test_a_terminal_sees_files_and_then_shapes_counted_and_a_pipe_nothing(
    root: Path, run: Run
) -> None:
    seen = _on_a_terminal(root, "validate", "--no-cache")
    counted = re.findall(r"(\d+)/(\d+) ", seen)

    # The last that is counted is shapes, all of them; files went by before.
    assert counted[-1][0] == counted[-1][1]
    assert counted[-1][1] != str(len(list(root.rglob("*.ttl"))))
    assert run("validate", "--no-cache").stderr == ""


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_that_is_to_be_left_alone_gets_plain_text(
    root: Path, environment: dict[str, str]
) -> None:
    arguments = ("cover", "99901", "--date", "2026-11-24")

    assert "\x1b" not in _on_a_terminal(root, *arguments, **environment)


@pytest.mark.parametrize(
    "arguments",
    [
        ("gaps", "99901", "--lang", "en"),
        ("--lang", "en", "gaps", "99901"),
        ("--lang", "nl", "gaps", "--lang=en", "99901"),
        ("query", "gaps", "--government", "99901", "--lang", "en"),
    ],
)
def test_language_and_root_may_stand_anywhere(
    run: Run, root: Path, arguments: tuple[str, ...]
) -> None:
    on = ("--date", "2026-11-24")
    here = run(*arguments, *on)
    elsewhere = subprocess.run(
        [*_COMMAND, *arguments, *on, "--root", str(root)],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )

    assert here.returncode == 0, here.stderr
    assert "requirement" in here.stdout or "Gaps" in here.stdout
    assert elsewhere.stdout == here.stdout


def test_help_and_usage_errors_are_dutch_unless_english_is_asked(run: Run) -> None:
    assert "Gebruik: " in run("--help").stdout
    assert "Toon deze hulp." in run("validate", "--help").stdout
    assert "Kijk elk bestand na" in run("validate", "--help").stdout
    assert "Fout: Dit argument ontbreekt: 'GOVERNMENT'." in run("gaps").stderr
    assert "Er is geen commando 'gasp'. Bedoelde u 'gaps'?" in run("gasp").stderr
    assert "Er is geen optie '--fail'" in run("validate", "--fail", "x").stderr
    assert "'2026-13-01' is geen datum" in run("gaps", "1", "--date", "2026-13-01").stderr
    assert "Usage: " in run("gaps", "--help", "--lang", "en").stdout
    assert "Check every file" in run("validate", "--help", LDGRAPH_LANG="en").stdout
    assert "Missing argument" in run("gaps", "--lang", "en").stderr


def test_every_command_and_option_has_help_in_both_languages() -> None:
    for name, command in dutch.commands(cli):
        english = command.help
        assert english, name
        assert dutch.help_of(name) not in {None, english}, name
        for option in command.params:
            if isinstance(option, click.Option) and not option.hidden:
                assert option.help, (name, option.name)
                assert dutch.help_of_option(name, option) not in {None, option.help}, option.name


def test_every_error_says_it_in_dutch_too() -> None:
    """Each call that makes the text of an ``LdgraphError`` gives two."""
    bare = []
    for file in _SOURCE.rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        for holder in (one for one in ast.walk(tree) if isinstance(one, ast.ClassDef)):
            if holder.name.endswith("Error"):
                bare += [
                    f"{file.name}:{one.lineno}"
                    for one in ast.walk(holder)
                    if isinstance(one, ast.Call)
                    and ast.unparse(one.func) == "super().__init__"
                    and len(one.args) < 2
                    and holder.name not in {"LdgraphError", "PatternError"}
                ]
        bare += [
            f"{file.name}:{one.lineno}"
            for one in ast.walk(tree)
            if isinstance(one, ast.Call)
            and ast.unparse(one.func) == "LdgraphError"
            and len(one.args) < 2
        ]

    assert bare == []


def test_a_broken_file_is_counted_in_the_language_that_is_spoken(run: Run, root: Path) -> None:
    (root / "data/openbaar/kapot.ttl").write_text("<a> <b> .", "utf-8")

    assert "niet lezen: 1 fout, zie hierboven" in run("stats").stderr
    assert "1 fault, see above" in run("stats", "--lang", "en").stderr


def test_the_version_answers_at_once(run: Run) -> None:
    start = time.monotonic()

    assert run("--version").stdout.startswith("ldgraph ")
    assert time.monotonic() - start < 5
