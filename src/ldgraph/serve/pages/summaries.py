"""What matters of a thing, on top of its page: by its class, from the stored questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldgraph.answers.queries import ask
from ldgraph.serve.kept import queries
from ldgraph.serve.pages.columns import head, shown
from ldgraph.serve.pages.lists import Table
from ldgraph.serve.pages.names import Shown
from ldgraph.terms import ADMS, DCT, ORG, SKOS, TYPE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from ldgraph.serve.pages.names import Writer

_DESCRIBED = (SKOS + "definition", DCT + "description", SKOS + "scopeNote")


class Block(NamedTuple):
    """A part of a summary: a table, or words where it would be empty."""

    title: str
    table: Table | None
    empty: str = ""


class Summary(NamedTuple):
    """What matters of a thing; ``entrance`` is the list that it is in, empty if it is in none."""

    description: str
    pairs: list[tuple[str, list[Shown]]]
    blocks: list[Block]
    entrance: str = ""


def summary(write: Writer, iri: str, on: date) -> Summary:
    """Say what matters of a thing."""
    described = write.text(iri, *_DESCRIBED)
    kinds = {getattr(one, "value", "") for one in write.objects(iri, TYPE)}
    for local, (entrance, pairs, blocks) in _BY_CLASS.items():
        if write.published.ldg + local in kinds:
            found = [(name, values) for name, values in pairs(write, iri) if values]
            return Summary(described, found, list(blocks(write, iri, on)), entrance)
    return Summary(described, [], [])


def _pairs(*properties: str) -> Callable[[Writer, str], list[tuple[str, list[Shown]]]]:
    def of(write: Writer, iri: str) -> list[tuple[str, list[Shown]]]:
        return [(write.verb(write.full(one)).text, write.values(iri, one)) for one in properties]

    return of


def _asked(
    write: Writer, name: str, columns: tuple[str, ...], on: date, **given: str
) -> list[list[list[Shown]]]:
    """Give some columns of the answer to a stored question."""
    query = queries(write.published).get(name)
    if query is None:
        return []
    answer = ask(write.published.view, query, {"date": on.isoformat(), **given})
    where = [answer.columns.index(one) for one in columns]
    rows = []
    for row in answer.rows:
        cells = [shown(write, answer.columns[n], row[n]) for n in where]
        rows.append([[one] if one.text else [] for one in cells])
    return rows


def _block(
    write: Writer, title: str, columns: tuple[str, ...], rows: list[list[list[Shown]]], empty: str
) -> Block:
    words, lang = write.words, write.at.lang
    heads = [head(one, lang) for one in columns]
    table = Table(words[title], heads, rows) if rows else None
    return Block(words[title], table, words[empty] if empty else "")


def _offering(write: Writer, iri: str, on: date) -> Iterable[Block]:
    delivers = [[[one]] for one in write.values(iri, "levert")]
    yield _block(write, "delivers", ("capability",), delivers, "unknown")
    columns = ("requirement", "degree_rank", "basis", "to_check", "claim")
    rows = _asked(write, "requirement-offering-matrix", columns, on, offering=iri)
    yield _block(write, "covers", columns, rows, "covers_nothing")


def _requirement(write: Writer, iri: str, on: date) -> Iterable[Block]:
    columns = ("offering", "degree_rank", "basis", "to_check", "claim")
    rows = _asked(write, "requirement-offering-matrix", columns, on, requirement=iri)
    yield _block(write, "covered_by", columns, rows, "covered_by_nothing")
    origin = ("origin", "relation", "on")
    rows = _asked(write, "origin-of-requirement", origin, on, requirement=iri)
    yield _block(write, "origin", origin, rows, "unknown")


def _capability(write: Writer, iri: str, on: date) -> Iterable[Block]:
    columns = ("offering", "delivery")
    rows = _asked(write, "capability-offering-matrix", columns, on, capability=iri)
    yield _block(write, "delivered_by", columns, rows, "delivered_by_nothing")
    asking = [[[write.thing(one)]] for one in write.subjects("vraagtCapability", iri)]
    yield _block(write, "asked_by", ("requirement",), asking, "none")


def _risk(write: Writer, iri: str, _: date) -> Iterable[Block]:
    against = [
        [[write.thing(one)], write.values(one, "prioriteit")]
        for one in write.subjects("mitigeert", iri)
    ]
    yield _block(write, "helped_by", ("requirement", "priority_rank"), against, "none")


def _contract(write: Writer, iri: str, _: date) -> Iterable[Block]:
    by_it = [[[write.thing(one)]] for one in write.subjects("viaContract", iri)]
    yield _block(write, "had_by", ("offering",), by_it, "none")


def _nothing(*_: object) -> Iterable[Block]:
    return ()


def _identified(write: Writer, iri: str) -> list[tuple[str, list[Shown]]]:
    """Give the numbers of a government beside what it is."""
    found = _pairs(
        ORG + "classification",
        "inProvincie",
        "inwonertal",
        "grootteklasse",
        "bestaatVan",
        "bestaatTot",
        "opgegaanIn",
    )(write, iri)
    numbers = []
    for one in write.objects(iri, ADMS + "identifier"):
        which = str(getattr(one, "value", ""))
        code = write.text(which, SKOS + "notation")
        agency = write.text(which, ADMS + "schemaAgency")
        ends = write.values(which, "bestaatTot")
        if code and not code.startswith("http") and not ends:
            numbers.append(Shown(f"{agency} {code}".strip()))
    return [*found, (write.words["numbers"], numbers)]


#: By class: the list that its things are in, what is said of each in a word, and what in a table.
_BY_CLASS: dict[
    str,
    tuple[
        str,
        Callable[[Writer, str], list[tuple[str, list[Shown]]]],
        Callable[[Writer, str, date], Iterable[Block]],
    ],
] = {
    "LokaalBestuur": ("besturen", _identified, _nothing),
    "Aanbod": (
        "aanbod",
        _pairs(
            "leverancier",
            "aanbodsoort",
            "aanbodstatus",
            "uitvoering",
            "voorSoort",
            "voorBestuur",
            "voorLedenVan",
            "doelgroepVolgensBron",
            "contractNodig",
            "viaContract",
            "prijsmodel",
            "financieringVolgensBron",
            "geldigVan",
            "geldigTot",
        ),
        _offering,
    ),
    "Vereiste": (
        "vereisten",
        _pairs(
            DCT + "identifier",
            "prioriteit",
            "vanafNiveau",
            "voorSoort",
            "mitigeert",
            "vraagtCapability",
            "geldigVan",
            "geldigTot",
        ),
        _requirement,
    ),
    "Capability": (
        "capabilities",
        _pairs(SKOS + "broader", SKOS + "narrower", "volledigOpgedeeld"),
        _capability,
    ),
    "Risico": ("risicos", _pairs("leidtTot", "herkomst"), _risk),
    "Raamcontract": (
        "",
        _pairs("gunnendeInstantie", "leverancier", "geldigVan", "geldigTot", "voorSoort"),
        _contract,
    ),
}
