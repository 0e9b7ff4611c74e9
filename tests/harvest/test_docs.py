"""What the page for stewards shows is what happens."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from ldgraph.graph.places import open_root
from ldgraph.harvest.source import configured

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harvest.conftest import Run

_BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def _blocks(project: Path, kind: str) -> list[str]:
    text = (project / "docs/harvest.md").read_text("utf-8")
    return [match[2] for match in _BLOCK.finditer(text) if match[1] == kind]


def test_the_walk_through_goes_as_it_is_written(project: Path, root: Path, run: Run) -> None:
    (root / "data/openbaar/oefening.ttl").unlink()
    (source,) = _blocks(project, "turtle")
    (root / "register.ttl").write_text(source, "utf-8")
    shown = 0

    for block in _blocks(project, "console"):
        for step in re.split(r"^\$ ldgraph ", block, flags=re.MULTILINE)[1:]:
            command, _, expected = step.partition("\n")
            done = run(*shlex.split(command))
            assert done.returncode in {0, 1}, done.stderr
            if expected.strip():
                assert done.stdout.rstrip() == expected.rstrip()
                shown += 1

    assert shown == 2
    assert "Beginstelgem aan Zee" in (root / "data/openbaar/besturen.ttl").read_text("utf-8")


def test_the_settings_that_are_shown_can_be_read(project: Path, root: Path) -> None:
    (settings,) = _blocks(project, "toml")
    (root / "ldgraph.toml").write_text(settings, "utf-8")

    found = configured(open_root(root))

    assert [one.kind for one in found.values()] == ["sparql", "ldes", "file"]
    assert found["gemeenten"].variable == "REGISTER_SLEUTEL"
    assert found["diensten"].address == str(root / "aangeleverd/concepten.nq")
