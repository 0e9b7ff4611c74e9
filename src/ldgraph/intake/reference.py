"""``ldgraph import reference``: a folder of reference tables becomes files of the public root.

The output depends on the tables alone, so a new edition of a source is a diff to review.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldgraph.errors import UnreadableInputError
from ldgraph.graph.prefixes import prefixes_of
from ldgraph.intake import (
    catalogue,
    frameworks,
    governments,
    observations,
    processes,
    regimes,
)
from ldgraph.intake.house import Block, layout, text, typed
from ldgraph.turtle.write import write_atomic

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ldgraph.graph.places import Root

#: Joint bodies are written per class: one file of all would be too long to review.
_BODIES = (
    ("politiezones", {"Politiezone": governments.KIND_CODES["Politiezone"]}, "politiezone"),
    (
        "hulpverleningszones",
        {"Hulpverleningszone": governments.KIND_CODES["Hulpverleningszone"]},
        "hulpverleningszone",
    ),
    ("provincies", {"Provincie": governments.KIND_CODES["Provincie"]}, "provincie"),
    ("samenwerking", governments.JOINT_BODIES, "igs"),
)


class Written(NamedTuple):
    """Files that changed and files that were already right, relative to the root."""

    changed: list[str]
    unchanged: list[str]


def import_reference(source: Path, root: Root, read_on: str, *, dry_run: bool = False) -> Written:
    """Read the tables in ``source`` and write the public places and frameworks of ``root``.

    Args:
        source: Folder with the reference tables.
        root: The root to write into; nothing is written unless every table could be read.
        read_on: Month in which the tables were copied from their sources (``2026-11``).
        dry_run: Only say which files would change.

    Raises:
        UnreadableInputError: A table is missing or not as expected.
    """
    if not source.is_dir():
        raise UnreadableInputError(source, "not a folder; wanted the folder with the tables")
    prefixes = prefixes_of(root)
    changed, unchanged = [], []
    contents = {
        f"data/openbaar/{name}.ttl": layout(
            title + ".", [_graph(title, read_on, sources), *blocks], prefixes
        )
        for name, title, sources, blocks in _files(source, read_on)
    }
    for name, content in contents.items():
        target = root.path / name
        if target.is_file() and target.read_text("utf-8") == content:
            unchanged.append(name)
            continue
        changed.append(name)
        if not dry_run:
            write_atomic(target, content)
    return Written(changed, unchanged)


def _files(source: Path, read_on: str) -> list[tuple[str, str, Sequence[str], list[Block]]]:
    tables = governments.read_tables(source)
    lblod = ["https://github.com/lblod/app-organization-portal"]
    zones = ["https://github.com/lblod/app-lokaal-mandatenbeheer", *lblod]
    areas = "https://github.com/provinciesincijfers/gebiedsniveaus"
    ciso = ["https://github.com/intuitem/ciso-assistant-community"]
    figures = ["https://github.com/gehuybre/data-blog", areas]
    found: list[tuple[str, str, Sequence[str], list[Block]]] = [
        (
            "besturen/ocmws",
            "OCMW's van de Vlaamse gemeenten",
            lblod,
            governments.welfare_centre_blocks(tables),
        ),
        (
            "besturen/fusies",
            "Fusies van gemeenten sinds 2019",
            lblod,
            governments.merger_blocks(tables),
        ),
    ]
    municipalities = governments.municipality_blocks(tables)
    province = {row["nis"]: row["province_nis"] for row in tables.municipalities}
    names = {row["province_nis"]: row["province"] for row in tables.municipalities}
    for nis, name in sorted(names.items()):
        mine = [block for block in municipalities if province[block.subject.split("-")[1]] == nis]
        slug = name.lower().replace(" ", "-")
        title = f"Gemeenten van de provincie {name}, vandaag en vroeger"
        found.append((f"besturen/gemeenten-{slug}", title, [*lblod, *figures], mine))
    titles = {
        "politiezones": "Politiezones in Vlaanderen",
        "hulpverleningszones": "Hulpverleningszones in Vlaanderen",
        "provincies": "De Vlaamse provincies",
        "samenwerking": "Intergemeentelijke samenwerkingsverbanden",
    }
    for file, kinds, word in _BODIES:
        blocks = governments.body_blocks(tables, kinds, word)
        found.append((f"besturen/{file}", titles[file], zones, blocks))
    memberships = governments.membership_blocks(tables)
    for word, title in (
        ("politiezone", "Leden van politiezones"),
        ("hulpverleningszone", "Leden van hulpverleningszones, stand van 2018: onzeker"),
        ("igs", "Leden van samenwerkingsverbanden, stand van 2023: onzeker"),
    ):
        mine = [one for one in memberships if one.subject.startswith(f"lidmaatschap:{word}-")]
        found.append((f"lidmaatschappen/{word}", title, [areas, *zones], mine))
    for edition in ("2023", "2025"):
        title = f"CyberFundamentals {edition}: nummers, niveaus en sleutelmaatregelen"
        found.append(
            (f"normen/cyfun-{edition}", title, ciso, frameworks.cyfun_blocks(source, edition))
        )
    csf, iso = frameworks.csf_blocks(source), frameworks.iso_blocks(source)
    moniteur = ["Moniteur belge 2024-05-17, act 2024202344"]
    found.append(("normen/nist-csf-2-0", "NIST CSF 2.0: nummers", ciso, csf))
    found.append(("normen/iso-27001-2022", "ISO 27001:2022 bijlage A: nummers", ciso, iso))
    title = "NIS2-wet: de maatregelen van artikel 30"
    found.append(("normen/nis2", title, moniteur, frameworks.nis2_blocks(source)))
    title = "Informatieclassificatieraamwerk (ICR): klassen en domeinen van maatregelen"
    wiki = ["https://overheid.vlaanderen.be/informatieclassificatiemodel"]
    found.append(("normen/icr", title, wiki, frameworks.icr_blocks(source)))
    title = "Wat de NIS2-wet van elke soort lokaal bestuur maakt"
    found.append(("regimes/nis2", title, ["bron:nis2-wet"], regimes.regime_blocks(source)))
    title = "Gepubliceerde cijfers over cyberveiligheid bij lokale besturen"
    figure = observations.observation_blocks(source)
    found.append(("waarnemingen/cijfers", title, ["bron:eigen-lezing"], figure))
    title = "Werkprocessen van lokale besturen"
    open_processes = ["https://github.com/lblod/app-openproceshuis"]
    found.append(("processen/processen", title, open_processes, processes.process_blocks(source)))
    services = catalogue.catalogue_blocks(source, read_on)
    for name, title in (
        ("aanbod", "Aanbod dat in bronnen gevonden werd"),
        ("leveranciers", "Wie aanbod levert, contracten gunt of subsidies geeft"),
        ("raamcontracten", "Raamcontracten"),
        ("subsidies", "Subsidies"),
        ("zoekresultaten", "Wat gezocht en niet gevonden werd: geen aanbod"),
    ):
        found.append((f"catalogus/{name}", title, ["bron:eigen-lezing"], services[name]))
    return found


def _graph(title: str, read_on: str, sources: Sequence[str]) -> Block:
    return Block(
        "<>",
        [
            ("a", ["ldg:Graaf"]),
            ("dct:title", [text(title, "nl")]),
            ("dct:source", [_source(source) for source in sources]),
            ("ldg:gelezenOp", [typed(read_on, "xsd:gYearMonth")]),
            ("dct:accessRights", ["toegang:PUBLIC"]),
        ],
    )


def _source(source: str) -> str:
    """A source with an address is a link; one on paper is its name."""
    if source.startswith("bron:"):
        return source
    return f"<{source}>" if source.startswith("http") else text(source)
