"""Where the engines are: the table ``[sparql]`` of ``ldgraph.toml``, and who we are to them.

``[sparql]`` holds what is for everyone. ``[sparql.restricted]`` holds what each other audience may
see; without that table nothing restricted is published at all. Credentials come from the
environment alone, so that no file that is committed has them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ldgraph.graph.config import read_config
from ldgraph.graph.places import CONFIG, SPARQL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldgraph.graph.config import Config
    from ldgraph.graph.places import Root

RESTRICTED = "restricted"
_ADDRESSES = ("query", "update", "data")
_SCHEMES = ("basic", "digest")
#: By key: the least and the most, and what holds without it.
_NUMBERS = {"timeout": (0.1, 3600.0, 30.0), "tries": (1, 10, 4), "keep": (0, 100, 2)}
_GRACE = 600.0


@dataclass(frozen=True, slots=True)
class Login:
    """A name and a password; they are shown nowhere."""

    name: str
    password: str

    def __repr__(self) -> str:
        return "Login(…)"


@dataclass(frozen=True, slots=True)
class Remote:
    """An engine: its addresses for queries, updates and the Graph Store Protocol."""

    query: str
    update: str
    data: str
    #: How names and passwords are sent: basic or digest.
    auth: str = "basic"
    reader: Login | None = None
    writer: Login | None = None
    #: Seconds that an answer may take, and how often an unsure attempt is repeated.
    timeout: float = 30.0
    tries: int = 4
    #: How many versions are kept behind the current one, and for how many seconds at least.
    keep: int = 2
    grace: float = _GRACE
    #: The table of the settings that it stands in; variables with credentials are called after it.
    table: str = SPARQL
    #: Whether who writes also reads: in a publication, where no reader is given.
    is_read_by_writer: bool = False

    def variables(self, *, changes: bool) -> tuple[str, str]:
        """Name the variables with the name and password for changes, or for queries."""
        start = f"LDGRAPH_{self.table.upper().replace('.', '_')}"
        if changes or self.is_read_by_writer:
            return f"{start}_USER", f"{start}_PASSWORD"
        return f"{start}_READER", f"{start}_READER_PASSWORD"

    def for_publishing(self) -> Remote:
        """Give the same engine, whose queries are the writer's where no reader is given.

        For our own queries alone: some engines run an update that is sent as a query, if whoever
        sends it may change things.
        """
        if self.reader is not None:
            return self
        return replace(self, reader=self.writer, is_read_by_writer=True)


def remotes(root: Root, environment: Mapping[str, str]) -> tuple[Remote, Remote | None]:
    """Give the engine of what is for everyone, and that of what is not, if there is one.

    Raises:
        ConfigError: A key is missing, unknown, or has a value that cannot be.
    """
    config = read_config(root.path / CONFIG, root.files)
    table: Mapping[str, Any] = config.values.get(SPARQL, {})
    if not table:
        raise config.error(
            (SPARQL,),
            "no engine is named: give a table [sparql] with query, update and data (their "
            "addresses); docs/engines.md has them for several engines",
            "er is geen engine genoemd: geef een tabel [sparql] met query, update en data (hun "
            "adressen); docs/engines.md heeft ze voor verscheidene engines",
        )
    public = _remote(config, (SPARQL,), table, environment)
    inner = table.get(RESTRICTED)
    if inner is None:
        return public, None
    path = (SPARQL, RESTRICTED)
    if not isinstance(inner, dict):
        raise config.error(
            path,
            f"'{RESTRICTED}' must be a table: [{SPARQL}.{RESTRICTED}]",
            f"'{RESTRICTED}' moet een tabel zijn: [{SPARQL}.{RESTRICTED}]",
        )
    return public, _remote(config, path, inner, environment)


def _remote(
    config: Config,
    path: tuple[str, ...],
    table: Mapping[str, Any],
    environment: Mapping[str, str],
) -> Remote:
    known = {*_ADDRESSES, *_NUMBERS, "auth", *((RESTRICTED,) if len(path) == 1 else ())}
    for key in table:
        if key not in known:
            raise config.unknown((*path, key), known)
    auth = table.get("auth", "basic")
    if auth not in _SCHEMES:
        raise config.error(
            (*path, "auth"),
            f"'auth' is {auth!r}; wanted basic or digest",
            f"'auth' is {auth!r}; geef basic of digest",
        )
    query, update, data = (_address(config, (*path, key), table) for key in _ADDRESSES)
    numbers = {key: _number(config, (*path, key), table) for key in _NUMBERS}
    remote = Remote(
        query,
        update,
        data,
        auth,
        timeout=numbers["timeout"],
        tries=int(numbers["tries"]),
        keep=int(numbers["keep"]),
        table=".".join(path),
    )
    return replace(
        remote,
        reader=_login(environment, *remote.variables(changes=False)),
        writer=_login(environment, *remote.variables(changes=True)),
    )


def _address(config: Config, path: tuple[str, ...], table: Mapping[str, Any]) -> str:
    value = table.get(path[-1])
    if value is None:
        raise config.error(
            path,
            f"'{path[-1]}' is missing: the address of the engine for it",
            f"'{path[-1]}' ontbreekt: het adres van de engine daarvoor",
        )
    try:
        parts = urlsplit(value)
        good = parts.scheme in {"http", "https"} and parts.hostname and parts.username is None
    except (ValueError, AttributeError, TypeError):
        good = False
    if not good:
        # The value is not repeated: it may hold a password.
        raise config.error(
            path,
            f"'{path[-1]}' cannot be used; wanted an address with http or https, without a name "
            "or password in it",
            f"'{path[-1]}' is niet bruikbaar; geef een adres met http of https, zonder naam of "
            "wachtwoord erin",
        )
    return str(value)


def _number(config: Config, path: tuple[str, ...], table: Mapping[str, Any]) -> float:
    least, most, default = _NUMBERS[path[-1]]
    value = table.get(path[-1], default)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    whole = isinstance(default, float) or isinstance(value, int)
    if not is_number or not whole or not least <= value <= most:
        raise config.error(
            path,
            f"'{path[-1]}' is {value!r}; wanted a number from {least} to {most}",
            f"'{path[-1]}' is {value!r}; geef een getal van {least} tot {most}",
        )
    return float(value)


def _login(environment: Mapping[str, str], name: str, password: str) -> Login | None:
    given = environment.get(name)
    return Login(given, environment.get(password, "")) if given else None
