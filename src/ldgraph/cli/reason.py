"""The command that looks for clashes with an OWL reasoner."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ldgraph.cli.session import Session, progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyoxigraph as ox

    from ldgraph.graph.axioms import Piece
    from ldgraph.graph.load import Dataset
    from ldgraph.graph.locate import Locator
    from ldgraph.graph.reason import Report

    Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_WORDS = {
    "nl": {
        "fine": "Geen tegenspraak",
        "counted": "{axioms} axioma's, {facts} feiten over {individuals} dingen",
        "clash": "Tegenspraak: deze {count} uitspraken kunnen niet samen waar zijn.",
        "empty": "{name} kan geen enkel exemplaar hebben, door deze {count} uitspraken.",
        "assumed": "(aangenomen: twee namen zijn twee dingen)",
        "apart": "is iets anders dan",
    },
    "en": {
        "fine": "No clash",
        "counted": "{axioms} axioms, {facts} facts about {individuals} things",
        "clash": "Clash: these {count} statements cannot all be true.",
        "empty": "{name} can have no instance, because of these {count} statements.",
        "assumed": "(assumed: two names are two things)",
        "apart": "is not the same as",
    },
}


@click.command("reason")
@click.option(
    "--sample",
    type=click.IntRange(min=0),
    default=25,
    show_default=True,
    help="How many instances of each class to look at.",
)
@click.pass_obj
def reason_command(session: Session, sample: int) -> None:
    """Look for contradictions with an OWL reasoner, and show the statements that make them.

    It looks at the whole ontology, the code lists and a sample of the data. Needs the extra
    `reason`: pip install 'ldgraph[reason]'.
    """
    from ldgraph.graph.load import load
    from ldgraph.graph.locate import Locator
    from ldgraph.graph.places import Room, source_files
    from ldgraph.graph.prefixes import prefixes_of
    from ldgraph.graph.reason import reason

    root = session.own_root()
    with progress() as step:
        dataset = load(source_files(root), step)
    session.refuse_faults(dataset)
    ontology = {file.graph for file in dataset.files if file.room is Room.ONTOLOGY}
    with progress() as step:
        report = reason(dataset.store, ontology, sample, step)
    writer = _Writer(dataset, Locator(dataset), prefixes_of(root), session.lang)
    session.show(_lines(report, writer))
    if report.clash or report.unsatisfiable:
        sys.exit(1)


def _lines(report: Report, writer: _Writer) -> Iterator[str]:
    words = writer.words
    counted = words["counted"].format(
        axioms=report.axioms, facts=report.facts, individuals=report.individuals
    )
    if report.clash:
        yield words["clash"].format(count=len(report.clash))
        yield from writer.statements(report.clash)
    for name, pieces in report.unsatisfiable:
        yield words["empty"].format(name=writer.name(name), count=len(pieces))
        yield from writer.statements(pieces)
    if not report.clash and not report.unsatisfiable:
        yield f"{words['fine']}: {counted} ({report.seconds:.1f} s)."


class _Writer:
    """Writes statements as they would stand in a file, each with its place."""

    def __init__(
        self,
        dataset: Dataset,
        locator: Locator,
        prefixes: Mapping[str, str],
        lang: str,
    ) -> None:
        self.words = _WORDS[lang]
        self._store = dataset.store
        self._locator = locator
        self._prefixes = prefixes

    def statements(self, pieces: Iterable[Piece]) -> Iterator[str]:
        """Give a line for each statement, those of one file together and in order."""
        yield from sorted(self._line(piece) for piece in pieces)

    def name(self, iri: str) -> str:
        """Shorten an IRI with the root's prefixes."""
        from ldgraph.graph.prefixes import shorten

        return shorten(iri, self._prefixes)

    def _line(self, piece: Piece) -> str:
        from ldgraph.graph.axioms import DIFFERENT

        subject, value = self._term(piece.subject), self._term(piece.value)
        if piece.source is None:
            apart = self.words["apart"] if piece.predicate == DIFFERENT else self._verb(piece)
            return f"    {subject} {apart} {value} {self.words['assumed']}"
        quad = piece.source
        graph = str(getattr(quad.graph_name, "value", ""))
        at = self._locator.place(graph, quad.subject, quad.predicate.value, quad.object)
        return f"{at}: {subject} {self._verb(piece)} {value}"

    def _verb(self, piece: Piece) -> str:
        from ldgraph.terms import TYPE

        return "a" if piece.predicate == TYPE else self.name(piece.predicate)

    def _term(self, term: Term, depth: int = 0) -> str:
        import pyoxigraph as ox

        if isinstance(term, ox.NamedNode):
            return self.name(term.value)
        if isinstance(term, ox.Literal):
            text = f'"{term.value}"'
            if term.language:
                return f"{text}@{term.language}"
            plain = term.datatype.value.endswith("#string")
            return text if plain else f"{text}^^{self.name(term.datatype.value)}"
        if depth > 5 or isinstance(term, ox.Triple):  # noqa: PLR2004 (deep enough to recognise)
            return "[ … ]"
        return self._nested(term, depth)

    def _nested(self, term: ox.BlankNode, depth: int) -> str:
        """Write what stands between brackets: a list, or an expression."""
        from ldgraph.graph.axioms import items

        listed = list(items(self._store, term))
        if listed:
            return f"( {' '.join(self._term(one, depth + 1) for one in listed)} )"
        inner = (
            f"{self.name(quad.predicate.value)} {self._term(quad.object, depth + 1)}"
            for quad in sorted(self._store.quads_for_pattern(term, None, None), key=str)
        )
        return f"[ {' ; '.join(inner)} ]"
