"""The resources of a kind, read once of what an audience may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.serve.kept import kept
from ldgraph.serve.questions.kinds import IDENTIFIER
from ldgraph.terms import DCT, PREF_LABEL, SKOS, TYPE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldgraph.serve.published import Published
    from ldgraph.serve.questions.kinds import Kind

    Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
    Facts = Mapping[str, tuple[Term, ...]]

_MEMBERS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?thing
WHERE { ?kind rdfs:subClassOf* ldg:%s . ?thing a ?kind . FILTER (ISIRI(?thing)) }
"""
_SEARCHED = (
    PREF_LABEL,
    SKOS + "altLabel",
    SKOS + "definition",
    SKOS + "notation",
    DCT + "description",
    DCT + "identifier",
)


@dataclass(frozen=True, slots=True)
class Record:
    """One thing and what is said of it, each statement once whatever file it stands in."""

    iri: str
    facts: Facts
    #: Of each of its identifiers that is a thing of its own.
    identifiers: tuple[Facts, ...]
    #: What is searched, in one case.
    names: str
    text: str

    @property
    def reference(self) -> str:
        """What the address of the thing ends in."""
        return self.iri.rsplit("/", 1)[-1]

    def values(self, predicate: str) -> tuple[Term, ...]:
        """Give the values of a property, in order."""
        return self.facts.get(predicate, ())

    def day(self, predicate: str) -> str:
        """Give a date as text; empty where there is none."""
        return next((str(getattr(one, "value", ""))[:10] for one in self.values(predicate)), "")


def records(published: Published, kind: Kind) -> Mapping[str, Record]:
    """Give the resources of a kind by IRI, in the order of these."""
    return kept(published, f"records: {kind.path}", lambda one: _read(one, kind))


def _read(published: Published, kind: Kind) -> Mapping[str, Record]:
    view = published.view
    solutions = view.query(view.vocabulary.prefix + _MEMBERS % kind.type)
    assert isinstance(solutions, ox.QuerySolutions)
    found = sorted(row["thing"].value for row in solutions)
    return {iri: _record(published, iri) for iri in found}


def _record(published: Published, iri: str) -> Record:
    facts = _facts(published, ox.NamedNode(iri))
    identifiers = tuple(
        _facts(published, one) for one in facts.get(IDENTIFIER, ()) if isinstance(one, ox.NamedNode)
    )
    texts = {
        predicate: [getattr(one, "value", "").casefold() for one in facts.get(predicate, ())]
        for predicate in _SEARCHED
    }
    codes = [
        getattr(one, "value", "").casefold()
        for said in identifiers
        for one in said.get(SKOS + "notation", ())
    ]
    every = [one for listed in texts.values() for one in listed]
    reference = iri.rsplit("/", 1)[-1].casefold()
    return Record(
        iri,
        facts,
        identifiers,
        "\n".join(texts[PREF_LABEL] + texts[SKOS + "altLabel"]),
        "\n".join([*every, *codes, reference]),
    )


def _facts(published: Published, subject: ox.NamedNode) -> Facts:
    found: dict[str, set[Term]] = {}
    for quad in published.view.store.quads_for_pattern(subject, None, None, None):
        found.setdefault(quad.predicate.value, set()).add(quad.object)
    return {
        predicate: tuple(sorted(values, key=str))
        for predicate, values in sorted(found.items(), key=lambda one: (one[0] != TYPE, one[0]))
    }
