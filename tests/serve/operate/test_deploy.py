"""The files to deploy with say what is so: paths are there, and commands are taken."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from ldgraph.cli import cli
from ldgraph.serve.settings import every_setting

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def dockerfile(project: Path) -> str:
    """Give it with each instruction on a line."""
    return (project / "Dockerfile").read_text("utf-8").replace("\\\n", " ")


def _list(dockerfile: str, instruction: str) -> list[str]:
    found = re.search(rf"^{instruction} .*?(\[.*\])$", dockerfile, re.MULTILINE)
    assert found
    words: list[str] = json.loads(found[1])
    return words


def _taken(words: list[str]) -> None:
    """Let the command line read words; it ends with a usage error where they cannot be."""
    assert words[0] == "serve"
    cli.commands["serve"].make_context("serve", words[1:])


def test_the_image_starts_what_there_is(dockerfile: str) -> None:
    program, *words = [*_list(dockerfile, "ENTRYPOINT"), *_list(dockerfile, "CMD")]

    assert program == "ldgraph"
    _taken(words)


def test_the_image_is_made_of_what_is_there_and_runs_as_nobody(
    project: Path, dockerfile: str
) -> None:
    for source in re.findall(r"^COPY (?!--from)(\S+) ", dockerfile, re.MULTILINE):
        assert (project / source).exists()
    bases = re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE)
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", bases[0])
    assert re.search(r"^USER [1-9]\d+:[1-9]\d+$", dockerfile, re.MULTILINE)
    needed = {
        "src",
        "ontology",
        "shapes",
        "queries",
        "data",
        "context",
        "voorbeeld",
        "ldgraph.toml",
    }
    left_out = (project / ".dockerignore").read_text("utf-8").splitlines()
    assert not needed & set(left_out)


def test_the_image_asks_after_health_in_a_way_that_works(dockerfile: str, server: str) -> None:
    _, option, code = _list(dockerfile, "HEALTHCHECK")
    port = server.rpartition(":")[2]

    def ran(number: str) -> int:
        return subprocess.run(
            [sys.executable, option, code],
            env={"LDGRAPH_PORT": number},
            capture_output=True,
            check=False,
        ).returncode

    assert ran(port) == 0
    assert ran("9") == 1


def test_the_service_starts_what_there_is(project: Path) -> None:
    unit = (project / "deploy" / "ldgraph.service").read_text("utf-8")
    found = re.search(r"^ExecStart=(.*)$", unit, re.MULTILINE)

    assert found
    program, *words = shlex.split(found[1])
    assert program.endswith("/bin/ldgraph")
    _taken(words)


def test_systemd_takes_the_service(project: Path, tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed")
    unit = (project / "deploy" / "ldgraph.service").read_text("utf-8")
    # The program is only there once it is installed.
    there = re.sub(r"/opt/ldgraph/bin/ldgraph", "/bin/true", unit)
    (tmp_path / "ldgraph.service").write_text(there, "utf-8")

    done = subprocess.run(
        [analyze, "verify", "--man=no", str(tmp_path / "ldgraph.service")],
        capture_output=True,
        text=True,
        check=False,
    )

    ours = [line for line in done.stderr.splitlines() if "ldgraph.service" in line]
    assert ours == []


def test_the_page_for_operators_lists_every_setting(project: Path) -> None:
    text = (project / "docs" / "operating.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([\w.-]+)` \| `(LDGRAPH_\w+)` \|", text, re.MULTILINE))

    assert rows == {".".join(one.path): one.variable for one in every_setting()}


def test_commands_on_the_page_for_operators_are_taken(project: Path) -> None:
    text = (project / "docs" / "operating.md").read_text("utf-8")
    found = re.findall(r"^\$ ldgraph (serve|config)\b(.*)$", text, re.MULTILINE)

    assert found
    for command, rest in found:
        cli.commands[command].make_context(command, shlex.split(rest, comments=True))
