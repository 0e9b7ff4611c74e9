"""The command that makes a new thing: it asks on a terminal, and takes flags in a pipe."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ldgraph.cli.session import Session, on_date, progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ldgraph.cli.form import Form
    from ldgraph.errors import Finding, Severity
    from ldgraph.graph.kinds import Kind
    from ldgraph.intake.draft import Draft
    from ldgraph.intake.filing import Filed
    from ldgraph.intake.new import Target
    from ldgraph.intake.values import Value

_FREE = {"ignore_unknown_options": True, "allow_extra_args": True}


@click.command(context_settings=_FREE)
@click.argument("kind", required=False)
@click.option("--list", "listing", is_flag=True, help="List what can be made, or said of a KIND.")
@click.option("--a", "narrower", help="The narrower class that it is, where KIND has some.")
@click.option("--id", "wanted", help="End of its identifier (default: made from its name).")
@click.option(
    "--file",
    type=click.Path(path_type=Path),
    help="File to write it into (default: where things like it are).",
)
@click.option("--file-title", help="Title of the file, where that is new.")
@click.option("--file-source", help="Source of the file, where that is new.")
@click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning", "info"]),
    default="violation",
    show_default=True,
    help="Write nothing from this severity on.",
)
@click.option("--dry-run", is_flag=True, help="Print what would be written, and write nothing.")
@click.pass_context
def new(  # noqa: PLR0913 (one option, one parameter)
    context: click.Context,
    kind: str | None,
    narrower: str | None,
    wanted: str | None,
    file: Path | None,
    file_title: str | None,
    file_source: str | None,
    fail_on: str,
    *,
    listing: bool,
    dry_run: bool,
) -> None:
    """Make a new thing of a KIND, such as aanbod, vereiste or beoordeling, and write it to a file.

    Properties are options, by the last part of their name: --leverancier, --levert, and --label for
    its name; repeat one for more values, and write --label-en for a text in English. A value goes
    by label, identifier, prefixed name or IRI. On a terminal what lacks is asked for.

    Nothing is written unless a check of the whole root with the new thing in it finds nothing new.

    Exit code: 0 written, 1 findings, 2 values that lack or will not do.
    """
    from ldgraph.cli.form import Form, is_asked
    from ldgraph.errors import Severity
    from ldgraph.graph.access import ENTITLED_TO_ALL, view_for
    from ldgraph.graph.cache import check_or_recall
    from ldgraph.graph.kinds import kinds
    from ldgraph.graph.load import load
    from ldgraph.graph.places import source_files
    from ldgraph.graph.prefixes import prefixes_of
    from ldgraph.intake.draft import Draft, find_kind
    from ldgraph.intake.mint import taken
    from ldgraph.intake.new import Header, filed, findings, save, target_of
    from ldgraph.intake.values import Values
    from ldgraph.report.kinds import field_lines, kind_lines
    from ldgraph.report.words import say

    session: Session = context.obj
    flags = list(_flags(context.args))
    root, on = session.own_root(), on_date(None)
    prefixes = prefixes_of(root)
    with progress() as step:
        dataset = load(source_files(root), step)
    session.refuse_faults(dataset)
    known = kinds(dataset, prefixes)
    if kind is None:
        session.show(kind_lines(known.values(), session.lang))
        return
    values = Values(view_for(dataset, ENTITLED_TO_ALL), prefixes, on)
    draft = Draft(find_kind(kind, known, prefixes), values, dataset)
    if listing:
        session.show(field_lines(draft.kind, draft.flag_of, prefixes, session.lang))
        return
    form = Form(session.lang) if is_asked() else None
    _fill(draft, narrower, known, flags, form)
    in_use = taken(draft.kind, dataset, root, prefixes)
    for folder in in_use.unread:
        click.echo(say("history_unread", session.lang).format(folder), err=True)
    before = check_or_recall(root, on=on)
    while True:
        target = target_of(draft, root, in_use, wanted, file)
        source = _source(draft, target, file_source, form)
        made = filed(draft, target, Header(file_title, source), root, on)
        found = findings(root, target, made.content, on, before)
        session.show(_finding_lines(found, target, made, session.lang))
        code = _exit_code(found, Severity(fail_on))
        if not code or form is None or not form.more(draft, say("which_mend", session.lang)):
            break
    if code:
        click.echo(say("nothing_written", session.lang), err=True)
        sys.exit(code)
    if dry_run:
        session.write(made.content.rstrip("\n") if target.old is None else made.block)
        return
    name = _shown(target, made)
    if form:
        form.tell(made.block)
        if not form.agreed(f"{say('write_it', session.lang)} {name}"):
            click.echo(say("nothing_written", session.lang), err=True)
            return
    save(target, made.content)
    session.show([f"{say('made', session.lang)} {name}"])


def _flags(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Read ``--name value`` and ``--name=value``, each as often as it stands there."""
    from ldgraph.errors import LdgraphError

    rest = iter(words)
    for word in rest:
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or not name:
            raise LdgraphError(
                f"'{word}': wanted --PROPERTY VALUE, a value with spaces between quotes",
                f"'{word}': geef --EIGENSCHAP WAARDE, een waarde met spaties tussen aanhalingstekens",
            )
        given = value if equals else next(rest, None)
        if given is None:
            raise LdgraphError(f"'{word}' has no value", f"'{word}' heeft geen waarde")
        yield name, given


def _fill(
    draft: Draft,
    narrower: str | None,
    known: Mapping[str, Kind],
    flags: Sequence[tuple[str, str]],
    form: Form | None,
) -> None:
    """Say of a thing what flags say, and ask for the rest; where nobody can be asked, all of it
    has to be there.
    """
    from ldgraph.intake.draft import Problem, ValuesError, narrowed

    problems: list[Problem] = []
    chosen, problem = narrowed(draft.kind, narrower, known)
    if problem and form:
        chosen = form.narrower(draft.kind, known)
    elif problem:
        problems.append(problem)
    draft.kind = chosen
    problems += draft.read(flags)
    if form:
        form.again(draft, problems)
        form.fill(draft)
        return
    flawed = {draft.field_of(one.flag)[0].path for one in problems if one.given and one.flag != "a"}
    problems += [one for field, one in draft.missing() if field.path not in flawed]
    problems += draft.missing_either()
    if problems:
        raise ValuesError(problems, draft.kind.local)


def _source(
    draft: Draft, target: Target, given: str | None, form: Form | None
) -> Value | None:
    """Give the source of a file that is new: the one given, else the thing's own."""
    from ldgraph.intake.draft import Problem, ValuesError
    from ldgraph.intake.new import header_source, source_field
    from ldgraph.intake.values import Refused
    from ldgraph.report.words import say

    if target.old is not None:
        return None
    one = source_field(draft)
    if given is not None:
        try:
            return draft.values.read(one, given)
        except Refused as refused:
            problem = Problem("file-source", refused.messages, refused.allowed, given)
            if form is None:
                raise ValuesError([problem], target.file.shown) from None
            form.tell(problem.line(form.lang))
    elif (own := header_source(draft)) is not None:
        return own
    if form is None:
        raise ValuesError([Problem("file-source", one.messages)], target.file.shown)
    return form.single(draft.values, one, say("source_of_file", form.lang).format(target.file.shown))


def _shown(target: Target, made: Filed) -> str:
    from ldgraph.report.source import shown_name

    end = "/".join(target.iri.rsplit("/", 2)[1:])
    return f"{shown_name(target.file.shown)}:{made.line}: {end}"


def _exit_code(found: Sequence[Finding], limit: Severity) -> int:
    from ldgraph.cli.validate import exit_code

    return exit_code(found, limit.rank)


def _finding_lines(
    found: Sequence[Finding], target: Target, made: Filed, lang: str
) -> Iterator[str]:
    """Write findings with the line that they are about, also where that is not in a file yet."""
    from ldgraph.report.source import SourceLines
    from ldgraph.report.text import finding_lines, summary

    sources, lines = SourceLines(), made.content.splitlines()
    for one in found:
        line = None
        if one.position and one.position.file == target.file.shown:
            line = lines[one.position.line - 1] if one.position.line <= len(lines) else None
        elif one.position:
            line = sources.line(one.position)
        yield from finding_lines(one, lang, line)
    if found:
        yield summary(found, lang)
