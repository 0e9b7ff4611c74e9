"""The one reader of ``ldgraph.toml``: what it says, and where each key stands."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ldgraph.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from ldgraph.graph.files import Files

_WHERE = re.compile(r"\(at line (\d+), column (\d+)\)")
_TABLE = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?")
_KEY = re.compile(
    r"(\s*)((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*="
)


@dataclass(frozen=True, slots=True)
class Config:
    """The keys and values of a file."""

    file: Path
    values: Mapping[str, Any]
    _lines: tuple[str, ...]

    def at(self, *path: str) -> tuple[int, int]:
        """Give line and column of a key, else of the table that it is in, else the beginning."""
        found = self._positions()
        for end in range(len(path), 0, -1):
            if path[:end] in found:
                return found[path[:end]]
        return 1, 1

    def error(self, path: Iterable[str], english: str, dutch: str) -> ConfigError:
        """Make the error that a key is wrong."""
        line, column = self.at(*path)
        return ConfigError(f"{self.file}:{line}:{column}", english, dutch)

    def unknown(self, path: tuple[str, ...], known: Iterable[str]) -> ConfigError:
        """Make the error that there is no such key."""
        listed = sorted(known)
        near = difflib.get_close_matches(path[-1], listed, 1)
        english = f"did you mean '{near[0]}'? " if near else ""
        dutch = f"bedoelde u '{near[0]}'? " if near else ""
        there = ", ".join(listed)
        return self.error(
            path,
            f"unknown key '{path[-1]}'; {english}there are: {there}",
            f"onbekende sleutel '{path[-1]}'; {dutch}er zijn: {there}",
        )

    def _positions(self) -> dict[tuple[str, ...], tuple[int, int]]:
        """Find the keys; the parser says what they mean, but not where they are."""
        found: dict[tuple[str, ...], tuple[int, int]] = {}
        table: tuple[str, ...] = ()
        for number, line in enumerate(self._lines, 1):
            if head := _TABLE.fullmatch(line):
                table = _parts(head[1])
                found.setdefault(table, (number, line.index("[") + 1))
            elif key := _KEY.match(line):
                path = *table, *_parts(key[2])
                for end in range(len(table) + 1, len(path) + 1):
                    found.setdefault(path[:end], (number, len(key[1]) + 1))
        return found


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(one.strip().strip("\"'") for one in dotted.split("."))


def read_config(file: Path, files: Files) -> Config:
    """Read a file of settings.

    Raises:
        ConfigError: It is not TOML.
        UnreadableInputError: It cannot be read.
    """
    content = files.read(file)
    try:
        text = content.decode()
        return Config(file, tomllib.loads(text), tuple(text.splitlines()))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        at = f"{file}:{_where(error, content)}"
        raise ConfigError(at, f"not TOML: {error}", f"geen TOML: {error}") from error


def _where(error: Exception, content: bytes) -> str:
    """Say where a file stops being TOML: its parser names a place, or the end."""
    if found := _WHERE.search(str(error)):
        return f"{found[1]}:{found[2]}"
    whole = content[: error.start] if isinstance(error, UnicodeDecodeError) else content
    line = whole.decode("utf-8", "replace").split("\n")
    return f"{len(line)}:{len(line[-1]) + 1}"
