"""What a root says of who publishes it, under which licence, and whom to ask: ``[catalogus]``.

Nothing of it is ever made up: where a root does not say what a catalogue must have, there is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ldgraph.errors import LdgraphError
from ldgraph.graph.config import read_config
from ldgraph.graph.places import CATALOGUE, CONFIG

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ldgraph.graph.config import Config
    from ldgraph.graph.places import Root

_IRI = re.compile(r"https?://[^\x00-\x20<>\"{}|\\^`]+")
_EMAIL = re.compile(r"[^\x00-\x20<>\"{}|\\^`@]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_TEXT = re.compile(r"[^\x00-\x1f\x7f]+")
#: Of the lists of the profile.
_PHASES = ("design", "live", "sunset", "deprecated")
_STAGES = ("DEV", "TEST", "BETA", "TNI", "STAGING", "PROD")


@dataclass(frozen=True, slots=True)
class Terms:
    """Who publishes what there is, on which terms, and whom to ask."""

    licence: str
    publisher: str
    publisher_name: str
    contact_name: str
    contact_page: str = ""
    contact_email: str = ""
    #: How far services are, and where they run, by the codes of the profile; empty if not said.
    phase: str = ""
    stage: str = ""


_PHASE = re.compile("|".join(_PHASES))
_STAGE = re.compile("|".join(_STAGES))
#: By key: what a value has to be, in Dutch and English.
_KEYS = {
    "licence": (_IRI, "een IRI", "an IRI"),
    "publisher": (_IRI, "een IRI", "an IRI"),
    "publisher_name": (_TEXT, "een naam", "a name"),
    "contact_name": (_TEXT, "een naam", "a name"),
    "contact_page": (_IRI, "een adres van een pagina", "the address of a page"),
    "contact_email": (_EMAIL, "een e-mailadres", "an e-mail address"),
    "phase": (_PHASE, " | ".join(_PHASES), " | ".join(_PHASES)),
    "stage": (_STAGE, " | ".join(_STAGES), " | ".join(_STAGES)),
}
_NEEDED = ("licence", "publisher", "publisher_name", "contact_name")
_CONTACT = ("contact_page", "contact_email")


class NoTermsError(LdgraphError):
    """A root does not say what its catalogue must have."""

    def __init__(self, missing: Iterable[str]) -> None:
        listed = tuple(missing)
        self.missing = listed
        keys = ", ".join(listed)
        super().__init__(
            f"there is no catalogue: ldgraph.toml does not say in [{CATALOGUE}]: {keys}",
            f"er is geen catalogus: ldgraph.toml zegt in [{CATALOGUE}] niet: {keys}",
        )


def terms_of(root: Root) -> Terms:
    """Read the table of a root; what it does not say, a root that it extends may.

    Raises:
        ConfigError: A key is unknown, or its value cannot be.
        NoTermsError: Something that a catalogue must have is said nowhere.
    """
    said: dict[str, str] = {}
    for one in root.lineage():
        config = read_config(one.path / CONFIG, one.files)
        table = config.values.get(CATALOGUE, {})
        own = {key: _value(config, key, value) for key, value in table.items()}
        if own.keys() & set(_CONTACT):  # the way to reach another is not the way to reach this one
            said = {key: value for key, value in said.items() if key not in _CONTACT}
        said |= own
    missing = [key for key in _NEEDED if key not in said]
    if not said.keys() & set(_CONTACT):
        missing.append(" | ".join(_CONTACT))
    if missing:
        raise NoTermsError(missing)
    return Terms(**said)


def _value(config: Config, key: str, value: object) -> str:
    path = (CATALOGUE, key)
    if key not in _KEYS:
        raise config.unknown(path, _KEYS)
    pattern, dutch, english = _KEYS[key]
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise config.error(
            path, f"'{key}' is {value!r}; wanted {english}", f"'{key}' is {value!r}; geef {dutch}"
        )
    return value
