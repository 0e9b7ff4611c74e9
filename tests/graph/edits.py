"""Random edits of the files of a root, the same at every run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable
    from pathlib import Path

    from ldgraph.errors import Finding

WORDS = ("ldg:", "status:", '"2026', "bestuur:", " ;", "@nl", "a ldg:", "kans:")


def edit(chance: random.Random, root: Path, folder: str = "data") -> None:
    """Change, break, copy, remove or mend something in a random file."""
    files = sorted((root / folder).rglob("*.ttl"))
    file = chance.choice(files)
    text = file.read_text("utf-8")
    word = chance.choice(WORDS)
    kind = chance.randrange(4)
    if kind == 0:
        file.write_text(text.replace(word, word + chance.choice("xyz"), 1), "utf-8")
    elif kind == 1:
        file.write_text(text + f"# {chance.random()}\n", "utf-8")
    elif kind == 2 and len(files) > 2:
        file.rename(file.with_name(f"other-{chance.randrange(1000)}.ttl"))
    else:
        file.write_text(text.replace(word + "x", word), "utf-8")


def edit_a_line(chance: random.Random, root: Path, folder: str = "data") -> None:
    """Remove, repeat or exchange lines of a random file, most of which then still parses."""
    file = chance.choice(sorted((root / folder).rglob("*.ttl")))
    lines = file.read_text("utf-8").splitlines(keepends=True)
    inside = [at for at, one in enumerate(lines) if one.startswith("    ")]
    if not inside:
        return
    one, other = chance.choice(inside), chance.choice(inside)
    kind = chance.randrange(4)
    if kind == 0:
        del lines[one]
    elif kind == 1:
        lines.insert(other, lines[one])
    elif kind == 2:
        lines[one], lines[other] = lines[other], lines[one]
    else:
        lines[one] = lines[one].replace("2026", "2025").replace("voldaan", "niet-voldaan")
    file.write_text("".join(lines), "utf-8")


def plain(found: Iterable[Finding]) -> list[Finding]:
    """Leave out the results of shapes, in which blank nodes have other labels at each reading."""
    return [replace(one, results=()) for one in found]
