"""LBLOD's organisations: the model of the Loket applications and that of the organisation portal.

Both are met in the wild, and mixed. The Loket gives identifiers as ``dct:identifier`` and
``ext:kbonummer``; the portal as ``adms:Identifier``, whose ``skos:notation`` is the *kind* of
number and whose value lies one step further. OSLO puts the value in ``skos:notation`` and the
issuer in ``adms:schemaAgency``: that is read too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.harvest.observed import Body, Left, Life, Merger, Observed, as_identifier, as_name
from ldgraph.terms import ADMS, BESLUIT, DCT, GENERIEK, ORG, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldgraph.harvest.quads import Graph, Term

_EXT = "http://mu.semte.ch/vocabularies/ext/"
_REGORG = "http://www.w3.org/ns/regorg#"
_CODE = "BestuurseenheidClassificatieCode/"

CLASSES = (f"{BESLUIT}Bestuurseenheid", f"{ORG}ChangeEvent")
#: What a body must have to be read, in Dutch and English.
NEEDED = (
    f"één {ORG}classification die een …/{_CODE}… is",
    f"one {ORG}classification that is a …/{_CODE}…",
)
#: Also followed when a SPARQL endpoint is asked: what these lead to is a part of a body.
FOLLOWED = (
    f"{ADMS}identifier",
    f"{GENERIEK}gestructureerdeIdentificator",
    f"{BESLUIT}werkingsgebied",
    f"{ORG}changedBy",
    f"{ORG}resultedFrom",
)
_STATUS = {
    "63cc561de9188d64ba5840a42ae8f0d6": Life.ACTIVE,
    "d02c4e12bf88d2fdf5123b07f29c9311": Life.ENDED,
    "abf4fee82019f88cf122f986830621ab": Life.UNSAID,
}
#: What the portal calls kinds of numbers, and what we call their issuers; others are not ours.
_ISSUERS = {
    "kbo nummer": "KBO",
    "kbo-nummer": "KBO",
    "kbo": "KBO",
    "ovo-nummer": "OVO",
    "ovo nummer": "OVO",
    "ovo": "OVO",
    "nis-code": "NIS",
    "nis code": "NIS",
    "nis": "NIS",
    "nis-nummer": "NIS",
    "zonecode": "zonecode",
    "zonenummer": "zonecode",
    "nummer politiezone": "zonecode",
}
_NIS = re.compile(r"/(?:refnis(?:2019|2025)?|id/gemeente)/(\d{5})$")
_LIKE_KBO = re.compile(r"[01][\d. ]{9,}")
_BEFORE_MERGER = re.compile(r" *\(voor fusie\)$", re.IGNORECASE)
#: Municipality and OCMW: those have a territory of one municipality, whose number is theirs.
_BY_PLACE = {"5ab0e9b8a3b2ca7c5e000001", "5ab0e9b8a3b2ca7c5e000002"}


def observe(graph: Graph) -> Observed:
    """Read bodies and mergers."""
    found = Observed()
    for subject in graph.of_class(CLASSES[0]):
        _body(graph, subject, found)
    before, after = _stated_of_bodies(graph)
    for event in sorted({*graph.of_class(CLASSES[1]), *before, *after}, key=str):
        _merger(graph, event, (before.get(event, []), after.get(event, [])), found)
    return found


def _body(graph: Graph, subject: Term, found: Observed) -> None:
    if not isinstance(subject, ox.NamedNode):
        found.left.append(Left(str(subject), "een bestuur zonder IRI", "a body without an IRI"))
        return
    iri = subject.value
    kinds = {
        one.rpartition("/")[2]
        for one in graph.iris(subject, f"{ORG}classification", f"{BESLUIT}classificatie")
        if _CODE in one
    }
    if len(kinds) != 1:
        found.left.append(
            Left(
                iri,
                "geen, of meer dan één, soort bestuur (classificatie)",
                "no kind of government (classification), or more than one",
            )
        )
        return
    kind = kinds.pop()
    names = _names(graph, subject, found)
    statuses = {_life(one) for one in graph.iris(subject, f"{_REGORG}orgStatus")}
    ids, since = _identifiers(graph, subject, kind, found)
    found.bodies.append(
        Body(
            iri,
            kind,
            names,
            ids,
            statuses.pop() if len(statuses) == 1 else Life.UNSAID,
            ids_since=since,
            said_on=graph.day(subject, "http://www.w3.org/ns/prov#generatedAtTime"),
        )
    )


def _life(iri: str) -> Life:
    return _STATUS.get(iri.rpartition("/")[2], Life.UNSAID)


def _names(graph: Graph, subject: ox.NamedNode, found: Observed) -> tuple[str, ...]:
    """Give the names in Dutch; LBLOD's have no language, and mostly one is all there is."""
    label = (f"{SKOS}prefLabel",)
    given = graph.in_language(subject, label, "nl") or graph.in_language(subject, label, "")
    given = given or graph.in_language(subject, (f"{_REGORG}legalName",), "")
    names = []
    for one in given:
        name = as_name(_BEFORE_MERGER.sub("", one))
        if name is None:
            found.left.append(_no_name(subject.value, one))
        else:
            names.append(name)
    return tuple(dict.fromkeys(names))


def _no_name(iri: str, given: str) -> Left:
    return Left(
        iri,
        "geen naam om over te nemen (leeg, te lang of met stuurtekens)",
        "no name to take over (empty, too long or with control characters)",
        given[:60],
    )


def _identifiers(
    graph: Graph, subject: ox.NamedNode, kind: str, found: Observed
) -> tuple[dict[str, tuple[str, ...]], dict[str, date]]:
    given: dict[str, dict[str, None]] = {}
    since: dict[str, date] = {}
    for one in _written(graph, subject, kind):
        value = as_identifier(one.issuer, one.written)
        if value is not None:
            given.setdefault(one.issuer, {})[value] = None
            if one.since:
                since[one.issuer] = one.since
        elif one.written.strip():
            found.left.append(_no_number(subject.value, one))
    return {issuer: tuple(values) for issuer, values in given.items()}, since


def _no_number(iri: str, one: _Number) -> Left:
    if one.issuer:
        dutch, english = f"geen geldig nummer van {one.issuer}", f"no valid number of {one.issuer}"
    else:
        dutch, english = (
            "een soort nummer die hier niet bijgehouden wordt",
            "a kind of number that is not kept here",
        )
    return Left(iri, dutch, english, one.written[:60])


class _Number(NamedTuple):
    """A number as it is written; the issuer is empty where it is none of ours."""

    issuer: str
    written: str
    since: date | None = None


def _written(graph: Graph, subject: ox.NamedNode, kind: str) -> Iterator[_Number]:
    """Give the numbers as they are written, each with its issuer."""
    if as_identifier("LBLOD", subject.value):
        yield _Number("LBLOD", subject.value)
    for one in graph.texts(subject, f"{_EXT}kbonummer"):
        yield _Number("KBO", one)
    for one in graph.texts(subject, f"{DCT}identifier"):
        like_kbo = "KBO" if _LIKE_KBO.fullmatch(one) else ""
        yield _Number("OVO" if one.startswith("OVO") else like_kbo, one)
    for node in graph.values(subject, f"{ADMS}identifier"):
        yield from _structured(graph, node)
    if kind in _BY_PLACE:
        for code in _places(graph, subject):
            yield _Number("NIS", code)


def _structured(graph: Graph, node: Term) -> Iterator[_Number]:
    """Read an ``adms:Identifier`` of the portal's model, or of OSLO's."""
    notations = graph.texts(node, f"{SKOS}notation")
    named = [*notations, *graph.texts(node, f"{ADMS}schemaAgency")]
    issuers = {_ISSUERS[key] for one in named if (key := one.strip().lower()) in _ISSUERS}
    values = [
        value
        for deeper in graph.values(node, f"{GENERIEK}gestructureerdeIdentificator")
        for value in graph.texts(deeper, f"{GENERIEK}lokaleIdentificator")
    ] or [one for one in notations if one.strip().lower() not in _ISSUERS]
    if len(issuers) != 1 or not values:
        yield _Number("", ", ".join(named) or str(getattr(node, "value", node)))
        return
    issuer = issuers.pop()
    for one in values:
        yield _Number(issuer, one, graph.day(node, f"{DCT}issued"))


def _places(graph: Graph, subject: Term) -> list[str]:
    """Give the NIS codes of the territory: its own IRI has one, or what it matches exactly."""
    found = []
    for area in graph.values(subject, f"{BESLUIT}werkingsgebied"):
        iris = [str(getattr(area, "value", "")), *graph.iris(area, f"{SKOS}exactMatch")]
        found += [match[1] for one in iris if (match := _NIS.search(one))]
    return list(dict.fromkeys(found))


def _stated_of_bodies(graph: Graph) -> tuple[dict[Term, list[str]], dict[Term, list[str]]]:
    """Give by change event the bodies that say they were changed by it, or resulted from it."""
    before: dict[Term, list[str]] = {}
    after: dict[Term, list[str]] = {}
    for subject in graph.subjects():
        if isinstance(subject, ox.NamedNode):
            for event in graph.values(subject, f"{ORG}changedBy"):
                before.setdefault(event, []).append(subject.value)
            for event in graph.values(subject, f"{ORG}resultedFrom"):
                after.setdefault(event, []).append(subject.value)
    return before, after


def _merger(
    graph: Graph, event: Term, stated: tuple[list[str], list[str]], found: Observed
) -> None:
    """Read a change event as a merger: two bodies or more of which one resulted."""
    iri = str(getattr(event, "value", event))
    own = graph.iris(event, f"{ORG}originalOrganization")
    before = tuple(dict.fromkeys([*own, *stated[0]]))
    own = graph.iris(event, f"{ORG}resultingOrganization")
    after = tuple(dict.fromkeys([*own, *stated[1]]))
    if len(before) < 2 or len(after) != 1:  # noqa: PLR2004 (two that merge)
        found.left.append(
            Left(
                iri,
                "een wijziging die geen fusie is van twee of meer besturen in één",
                "a change that is no merger of two bodies or more into one",
            )
        )
        return
    found.mergers.append(Merger(iri, graph.day(event, f"{DCT}date"), before, after))
