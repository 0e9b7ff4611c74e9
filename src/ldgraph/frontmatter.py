"""The ``#+ key: value`` lines at the head of a query or an example file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ldgraph.errors import LdgraphError

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

_LINE = re.compile(r"^#\+\s*([\w-]+)\s*:\s*(.*?)\s*$")


class FrontMatterError(LdgraphError):
    """A header line is unknown, doubled or missing."""

    def __init__(self, file: Path | str, line: int, english: str, dutch: str) -> None:
        super().__init__(f"{file}:{line}: {english}", f"{file}:{line}: {dutch}")


def read(
    text: str, file: Path | str, allowed: Collection[str], required: Collection[str] = ()
) -> dict[str, str]:
    """Read the header lines at the top of ``text``; the first other line ends them.

    Raises:
        FrontMatterError: A key is not in ``allowed``, stands twice, or is required and missing.
    """
    found: dict[str, str] = {}
    number = 0
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#+"):
            break
        match = _LINE.match(line)
        key = match[1] if match else line
        if match is None or key not in allowed:
            there = ", ".join(sorted(allowed))
            raise FrontMatterError(
                file,
                number,
                f"unknown key '{key}'; there are: {there}",
                f"onbekende sleutel '{key}'; er zijn: {there}",
            )
        if key in found:
            raise FrontMatterError(
                file, number, f"key '{key}' stands twice", f"sleutel '{key}' staat er tweemaal"
            )
        found[key] = match[2]
    for key in required:
        if key not in found:
            raise FrontMatterError(
                file, number or 1, f"key '{key}' is missing", f"sleutel '{key}' ontbreekt"
            )
    return found
