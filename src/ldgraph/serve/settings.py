"""How a server is set up: the one place where its settings are declared."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ldgraph.serve.pool.limits import Limits
from ldgraph.serve.setting import (
    BYTES,
    COUNT,
    DAY,
    LEEWAY,
    LOG,
    NETWORKS,
    PORT,
    PREFIX,
    SECONDS,
    TEXT,
    TEXTS,
    Setting,
    setting,
    settings_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator decides. Addresses and networks of proxies in ``trusted`` are believed."""

    host: str = setting("127.0.0.1", TEXT, "Adres om op te luisteren.", "Address to listen at.")
    port: int = setting(
        8080,
        PORT,
        "Poort om op te luisteren; 0 neemt een vrije.",
        "Port to listen at; 0 takes one that is free.",
    )
    prefix: str = setting(
        "",
        PREFIX,
        "Pad waaronder een proxy de server toont.",
        "Path below which a proxy shows the server.",
    )
    trusted: tuple[str, ...] = setting(
        (),
        NETWORKS,
        "Adres of netwerk waarvan X-Forwarded geloofd wordt; herhaal voor meer.",
        "Address or network whose X-Forwarded headers are believed; repeat for more.",
        flag="trusted-proxy",
    )
    #: The reference date of answers for which none is asked; None is the day of the request.
    on: date | None = setting(  # noqa: RUF009 (a field)
        None,
        DAY,
        "Peildatum (standaard: vandaag).",
        "Reference date (default: today).",
        flag="date",
    )
    #: Whose tokens are believed, by its address; without one, only what is for everyone is read.
    issuer: str = setting(
        "",
        TEXT,
        "Adres van de OIDC-uitgever wiens tokens toegang geven tot wat niet voor iedereen is.",
        "Address of the OIDC issuer whose tokens give access to what is not for everyone.",
    )
    #: What the issuer calls this server: a token that is meant for another is refused.
    audience: str = setting(
        "",
        TEXT,
        "Hoe de uitgever deze server noemt; met --issuer.",
        "What the issuer calls this server; with --issuer.",
    )
    #: OVO numbers of those who may see all.
    central: tuple[str, ...] = setting(
        (),
        TEXTS,
        "OVO-nummer van een organisatie die alles mag zien; herhaal voor meer.",
        "OVO number of an organisation that may see all; repeat for more.",
    )
    #: The scope without which a token gives no rights; none is needed if it is empty.
    scope: str = setting(
        "",
        TEXT,
        "Scope zonder welke een token geen rechten geeft.",
        "Scope that a token needs to give rights.",
    )
    #: Where opaque tokens are asked after, and as whom. The secret is in ``LDGRAPH_SECRET`` alone.
    introspection: str = setting(
        "",
        TEXT,
        "Adres waar naar ondoorzichtige tokens gevraagd wordt; het geheim komt uit LDGRAPH_SECRET.",
        "Address where opaque tokens are asked after; the secret is read from LDGRAPH_SECRET.",
    )
    client: str = setting("", TEXT, "Naam van deze server daar.", "Name of this server there.")
    leeway: float = setting(
        30.0,
        LEEWAY,
        "Seconden die de klok van de uitgever mag verschillen.",
        "Seconds by which the clock of the issuer may differ.",
    )
    #: Pages of others that may send tokens.
    origins: tuple[str, ...] = setting(
        (),
        TEXTS,
        "Site waarvan de pagina's met een token mogen vragen; herhaal voor meer.",
        "Site whose pages may ask with a token, such as https://dashboard.example; repeat.",
        flag="origin",
    )
    watch: float = setting(
        1.0,
        SECONDS,
        "Seconden tussen twee blikken op de bestanden; 0: niet kijken.",
        "Seconds between two looks at the files; 0: do not look.",
    )
    stream: str = setting(
        "",
        TEXT,
        "Map met de stroom die `ldgraph ldes build` schreef; zonder is er geen stroom.",
        "Folder with the stream that `ldgraph ldes build` wrote; without one there is no stream.",
    )
    log: str = setting(
        "auto",
        LOG,
        "Vorm van het logboek; auto: tekst op een terminal, anders json.",
        "Form of the log; auto: text on a terminal, else json.",
    )
    metrics: tuple[str, ...] = setting(
        ("127.0.0.0/8", "::1"),
        NETWORKS,
        "Adres of netwerk dat /metrics mag lezen; herhaal voor meer.",
        "Address or network that may read /metrics; repeat for more.",
    )
    concurrency: int = setting(
        256,
        COUNT,
        "Verzoeken die tegelijk in behandeling zijn.",
        "Requests that are answered at once.",
        flag="limit-concurrency",
    )
    body: int = setting(
        1 << 20,
        BYTES,
        "Bytes van de inhoud van een verzoek.",
        "Bytes of the body of a request.",
        flag="limit-body",
    )
    head: int = setting(
        64 << 10,
        BYTES,
        "Bytes van adres en headers van een verzoek.",
        "Bytes of address and headers of a request.",
        flag="limit-head",
    )
    slow: float = setting(
        20.0,
        SECONDS,
        "Seconden waarin een verzoek verstuurd moet zijn.",
        "Seconds in which a request must be sent.",
        flag="limit-slow",
    )
    grace: float = setting(
        10.0,
        SECONDS,
        "Seconden die antwoorden krijgen om te eindigen bij het stoppen.",
        "Seconds that answers get to end when the server stops.",
    )
    limits: Limits = field(default_factory=Limits)

    @property
    def today(self) -> date:
        """The day that an answer holds on where none is asked for: of where the server stands."""
        return self.on or date.today()  # noqa: DTZ011 (the server's own)


LIMITS = "limits"


def every_setting() -> list[Setting]:
    """List the settings, those of queries from outside last."""
    return [*settings_of(Settings), *settings_of(Limits, LIMITS)]
