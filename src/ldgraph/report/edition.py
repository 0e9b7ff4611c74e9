"""An edition of public figures as Turtle, in the layout of the house."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ldgraph.answers.strata import digest_of
from ldgraph.disclosure.measures import COLUMNS, PROPERTIES
from ldgraph.disclosure.table import ALL, Cell
from ldgraph.graph.prefixes import shorten
from ldgraph.turtle.layout import format_turtle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ldgraph.answers.strata import Strata, Stratum

_HEADING = {
    False: "# Openbare cijfers: hoeveel besturen van elke groep hoe staan voor elke vereiste.",
    True: "# Openbare cijfers over verzonnen besturen: hoeveel er van elke groep hoe staan.",
}
_TITLE = 'dct:title "Openbare cijfers op {0}"@nl , "Public figures of {0}"@en ;'
_EXPLAINED = """dct:description
    "wat niet gepubliceerd is, kan iets zeggen van één bestuur of van weinige, alleen of samen met andere cijfers; het is geen nul"@nl ,
    "what is not published may tell something of one government or of few, alone or with other figures; it is no zero"@en ;"""  # noqa: E501 (texts are never broken)


@dataclass(frozen=True)
class Issue:
    """An edition to be: its setting, and what is published of each requirement."""

    name: str
    on: str
    made: str
    base: str
    threshold: int
    version: str
    invented: bool
    source: str
    #: IRIs of the measurement waves that it is of; only such as are public.
    waves: tuple[str, ...]
    strata: Mapping[str, Strata]
    published: Mapping[str, Mapping[Cell, int]]
    #: The last part of the IRI of a kind or size class.
    notations: Mapping[str, str]

    @property
    def iri(self) -> str:
        """The IRI of the edition."""
        return f"{self.base}/id/cijferuitgave/{self.name}"


def as_turtle(issue: Issue, prefixes: Mapping[str, str], shown: str) -> str:
    """Write an edition as a file of its own.

    Args:
        issue: What it says.
        prefixes: The prefixes of the root.
        shown: What the file is called.
    """
    table = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(prefixes.items()))
    body = "\n".join(_blocks(issue, prefixes))
    text, faults = format_turtle(f"{_HEADING[issue.invented]}\n\n{table}\n{body}".encode(), shown)
    assert not faults, faults
    return text


def listed(groups: Strata, published: Mapping[Cell, int]) -> Iterator[Stratum]:
    """Give the groups that an edition lists.

    Groups below one of which nothing is published are left out where nothing of them is either.
    """
    given = {cell.row for cell in published}
    shown: dict[Stratum | None, bool] = {None: True}
    for one, parent in groups.parents.items():
        below = (other for other in groups.parents if _is_below(groups, other, parent))
        shown[one] = (
            parent is None
            or parent.row in given
            or any(other.row in given for other in (one, *below))
        )
        if shown[one]:
            yield one


def _is_below(groups: Strata, one: Stratum, top: Stratum | None) -> bool:
    above = groups.parents[one]
    while above is not None and above != top:
        above = groups.parents[above]
    return above is not None


def _blocks(issue: Issue, prefixes: Mapping[str, str]) -> Iterator[str]:
    title = _TITLE.format(issue.on)
    invented = "ldg:fictief true ;" if issue.invented else ""
    yield f"""<>
a ldg:Graaf ;
{title}
dct:source {shorten(issue.source, prefixes)} ;
dct:modified "{issue.made}"^^xsd:date ;
dct:accessRights toegang:PUBLIC ;
{invented}
.
"""
    edition = shorten(issue.iri, prefixes)
    waves = " , ".join(shorten(one, prefixes) for one in issue.waves)
    wave = f"ldg:meetronde {waves} ;" if waves else ""
    yield f"""{edition}
a ldg:Cijferuitgave ;
{title}
{_EXPLAINED}
ldg:datum "{issue.on}"^^xsd:date ;
{wave}
ldg:dataversie "{issue.version}" ;
ldg:drempel {issue.threshold} ;
.
"""
    for requirement, groups in issue.strata.items():
        published = issue.published[requirement]
        for one in listed(groups, published):
            yield _figure(issue, requirement, one, prefixes)


def _figure(issue: Issue, requirement: str, stratum: Stratum, prefixes: Mapping[str, str]) -> str:
    published = issue.published[requirement]
    members = issue.strata[requirement].members[stratum]
    parts = [issue.name, requirement.rsplit("/", 1)[-1].lower()]
    parts += [issue.notations[one] for one in stratum if one] or ["alle"]
    lines = [
        shorten(f"{issue.base}/id/cijfer/{'-'.join(parts)}", prefixes),
        "a ldg:Cijfer ;",
        f"qb:dataSet {shorten(issue.iri, prefixes)} ;",
        f"ldg:vereiste {shorten(requirement, prefixes)} ;",
    ]
    if stratum.kind:
        lines.append(f"ldg:overSoort {shorten(stratum.kind, prefixes)} ;")
    if stratum.size:
        lines.append(f"ldg:overGrootteklasse {shorten(stratum.size, prefixes)} ;")
    lines += [
        f'ldg:groepskenmerk "{digest_of(members)}" ;',
        f"ldg:{PROPERTIES[ALL]} {len(members)} ;",
    ]
    withheld = []
    for column in COLUMNS:
        value = published.get(Cell(stratum.row, column))
        if value is not None:
            lines.append(f"ldg:{PROPERTIES[column]} {value} ;")
        elif column != ALL:
            withheld.append(f"ldg:{PROPERTIES[column]}")
    if withheld:
        lines.append(f"ldg:nietGepubliceerd {' , '.join(withheld)} ;")
    return "\n".join([*lines, ".", ""])
