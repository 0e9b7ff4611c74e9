"""Which graphs make which dataset: the whole, its parts by subject, and the shapes beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.graph.places import Room
from ldgraph.terms import DERIVED_GRAPH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldgraph.catalogue.triples import Texts
    from ldgraph.graph.places import SourceFile
    from ldgraph.snapshot import Snapshot

#: What the names of datasets begin with: others may keep datasets below the same base.
STEM = "lokaal-digitaal"
WHOLE = STEM
#: Themes of https://vocab.belgif.be/auth/datatheme.
GOVERNMENT, TECHNOLOGY = "GOVE", "TECH"


@dataclass(frozen=True, slots=True)
class Part:
    """A dataset: its name, what it is called and is about in Dutch and English, its graphs."""

    name: str
    titles: Texts
    descriptions: Texts
    themes: tuple[str, ...]
    #: Sorted; the shapes' own name stands for the shapes.
    graphs: tuple[str, ...]
    #: Whether it is a part of the whole, which is what may be asked.
    within: bool = True


_WHOLE = (
    ("Lokaal Digitaal: kennisgraaf", "Lokaal Digitaal: knowledge graph"),
    (
        (
            "Alle openbare feiten: besturen, vereisten, risico's, aanbod en wat het dekt, met de "
            "ontologie en wat de regels afleiden. Beoordelingen van besturen zitten er niet in."
        ),
        (
            "All public facts: governments, requirements, risks, offerings and what they cover, "
            "with the ontology and what the rules derive. Assessments of governments are not in "
            "it."
        ),
    ),
)
#: By name: title, description, themes, and the folders of public data that it has.
_PARTS: Mapping[str, tuple[Texts, Texts, tuple[str, ...], tuple[str, ...]]] = {
    "ontologie": (
        ("Ontologie en codelijsten", "Ontology and code lists"),
        (
            "De klassen en eigenschappen waarin de gegevens geschreven zijn, en elke codelijst.",
            "The classes and properties that the data is written in, and every code list.",
        ),
        (TECHNOLOGY,),
        (),
    ),
    "vormen": (
        ("SHACL-vormen", "SHACL shapes"),
        (
            "De regels waaraan de gegevens moeten voldoen, als SHACL.",
            "The rules that the data must meet, as SHACL.",
        ),
        (TECHNOLOGY,),
        (),
    ),
    "besturen": (
        ("Lokale besturen", "Local governments"),
        (
            "Lokale besturen in Vlaanderen met hun nummers, fusies en lidmaatschappen.",
            "Local governments in Flanders with their numbers, mergers and memberships.",
        ),
        (GOVERNMENT,),
        ("besturen", "lidmaatschappen"),
    ),
    "aanbod": (
        ("Catalogus van aanbod", "Catalogue of offerings"),
        (
            (
                "Producten en diensten voor cyberveiligheid, wat ze leveren en dekken, "
                "leveranciers, raamcontracten en subsidies."
            ),
            (
                "Products and services for cybersecurity, what they deliver and cover, suppliers, "
                "framework contracts and subsidies."
            ),
        ),
        (GOVERNMENT, TECHNOLOGY),
        ("catalogus", "aanbod", "dekking"),
    ),
    "vereisten": (
        ("Vereisten en normenkaders", "Requirements and frameworks"),
        (
            (
                "Vereisten voor cyberveiligheid, de normen en maatregelen waar ze vandaan komen, "
                "en de regimes waaronder besturen vallen."
            ),
            (
                "Requirements for cybersecurity, the standards and controls that they come from, "
                "and the regimes that governments fall under."
            ),
        ),
        (GOVERNMENT, TECHNOLOGY),
        ("vereisten", "normen", "regimes"),
    ),
    "risicos": (
        ("Risico's en processen", "Risks and processes"),
        (
            "Wat er mis kan gaan, en de processen en toepassingen van besturen die dat raakt.",
            "What can go wrong, and the processes and applications of governments it touches.",
        ),
        (GOVERNMENT, TECHNOLOGY),
        ("risicos", "processen", "inschattingen"),
    ),
    "programma": (
        ("Programma, bronnen en waarnemingen", "Programme, sources and observations"),
        (
            (
                "Het programma Lokaal Digitaal zoals zijn bronnen het beschrijven, die bronnen "
                "zelf, en wat er openbaar is waargenomen."
            ),
            (
                "The programme Lokaal Digitaal as its sources describe it, those sources "
                "themselves, and what was observed in public."
            ),
        ),
        (GOVERNMENT,),
        ("programma", "bronnen", "waarnemingen"),
    ),
    "cijfers": (
        ("Gepubliceerde cijfers", "Published figures"),
        (
            "Cijfers over alle besturen samen, zoals ze nagezien en vrijgegeven zijn.",
            "Figures over all governments together, as they were reviewed and released.",
        ),
        (GOVERNMENT,),
        ("cijfers",),
    ),
    "overig": (
        ("Andere openbare gegevens", "Other public data"),
        (
            "Openbare gegevens die tot geen ander deel horen.",
            "Public data that belongs to no other part.",
        ),
        (GOVERNMENT,),
        (),
    ),
    "afgeleid": (
        ("Afgeleide feiten", "Derived facts"),
        (
            (
                "Wat de regels uit de openbare feiten afleiden: wie die feiten met de vragen wil "
                "bevragen, heeft ook dit nodig."
            ),
            (
                "What the rules derive from the public facts: who wants to put the questions to "
                "those facts needs this too."
            ),
        ),
        (GOVERNMENT,),
        (),
    ),
}
_OF_ROOT = (
    ("Aanvulling: {}", "Addition: {}"),
    (
        "Openbare gegevens die de root '{}' aan het geheel toevoegt.",
        "Public data that the root '{}' adds to the whole.",
    ),
    (
        "Verzonnen besturen en feiten, om te tonen wat de kennisgraaf kan: geen ervan is echt.",
        "Invented governments and facts, to show what the knowledge graph can do: none is real.",
    ),
)
#: What the name of a root may hold to be the name of a dataset.
_PLAIN = re.compile(r"[a-z0-9][a-z0-9-]*")


def parts_of(public: Snapshot) -> tuple[Part, ...]:
    """List the datasets of what everyone may see, the whole first; one may be empty."""
    graphs: dict[str, set[str]] = {}
    for file in public.dataset.files:
        if file.graph in public.view.graphs:
            graphs.setdefault(_name(file), set()).add(file.graph)
    derived = public.root.base + DERIVED_GRAPH
    graphs["afgeleid"] = {derived}
    shapes = public.root.vocabulary.shp.rstrip("/")
    found = [
        _whole(sorted(graph for one in graphs.values() for graph in one)),
        *(
            Part(f"{STEM}-{name}", titles, descriptions, themes, tuple(sorted(graphs[name])))
            for name, (titles, descriptions, themes, _) in _PARTS.items()
            if name in graphs
        ),
        *(_of_root(public, name, graphs[name]) for name in sorted(graphs.keys() - _PARTS.keys())),
    ]
    if len(public.dataset.shapes):
        titles, descriptions, themes, _ = _PARTS["vormen"]
        found.append(Part(f"{STEM}-vormen", titles, descriptions, themes, (shapes,), within=False))
    return tuple(found)


def _whole(graphs: list[str]) -> Part:
    titles, descriptions = _WHOLE
    return Part(WHOLE, titles, descriptions, (GOVERNMENT, TECHNOLOGY), tuple(graphs))


def _name(file: SourceFile) -> str:
    """Name the part that a file belongs to: by its root, else by its folder."""
    if file.root.name:
        plain = re.sub(r"[^a-z0-9-]+", "-", file.root.name.lower()).strip("-")
        return f"root-{plain if _PLAIN.fullmatch(plain) else 'x'}"
    if file.room is Room.ONTOLOGY:
        return "ontologie"
    inside = file.path.relative_to(file.root.path).with_suffix("").parts[2:3]
    for name, (_, _, _, folders) in _PARTS.items():
        if inside and inside[0] in folders:
            return name
    return "overig"


def _of_root(public: Snapshot, name: str, graphs: set[str]) -> Part:
    called = name.removeprefix("root-")
    titles, real, invented = _OF_ROOT
    said = invented if all(_is_invented(public, one) for one in graphs) else real
    return Part(
        f"{STEM}-{name}",
        (titles[0].format(called), titles[1].format(called)),
        (said[0].format(called), said[1].format(called)),
        (GOVERNMENT,),
        tuple(sorted(graphs)),
    )


def _is_invented(public: Snapshot, graph: str) -> bool:
    node, mark = ox.NamedNode(graph), ox.NamedNode(public.view.vocabulary.ldg + "fictief")
    said = public.view.store.quads_for_pattern(node, mark, ox.Literal(value=True), node)
    return any(True for _ in said)
