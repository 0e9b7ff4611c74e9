"""What a root says of its stream, in the table ``[stream]`` of ``ldgraph.toml``."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ldgraph.graph.config import read_config
from ldgraph.graph.places import CONFIG, STREAM, is_base

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ldgraph.errors import ConfigError
    from ldgraph.graph.config import Config
    from ldgraph.graph.places import Root

_KEYS = ("number", "page", "repository", "withdrawn")
_MOST_NUMBER, _MOST_PAGE = 9999, 10_000
_DEFAULT_PAGE = 250


@dataclass(frozen=True, slots=True)
class StreamSettings:
    """How a stream is made; what changes its bytes is part of its identity."""

    #: Which stream this is: one more where what was published may no longer be as it was.
    number: int = 1
    #: Versions on a page.
    page: int = _DEFAULT_PAGE
    #: Address of the public repository, of which versions then name the commit; none if empty.
    repository: str = ""
    #: Objects that no build ever shows.
    withdrawn: tuple[str, ...] = ()


def read_settings(root: Root) -> StreamSettings:
    """Read the table of a root.

    Raises:
        ConfigError: A key is unknown, or its value cannot be.
    """
    config = read_config(root.path / CONFIG, root.files)
    table: dict[str, Any] = config.values.get(STREAM, {})
    for key in table:
        if key not in _KEYS:
            raise config.unknown((STREAM, key), _KEYS)
    return StreamSettings(
        _number(config, table, "number", 1, _MOST_NUMBER),
        _number(config, table, "page", _DEFAULT_PAGE, _MOST_PAGE),
        _repository(config, table.get("repository", "")),
        _withdrawn(config, table.get("withdrawn", []), root.base),
    )


def never_there(root: Root, iri: str, known: Iterable[str]) -> ConfigError:
    """Make the error that an object is withdrawn that no commit has: a typo would go unsaid."""
    config = read_config(root.path / CONFIG, root.files)
    start = f"{root.base}/id/"
    below = [one.removeprefix(start) for one in known]
    near = difflib.get_close_matches(iri.removeprefix(start), below, 1)
    english = f"did you mean {start}{near[0]} ? " if near else ""
    dutch = f"bedoelde u {start}{near[0]} ? " if near else ""
    return config.error(
        (STREAM, "withdrawn"),
        f"'withdrawn' lists {iri}, which no commit and no page ever had, so nothing would be "
        f"withdrawn; {english}Mend it, or leave it out",
        f"'withdrawn' noemt {iri}, dat geen commit en geen bladzijde ooit had, dus er zou niets "
        f"ingetrokken worden; {dutch}Verbeter het, of laat het weg",
    )


def _number(config: Config, table: dict[str, Any], key: str, default: int, most: int) -> int:
    value = table.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise config.error(
            (STREAM, key),
            f"'{key}' is {value!r}; wanted a whole number from 1 to {most}",
            f"'{key}' is {value!r}; geef een geheel getal van 1 tot {most}",
        )
    return value


def _repository(config: Config, value: object) -> str:
    if value == "":
        return ""
    if not isinstance(value, str) or not re.match("https?://", value) or not is_base(value):
        raise config.error(
            (STREAM, "repository"),
            f"'repository' is {value!r}; wanted the address of a public repository, such as "
            "https://github.com/owner/name",
            f"'repository' is {value!r}; geef het adres van een openbare repository, zoals "
            "https://github.com/eigenaar/naam",
        )
    return value.rstrip("/").removesuffix(".git")


def _withdrawn(config: Config, value: object, base: str) -> tuple[str, ...]:
    start = f"{base}/id/"
    if isinstance(value, list) and all(
        isinstance(one, str) and one.startswith(start) and one != start for one in value
    ):
        return tuple(sorted(set(value)))
    raise config.error(
        (STREAM, "withdrawn"),
        f"'withdrawn' must be a list of IRIs of objects, each below {start}",
        f"'withdrawn' moet een lijst van IRI's van objecten zijn, elk onder {start}",
    )
