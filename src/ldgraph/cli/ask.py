"""Commands that answer: query, gaps, cover, explain, stats."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from ldgraph.cli.session import DATE, Session, on_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    import pyoxigraph as ox

    from ldgraph.answers.queries import Query
    from ldgraph.answers.standing import Standing
    from ldgraph.snapshot import Snapshot

_FREE = {"ignore_unknown_options": True, "allow_extra_args": True}
_ANY_ASSESSMENT = "ASK { ?assessment a ldg:Beoordeling }"
_ON = click.option("--date", type=DATE, help="Reference date (default: today).")
_FORM = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="text is for people, json for programs.",
)


@click.command(context_settings=_FREE)
@click.argument("name", required=False)
@click.option("--list", "listing", is_flag=True, help="List the stored questions.")
@click.option("--show", is_flag=True, help="Print the SPARQL instead of running it.")
@click.option("--file", type=click.Path(path_type=Path), help="Run a query of your own.")
@_ON
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "sparql-json", "turtle"]),
    default="table",
    show_default=True,
    help="turtle is for CONSTRUCT and DESCRIBE, the others for SELECT.",
)
@click.pass_context
def query(  # noqa: PLR0913 (one option, one parameter)
    context: click.Context,
    name: str | None,
    file: Path | None,
    date: datetime | None,
    form: str,
    *,
    listing: bool,
    show: bool,
) -> None:
    """Ask a stored question, or run a query of your own.

    A question's own parameters are options: --government, --requirement and so on. A government
    goes by any identifier or name; other things by identifier, label, prefixed name or IRI.
    """
    from ldgraph.answers.queries import bind, find_query, load_queries
    from ldgraph.graph.places import query_folders
    from ldgraph.turtle.read import read_text

    session: Session = context.obj
    on = on_date(date)
    if file is not None:
        _answer(session, _result(session.snapshot(on), read_text(file), {}, form), form)
        return
    queries = load_queries(query_folders(session.root()))
    if listing or name is None:
        session.show(_listing(queries, session.lang))
        return
    stored = find_query(queries, name)
    if show:
        click.echo(stored.text)
        return
    given = _options(context.args)
    built = session.snapshot(on)
    arguments = _arguments(built, stored, given)
    lines = _result(built, stored.text, bind(stored, arguments), form)
    _answer(session, lines, form)
    for line in _remarks(session, built, queries, arguments, empty=len(lines) < 2):  # noqa: PLR2004
        click.echo(line, err=True)
    if form == "table" and "government" not in arguments and "ldg:LokaalBestuur" in stored.text:
        click.echo(_population(session, built, queries), err=True)


def _answer(session: Session, lines: Sequence[str], form: str) -> None:
    """Write an answer: a table is for people, the other forms go on as they are."""
    if form == "table":
        session.show(lines)
    else:
        session.write("\n".join(lines))


def _remarks(
    session: Session,
    built: Snapshot,
    queries: Mapping[str, Query],
    arguments: Mapping[str, str],
    *,
    empty: bool,
) -> Iterator[str]:
    """Say beside an answer why nothing was computed, so that no rows are not taken for none."""
    from ldgraph.answers.names import label
    from ldgraph.answers.standing import standing
    from ldgraph.report.standing import summary_lines
    from ldgraph.report.words import say

    if "government" in arguments:
        found = standing(built.view, queries, arguments["government"], built.on)
        if found.absence or not found.states:
            yield from summary_lines(
                found, lambda one: label(built.view, one, session.lang), session.lang
            )
            return
    if empty:
        yield say("no_rows", session.lang)
        if not built.view.query(built.view.vocabulary.prefix + _ANY_ASSESSMENT):
            yield say("no_assessments", session.lang)


def _population(session: Session, built: Snapshot, queries: Mapping[str, Query]) -> str:
    """Name whom a count is over: the governments that exist on the date, of those one may see."""
    from ldgraph.answers.queries import ask, find_query
    from ldgraph.report.words import say

    answer = ask(built.view, find_query(queries, "existing"), {"date": built.on.isoformat()})
    return say("population", session.lang).format(len(answer.rows))


def _listing(queries: Mapping[str, Query], lang: str) -> Iterator[str]:
    for one in queries.values():
        options = (
            f"[--{given.name}]" if given.optional or given.name == "date" else f"--{given.name}"
            for given in one.parameters
        )
        yield " ".join((one.name, *options))
        yield f"    {one.question if lang == 'en' else one.vraag}"


def _options(words: Sequence[str]) -> dict[str, str]:
    """Read ``--name value`` and ``--name=value``."""
    from ldgraph.errors import LdgraphError

    found: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or not name:
            raise LdgraphError(f"'{word}': wanted --NAME VALUE", f"'{word}': geef --NAAM WAARDE")
        given = value if equals else next(rest, None)
        if given is None:
            raise LdgraphError(f"'{word}' has no value", f"'{word}' heeft geen waarde")
        if name in found:
            raise LdgraphError(f"'--{name}' stands twice", f"'--{name}' staat er tweemaal")
        found[name] = given
    return found


def _arguments(built: Snapshot, stored: Query, given: Mapping[str, str]) -> dict[str, str]:
    """Make what was typed the values of a question's parameters; ``bind`` checks the rest."""
    from ldgraph.answers.governments import find_government
    from ldgraph.answers.names import find_thing
    from ldgraph.graph.prefixes import prefixes_of

    types = {one.name: one.datatype for one in stored.parameters}
    found = {"date": built.on.isoformat()} if "date" in types else {}
    for name, value in given.items():
        if types.get(name) != "iri":
            found[name] = value
        elif name == "government":
            found[name] = find_government(built.view, value, built.on)
        else:
            found[name] = find_thing(built.view, name, value, prefixes_of(built.root))
    return found


def _result(
    built: Snapshot,
    text: str,
    bound: Mapping[ox.Variable, ox.NamedNode | ox.Literal],
    form: str,
) -> list[str]:
    from ldgraph.errors import LdgraphError
    from ldgraph.graph.guard import with_deep_stack

    try:
        return with_deep_stack(lambda: _run(built, text, bound, form))
    except SyntaxError as error:
        raise LdgraphError(
            f"the query cannot be parsed: {error}", f"de vraag is geen SPARQL: {error}"
        ) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise LdgraphError(
            f"the query cannot be run: {error}", f"de vraag kan niet uitgevoerd worden: {error}"
        ) from error


def _run(
    built: Snapshot,
    text: str,
    bound: Mapping[ox.Variable, ox.NamedNode | ox.Literal],
    form: str,
) -> list[str]:
    import pyoxigraph as ox

    from ldgraph.answers.queries import Answer
    from ldgraph.errors import LdgraphError
    from ldgraph.graph.prefixes import prefixes_of, shorten
    from ldgraph.report.tables import render

    result = built.view.query(text, dict(bound))
    prefixes = prefixes_of(built.root)
    if isinstance(result, ox.QueryBoolean):
        return ["true" if result else "false"]
    if isinstance(result, ox.QueryTriples):
        turtle = ox.serialize(result, format=ox.RdfFormat.TURTLE, prefixes=dict(prefixes))
        return (turtle or b"").decode().splitlines()
    if form == "turtle":
        raise LdgraphError(
            "--format turtle is for CONSTRUCT and DESCRIBE; this is a SELECT",
            "--format turtle is voor CONSTRUCT en DESCRIBE; dit is een SELECT",
        )
    columns = tuple(variable.value for variable in result.variables)
    rows = [tuple(row) for row in result]
    return render(Answer(columns, rows), form, lambda iri: shorten(iri, prefixes)).split("\n")


class _Asked(NamedTuple):
    """A government as somebody asked about it, and where it stands."""

    built: Snapshot
    queries: Mapping[str, Query]
    standing: Standing
    named: Callable[[str], str]
    heading: list[str]


def _standing(session: Session, government: str, on: date) -> _Asked:
    from ldgraph.answers.governments import find_government
    from ldgraph.answers.names import label
    from ldgraph.answers.queries import load_queries
    from ldgraph.answers.standing import standing
    from ldgraph.report.standing import summary_lines

    built = session.snapshot(on)
    iri = find_government(built.view, government, on)
    queries = load_queries(built.query_folders)
    found = standing(built.view, queries, iri, on)

    def named(one: str) -> str:
        return label(built.view, one, session.lang)

    return _Asked(built, queries, found, named, list(summary_lines(found, named, session.lang)))


@click.command()
@click.argument("government")
@_ON
@_FORM
@click.pass_obj
def gaps(session: Session, government: str, date: datetime | None, form: str) -> None:
    """List a government's gaps by urgency; blind spots and outdated assessments apart."""
    from ldgraph.report.standing import history_lines, state_lines
    from ldgraph.report.standing_json import gaps_data

    asked = _standing(session, government, on_date(date))
    if form == "json":
        _write_json(session, gaps_data(asked.standing, asked.named, session.lang))
        return
    session.show(asked.heading)
    for which in ("leemte", "onbekend", "te-herbevestigen"):
        session.show(state_lines(asked.standing.states, which, asked.named, session.lang))
    session.show(history_lines(asked.standing, asked.named, session.lang))


@click.command()
@click.argument("government")
@_ON
@_FORM
@click.pass_obj
def cover(session: Session, government: str, date: datetime | None, form: str) -> None:
    """Show for each gap which obtainable offering covers it, how fully and on what basis."""
    from ldgraph.answers.covers import covers
    from ldgraph.report.standing import cover_lines
    from ldgraph.report.standing_json import covers_data

    asked = _standing(session, government, on_date(date))
    states, whose = asked.standing.states, asked.standing.government
    found = covers(asked.built.view, asked.queries, whose, asked.built.on) if states else None
    if form == "json":
        _write_json(session, covers_data(asked.standing, found, asked.named, session.lang))
        return
    session.show(asked.heading)
    if found is not None:
        session.show(["", *cover_lines(states, found, asked.named, session.lang)])


@click.command()
@click.argument("government")
@click.argument("requirement")
@click.argument("offering", required=False, default="")
@_ON
@_FORM
@click.pass_obj
def explain(  # noqa: PLR0913, PLR0917 (one argument or option, one parameter)
    session: Session,
    government: str,
    requirement: str,
    offering: str,
    date: datetime | None,
    form: str,
) -> None:
    """Show the answer about one requirement, and the chain of facts, each with file and line."""
    from ldgraph.answers.explanation import explanation
    from ldgraph.answers.governments import find_government
    from ldgraph.answers.names import find_thing, label
    from ldgraph.answers.queries import load_queries
    from ldgraph.graph.locate import Locator
    from ldgraph.graph.prefixes import prefixes_of
    from ldgraph.report.explanation import explanation_data, explanation_lines

    on = on_date(date)
    built = session.snapshot(on)
    prefixes = prefixes_of(built.root)
    whose = find_government(built.view, government, on)
    needed = find_thing(built.view, "requirement", requirement, prefixes)
    offered = find_thing(built.view, "offering", offering, prefixes) if offering else ""
    queries = load_queries(built.query_folders)
    found = explanation(built.view, queries, whose, needed, offered, on)
    locator = Locator(built.dataset)

    def named(one: str) -> str:
        return label(built.view, one, session.lang)

    if form == "json":
        _write_json(session, explanation_data(found, locator, named, session.lang))
    else:
        session.show(explanation_lines(found, locator, prefixes, named, session.lang))


def _write_json(session: Session, whole: Mapping[str, object]) -> None:
    import json

    session.write(json.dumps(whole, ensure_ascii=False, indent=2))


@click.command()
@click.pass_obj
def stats(session: Session) -> None:
    """Count what is in the graph, per kind and per file."""
    from collections import Counter

    from ldgraph.graph.prefixes import prefixes_of, shorten
    from ldgraph.terms import TYPE

    built = session.snapshot(on_date(None))
    prefixes, files = prefixes_of(built.root), built.dataset.by_graph()
    kinds: Counter[str] = Counter()
    graphs: Counter[str] = Counter()
    for quad in built.view.store:
        graphs[getattr(quad.graph_name, "value", "")] += 1
        if quad.predicate.value == TYPE:
            kinds[getattr(quad.object, "value", "")] += 1
    listed = sorted(kinds.items(), key=lambda one: (-one[1], one[0]))
    session.show(f"{number:8}  {shorten(kind, prefixes)}" for kind, number in listed)
    session.show([""])
    session.show(
        f"{number:8}  {files[graph].shown if graph in files else graph}"
        for graph, number in sorted(graphs.items())
    )
    session.show([f"{sum(graphs.values()):8}"])
