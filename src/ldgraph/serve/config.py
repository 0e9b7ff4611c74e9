"""The settings that hold, and where each comes from: a flag, a variable, a file, or nowhere."""

from __future__ import annotations

import difflib
import re
import tomllib
from typing import TYPE_CHECKING, Any, NamedTuple

from ldgraph.errors import LdgraphError
from ldgraph.graph.places import CONFIG
from ldgraph.serve.pool.limits import Limits
from ldgraph.serve.settings import BY_NAME, KEYS, Key, Settings, read

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ldgraph.graph.places import Root

#: The table of ``ldgraph.toml`` with the server's settings.
TABLE = "serve"


class SettingError(LdgraphError):
    """A setting is unknown, or has a value that cannot be; the message begins with its place."""


class Effective(NamedTuple):
    """The settings that hold, and by name of each what was given and where."""

    settings: Settings
    origins: Mapping[str, tuple[object, str]]


def effective(root: Root, flags: Mapping[str, object], environment: Mapping[str, str]) -> Effective:
    """Give the settings of a server of a root.

    Args:
        root: Its own ``ldgraph.toml`` counts, not those that it extends.
        flags: What the command line has, by name of the setting.
        environment: The variables.

    Raises:
        SettingError: A setting is unknown, or has a value that cannot be.
    """
    of_file = _of_file(root.path / CONFIG)
    values: dict[str, object] = {}
    origins: dict[str, tuple[object, str]] = {}
    for key in KEYS:
        given: object
        if key.name in flags:
            given, origin = flags[key.name], key.flag
        elif environment.get(key.variable):
            given, origin = environment[key.variable], key.variable
        elif key.name in of_file:
            given, origin = of_file[key.name]
        else:
            origins[key.name] = (_default(key), "")
            continue
        values[key.field] = _read(key, given, origin)
        origins[key.name] = (given, origin)
    of_limits: dict[str, Any] = {
        key.field: values.pop(key.field) for key in KEYS if key.of_limits and key.field in values
    }
    rest: dict[str, Any] = values
    return Effective(Settings(**rest, limits=Limits(**of_limits)), origins)


def _default(key: Key) -> object:
    holder: object = Limits() if key.of_limits else Settings()
    value = getattr(holder, key.field)
    return value // key.unit if key.unit > 1 else value


def _read(key: Key, given: object, origin: str) -> object:
    try:
        return read(key, given)
    except ValueError as error:
        raise SettingError(
            f"{origin}: '{key.name}' is {given!r}; wanted {key.kind.english}",
            f"{origin}: '{key.name}' is {given!r}; verwacht {key.kind.dutch}",
        ) from error


def _of_file(path: Path) -> dict[str, tuple[object, str]]:
    """Give what the file has, with its place, and refuse what it should not have."""
    if not path.is_file():
        return {}
    text = path.read_text("utf-8")
    table = tomllib.loads(text).get(TABLE, {})
    if not isinstance(table, dict):
        raise SettingError(
            f"{path.name}: '{TABLE}' must be a table: [{TABLE}]",
            f"{path.name}: '{TABLE}' moet een tabel zijn: [{TABLE}]",
        )
    places = _places(text)
    found: dict[str, tuple[object, str]] = {}
    for name, given in table.items():
        line, column = places.get(name, (0, 0))
        place = f"{path.name}:{line}:{column}" if line else f"{path.name}: [{TABLE}]"
        if name not in BY_NAME:
            near = difflib.get_close_matches(name, BY_NAME, n=1)
            there = ", ".join(near or BY_NAME)
            raise SettingError(
                f"{place}: unknown key '{name}'; "
                + (f"did you mean '{there}'?" if near else f"there are: {there}"),
                f"{place}: onbekende sleutel '{name}'; "
                + (f"bedoelt u '{there}'?" if near else f"er zijn: {there}"),
            )
        found[name] = (given, place)
    return found


_LINE = re.compile(r"\s*(?:\[(?P<table>[^\]]*)\]|(?P<quote>[\"']?)(?P<key>[\w-]+)(?P=quote)\s*=)")


def _places(text: str) -> dict[str, tuple[int, int]]:
    """Find the line and column of each key of the table, as files are written: a key a line."""
    table = ""
    found: dict[str, tuple[int, int]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        match = _LINE.match(line)
        if match is None:
            continue
        if match["table"] is not None:
            table = match["table"].strip()
        elif table == TABLE:
            found.setdefault(match["key"], (number, match.start("key") + 1))
    return found
