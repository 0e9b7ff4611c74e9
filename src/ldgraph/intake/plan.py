"""Which files the importer writes from which tables, in groups that can be asked for apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldgraph.intake import (
    catalogue,
    frameworks,
    governments,
    mappings,
    observations,
    processes,
    regimes,
    tables,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ldgraph.intake.house import Block

_LBLOD = "https://github.com/lblod/app-organization-portal"
_MANDATES = "https://github.com/lblod/app-lokaal-mandatenbeheer"
_AREAS = "https://github.com/provinciesincijfers/gebiedsniveaus"
_FIGURES = "https://github.com/gehuybre/data-blog"
_PROCESSES = "https://github.com/lblod/app-openproceshuis"
_CONTROLS = "https://github.com/intuitem/ciso-assistant-community"
_ICR = "https://overheid.vlaanderen.be/informatieclassificatiemodel"

#: File, title, and the class or classes of which it has the active bodies.
_BODIES = (
    ("politiezones", "Politiezones in Vlaanderen", "Politiezone", "politiezone"),
    (
        "hulpverleningszones",
        "Hulpverleningszones in Vlaanderen",
        "Hulpverleningszone",
        "hulpverleningszone",
    ),
    ("provincies", "De Vlaamse provincies", "Provincie", "provincie"),
    ("samenwerking", "Intergemeentelijke samenwerkingsverbanden", "", "igs"),
)
_MEMBERS = (
    ("politiezone", "Leden van politiezones", "pinc+lblod-lmb"),
    (
        "hulpverleningszone",
        "Leden van hulpverleningszones, stand van 2018: onzeker",
        "lblod-loket-2018",
    ),
    ("igs", "Leden van samenwerkingsverbanden, stand van 2023: onzeker", "lblod-op-igs-2023"),
)
_CATALOGUE = (
    ("aanbod", "Aanbod dat in bronnen gevonden werd"),
    ("leveranciers", "Wie aanbod levert, contracten gunt of subsidies geeft"),
    ("raamcontracten", "Raamcontracten"),
    ("subsidies", "Subsidies"),
    ("zoekresultaten", "Wat gezocht en niet gevonden werd: geen aanbod"),
)


class Planned(NamedTuple):
    """A file to write: its place below ``data/openbaar``, without ``.ttl``, and what is in it."""

    name: str
    title: str
    sources: Sequence[str]
    blocks: Sequence[Block]


def _places(source: Path, _read_on: str, _base: str) -> Iterator[Planned]:
    places = tables.read_tables(source)
    centres = governments.welfare_centre_blocks(places)
    title = "OCMW's van de Vlaamse gemeenten, vandaag en voor de fusies"
    yield Planned("besturen/ocmws", title, [_LBLOD], centres)
    mergers = governments.merger_blocks(places)
    yield Planned("besturen/fusies", "Fusies van gemeenten sinds 2019", [_LBLOD], mergers)
    municipalities = governments.municipality_blocks(places)
    province = {row["nis"]: row["province_nis"] for row in places.municipalities}
    names = {row["province_nis"]: row["province"] for row in places.municipalities}
    for nis, name in sorted(names.items()):
        mine = [block for block in municipalities if province[block.subject.split("-")[1]] == nis]
        slug = name.lower().replace(" ", "-")
        title = f"Gemeenten van de provincie {name}, vandaag en vroeger"
        yield Planned(f"besturen/gemeenten-{slug}", title, [_LBLOD, _FIGURES, _AREAS], mine)
    for file, title, kind, word in _BODIES:
        kinds = {kind: governments.KIND_CODES[kind]} if kind else governments.JOINT_BODIES
        blocks = governments.body_blocks(places, kinds, word)
        yield Planned(f"besturen/{file}", title, [_MANDATES, _LBLOD], blocks)
    memberships = governments.membership_blocks(places)
    for word, title, short in _MEMBERS:
        mine = [one for one in memberships if one.subject.startswith(f"lidmaatschap:{word}-")]
        yield Planned(f"lidmaatschappen/{word}", title, tables.MEMBERSHIP_SOURCES[short], mine)


def _frameworks(source: Path, _read_on: str, _base: str) -> Iterator[Planned]:
    for edition in ("2023", "2025"):
        title = f"CyberFundamentals {edition}: nummers, niveaus en eigen titels"
        blocks = frameworks.cyfun_blocks(source, edition)
        yield Planned(f"normen/cyfun-{edition}", title, [_CONTROLS, "bron:eigen-lezing"], blocks)
    csf, iso = frameworks.csf_blocks(source), frameworks.iso_blocks(source)
    yield Planned(
        "normen/nist-csf-2-0",
        "NIST CSF 2.0: nummers en eigen titels",
        [_CONTROLS, "bron:eigen-lezing"],
        csf,
    )
    title = "ISO 27001:2022 bijlage A: nummers en eigen titels"
    yield Planned("normen/iso-27001-2022", title, [_CONTROLS, "bron:eigen-lezing"], iso)
    title = "NIS2-wet: de maatregelen van artikel 30"
    yield Planned(
        "normen/nis2", title, ["bron:nis2-wet", "bron:eigen-lezing"], frameworks.nis2_blocks(source)
    )
    title = "Informatieclassificatieraamwerk (ICR): klassen en domeinen van maatregelen"
    yield Planned("normen/icr", title, [_ICR, "bron:eigen-lezing"], frameworks.icr_blocks(source))
    title = "Wat de NIS2-wet van elke soort lokaal bestuur maakt"
    yield Planned("regimes/nis2", title, ["bron:nis2-wet"], regimes.regime_blocks(source))


def _figures(source: Path, _read_on: str, _base: str) -> Iterator[Planned]:
    title = "Gepubliceerde cijfers over cyberveiligheid bij lokale besturen"
    blocks = observations.observation_blocks(source)
    yield Planned("waarnemingen/cijfers", title, ["bron:eigen-lezing"], blocks)
    title = "Cyberincidenten bij lokale besturen, zoals de pers en VVSG ze meldden"
    blocks = observations.incident_blocks(source)
    yield Planned("waarnemingen/incidenten", title, ["bron:eigen-lezing"], blocks)
    title = "Werkprocessen van lokale besturen"
    blocks = processes.process_blocks(source)
    yield Planned("processen/processen", title, [_PROCESSES], blocks)


def _catalogue(source: Path, read_on: str, _base: str) -> Iterator[Planned]:
    found = catalogue.catalogue_blocks(source, read_on)
    for name, title in _CATALOGUE:
        yield Planned(f"catalogus/{name}", title, ["bron:eigen-lezing"], found[name])
    title = "Het programma zoals een bron het beschrijft: geen aanbod"
    yield Planned("programma/programma", title, ["bron:eigen-lezing"], found["programma"])


def _mappings(source: Path, _read_on: str, base: str) -> Iterator[Planned]:
    for slug, (title, blocks) in mappings.mapping_files(source, base).items():
        yield Planned(f"normen/koppelingen/{slug}", title, [_CONTROLS], blocks)


def _selection(source: Path, _read_on: str, _base: str) -> Iterator[Planned]:
    title = "Keuzematrix van CyberFundamentals: uit een eigen kopie"
    blocks = mappings.selection_blocks(source)
    yield Planned("normen/koppelingen/cyfun-keuzematrix", title, ["norm:cyfun-2023"], blocks)


#: What can be asked for. The last two are not the project's to publish: only on request.
GROUPS: Mapping[str, Callable[[Path, str, str], Iterator[Planned]]] = {
    "places": _places,
    "frameworks": _frameworks,
    "figures": _figures,
    "catalogue": _catalogue,
    "mappings": _mappings,
    "selection-matrix": _selection,
}
DEFAULT_GROUPS = ("places", "frameworks", "figures", "catalogue")
