"""What a reasoner reads of a store: axioms of the ontology and facts, each a piece of its own.

A piece can be kept or left out by itself, so that a clash can be narrowed down to the pieces that
make it. Labels, definitions and foreign properties that no axiom speaks of say nothing to a
reasoner and are left out.
"""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.terms import OWL, RDF, RDFS, TYPE, XSD
from ldgraph.turtle.literals import is_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

OBJECT, DATATYPE = OWL + "ObjectProperty", OWL + "DatatypeProperty"
MEMBERS, DIFFERENT = OWL + "members", OWL + "differentFrom"
_FIRST, _REST, _NIL = RDF + "first", RDF + "rest", RDF + "nil"
_KINDS = {
    OWL + name
    for name in (
        "FunctionalProperty",
        "InverseFunctionalProperty",
        "TransitiveProperty",
        "SymmetricProperty",
        "AsymmetricProperty",
        "ReflexiveProperty",
        "IrreflexiveProperty",
    )
}
_ABOUT_CLASSES = {RDFS + "subClassOf", OWL + "equivalentClass", OWL + "disjointWith"}
_ABOUT_PROPERTIES = {
    RDFS + "subPropertyOf",
    OWL + "equivalentProperty",
    OWL + "inverseOf",
    OWL + "propertyDisjointWith",
    OWL + "propertyChainAxiom",
}
_AXIOMS = {
    *_ABOUT_CLASSES,
    *_ABOUT_PROPERTIES,
    RDFS + "domain",
    RDFS + "range",
    OWL + "disjointUnionOf",
    OWL + "hasKey",
}
#: Datatypes that OWL 2 lacks, each to one that it has and that is apart from all others, so that a
#: day where a year is wanted is still refuted. The values are recoded to match.
_STAND_INS = {
    XSD + "date": XSD + "dateTime",
    XSD + "gYear": XSD + "hexBinary",
    # HermiT finds no value at all in xsd:base64Binary.
    XSD + "gYearMonth": RDF + "XMLLiteral",
    XSD + "dayTimeDuration": XSD + "anyURI",
}
_DATATYPES = {
    XSD + name
    for name in ("boolean", "integer", "decimal", "double", "float", "dateTime", "anyURI")
}
#: Restrictions that a value too many can break.
_AT_MOST = {
    OWL + name
    for name in (
        "maxCardinality",
        "cardinality",
        "maxQualifiedCardinality",
        "qualifiedCardinality",
    )
}
_COUNTS = {*_AT_MOST, OWL + "minCardinality", OWL + "minQualifiedCardinality"}
_STRINGS = {XSD + "string", RDF + "langString"}
#: Ranges that say nothing.
_ALL = {RDFS + "Resource", RDFS + "Literal"}


@dataclass(frozen=True, slots=True)
class Piece:
    """One axiom or fact."""

    subject: Term
    predicate: str
    value: Term
    #: The statement in a file that says so; None for what is assumed of every pair of names.
    source: ox.Quad | None
    #: The same as N-Triples for the reasoner, with what its blank nodes hold.
    lines: str


@dataclass(frozen=True, slots=True)
class Terminology:
    """What the ontology says."""

    axioms: tuple[Piece, ...]
    #: Property to ``OBJECT`` or ``DATATYPE``.
    properties: Mapping[str, str]
    #: Properties of which an axiom says how many values there may be at most.
    limited: frozenset[str]
    classes: frozenset[str]

    def declarations(self) -> str:
        """Write as N-Triples which name is a class and which a property of what kind."""
        kinds = {**dict.fromkeys(self.classes, OWL + "Class"), **self.properties}
        return "".join(f"<{name}> <{TYPE}> <{kind}> .\n" for name, kind in sorted(kinds.items()))


def terminology(store: ox.Store) -> Terminology:
    """Find every axiom in a store, whichever file states it."""
    properties = dict(_declared(store))
    quads = [quad for quad in store if quad.predicate.value in _AXIOMS or _says_kind(quad)]
    quads.sort(key=str)
    known = False
    while not known:  # what a property stands under or mirrors has its kind
        known = True
        for quad in quads:
            ends = {str(end.value) for end in (quad.subject, quad.object) if _named(end)}
            kinds = {properties[end] for end in ends if end in properties}
            if quad.predicate.value in _ABOUT_PROPERTIES and len(kinds) == 1 and len(ends) > 1:
                for end in ends - properties.keys():
                    properties[end] = next(iter(kinds))
                    known = False
    classes = {str(quad.subject)[1:-1] for quad in _of_type(store, "Class") if _named(quad.subject)}
    for quad in quads:
        about_data = properties.get(getattr(quad.subject, "value", "")) == DATATYPE
        names_class = quad.predicate.value == RDFS + "domain" or (
            quad.predicate.value == RDFS + "range" and not about_data
        )
        if quad.predicate.value in _ABOUT_CLASSES or names_class:
            classes |= {end.value for end in (quad.object,) if isinstance(end, ox.NamedNode)}
    axioms = [
        Piece(quad.subject, quad.predicate.value, quad.object, quad, text)
        for quad in quads
        if getattr(quad.object, "value", "") not in _ALL and (text := _lines(store, quad))
    ]
    return Terminology(
        (*axioms, *_disjoint_pairs(store)),
        properties,
        frozenset(_limited(store)),
        frozenset(classes - _ALL),
    )


def facts(store: ox.Store, subjects: Iterable[ox.NamedNode], known: Terminology) -> list[Piece]:
    """Give what a store says of ``subjects``, and the types of what they point at."""
    found: dict[ox.Quad, None] = {}
    pointed: dict[ox.NamedNode, None] = {}
    for subject in subjects:
        for quad in sorted(store.quads_for_pattern(subject, None, None), key=str):
            if quad.predicate.value in known.properties or quad.predicate.value == TYPE:
                found[quad] = None
                if quad.predicate.value != TYPE and isinstance(quad.object, ox.NamedNode):
                    pointed[quad.object] = None
    for one in pointed:
        found.update(
            dict.fromkeys(sorted(store.quads_for_pattern(one, ox.NamedNode(TYPE), None), key=str))
        )
    pieces = [
        Piece(quad.subject, quad.predicate.value, quad.object, quad, text)
        for quad in found
        if not _is_language(quad) and (text := _lines(store, quad))
    ]
    return [*pieces, *_different(pieces, known.limited)]


def ill_kinded(pieces: Iterable[Piece], known: Terminology) -> Iterator[Piece]:
    """Give the facts with text where a thing is wanted, or a thing where text is wanted."""
    for piece in pieces:
        wanted = known.properties.get(piece.predicate)
        if wanted and (wanted == DATATYPE) != isinstance(piece.value, ox.Literal):
            yield piece


def _of_type(store: ox.Store, name: str) -> Iterator[ox.Quad]:
    return store.quads_for_pattern(None, ox.NamedNode(TYPE), ox.NamedNode(OWL + name))


def _limited(store: ox.Store) -> Iterator[str]:
    for quad in _of_type(store, "FunctionalProperty"):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject.value
    for name in _AT_MOST:
        for quad in store.quads_for_pattern(None, ox.NamedNode(name), None, None):
            on = ox.NamedNode(OWL + "onProperty")
            for said in store.quads_for_pattern(quad.subject, on, None, None):
                if isinstance(said.object, ox.NamedNode):
                    yield said.object.value


def _declared(store: ox.Store) -> Iterator[tuple[str, str]]:
    for kind in (OBJECT, DATATYPE):
        for quad in store.quads_for_pattern(None, ox.NamedNode(TYPE), ox.NamedNode(kind)):
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject.value, kind


def _named(term: Term) -> bool:
    return isinstance(term, ox.NamedNode)


def _says_kind(quad: ox.Quad) -> bool:
    return quad.predicate.value == TYPE and getattr(quad.object, "value", "") in _KINDS


def _is_language(quad: ox.Quad) -> bool:
    """Say whether a type belongs to OWL itself: a declaration, no fact."""
    value = getattr(quad.object, "value", "")
    return quad.predicate.value == TYPE and value.startswith((OWL, RDFS, RDF))


def _disjoint_pairs(store: ox.Store) -> Iterator[Piece]:
    """Take lists of disjoint classes apart: a clash is between two of them."""
    for quad in sorted(_of_type(store, "AllDisjointClasses"), key=str):
        for members in store.quads_for_pattern(quad.subject, ox.NamedNode(MEMBERS), None):
            for one, other in itertools.combinations(items(store, members.object), 2):
                lines = f"{one} <{OWL}disjointWith> {other} .\n"
                yield Piece(one, OWL + "disjointWith", other, members, lines)


def items(store: ox.Store, head: Term) -> Iterator[Term]:
    """Give the members of an RDF list in order; none for what is no list."""
    while isinstance(head, ox.BlankNode):
        yield from (one.object for one in store.quads_for_pattern(head, ox.NamedNode(_FIRST), None))
        rests = store.quads_for_pattern(head, ox.NamedNode(_REST), None)
        head = next((one.object for one in rests), ox.NamedNode(_NIL))


def _different(pieces: Iterable[Piece], limited: frozenset[str]) -> Iterator[Piece]:
    """Assume that two IRIs are two things, where only that refutes a second value."""
    values: dict[tuple[str, str], dict[Term, None]] = {}
    for piece in pieces:
        if piece.predicate in limited and isinstance(piece.value, ox.NamedNode):
            values.setdefault((str(piece.subject), piece.predicate), {})[piece.value] = None
    pairs = {pair for one in values.values() for pair in itertools.combinations(one, 2)}
    for one, other in sorted(pairs, key=str):
        yield Piece(one, DIFFERENT, other, None, f"{one} <{DIFFERENT}> {other} .\n")


def _lines(store: ox.Store, quad: ox.Quad) -> str:
    """Write a statement for the reasoner; empty if it cannot be said in OWL 2."""
    lines: list[str] = []
    todo: list[ox.Quad | ox.Triple] = [quad]
    seen: set[Term] = {quad.subject}
    while todo:
        one = todo.pop()
        value = _recoded(one.object)
        if one.predicate.value in _COUNTS and isinstance(one.object, ox.Literal):
            value = f'"{one.object.value}"^^<{XSD}nonNegativeInteger>'
        if value is None:
            return ""
        lines.append(f"{one.subject} {one.predicate} {value} .\n")
        if isinstance(one.object, ox.BlankNode) and one.object not in seen:
            seen.add(one.object)
            todo += store.quads_for_pattern(one.object, None, None)
    return "".join(lines)


def _recoded(term: Term) -> str | None:
    if isinstance(term, ox.NamedNode):
        return f"<{_STAND_INS.get(term.value, term.value)}>"
    if not isinstance(term, ox.Literal):
        return str(term)
    datatype = term.datatype.value
    if datatype in _STRINGS:  # only whether two texts are the same counts
        digest = hashlib.sha256(term.value.encode()).hexdigest()[:16]
        return f'"{digest}"@{term.language}' if term.language else f'"{digest}"'
    if not is_value(term.value, datatype):
        return None  # a finding of validate
    if datatype in _STAND_INS:
        return f'"{_VALUES[datatype](term.value.strip())}"^^<{_STAND_INS[datatype]}>'
    return f'"{term.value.strip()}"^^<{datatype}>' if datatype in _DATATYPES else None


_DATE_LENGTH = len("2026-11-24")
_VALUES: Mapping[str, Callable[[str], str]] = {
    XSD + "date": lambda text: f"{text[:_DATE_LENGTH]}T00:00:00{text[_DATE_LENGTH:]}",
    XSD + "gYear": lambda text: text.encode().hex().upper(),
    XSD + "gYearMonth": lambda text: text,
    XSD + "dayTimeDuration": lambda text: f"duration:{text}",
}
