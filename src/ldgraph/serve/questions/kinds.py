"""The kinds of resources below /v1: what each is, what is shown of it, what it is filtered by."""

from __future__ import annotations

from typing import NamedTuple

from ldgraph.terms import ADMS, DCT, ORG, SKOS


class Shown(NamedTuple):
    """A member of a resource, and the property that it shows: a local name is of the project."""

    name: str
    predicate: str
    #: Whether there may be several: then it is a list, though there be one or none.
    many: bool = False


class Filter(NamedTuple):
    """What a list can be narrowed by: the values of a property, and what is said of it."""

    name: str
    predicate: str
    description: tuple[str, str]


class Kind(NamedTuple):
    """One kind of resource."""

    path: str
    #: The local name of the class.
    type: str
    envelope: str
    title: tuple[str, str]
    #: What goes with the name in a list; an item shows everything.
    shown: tuple[Shown, ...]
    filters: tuple[Filter, ...]
    #: Whether ``soort`` is a class and no code.
    by_class: bool = False


#: What every kind is filtered by beside its own.
NAME = (
    "Alleen wat deze tekst in zijn naam heeft.",
    "Only what has this text in its name.",
)
SEARCH = (
    "Alleen wat deze tekst in naam, code, omschrijving of definitie heeft.",
    "Only what has this text in its name, code, description or definition.",
)
TOTAL = (
    "Zeg ook hoeveel er in totaal zijn.",
    "Say too how many there are in all.",
)
STATUS = (
    "Of het bestuur op de peildatum bestaat: bestaand, verdwenen of toekomstig.",
    "Whether the government exists on the reference date: existing, gone or to come.",
)
MEMBER = (
    "Alleen leden van dit bestuur op de peildatum: een politiezone, hulpverleningszone of "
    "samenwerkingsverband."
)
MEMBER_ENGLISH = (
    "Only members of this government on the reference date: a police zone, a fire and rescue "
    "zone or an intercommunal body."
)
#: Of a government, by date; the words are those of the answer.
STATES = ("bestaand", "verdwenen", "toekomstig")
IDENTIFIER = ADMS + "identifier"
AGENCY = ADMS + "schemaAgency"
MERGED = "opgegaanIn"

KINDS = (
    Kind(
        "besturen",
        "LokaalBestuur",
        "BesturenEnvelop",
        ("Lokale besturen", "Local governments"),
        (
            Shown("soort", ORG + "classification"),
            Shown("provincie", "inProvincie"),
            Shown("bestaatVan", "bestaatVan"),
            Shown("bestaatTot", "bestaatTot"),
            Shown("inwonertal", "inwonertal"),
            Shown("opvolgers", MERGED, many=True),
        ),
        (
            Filter(
                "soort",
                ORG + "classification",
                ("De soort van bestuur.", "The kind of government."),
            ),
            Filter("provincie", "inProvincie", ("De provincie.", "The province.")),
            Filter("grootteklasse", "grootteklasse", ("De grootteklasse.", "The size class.")),
        ),
    ),
    Kind(
        "aanbod",
        "Aanbod",
        "AanbodLijstEnvelop",
        ("Aanbod", "Offerings"),
        (
            Shown("code", DCT + "identifier"),
            Shown("soort", "aanbodsoort"),
            Shown("status", "aanbodstatus"),
            Shown("leverancier", "leverancier", many=True),
            Shown("capability", "levert", many=True),
            Shown("prijsmodel", "prijsmodel"),
            Shown("contract", "viaContract", many=True),
        ),
        (
            Filter("soort", "aanbodsoort", ("De soort van aanbod.", "The kind of offering.")),
            Filter("status", "aanbodstatus", ("De status.", "The status.")),
            Filter("leverancier", "leverancier", ("De leverancier.", "The supplier.")),
            Filter(
                "capability",
                "levert",
                (
                    "Een capability die het levert, zelf of een engere.",
                    "A capability that it delivers, itself or a narrower one.",
                ),
            ),
            Filter("prijsmodel", "prijsmodel", ("Het prijsmodel.", "The price model.")),
            Filter(
                "uitvoering", "uitvoering", ("Hoe het uitgevoerd wordt.", "How it is carried out.")
            ),
            Filter("contract", "viaContract", ("Het raamcontract.", "The framework contract.")),
        ),
    ),
    Kind(
        "vereisten",
        "Vereiste",
        "VereistenEnvelop",
        ("Vereisten", "Requirements"),
        (
            Shown("code", DCT + "identifier"),
            Shown("prioriteit", "prioriteit"),
            Shown("vanafNiveau", "vanafNiveau", many=True),
            Shown("risico", "mitigeert", many=True),
            Shown("capability", "vraagtCapability", many=True),
        ),
        (
            Filter("prioriteit", "prioriteit", ("De prioriteit.", "The priority.")),
            Filter(
                "niveau",
                "vanafNiveau",
                ("Het niveau waarvan af ze geldt.", "The level from which on it holds."),
            ),
            Filter(
                "risico", "mitigeert", ("Een risico dat ze beperkt.", "A risk that it mitigates.")
            ),
            Filter(
                "capability",
                "vraagtCapability",
                (
                    "Een capability die ze vraagt, zelf of een engere.",
                    "A capability that it asks for, itself or a narrower one.",
                ),
            ),
            Filter("herkomst", "herkomst", ("Van wie ze komt.", "From whom it comes.")),
        ),
        by_class=True,
    ),
    Kind(
        "risicos",
        "Risico",
        "RisicosEnvelop",
        ("Risico's", "Risks"),
        (
            Shown("definitie", SKOS + "definition"),
            Shown("leidtTot", "leidtTot", many=True),
            Shown("draagtBijTot", "draagtBijTot", many=True),
        ),
        (Filter("herkomst", "herkomst", ("Van wie het komt.", "From whom it comes.")),),
    ),
    Kind(
        "capabilities",
        "Capability",
        "CapabilitiesEnvelop",
        ("Capabilities", "Capabilities"),
        (
            Shown("code", SKOS + "notation"),
            Shown("definitie", SKOS + "definition"),
            Shown("boven", SKOS + "broader", many=True),
        ),
        (
            Filter(
                "boven",
                SKOS + "broader",
                ("Een ruimere, direct of verder.", "A broader one, directly or further."),
            ),
            Filter("herkomst", "herkomst", ("Van wie ze komt.", "From whom it comes.")),
        ),
    ),
)
BY_PATH = {kind.path: kind for kind in KINDS}


def iri_of(predicate: str, ldg: str) -> str:
    """Give the IRI of a property."""
    return predicate if ":" in predicate else ldg + predicate
