"""What the papers for people say of the tree holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

_PATH = re.compile(
    r"(?:data|docs|queries|shapes|src|tests|tools|requirements|voorbeeld)(?:/[\w.-]+)*"
)


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "README.md"])
def test_every_path_that_is_named_is_there(project: Path, name: str) -> None:
    text = (project / name).read_text("utf-8")
    words = re.findall(r"[`(\s]((?:[\w.-]+/)+[\w.<>-]*)", text)
    found = {match[0].rstrip(".") for one in words if (match := _PATH.fullmatch(one.rstrip("/.")))}

    assert found
    assert sorted(one for one in found if not (project / one).exists()) == []
