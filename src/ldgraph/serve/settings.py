"""How a server is set up: every setting, what it may be, and what it does.

A setting is given by a flag, by a variable, or below ``[serve]`` in ``ldgraph.toml``; the first of
these that has it holds (``config`` reads them). Adding one is a field here and a line in ``KEYS``.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from ipaddress import ip_network
from typing import NamedTuple

from ldgraph.serve.pool.limits import Limits

_MIB = 1 << 20
_PREFIX = re.compile(r"(?:/[A-Za-z0-9_.~-]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator decides; ``KEYS`` says what each is."""

    host: str = "127.0.0.1"
    port: int = 8080
    prefix: str = ""
    trusted: tuple[str, ...] = ()
    #: None is the day of the request.
    on: dt.date | None = None
    follow: bool = True
    metrics: tuple[str, ...] = ("127.0.0.0/8", "::1")
    issuer: str = ""
    audience: str = ""
    central: tuple[str, ...] = ()
    scope: str = ""
    introspection: str = ""
    client: str = ""
    leeway: float = 30
    limits: Limits = field(default_factory=Limits)

    @property
    def day(self) -> dt.date:
        """The reference date of an answer that is asked now."""
        return self.on or dt.date.today()  # noqa: DTZ011 (the day where the server stands)


class Kind(NamedTuple):
    """What a setting may be: how it is called in Dutch and English, and its bounds."""

    dutch: str
    english: str
    least: float = 0
    most: float = 0


TEXT = Kind("tekst", "text")
PATH = Kind("een pad zoals /catalogus, of niets", "a path such as /catalogue, or nothing")
FLAG = Kind("ja of nee (true of false)", "true or false")
DATE = Kind("een datum zoals 2026-11-24", "a date such as 2026-11-24")
TEXTS = Kind("een lijst van teksten", "a list of texts")
NETWORKS = Kind(
    "een lijst van adressen of netwerken zoals 10.0.0.0/8",
    "a list of addresses or networks such as 10.0.0.0/8",
)


def _whole(least: int, most: int) -> Kind:
    return Kind(
        f"een geheel getal van {least} tot {most}",
        f"a whole number from {least} to {most}",
        least,
        most,
    )


def _seconds(least: float, most: float) -> Kind:
    return Kind(
        f"seconden van {least:g} tot {most:g}", f"seconds from {least:g} to {most:g}", least, most
    )


class Key(NamedTuple):
    """A setting by its name outside; ``field`` is that in ``Settings``, or in its ``Limits``.

    What is given is multiplied by ``unit``.
    """

    name: str
    field: str
    kind: Kind
    dutch: str
    english: str
    unit: int = 1

    @property
    def flag(self) -> str:
        """The option of the command line."""
        return f"--{self.name}"

    @property
    def variable(self) -> str:
        """The variable of the environment."""
        return f"LDGRAPH_{self.name.upper().replace('-', '_')}"

    @property
    def of_limits(self) -> bool:
        """Whether it limits queries."""
        return self.field in Limits.__dataclass_fields__


KEYS = (
    Key("host", "host", TEXT, "Adres om op te luisteren.", "Address to listen at."),
    Key(
        "port",
        "port",
        _whole(0, 65535),
        "Poort om op te luisteren; 0 neemt een vrije.",
        "Port to listen at; 0 takes one that is free.",
    ),
    Key(
        "prefix",
        "prefix",
        PATH,
        "Pad waaronder een proxy de server toont.",
        "Path below which a proxy shows the server.",
    ),
    Key(
        "trusted-proxy",
        "trusted",
        NETWORKS,
        "Adres of netwerk waarvan X-Forwarded-headers geloofd worden; herhaal voor meer.",
        "Address or network whose X-Forwarded headers are believed; repeat for more.",
    ),
    Key(
        "date",
        "on",
        DATE,
        "Peildatum (standaard: de dag van de vraag).",
        "Reference date (default: the day of the request).",
    ),
    Key(
        "follow",
        "follow",
        FLAG,
        "Of de bestanden opnieuw gelezen worden als ze wijzigen (standaard: true).",
        "Whether files are read again when they change (default: true).",
    ),
    Key(
        "metrics",
        "metrics",
        NETWORKS,
        "Wie /metrics mag lezen, als adres of netwerk (standaard: deze machine).",
        "Who may read /metrics, as an address or network (default: this machine).",
    ),
    Key(
        "issuer",
        "issuer",
        TEXT,
        "Adres van de OIDC-uitgever wiens tokens toegang geven tot wat niet voor iedereen is.",
        "Address of the OIDC issuer whose tokens give access to what is not for everyone.",
    ),
    Key(
        "audience",
        "audience",
        TEXT,
        "Hoe de uitgever deze server noemt; bij --issuer.",
        "What the issuer calls this server; with --issuer.",
    ),
    Key(
        "central",
        "central",
        TEXTS,
        "OVO-nummer van een organisatie die alles mag zien; herhaal voor meer.",
        "OVO number of an organisation that may see all; repeat for more.",
    ),
    Key(
        "scope",
        "scope",
        TEXT,
        "Scope zonder welke een token geen rechten geeft.",
        "Scope that a token needs to give rights.",
    ),
    Key(
        "introspection",
        "introspection",
        TEXT,
        "Adres waar naar tokens gevraagd wordt; het geheim komt uit LDGRAPH_SECRET.",
        "Address where opaque tokens are asked after; the secret is read from LDGRAPH_SECRET.",
    ),
    Key("client", "client", TEXT, "Naam van deze server daar.", "Name of this server there."),
    Key(
        "leeway",
        "leeway",
        _seconds(0, 300),
        "Seconden die de klok van de uitgever mag verschillen.",
        "Seconds by which the clock of the issuer may differ.",
    ),
    Key(
        "query-length",
        "text",
        _whole(1, 10_000_000),
        "Tekens die een SPARQL-vraag mag hebben.",
        "Characters that a SPARQL query may have.",
    ),
    Key(
        "query-seconds",
        "cpu",
        _seconds(0.1, 3600),
        "Processortijd van een SPARQL-vraag.",
        "Processor time of a SPARQL query.",
    ),
    Key(
        "query-memory",
        "memory",
        _whole(16, 65536),
        "MiB die een SPARQL-vraag mag nemen, naast de data.",
        "MiB that a SPARQL query may take, beside the data.",
        _MIB,
    ),
    Key(
        "answer-size",
        "answer",
        _whole(1, 65536),
        "MiB die een antwoord op een SPARQL-vraag mag hebben.",
        "MiB that an answer to a SPARQL query may have.",
        _MIB,
    ),
    Key(
        "slow-queries",
        "slow",
        _whole(1, 64),
        "SPARQL-vragen die lang duren, tegelijk.",
        "SPARQL queries that take long, at once.",
    ),
)
BY_NAME = {key.name: key for key in KEYS}


def read(key: Key, given: object) -> object:
    """Give the value that was meant: as TOML has it, or as text from a flag or variable.

    Raises:
        ValueError: It cannot be a value of this setting.
    """
    value = _value(key.kind, given)
    return value * key.unit if isinstance(value, int) and key.unit > 1 else value


def _value(kind: Kind, given: object) -> object:
    if kind in {TEXTS, NETWORKS}:
        return _list(kind, given)
    if kind is FLAG:
        return _flag(given)
    if kind is DATE:
        return None if given == "" else _date(given)
    if kind.most:
        return _number(kind, given)
    if not isinstance(given, str) or not given.isprintable():
        raise ValueError
    if kind is PATH:
        given = given.rstrip("/")
        if not _PREFIX.fullmatch(given):
            raise ValueError
    return given


def _list(kind: Kind, given: object) -> tuple[str, ...]:
    listed = re.split(r"[,\s]+", given.strip()) if isinstance(given, str) else given
    if not isinstance(listed, list | tuple) or not all(isinstance(one, str) for one in listed):
        raise ValueError
    found = tuple(one for one in listed if one)
    if kind is NETWORKS:
        for one in found:
            ip_network(one, strict=False)
    return found


def _flag(given: object) -> bool:
    if isinstance(given, bool):
        return given
    words = {"true": True, "1": True, "ja": True, "false": False, "0": False, "nee": False}
    if not isinstance(given, str) or given.lower() not in words:
        raise ValueError
    return words[given.lower()]


def _date(given: object) -> dt.date:
    if isinstance(given, dt.date) and not isinstance(given, dt.datetime):
        return given
    if not isinstance(given, str):
        raise ValueError  # noqa: TRY004 (told in one way)
    return dt.date.fromisoformat(given)


def _number(kind: Kind, given: object) -> int | float:
    if isinstance(given, bool):
        raise ValueError  # noqa: TRY004 (told in one way)
    is_whole = isinstance(kind.least, int)
    if isinstance(given, str):
        number: int | float = int(given) if is_whole else float(given)
    elif isinstance(given, int) or (isinstance(given, float) and not is_whole):
        number = given
    else:
        raise ValueError
    if not kind.least <= number <= kind.most:
        raise ValueError
    return number
