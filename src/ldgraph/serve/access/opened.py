"""The gate that the settings describe, refused where it would let the wrong ones in."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from ldgraph.errors import LdgraphError
from ldgraph.serve.access.audience import KBO, OVO
from ldgraph.serve.access.gate import Gate, Rights
from ldgraph.serve.access.introspection import Introspection
from ldgraph.serve.access.issuer import Issuer
from ldgraph.serve.access.tokens import TokenRules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldgraph.serve.settings import Settings

#: The variable that holds the secret for introspection: no file and no command line shows it.
SECRET = "LDGRAPH_SECRET"  # noqa: S105 (its name)
_MOST_LEEWAY = 300
_ORIGIN = re.compile(r"https?://(?:[a-z0-9-]+\.)*[a-z0-9-]+(?::\d{1,5})?")


class AccessSettingsError(LdgraphError):
    """The settings about tokens do not belong together."""


def gate_of(settings: Settings, environment: Mapping[str, str] = os.environ) -> Gate:
    """Make the gate; without an issuer one that refuses every token.

    Raises:
        AccessSettingsError: Something lacks, or a value cannot be.
        UnsafeAddressError: Keys or tokens would travel in the clear.
    """
    if not settings.issuer:
        _refuse_useless(settings)
        return Gate()
    if not settings.audience:
        raise AccessSettingsError(
            "an issuer without 'audience': say what the issuer calls this server, or a token for "
            "any other service would be good here too",
            "een uitgever zonder 'audience': zeg hoe de uitgever deze server noemt, anders geldt "
            "een token voor om het even welke andere dienst ook hier",
        )
    if not 0 <= settings.leeway <= _MOST_LEEWAY:
        raise AccessSettingsError(
            f"'leeway' is {settings.leeway:g}; wanted seconds from 0 to {_MOST_LEEWAY}",
            f"'leeway' is {settings.leeway:g}; geef seconden van 0 tot {_MOST_LEEWAY}",
        )
    for code in settings.central:
        if not re.fullmatch(f"{OVO}|{KBO}", code):
            raise AccessSettingsError(
                f"'central' has '{code}'; wanted numbers such as OVO002949",
                f"'central' heeft '{code}'; geef nummers zoals OVO002949",
            )
    for origin in settings.origins:
        if not _ORIGIN.fullmatch(origin):
            raise AccessSettingsError(
                f"'origin' has '{origin}'; wanted a site such as https://dashboard.example",
                f"'origin' heeft '{origin}'; geef een site zoals https://dashboard.example",
            )
    return Gate(
        Issuer(settings.issuer),
        TokenRules(settings.audience, settings.leeway),
        Rights(frozenset(settings.central), settings.scope or None),
        _introspection(settings, environment),
    )


def _refuse_useless(settings: Settings) -> None:
    """Refuse rights that nobody could ever have: they were meant, and the issuer forgotten."""
    if any((settings.audience, settings.central, settings.scope, settings.introspection)):
        raise AccessSettingsError(
            "settings about tokens without 'issuer': no token would be good",
            "instellingen over tokens zonder 'issuer': geen enkel token zou gelden",
        )


def _introspection(settings: Settings, environment: Mapping[str, str]) -> Introspection | None:
    if not settings.introspection:
        return None
    secret = environment.get(SECRET, "")
    if not settings.client or not secret:
        raise AccessSettingsError(
            f"'introspection' without 'client', or without the variable {SECRET}",
            f"'introspection' zonder 'client', of zonder de variabele {SECRET}",
        )
    return Introspection(settings.introspection, settings.client, secret)
