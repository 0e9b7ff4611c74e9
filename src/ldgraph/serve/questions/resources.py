"""Resources as documents: a list of a kind, and one of it with all that is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import pyoxigraph as ox

from ldgraph.answers.names import label
from ldgraph.report.spreadsheet import spreadsheet
from ldgraph.serve import context
from ldgraph.serve.http.negotiate import HTML
from ldgraph.serve.kept import kept
from ldgraph.serve.questions import forms, plain
from ldgraph.serve.questions.asking import Cell
from ldgraph.serve.questions.choosing import chosen, state_on
from ldgraph.serve.questions.forms import CSV
from ldgraph.serve.questions.kinds import AGENCY, IDENTIFIER, MERGED, Kind, iri_of
from ldgraph.serve.questions.records import Record, records
from ldgraph.serve.questions.replies import links
from ldgraph.terms import FOAF, PREF_LABEL, SKOS, TYPE, XSD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ldgraph.serve.http.negotiate import Form
    from ldgraph.serve.published import Published
    from ldgraph.serve.questions.given import Page
    from ldgraph.serve.questions.records import Term
    from ldgraph.serve.questions.replies import Asked

    Member = dict[str, object]


class Narrowed(NamedTuple):
    """A list as it was asked for: of a kind, on a day, a page of it, with the total if wanted."""

    kind: Kind
    on: date
    page: Page
    total: bool


def listed(asked: Asked, wanted: Narrowed, form: Form) -> tuple[bytes, Mapping[str, str]]:
    """Give a page of a list in a form, and the addresses of its other pages.

    Raises:
        Problem: A filter has a value that cannot be.
    """
    kind, on, page, total = wanted
    every = chosen(asked.published, kind, asked.given, on)
    shown = every[page.offset : page.offset + page.limit]
    others = links(asked, page, more=page.offset + page.limit < len(every))
    which = 0 if asked.at.lang == "nl" else 1
    if form in {CSV, HTML}:
        columns = ["objectId", "naam", *(one.name for one in kind.shown)]
        rows = [_cells(asked, kind, one) for one in shown]
        if form is CSV:
            return spreadsheet(columns, [[cell.text for cell in row] for row in rows]), others
        return plain.table(kind.title[which], columns, rows, "", others, asked.at), others
    writer = _Writer(asked, kind, on)
    document: Member = {
        "@context": writer.context(kind.envelope),
        "@id": asked.iri,
        "@type": kind.envelope,
        "titel": kind.title[which],
        "versie": asked.published.version,
        "data": [writer.member(one) for one in shown],
    }
    if total:
        document["totaalAantal"] = len(every)
    document["_links"] = {"@type": "Links", **others}
    return forms.as_json(document), others


def item(asked: Asked, kind: Kind, record: Record, on: date, form: Form) -> bytes:
    """Give one resource with all that is said of it."""
    writer = _Writer(asked, kind, on)
    member = writer.member(record)
    more, terms = writer.rest(record)
    member.pop("detail")
    if form is HTML:
        rows = [
            (Cell(name), Cell(_text(value)))
            for name, value in {**member, **more}.items()
            if not name.startswith("@")
        ]
        return plain.table(str(member["naam"]), ("", ""), rows, "", {}, asked.at)
    envelope = f"{kind.type}Envelop"
    document: Member = {
        "@context": {**writer.context(envelope, terms), "data": _TOPIC, "_links": None},
        "@id": asked.iri,
        "@type": envelope,
        "versie": asked.published.version,
        "data": {**member, **more},
        "_links": {
            "@type": "Links",
            "self": asked.iri,
            "document": asked.at.here
            + record.iri.removeprefix(asked.published.base).replace("/id/", "/doc/", 1),
        },
    }
    return forms.as_json(document)


_TOPIC = FOAF + "primaryTopic"


def _cells(asked: Asked, kind: Kind, record: Record) -> list[Cell]:
    published, lang = asked.published, asked.at.lang
    cells = [
        Cell(record.reference, _detail(asked, kind, record.reference)),
        Cell(label(published.view, record.iri, lang)),
    ]
    for one in kind.shown:
        values = record.values(iri_of(one.predicate, published.ldg))
        cells.append(Cell(", ".join(_named(published, values, lang))))
    return cells


def _named(published: Published, values: Sequence[Term], lang: str) -> list[str]:
    return [
        label(published.view, one.value, lang) if isinstance(one, ox.NamedNode) else one.value
        for one in in_language(values, lang)
        if isinstance(one, ox.NamedNode | ox.Literal)
    ]


def _detail(asked: Asked, kind: Kind, reference: str) -> str:
    return f"{asked.at.here}/v1/{kind.path}/{quote(reference, safe='')}"


def _text(value: object) -> str:
    if isinstance(value, dict):
        return str(
            value.get("naam") or value.get("@value") or value.get("code") or value.get("@id")
        )
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value)
    return str(value)


def in_language(values: Sequence[Term], lang: str) -> list[Term]:
    """Leave out texts in other languages than the one asked for, where there is one in that.

    Where there is none Dutch stands in, else what there is.
    """
    texts = [one for one in values if isinstance(one, ox.Literal) and one.language]
    there = {str(one.language) for one in texts}
    best = next((one for one in (lang, "nl", "en") if one in there), None)
    return [
        one
        for one in values
        if best is None or not isinstance(one, ox.Literal) or one.language in {None, best}
    ]


class _Writer:
    """Writes resources of one kind as members of a document, and the context for it."""

    def __init__(self, asked: Asked, kind: Kind, on: date) -> None:
        self._asked = asked
        self._kind = kind
        self._on = on
        self._seen = asked.published
        self._ldg = asked.published.ldg
        self._lang = asked.at.lang

    def context(self, envelope: str, more: Mapping[str, object] | None = None) -> Member:
        """Say what each member means."""
        dated = {"@type": XSD + "date"}
        own = {
            one.name: {"@id": iri, **(dated if iri in self._days() else {})}
            for one in self._kind.shown
            for iri in [iri_of(one.predicate, self._ldg)]
        }
        is_list = envelope == self._kind.envelope
        return {
            "@version": 1.1,
            envelope: forms.COLLECTION if is_list else FOAF + "Document",
            **forms.ENVELOPE,
            self._kind.type: self._ldg + self._kind.type,
            "naam": {"@id": PREF_LABEL, "@language": self._lang},
            "identificator": None,
            "detail": None,
            "identificatoren": {
                "@id": IDENTIFIER,
                "@context": {
                    "agentschap": AGENCY,
                    "code": SKOS + "notation",
                    "geldigVan": {"@id": self._ldg + "bestaatVan", **dated},
                    "geldigTot": {"@id": self._ldg + "bestaatTot", **dated},
                },
            },
            **own,
            **(more or {}),
        }

    def _days(self) -> set[str]:
        return {self._ldg + one for one in ("bestaatVan", "bestaatTot")}

    def member(self, record: Record) -> Member:
        """Write what a list shows of a resource."""
        reference = record.reference
        found: Member = {
            "@id": record.iri,
            "@type": self._kind.type,
            "identificator": {
                "id": record.iri,
                "naamruimte": record.iri.removesuffix(f"/{reference}"),
                "objectId": reference,
            },
            "naam": self._name(record.iri),
        }
        if self._kind.path == "besturen":
            found["status"] = state_on(self._seen, record, self._on)
            found["identificatoren"] = self._identifiers(record)
        for one in self._kind.shown:
            values = in_language(record.values(iri_of(one.predicate, self._ldg)), self._lang)
            if one.many:
                found[one.name] = [self._value(value) for value in values]
            elif values:
                found[one.name] = self._value(values[0], one.predicate)
        found["detail"] = _detail(self._asked, self._kind, reference)
        return found

    def rest(self, record: Record) -> tuple[Member, Member]:
        """Write what else is said of a resource, each with all its values, and what that means."""
        names = kept(
            self._seen,
            "terms by iri",
            lambda one: {
                str(term["@id"]): name for name, term in context.of(one).vocabulary.terms.items()
            },
        )
        shown = {iri_of(one.predicate, self._ldg) for one in self._kind.shown}
        taken = {one.name for one in self._kind.shown} | {"naam", "detail", "data", "versie"}
        found: Member = {}
        terms: Member = {}
        for predicate, values in record.facts.items():
            if predicate in shown | {TYPE, PREF_LABEL, IDENTIFIER}:
                continue
            name = names.get(predicate, predicate)
            name = predicate if name in taken else name
            if name != predicate:
                terms[name] = predicate
            found[name] = [self._value(one) for one in in_language(values, self._lang)]
        if self._kind.path == "besturen":
            before = self._predecessors(record)
            if before:
                found["voorgangers"] = [self._thing(one) for one in before]
                terms["voorgangers"] = {"@reverse": self._ldg + MERGED}
        return found, terms

    def _predecessors(self, record: Record) -> list[str]:
        quads = self._seen.view.store.quads_for_pattern(
            None, ox.NamedNode(self._ldg + MERGED), ox.NamedNode(record.iri), None
        )
        return sorted({getattr(quad.subject, "value", "") for quad in quads})

    def _identifiers(self, record: Record) -> list[Member]:
        nodes = [one for one in record.values(IDENTIFIER) if isinstance(one, ox.NamedNode)]
        names = {
            "agentschap": AGENCY,
            "code": SKOS + "notation",
            "geldigVan": self._ldg + "bestaatVan",
            "geldigTot": self._ldg + "bestaatTot",
        }
        return [
            {
                "@id": node.value,
                **{
                    name: getattr(said[predicate][0], "value", "")
                    for name, predicate in names.items()
                    if predicate in said
                },
            }
            for node, said in zip(nodes, record.identifiers, strict=True)
        ]

    def _value(self, term: Term, predicate: str = "") -> object:
        if isinstance(term, ox.NamedNode):
            return self._thing(term.value)
        if isinstance(term, ox.Literal):
            if iri_of(predicate, self._ldg) in self._days():
                return term.value
            # As a number it would be another value to who reads it as JSON-LD.
            is_exact = term.datatype.value == XSD + "decimal"
            return forms.value(term, "as it is") if is_exact else forms.value(term)
        return {"@id": str(term)}

    def _thing(self, iri: str) -> Member:
        name = self._name(iri, "")
        found: Member = {"@id": iri}
        if name:
            found["naam"] = name
        own = records(self._seen, self._kind).get(iri)
        if own is not None:
            found["detail"] = _detail(self._asked, self._kind, own.reference)
        return found

    def _name(self, iri: str, default: str | None = None) -> object:
        """Name a thing in the language asked for; in another it is said which."""
        quads = self._seen.view.store.quads_for_pattern(
            ox.NamedNode(iri), ox.NamedNode(PREF_LABEL), None, None
        )
        values = in_language(sorted({quad.object for quad in quads}, key=str), self._lang)
        for one in values:
            if isinstance(one, ox.Literal):
                return one.value if one.language == self._lang else forms.value(one)
        return iri.rsplit("/", 1)[-1] if default is None else default
