"""The coverage matrix: what each available offering covers or delivers, as one table.

A cell says so by a sign and a letter and, to who does not see these, in words; never by colour
alone. How governments stand is only counted, and only for who may read of all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldgraph.answers.queries import ask, rows_of
from ldgraph.report.words import say
from ldgraph.serve.kept import queries
from ldgraph.serve.pages import layout
from ldgraph.serve.pages.names import Shown, Writer
from ldgraph.serve.pages.search import folded
from ldgraph.terms import DCT, SKOS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from ldgraph.serve.http.where import Place
    from ldgraph.serve.published import Published

_REQUIREMENTS, _CAPABILITIES, _GOVERNMENTS = KINDS = ("vereisten", "capabilities", "besturen")
_WORDS = {
    _REQUIREMENTS: "matrix requirements",
    _CAPABILITIES: "matrix capabilities",
    _GOVERNMENTS: "matrix governments",
}
_QUESTIONS = {
    _REQUIREMENTS: "requirement-offering-matrix",
    _CAPABILITIES: "capability-offering-matrix",
    _GOVERNMENTS: "requirement-government-matrix",
}
#: By degree: the sign, and the class of its colour.
_SIGNS = {"2": ("●", "full"), "1": ("◐", "part"), "0": ("○", "not")}
#: By basis: its letter, in Dutch and English.
_LETTERS = {"geverifieerd": ("V", "V"), "geclaimd": ("G", "C"), "afgeleid": ("A", "D")}
_STATES = ("gaps", "blind_spots", "to_reconfirm", "in_order", "not_applicable")


class Cell(NamedTuple):
    """A cell: signs, the same in words, and where more is said."""

    signs: str
    words: str
    mark: str
    href: str


class Group(NamedTuple):
    """Rows that belong together; ``code`` is how a filter names them."""

    code: str
    title: str
    rows: list[tuple[Shown, list[Cell | None]]]


class Matrix(NamedTuple):
    """A matrix for a template: of offerings in groups of rows, or of counts by state."""

    columns: list[Shown]
    groups: Sequence[Group] = ()
    #: What rows and columns can be narrowed to: codes and names.
    choices: Sequence[tuple[str, str]] = ()
    sorts: Sequence[tuple[str, str]] = ()
    states: Sequence[str] = ()
    counted: Sequence[tuple[Shown, list[list[str]]]] = ()


class Wanted(NamedTuple):
    """What to show: which matrix, which groups of rows and of columns (empty: all), and how."""

    kind: str = _REQUIREMENTS
    group: str = ""
    offered: str = ""
    every: bool = False


def page(published: Published, at: Place, wanted: Wanted, on: date) -> bytes:
    """Write a matrix."""
    write = Writer(published, at)
    may_count = published.view.may_read("")
    there = [one for one in KINDS if may_count or one != _GOVERNMENTS]
    kind = wanted.kind if wanted.kind in there else _REQUIREMENTS
    name = _QUESTIONS[kind]
    query = queries(published)[name]
    rows = rows_of(ask(published.view, query, {"date": on.isoformat()}))
    if kind == _GOVERNMENTS:
        matrix = _governments(write, rows)
    else:
        matrix = _offerings(write, rows, kind, wanted, on)
    return layout.page(
        "matrix.html",
        published,
        at,
        title=write.words["matrix"],
        kinds=[(one, write.words[_WORDS[one]]) for one in there],
        kind=kind,
        kind_title=write.words[_WORDS[kind]],
        wanted=wanted,
        on=on.isoformat(),
        asked_by=write.links.to(f"/v1/vragen/{name}", datum=on.isoformat()),
        legend=_legend(write, kind),
        matrix=matrix,
    )


def _offerings(
    write: Writer, rows: Sequence[Mapping[str, str]], kind: str, wanted: Wanted, on: date
) -> Matrix:
    which = "requirement" if kind == _REQUIREMENTS else "capability"
    make: Callable[[Writer, Mapping[str, str]], Cell] = (
        _covering if kind == _REQUIREMENTS else _delivering
    )
    sorts = {one: _codes(write, one, "aanbodsoort") for one in {row["offering"] for row in rows}}
    columns = sorted(
        (one for one in sorts if not wanted.offered or wanted.offered in sorts[one]),
        key=lambda one: (folded(write.thing(one).text), one),
    )
    where = {one: n for n, one in enumerate(columns)}
    cells: dict[str, list[Cell | None]] = {}
    for row in rows:
        line = cells.setdefault(row[which], [None] * len(columns))
        if row["offering"] in where:
            line[where[row["offering"]]] = make(write, row)
    if wanted.every:
        for one in _every(write, kind, on):
            cells.setdefault(one, [None] * len(columns))
    grouped = _by_priority if kind == _REQUIREMENTS else _by_top
    groups = grouped(write, cells)
    return Matrix(
        [write.thing(one) for one in columns],
        [
            one._replace(rows=[row for row in one.rows if wanted.every or any(row[1])])
            for one in groups
            if not wanted.group or wanted.group == one.code
        ],
        choices=[(one.code, one.title) for one in groups],
        sorts=sorted({(code, name) for one in sorts.values() for code, name in one.items()}),
    )


def _every(write: Writer, kind: str, on: date) -> list[str]:
    """Give the rows that have nothing too: all requirements in force, all capabilities."""
    view = write.published.view
    if kind == _REQUIREMENTS:
        query = queries(write.published)["in-force"]
        return [row["requirement"] for row in rows_of(ask(view, query, {"date": on.isoformat()}))]
    return write.subjects("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "Capability")


def _covering(write: Writer, row: Mapping[str, str]) -> Cell:
    which = write.which
    sign, mark = _SIGNS[row["degree_rank"]]
    basis = _tail(row["basis"])
    letter = _LETTERS.get(basis, ("", ""))[which]
    words = [write.words[f"degree {row['degree_rank']}"], say(basis, write.at.lang)]
    if row["to_check"] == "1":
        letter += "?"
        words.append(write.words["to_check"])
    return Cell(sign + letter, ", ".join(words), mark, write.link(row["claim"]))


def _delivering(write: Writer, row: Mapping[str, str]) -> Cell:
    sign, mark = _SIGNS["2" if row["delivery"] == "zelf" else "1"]
    return Cell(sign, write.words[f"delivery {row['delivery']}"], mark, "")


def _by_priority(write: Writer, cells: Mapping[str, list[Cell | None]]) -> list[Group]:
    found: dict[str, list[tuple[Shown, list[Cell | None]]]] = {}
    titles: dict[str, tuple[int, str]] = {}
    for iri, line in sorted(cells.items()):
        for term in write.objects(iri, "prioriteit"):
            priority = str(getattr(term, "value", ""))
            rank = write.text(priority, "rang")
            titles[_tail(priority)] = (-int(rank or 0), write.thing(priority).text)
            code = write.text(iri, DCT + "identifier")
            thing = write.thing(iri)
            row = Shown(f"{code} {thing.text}".strip(), thing.href), line
            found.setdefault(_tail(priority), []).append(row)
    ordered = sorted(found, key=lambda one: titles[one])
    return [Group(one, titles[one][1], found[one]) for one in ordered]


def _by_top(write: Writer, cells: Mapping[str, list[Cell | None]]) -> list[Group]:
    """Put capabilities under their top, each below the one that it is a part of."""
    by_top: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for iri in cells:
        way = _way(write, iri)
        by_top.setdefault(way[0], []).append((way, iri))
    groups = []
    for top in sorted(by_top, key=lambda one: write.thing(one).text):
        rows = []
        for way, iri in sorted(
            by_top[top], key=lambda one: [write.thing(step).text for step in one[0]]
        ):
            thing = write.thing(iri)
            deep = max(0, len(way) - 2)
            rows.append((Shown("– " * deep + thing.text, thing.href), cells[iri]))
        groups.append(Group(_tail(top), write.thing(top).text, rows))
    return groups


def _way(write: Writer, iri: str) -> tuple[str, ...]:
    """Give the concepts from the top down to one."""
    way = [iri]
    while len(way) < 20:  # noqa: PLR2004 (deeper than any tree; a ring would not end)
        above = [str(getattr(one, "value", "")) for one in write.objects(way[0], SKOS + "broader")]
        if not above or above[0] in way:
            break
        way.insert(0, above[0])
    return tuple(way)


def _governments(write: Writer, rows: Sequence[Mapping[str, str]]) -> Matrix:
    kinds = sorted({row["kind"] for row in rows}, key=lambda one: write.thing(one).text)
    by_row: dict[str, dict[str, Mapping[str, str]]] = {}
    for row in rows:
        by_row.setdefault(row["requirement"], {})[row["kind"]] = row
    counted = []
    for iri in sorted(by_row):
        code = write.text(iri, DCT + "identifier")
        thing = write.thing(iri)
        line = [
            [by_row[iri][kind][one] if kind in by_row[iri] else "" for one in _STATES]
            for kind in kinds
        ]
        counted.append((Shown(f"{code} {thing.text}".strip(), thing.href), line))
    sizes = {row["kind"]: row["population"] for row in rows}
    return Matrix(
        [Shown(f"{write.thing(one).text} ({sizes[one]})", write.link(one)) for one in kinds],
        states=[write.words[f"short {one}"] for one in _STATES],
        counted=counted,
    )


def _legend(write: Writer, kind: str) -> list[tuple[str, str]]:
    words, which, lang = write.words, write.which, write.at.lang
    if kind == _GOVERNMENTS:
        return [(words[f"short {one}"], words[f"long {one}"]) for one in _STATES]
    if kind == _CAPABILITIES:
        return [("●", words["delivery zelf"]), ("◐", words["delivery deel"])]
    return [
        *((sign, words[f"degree {rank}"]) for rank, (sign, _) in _SIGNS.items()),
        *((letter[which], say(basis, lang)) for basis, letter in _LETTERS.items()),
        ("?", words["to_check"]),
    ]


def _codes(write: Writer, iri: str, name: str) -> dict[str, str]:
    return {
        _tail(str(getattr(one, "value", ""))): write.value(one).text
        for one in write.objects(iri, name)
    }


def _tail(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]
