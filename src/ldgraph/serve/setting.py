"""What a setting is: its default, the values that it takes, and what it means, on one line.

Flags, variables, keys of the file, their checks and the documentation are made from that line.
"""

from __future__ import annotations

import re
from dataclasses import Field, dataclass, field, fields
from datetime import date
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_META = "setting"


@dataclass(frozen=True, slots=True)
class Kind:
    """The values that a setting takes."""

    #: What is wanted, in Dutch and English.
    wanted: tuple[str, str]
    #: Reads a value from text, or from TOML; ``ValueError`` says that it cannot be.
    read: Callable[[Any], Any]
    many: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting as all who ask for its value know it."""

    name: str
    kind: Kind
    default: Any
    dutch: str
    english: str
    #: The flag, where it has one, and the variable that it is read from.
    flag: str | None
    variable: str
    #: Where it is in the file, below ``[serve]``.
    path: tuple[str, ...]

    def shown(self, value: object) -> str:
        """Write a value as it would be in the file."""
        if isinstance(value, tuple):
            return "[" + ", ".join(self.shown(one) for one in value) + "]"
        if isinstance(value, str):
            return f'"{value}"'
        return (
            "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        )


def setting(  # noqa: PLR0913 (what there is to say of one)
    default: object,
    kind: Kind,
    dutch: str,
    english: str,
    *,
    flag: str | None = None,
    has_flag: bool = True,
) -> Any:  # noqa: ANN401 (the type stands at the field)
    """Declare a field of a dataclass as a setting.

    Args:
        default: What holds where nothing is said.
        kind: The values that it takes.
        dutch: What it means.
        english: The same in English.
        flag: How its flag is called; as the field if None.
        has_flag: Whether there is a flag at all.
    """
    given = (kind, dutch, english, flag, has_flag)
    return field(default=default, metadata={_META: given})


def settings_of(kind: type, *above: str) -> list[Setting]:
    """List the settings of a dataclass."""
    return [_of(one, above) for one in fields(kind) if _META in one.metadata]


def _of(one: Field[Any], above: tuple[str, ...]) -> Setting:
    kind, dutch, english, flag, has_flag = one.metadata[_META]
    name = flag or one.name.replace("_", "-")
    key = "_".join((*above, name)).upper().replace("-", "_")
    return Setting(
        one.name,
        kind,
        one.default,
        dutch,
        english,
        f"--{name}" if has_flag else None,
        f"LDGRAPH_{key}",
        (*above, name),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError  # noqa: TRY004 (all that cannot be is told in one way)
    return value


def number(least: float, most: float, *, whole: bool = True) -> Kind:
    """Give the kind of numbers from ``least`` to ``most``."""
    dutch, english = ("een geheel getal", "a whole number") if whole else ("een getal", "a number")
    wanted = f"{dutch} van {least:g} tot {most:g}", f"{english} from {least:g} to {most:g}"

    def read(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise ValueError  # noqa: TRY004
        if whole and isinstance(value, float):
            raise ValueError
        found = int(value) if whole else float(value)
        if not least <= found <= most:
            raise ValueError
        return found

    return Kind(wanted, read)


def _list(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(one for one in re.split(r"[\s,]+", value) if one)
    if not isinstance(value, list | tuple):
        raise ValueError  # noqa: TRY004
    return tuple(_text(one) for one in value)


def _networks(value: object) -> tuple[str, ...]:
    found = _list(value)
    for one in found:
        ip_network(one, strict=False)
    return found


def _day(value: object) -> date:
    if type(value) is date:
        return value
    return date.fromisoformat(_text(value))


def _prefix(value: object) -> str:
    found = _text(value).rstrip("/")
    if not re.fullmatch(r"(?:/[A-Za-z0-9_.~-]+)*", found):
        raise ValueError
    return found


def _choice(*listed: str) -> Kind:
    def read(value: object) -> str:
        if value not in listed:
            raise ValueError
        return _text(value)

    return Kind(("een van " + ", ".join(listed), "one of " + ", ".join(listed)), read)


TEXT = Kind(("een tekst", "a string"), _text)
TEXTS = Kind(("een lijst van teksten", "a list of strings"), _list, many=True)
NETWORKS = Kind(
    (
        'een lijst van adressen of netwerken, zoals ["10.0.0.0/8"]',
        'a list of addresses or networks, such as ["10.0.0.0/8"]',
    ),
    _networks,
    many=True,
)
DAY = Kind(("een datum zoals 2026-11-24", "a date such as 2026-11-24"), _day)
PREFIX = Kind(("een pad zoals /kennisgraaf", "a path such as /graph"), _prefix)
LOG = _choice("auto", "json", "text")
PORT = number(0, 65535)
COUNT = number(1, 1_000_000)
BYTES = number(1024, 1 << 40)
SECONDS = number(0, 3600, whole=False)
LEEWAY = number(0, 300, whole=False)
