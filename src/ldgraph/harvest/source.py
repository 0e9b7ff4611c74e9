"""A source as the settings of a root describe it, or as the command line does."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ldgraph.graph.config import read_config
from ldgraph.graph.places import CONFIG, HARVEST
from ldgraph.harvest.errors import SettingError, masked, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ldgraph.graph.config import Config
    from ldgraph.graph.places import Root


class Kind(StrEnum):
    """How a source is read."""

    LDES = "ldes"
    SPARQL = "sparql"
    FILE = "file"


#: Mappings that there are, by the name that the settings use.
MAPPINGS = ("gemeenteregister", "lblod", "lpdc")
_TEXTS = ("kind", "url", "path", "mapping", "file", "graph", "header", "variable", "source")
_KEYS = frozenset({*_TEXTS, "hosts", "pause", "page", "contexts", "since"})
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody else's data, and what it is to become."""

    name: str
    kind: Kind
    #: A web address, or the path of a file.
    address: str
    mapping: str
    #: The file of ours for what is new, below the root; None is one that the mapping names.
    file: str | None = None
    #: The named graph that a SPARQL endpoint is asked about.
    graph: str | None = None
    #: Hosts that pages may lie on, beside the source's own.
    hosts: tuple[str, ...] = ()
    #: A header with a key, and the variable of the environment that holds it.
    header: str | None = None
    variable: str | None = None
    #: Seconds between two requests.
    pause: float = 0.5
    #: Subjects asked for at a time.
    page: int = 100
    #: JSON-LD contexts by address, each a file below the root.
    contexts: Mapping[str, str] = field(default_factory=dict)
    #: Versions of before this day are not looked at.
    since: str | None = None
    #: An IRI to name as the source in what is written.
    cited: str | None = None

    @property
    def shown(self) -> str:
        """The address as it may be shown."""
        return self.address if self.kind is Kind.FILE else masked(self.address)


def is_address(text: str) -> bool:
    """Say whether a text is meant as a web address."""
    return re.match(r"[a-z][a-z0-9+.-]*://", text, re.IGNORECASE) is not None


def configured(root: Root) -> dict[str, Source]:
    """Give the sources of a root's settings by name.

    Raises:
        ConfigError: A setting is unknown, lacks, or has a value that cannot be.
    """
    config = read_config(root.path / CONFIG, root.files)
    found = {}
    for name, table in config.values.get(HARVEST, {}).items():
        found[name] = _source(name, table, config)
    return found


def _source(name: str, table: Any, config: Config) -> Source:  # noqa: ANN401 (as TOML has it)
    at = (HARVEST, name)
    if not isinstance(table, dict) or not _NAME.fullmatch(name):
        raise config.error(
            at,
            f"[{HARVEST}.NAME] needs a name of small letters, digits and hyphens",
            f"[{HARVEST}.NAAM] heeft een naam van kleine letters, cijfers en koppeltekens nodig",
        )
    for key in table:
        if key not in _KEYS:
            raise config.unknown((*at, key), _KEYS)
    for key in _TEXTS:
        if not isinstance(table.get(key, ""), str):
            raise config.error(
                (*at, key), f"'{key}' must be a text", f"'{key}' moet een tekst zijn"
            )
    kind = table.get("kind", "")
    if kind not in list(Kind):
        there = ", ".join(Kind)
        raise config.error(
            (*at, "kind"),
            f"'kind' is {kind!r}; wanted one of: {there}",
            f"'kind' is {kind!r}; kies uit: {there}",
        )
    if table.get("mapping", "") not in MAPPINGS:
        there = ", ".join(MAPPINGS)
        raise config.error(
            (*at, "mapping"),
            f"'mapping' is {table.get('mapping', '')!r}; wanted one of: {there}",
            f"'mapping' is {table.get('mapping', '')!r}; kies uit: {there}",
        )
    wanted, other = ("path", "url") if kind == Kind.FILE else ("url", "path")
    if not table.get(wanted) or table.get(other):
        raise config.error(
            at,
            f"a source of kind '{kind}' has '{wanted}', and no '{other}'",
            f"een bron van het soort '{kind}' heeft '{wanted}', en geen '{other}'",
        )
    _check_rest(at, table, config)
    address = table[wanted]
    if kind == Kind.FILE:
        address = str(config.file.parent / address)
    return Source(
        name,
        Kind(kind),
        address,
        table["mapping"],
        table.get("file"),
        table.get("graph"),
        tuple(table.get("hosts", [])),
        table.get("header"),
        table.get("variable"),
        float(table.get("pause", 0.5)),
        table.get("page", 100),
        dict(table.get("contexts", {})),
        str(table["since"]) if "since" in table else None,
        table.get("source"),
    )


def _check_rest(at: tuple[str, str], table: Mapping[str, Any], config: Config) -> None:
    since = str(table.get("since", "2026-01-31"))
    try:
        date.fromisoformat(since)
    except ValueError:
        raise config.error(
            (*at, "since"),
            f"'since' is '{since}'; wanted a day such as 2026-01-31",
            f"'since' is '{since}'; geef een dag zoals 2026-01-31",
        ) from None
    hosts, contexts = table.get("hosts", []), table.get("contexts", {})
    if not isinstance(hosts, list) or not all(isinstance(one, str) for one in hosts):
        raise config.error(
            (*at, "hosts"), "'hosts' must be a list of names", "'hosts' moet een lijst namen zijn"
        )
    if not isinstance(contexts, dict) or not all(isinstance(x, str) for x in contexts.values()):
        raise config.error(
            (*at, "contexts"),
            "'contexts' must be a table: an address, and a file below the root",
            "'contexts' moet een tabel zijn: een adres, en een bestand in de root",
        )
    pause, page = table.get("pause", 0.5), table.get("page", 100)
    if not isinstance(pause, int | float) or isinstance(pause, bool) or not 0 <= pause <= 60:  # noqa: PLR2004
        raise config.error(
            (*at, "pause"), "'pause' is in seconds, 0 to 60", "'pause' is in seconden, 0 tot 60"
        )
    if not isinstance(page, int) or isinstance(page, bool) or not 1 <= page <= 1000:  # noqa: PLR2004
        raise config.error((*at, "page"), "'page' is 1 to 1000", "'page' is 1 tot 1000")
    if bool(table.get("header")) != bool(table.get("variable")):
        raise config.error(
            at,
            "'header' and 'variable' go together: the key itself stands in the environment",
            "'header' en 'variable' horen samen: de sleutel zelf staat in de omgeving",
        )


def ad_hoc(given: str, mapping: str | None, kind: str | None, known: Iterable[str] = ()) -> Source:
    """Make a source of an address or a path given on the command line.

    Args:
        given: What was given; it is none of those in the settings.
        mapping: What it holds.
        kind: How to read it.
        known: The names of those in the settings.

    Raises:
        SettingError: It is neither, or its mapping is not said.
    """
    names, there = ", ".join(sorted(known)), ", ".join(MAPPINGS)
    english = f"there are: {names}" if names else "there are none"
    dutch = f"er zijn: {names}" if names else "er zijn er geen"
    if mapping is None:
        raise SettingError(
            f"'{shown(given)}' is no source of [{HARVEST}] in {CONFIG} ({english}); for an address "
            f"or a file say what it holds with --mapping ({there})",
            f"'{shown(given)}' is geen bron van [{HARVEST}] in {CONFIG} ({dutch}); zeg bij een "
            f"adres of een bestand wat het bevat met --mapping ({there})",
        )
    if is_address(given):
        if kind == Kind.FILE:
            raise SettingError(
                f"'{shown(given)}' is an address, no file",
                f"'{shown(given)}' is een adres, geen bestand",
            )
        return Source(_name_of(given), Kind(kind or Kind.LDES), given, mapping)
    if kind not in {None, Kind.FILE} or not Path(given).is_file():
        raise SettingError(
            f"no file at '{given}', and no source of that name in [{HARVEST}] ({english})",
            f"geen bestand in '{given}', en geen bron van die naam in [{HARVEST}] ({dutch})",
        )
    return Source(_name_of(Path(given).stem), Kind.FILE, given, mapping)


def _name_of(given: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", re.sub(r"^[a-z]+://", "", masked(given).lower())).strip("-")
    return words[:60].strip("-") or "bron"
