"""More of the same: a root with earlier waves of measurement of the same governments.

There are no more numbers for invented governments than ten times Flemish size; a programme that
goes on for years grows so too.
"""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: What is said anew in each wave; other things are the same ones.
_OWN = ("afname", "behoefte", "beoordeling", "bevinding", "interactie", "toepassing")
_NAME = re.compile(rf"\b({'|'.join(_OWN)}):(?!golf)(?=[\w-])")
_YEAR = re.compile(r'"(\d{4})(?=-\d\d-\d\d"\^\^xsd:date)')
#: A wave lies so many years before the one after it.
_YEARS = 2


def add_waves(source: Path, target: Path, count: int) -> None:
    """Copy a generated root, and give each government ``count`` waves in all.

    Args:
        source: A root that ``benchmarks.generate`` made.
        target: A folder that does not exist yet.
        count: How many waves there are to be; 1 is a copy.
    """
    shutil.copytree(source, target)
    for file in sorted((target / "data" / "beperkt").glob("*.ttl")):
        if file.stem == "programma":
            continue
        text = file.read_text("utf-8")
        for wave in range(1, count):
            earlier = _NAME.sub(rf"\1:golf{wave}-", text)
            moved = _YEAR.sub(lambda year: f'"{int(year[1]) - _YEARS * wave}', earlier)  # noqa: B023
            file.with_stem(f"{file.stem}-golf{wave}").write_text(moved, "utf-8")
