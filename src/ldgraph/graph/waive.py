"""Waivers: findings that may stand until a day, for a reason, by decision of a role.

A waiver is data (``ldg:Vrijstelling``), so that it is reviewed and kept like the rest. It hides
nothing: the finding stays in every report and does not decide the outcome. It cannot let pass what
was not checked or what leaks, nor anything about waivers themselves.
"""

from __future__ import annotations

import datetime as dt
import difflib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.errors import Finding, Severity, Waiver
from ldgraph.graph.codes import LEAKS, UNCHECKED, WAIVERS, known_codes
from ldgraph.graph.places import Room
from ldgraph.graph.prefixes import expand, prefixes_of
from ldgraph.terms import PREF_LABEL, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ldgraph.graph.load import Dataset
    from ldgraph.graph.locate import Locator
    from ldgraph.graph.places import Root, SourceFile


@dataclass(frozen=True, slots=True)
class _Said:
    """A waiver as its file says it; every one of these has a value."""

    node: ox.NamedNode
    file: SourceFile
    code: str
    subject: str
    path: str | None
    value: str | None
    begins: dt.date
    expires: dt.date
    waiver: Waiver


def waive(
    findings: Iterable[Finding], dataset: Dataset, root: Root, locator: Locator, on: dt.date
) -> list[Finding]:
    """Mark what is waived on a day, and add what is wrong with the waivers, in no order.

    Codes: ``vrijstelling-verlopen`` (its last day has passed), ``vrijstelling-ongebruikt`` (there
    is no such finding), ``vrijstelling-onbekende-code`` and ``vrijstelling-kan-niet`` (such a
    finding cannot be waived). A waiver that is itself found fault with waives nothing.
    """
    given = list(findings)
    kind = ox.NamedNode(dataset.vocabulary.ldg + "Vrijstelling")
    typed = list(dataset.store.quads_for_pattern(None, ox.NamedNode(TYPE), kind, None))
    if not typed:
        return given
    nodes = {str(quad.subject) for quad in typed}
    faulty = {one.focus for one in given if one.focus in nodes}
    prefixes = prefixes_of(root)
    codes = known_codes(dataset.shapes)
    told: list[Finding] = []
    for said in sorted(_waivers(dataset, locator, typed), key=lambda one: one.node.value):
        if str(said.node) in faulty:
            continue
        wrong = _refusal(said, codes, nodes) or _expiry(said, on)
        if wrong is None and said.begins <= on:
            hits = [at for at, one in enumerate(given) if _matches(said, one, prefixes)]
            allowed = [at for at in hits if said.file.restricted or not given[at].restricted]
            for at in allowed:
                given[at] = _with_longest(given[at], said.waiver)
            # What a broken file would say is not known: the finding may come back with it.
            if not allowed and not dataset.faults:
                wrong = _unused(restricted=bool(hits))
        if wrong:
            told.append(_finding(said, wrong, locator))
    return [*given, *told]


@dataclass(frozen=True, slots=True)
class _Wrong:
    """What is wrong with a waiver, and the property that says it."""

    code: str
    severity: Severity
    property: str
    dutch: str
    english: str
    suggestion: str | None = None


def _waivers(dataset: Dataset, locator: Locator, typed: Iterable[ox.Quad]) -> Iterator[_Said]:
    """Read the waivers of a root; one that lacks something is left to its shape."""
    files = dataset.by_graph()
    for quad in typed:
        file = files[quad.graph_name.value]  # type: ignore[union-attr]
        if file.room in {Room.PUBLIC, Room.RESTRICTED} and isinstance(quad.subject, ox.NamedNode):
            said = _read(dataset, locator, quad.subject, file)
            if said:
                yield said


def _read(dataset: Dataset, locator: Locator, node: ox.NamedNode, file: SourceFile) -> _Said | None:
    graph, ldg = ox.NamedNode(file.graph), dataset.vocabulary.ldg

    def first(name: str, lang: str | None = None) -> ox.NamedNode | ox.Literal | None:
        quads = dataset.store.quads_for_pattern(node, ox.NamedNode(ldg + name), None, graph)
        values = [one.object for one in quads]
        fits = [one for one in values if lang is None or getattr(one, "language", None) == lang]
        return min(fits, key=str, default=None)  # type: ignore[return-value]

    code, subject, role = first("bevindingscode"), first("vrijgesteld"), None
    begins, expires = _day(first("datum")), _day(first("geldigTot"))
    reason, english = first("reden", "nl"), first("reden", "en")
    role = first("verantwoordelijkeRol")
    path, value = first("vrijgesteldeEigenschap"), first("vrijgesteldeWaarde")
    if not (code and subject and begins and expires and reason and role):
        return None
    at = locator.place(file.graph, node)
    waiver = Waiver(
        node.value,
        reason.value,
        _label(dataset, role, "nl") or role.value,
        expires.isoformat(),
        at,
        english.value if english else None,
        _label(dataset, role, "en"),
    )
    return _Said(
        node,
        file,
        code.value,
        str(subject),
        str(path) if path else None,
        value.value if value else None,
        begins,
        expires,
        waiver,
    )


def _day(value: ox.NamedNode | ox.Literal | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value.value) if value else None
    except ValueError:  # its shape, or the check of values, says so
        return None


def _label(dataset: Dataset, thing: ox.NamedNode | ox.Literal, lang: str) -> str | None:
    if not isinstance(thing, ox.NamedNode):
        return None
    labels = dataset.store.quads_for_pattern(thing, ox.NamedNode(PREF_LABEL), None, None)
    texts = [one.object for one in labels if isinstance(one.object, ox.Literal)]
    return next((one.value for one in texts if one.language == lang), None)


def _matches(said: _Said, finding: Finding, prefixes: Mapping[str, str]) -> bool:
    if finding.code != said.code or finding.unchecked:
        return False
    # What is wrong with a whole file is about its graph.
    about = finding.focus or (f"<{finding.graph}>" if finding.graph else None)
    if about != said.subject or said.path not in {None, finding.path}:
        return False
    return said.value is None or _is_value(said.value, finding.value, prefixes)


def _is_value(written: str, value: str | None, prefixes: Mapping[str, str]) -> bool:
    """Say whether a value is meant: a prefixed name, an IRI, or what a literal says."""
    if value is None:
        return False
    if value.startswith("<"):
        return f"<{expand(written, prefixes) or written}>" == value
    if not value.startswith('"'):
        return written == value
    (quad,) = ox.parse(f"<x:s> <x:p> {value} .", ox.RdfFormat.N_TRIPLES)
    return isinstance(quad.object, ox.Literal) and quad.object.value == written


def _with_longest(finding: Finding, waiver: Waiver) -> Finding:
    before = finding.waiver
    return (
        finding if before and before.expires >= waiver.expires else replace(finding, waiver=waiver)
    )


def _refusal(said: _Said, codes: frozenset[str], waivers: set[str]) -> _Wrong | None:
    """Give why a waiver can never hold."""
    code = said.code
    if code not in codes:
        near = difflib.get_close_matches(code, sorted(codes), n=1)
        return _Wrong(
            "vrijstelling-onbekende-code",
            Severity.VIOLATION,
            "bevindingscode",
            f"geen bevinding heeft de code '{code}': neem over wat tussen [ ] achter de bevinding "
            "staat",
            f"no finding has the code '{code}': copy what stands between [ ] behind the finding",
            near[0] if near else None,
        )
    if code in WAIVERS or code.startswith("Vrijstelling") or said.subject in waivers:
        dutch, english = "wat over vrijstellingen zelf gaat", "what is about waivers themselves"
    elif code in UNCHECKED:
        dutch = "wat niet gelezen of niet nagekeken kon worden"
        english = "what could not be read or checked"
    elif code in LEAKS:
        dutch = "wat mensen te zien krijgen die het niet mogen weten"
        english = "what is shown to people who may not know it"
    else:
        return None
    return _Wrong(
        "vrijstelling-kan-niet",
        Severity.VIOLATION,
        "bevindingscode",
        f"{dutch}, kan niet vrijgesteld worden: herstel het, en haal deze vrijstelling weg",
        f"{english} cannot be waived: mend it, and take this waiver away",
    )


def _expiry(said: _Said, on: dt.date) -> _Wrong | None:
    if said.expires >= on:
        return None
    return _Wrong(
        "vrijstelling-verlopen",
        Severity.VIOLATION,
        "geldigTot",
        f"deze vrijstelling gold tot en met {said.expires} en laat niets meer bestaan: herstel de "
        "bevinding en haal de vrijstelling weg, of besluit opnieuw (ldg:datum en ldg:geldigTot)",
        f"this waiver held until {said.expires} and lets nothing stand any more: mend the finding "
        "and take the waiver away, or decide anew (ldg:datum and ldg:geldigTot)",
    )


def _unused(*, restricted: bool) -> _Wrong:
    if restricted:
        return _Wrong(
            "vrijstelling-ongebruikt",
            Severity.VIOLATION,
            "vrijgesteld",
            "deze bevinding gaat over iets beperkts: zet de vrijstelling in een beperkt bestand",
            "this finding is about something restricted: put the waiver in a restricted file",
        )
    return _Wrong(
        "vrijstelling-ongebruikt",
        Severity.VIOLATION,
        "vrijgesteld",
        "er is geen bevinding die hierbij past: haal de vrijstelling weg als ze hersteld is, of "
        "verbeter code, ding, eigenschap of waarde",
        "there is no finding that fits this: take the waiver away if it is mended, or correct "
        "code, thing, property or value",
    )


def _finding(said: _Said, wrong: _Wrong, locator: Locator) -> Finding:
    name = said.file.root.vocabulary.ldg + wrong.property
    return Finding(
        wrong.code,
        wrong.severity,
        {"nl": wrong.dutch, "en": wrong.english},
        locator.place(said.file.graph, said.node, name),
        graph=said.file.graph,
        focus=str(said.node),
        path=f"<{name}>",
        suggestion=wrong.suggestion,
        restricted=said.file.restricted,
    )
