"""The command line: read the arguments, call, print, and say by exit code how it went.

Exit codes: 0 nothing at or above the threshold, 1 findings, 2 usage, 3 input that cannot be read,
4 internal error. Heavy modules are imported by the command that needs them.
"""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ldgraph.errors import Finding
    from ldgraph.graph.places import Root
    from ldgraph.snapshot import Snapshot

_DATE = click.DateTime(["%Y-%m-%d"])


class _Settings:
    """What holds for every command: the root's folder and the language of messages."""

    def __init__(self, folder: Path | None, lang: str) -> None:
        self.folder = folder
        self.lang = lang

    def root(self) -> Root:
        """Open the root asked for; without one, the current folder's."""
        from ldgraph.errors import RootNotFoundError
        from ldgraph.graph.places import bundled_root, find_root, open_root

        if self.folder is not None:
            return open_root(self.folder)
        try:
            return find_root(Path.cwd())
        except RootNotFoundError:
            example = bundled_root()
            click.echo(
                f"Geen root hier: het meegeleverde voorbeeld wordt gebruikt ({example}). "
                "Kies een andere met --root.",
                err=True,
            )
            return open_root(example)


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001
    if wanted:
        from importlib.metadata import version

        click.echo(f"ldgraph {version('ldgraph')}")
        context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--root", type=click.Path(path_type=Path), help="Folder with an ldgraph.toml.")
@click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version)
@click.pass_context
def cli(context: click.Context, root: Path | None, lang: str) -> None:
    """Which offering covers which gap? A knowledge graph for Flemish local governments."""
    context.obj = _Settings(root, lang)


def _on(date: datetime.datetime | None) -> datetime.date:
    return date.date() if date else datetime.datetime.now(tz=datetime.UTC).date()


def _snapshot(settings: _Settings, on: datetime.date) -> Snapshot:
    """Build a snapshot to answer from; a file that does not parse would make answers wrong."""
    from ldgraph import snapshot
    from ldgraph.errors import UnreadableInputError
    from ldgraph.report.text import finding_lines

    built = snapshot.build(settings.root(), on)
    if built.dataset.faults:
        for fault in built.dataset.faults:
            for line in finding_lines(fault, settings.lang):
                click.echo(line, err=True)
        raise UnreadableInputError("data", f"{len(built.dataset.faults)} files do not parse")
    return built


def _named(built: Snapshot, lang: str) -> Callable[[str], str]:
    from ldgraph.answers.gaps import label

    return lambda iri: label(built.view, iri, lang)


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning", "info", "never"]),
    default="violation",
    show_default=True,
    help="Exit with 1 from this severity on.",
)
@click.option("--show-restricted", is_flag=True, help="Show source lines of restricted files too.")
@click.pass_obj
def validate(
    settings: _Settings, paths: tuple[Path, ...], fail_on: str, *, show_restricted: bool
) -> None:
    """Check every file: syntax, names, references and shapes.

    PATHS limit what is reported, never what is read.
    """
    from ldgraph.errors import Finding, Severity
    from ldgraph.graph.crosscheck import crosscheck
    from ldgraph.graph.load import load
    from ldgraph.graph.places import source_files
    from ldgraph.graph.validate import validate as check_shapes

    for path in paths:
        if not path.exists():
            raise click.BadParameter(f"'{path}' does not exist", param_hint="PATHS")
    root = settings.root()
    dataset = load(source_files(root))
    found = [*dataset.faults, *crosscheck(dataset, root), *check_shapes(dataset)]
    wanted = [path.resolve() for path in paths]
    reported = sorted(
        (one for one in found if not wanted or _below(one, wanted)), key=Finding.sort_key
    )
    _print_findings(reported, settings.lang, show_restricted=show_restricted)
    limit = 4 if fail_on == "never" else Severity(fail_on).rank
    if any(one.code == "unreadable-file" for one in reported):
        sys.exit(3)
    if any(one.severity.rank >= limit for one in reported):
        sys.exit(1)


def _below(finding: Finding, folders: Iterable[Path]) -> bool:
    if finding.position is None:
        return True
    file = Path(finding.position.file).resolve()
    return any(file == folder or file.is_relative_to(folder) for folder in folders)


def _print_findings(found: list[Finding], lang: str, *, show_restricted: bool) -> None:
    from ldgraph.report.text import finding_lines
    from ldgraph.report.words import say

    for one in found:
        line = None
        if one.position and (show_restricted or not one.restricted):
            line = _source_line(Path(one.position.file), one.position.line)
        for text in finding_lines(one, lang, line):
            click.echo(text)
    click.echo(f"{len(found)} {say('findings', lang)}" if found else say("no_findings", lang))


def _source_line(file: Path, number: int) -> str | None:
    try:
        lines = file.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return None
    return lines[number - 1] if number <= len(lines) else None


@cli.command()
@click.argument("name", required=False)
@click.option("--list", "listing", is_flag=True, help="List the stored questions.")
@click.option("--show", is_flag=True, help="Print the SPARQL instead of running it.")
@click.option("--file", type=click.Path(path_type=Path), help="Run a query of your own.")
@click.option("--government", help="Any identifier or name.")
@click.option("--date", type=_DATE, help="Reference date (default: today).")
@click.option("--set", "pairs", multiple=True, metavar="NAME=VALUE", help="Another parameter.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "sparql-json", "turtle"]),
    default="table",
    show_default=True,
)
@click.pass_obj
def query(  # noqa: PLR0913 (one option, one parameter)
    settings: _Settings,
    name: str | None,
    file: Path | None,
    government: str | None,
    date: datetime.datetime | None,
    pairs: tuple[str, ...],
    form: str,
    *,
    listing: bool,
    show: bool,
) -> None:
    """Ask a stored question, or run a query of your own."""
    from ldgraph.answers.governments import find_government
    from ldgraph.answers.queries import ask, find_query, load_queries
    from ldgraph.graph.places import query_folders
    from ldgraph.graph.prefixes import prefixes_of, shorten
    from ldgraph.report.tables import render

    root = settings.root()
    queries = load_queries(query_folders(root))
    if listing or (name is None and file is None):
        for one in queries.values():
            asked = one.question if settings.lang == "en" else one.vraag
            parameters = " ".join(p.name + ("?" if p.optional else "") for p in one.parameters)
            click.echo(f"{one.name}  [{parameters}]\n    {asked}")
        return
    on = _on(date)
    if file is not None:
        click.echo(_run_own(_snapshot(settings, on), file, form))
        return
    stored = find_query(queries, name or "")
    if show:
        click.echo(stored.text)
        return
    built = _snapshot(settings, on)
    known = {parameter.name for parameter in stored.parameters}
    arguments: dict[str, Any] = {}
    if "date" in known:
        arguments["date"] = on.isoformat()
    if government:
        arguments["government"] = find_government(built.view, government, on)
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise click.BadParameter(f"'{pair}': wanted NAME=VALUE", param_hint="--set")
        arguments[key] = value
    prefixes = prefixes_of(root)
    answer = ask(built.view, stored, arguments)
    click.echo(render(answer, form, lambda iri: shorten(iri, prefixes)))


def _run_own(built: Snapshot, file: Path, form: str) -> str:
    import pyoxigraph as ox

    from ldgraph.answers.queries import Answer
    from ldgraph.errors import UnreadableInputError
    from ldgraph.report.tables import render

    try:
        result = built.view.query(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, SyntaxError) as error:
        raise UnreadableInputError(file, str(error)) from error
    if isinstance(result, ox.QueryBoolean):
        return "true" if result else "false"
    if isinstance(result, ox.QueryTriples):
        return ox.serialize(result, format=ox.RdfFormat.TURTLE).decode()
    columns = tuple(variable.value for variable in result.variables)
    rows: list[Any] = [tuple(row[name] for name in columns) for row in result]
    return render(Answer(columns, rows), form, lambda iri: f"<{iri}>")


@cli.command()
@click.argument("government")
@click.option("--date", type=_DATE, help="Reference date (default: today).")
@click.pass_obj
def gaps(settings: _Settings, government: str, date: datetime.datetime | None) -> None:
    """List the gaps of a government by urgency, its blind spots and outdated assessments apart."""
    from ldgraph.report.text import state_lines

    built, _, states, _ = _standing(settings, government, _on(date))
    for which in ("leemte", "onbekend", "te-herbevestigen"):
        for line in state_lines(states, which, _named(built, settings.lang), settings.lang):
            click.echo(line)


@cli.command()
@click.argument("government")
@click.option("--date", type=_DATE, help="Reference date (default: today).")
@click.pass_obj
def cover(settings: _Settings, government: str, date: datetime.datetime | None) -> None:
    """Show for each gap which obtainable offering covers it, how fully and on what basis."""
    from ldgraph.answers.gaps import covers
    from ldgraph.report.text import cover_lines

    built, iri, states, queries = _standing(settings, government, _on(date))
    found = covers(built.view, queries, iri, built.on) if states else {}
    click.echo()
    named = _named(built, settings.lang)
    for line in cover_lines(states, found, named, settings.lang):
        click.echo(line)


def _standing(settings: _Settings, government: str, on: datetime.date) -> Any:  # noqa: ANN401
    """Print who is asked about and the counts; give the snapshot, the IRI and the states."""
    from ldgraph.answers.gaps import states, successors
    from ldgraph.answers.governments import find_government
    from ldgraph.answers.queries import load_queries
    from ldgraph.report.text import summary_lines
    from ldgraph.report.words import say

    built = _snapshot(settings, on)
    iri = find_government(built.view, government, on)
    queries = load_queries(built.query_folders)
    found = states(built.view, queries, iri, on)
    named = _named(built, settings.lang)
    if not found:
        after = ", ".join(named(one) for one in successors(built.view, iri)) or "-"
        click.echo(f"{named(iri)} {say('not_there', settings.lang)} {on}; ", nl=False)
        click.echo(f"{say('successors', settings.lang)}: {after}")
        return built, iri, [], queries
    for line in summary_lines(named(iri), on.isoformat(), found, named, settings.lang):
        click.echo(line)
    return built, iri, found, queries


@cli.command()
@click.argument("government")
@click.argument("requirement")
@click.argument("offering", required=False, default="")
@click.option("--date", type=_DATE, help="Reference date (default: today).")
@click.pass_obj
def explain(
    settings: _Settings,
    government: str,
    requirement: str,
    offering: str,
    date: datetime.datetime | None,
) -> None:
    """Show the chain of facts behind an answer, each with its file and line."""
    from ldgraph.answers.gaps import offering_iri, requirement_iri, why
    from ldgraph.answers.governments import find_government
    from ldgraph.errors import UnknownNameError
    from ldgraph.graph.lines import locate
    from ldgraph.graph.prefixes import prefixes_of, shorten
    from ldgraph.report.words import say

    on = _on(date)
    built = _snapshot(settings, on)
    body = find_government(built.view, government, on)
    asked = requirement_iri(built.view, requirement)
    if asked is None:
        raise UnknownNameError("requirement", requirement, ["see: ldgraph query applicable"])
    offered = offering_iri(built.view, offering) if offering else ""
    if offered is None:
        raise UnknownNameError("offering", offering, ["see: ldgraph query coverage"])
    prefixes, files = prefixes_of(built.root), built.dataset.by_graph()
    for quad in why(built.view, body, asked, offered, on):
        subject = getattr(quad.subject, "value", "")
        value = getattr(quad.object, "value", "")
        file = files.get(getattr(quad.graph_name, "value", ""))
        where = say("derived", settings.lang)
        if file is not None:
            text = file.path.read_text("utf-8")
            predicate = quad.predicate.value
            where = str(locate(text, file.shown, file.graph, subject, predicate, value))
        written = shorten(value, prefixes) if "//" in value else f'"{value}"'
        name = shorten(quad.predicate.value, prefixes)
        click.echo(f"{shorten(subject, prefixes)} {name} {written}\n    {where}")


@cli.command()
@click.pass_obj
def stats(settings: _Settings) -> None:
    """Count what is in the graph, per kind and per file."""
    from collections import Counter

    from ldgraph.graph.prefixes import prefixes_of, shorten
    from ldgraph.terms import TYPE

    built = _snapshot(settings, _on(None))
    prefixes, files = prefixes_of(built.root), built.dataset.by_graph()
    kinds: Counter[str] = Counter()
    graphs: Counter[str] = Counter()
    for quad in built.view.store:
        graphs[getattr(quad.graph_name, "value", "")] += 1
        if quad.predicate.value == TYPE:
            kinds[getattr(quad.object, "value", "")] += 1
    for kind, number in kinds.most_common():
        click.echo(f"{number:8}  {shorten(kind, prefixes)}")
    click.echo()
    for graph, number in sorted(graphs.items()):
        click.echo(f"{number:8}  {files[graph].shown if graph in files else graph}")


@cli.group("import")
def import_() -> None:
    """Bring in other people's tables as Turtle files to review."""


@import_.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--read-on", required=True, help="Month the tables were copied, as 2026-11.")
@click.option("--dry-run", is_flag=True, help="Only say which files would change.")
@click.pass_obj
def reference(settings: _Settings, folder: Path, read_on: str, *, dry_run: bool) -> None:
    """Write places, frameworks and the catalogue from a folder of reference tables."""
    from ldgraph.intake.reference import import_reference

    written = import_reference(folder, settings.root(), read_on, dry_run=dry_run)
    for name in written.changed:
        click.echo(name)
    click.echo(f"{len(written.changed)} changed, {len(written.unchanged)} unchanged", err=True)


def main() -> None:
    """Run the command line; a bad request is one clear line, never a traceback."""
    from ldgraph.errors import LdgraphError

    try:
        cli(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except LdgraphError as error:
        click.echo(f"ldgraph: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.exit(0)
    except Exception as error:  # noqa: BLE001 (the last line of defence says what to report)
        click.echo(f"ldgraph: internal error: {type(error).__name__}: {error}", err=True)
        sys.exit(4)


if __name__ == "__main__":
    main()
