"""The command that makes a new thing: it asks on a terminal, and takes flags in a pipe."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ldgraph.cli.session import Session, on_date, progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from ldgraph.cli.form import Form
    from ldgraph.errors import Finding
    from ldgraph.graph.kinds import Kind
    from ldgraph.intake.draft import Draft, Problem
    from ldgraph.intake.filing import Filed
    from ldgraph.intake.mint import Setting, Taken
    from ldgraph.intake.new import Target
    from ldgraph.intake.values import Value

#: As after Ctrl-C: whoever was asked did not want it.
_STOPPED = 130
_FREE = {"ignore_unknown_options": True, "allow_extra_args": True}


@click.command(context_settings=_FREE)
@click.argument("kind", required=False)
@click.option("--list", "listing", is_flag=True, help="List what can be made, or said of a KIND.")
@click.option("--a", "narrower", help="The narrower class that it is, where KIND has some.")
@click.option("--like", help="A thing of the same KIND: what is not given is taken from it.")
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
    type=click.Choice(["violation", "warning", "info", "never"]),
    default="violation",
    show_default=True,
    help="Write nothing from this severity on.",
)
@click.option("--dry-run", is_flag=True, help="Print what would be written, and write nothing.")
@click.pass_context
def new(  # noqa: PLR0913 (one option, one parameter)
    context: click.Context,
    kind: str | None,
    *,
    narrower: str | None,
    like: str | None,
    wanted: str | None,
    file: Path | None,
    file_title: str | None,
    file_source: str | None,
    fail_on: str,
    listing: bool,
    dry_run: bool,
) -> None:
    """Make a new thing of a KIND, such as aanbod, vereiste or beoordeling, and write it to a file.

    Properties are options, by the last part of their name: --leverancier, --levert, and --label for
    its name; repeat one for more values, and write --label-en for a text in English. A value goes
    by label, identifier, prefixed name or IRI. On a terminal what lacks is asked for.

    Nothing is written unless a check of the whole root with the new thing in it finds nothing new.
    Of things that need one another the first goes in with --fail-on never.

    Exit code: 0 written, 1 findings, 2 values that lack or will not do.
    """
    from ldgraph.cli.form import Form, is_asked
    from ldgraph.graph.access import ENTITLED_TO_ALL, view_for
    from ldgraph.graph.kinds import kinds
    from ldgraph.graph.load import load
    from ldgraph.graph.places import source_files
    from ldgraph.graph.prefixes import prefixes_of
    from ldgraph.intake.draft import Draft, find_kind
    from ldgraph.intake.mint import Setting
    from ldgraph.intake.values import Values
    from ldgraph.report.kinds import field_lines, kind_lines

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
    desk = _Desk(session, Form(session.lang) if is_asked() else None)
    desk.fill(draft, (narrower, like), known, flags)
    options = _Options(wanted, file, file_title, file_source, fail_on, dry_run=dry_run)
    sys.exit(desk.make(draft, Setting(dataset, root, prefixes), options, on))


@dataclass(frozen=True, slots=True)
class _Options:
    """How a thing is to be written."""

    wanted: str | None
    file: Path | None
    title: str | None
    source: str | None
    fail_on: str
    dry_run: bool


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where somebody makes a thing: with a form where there is somebody to ask."""

    session: Session
    form: Form | None

    def fill(
        self,
        draft: Draft,
        given: tuple[str | None, str | None],
        known: Mapping[str, Kind],
        flags: Sequence[tuple[str, str]],
    ) -> None:
        """Say of a thing what flags say, then what is said of one that it is like; ask the rest.

        Where nobody can be asked it has to be whole: what lacks is told at once, and ends the
        command.
        """
        from ldgraph.intake.draft import narrowed

        narrower, like = given
        draft.kind, problem = narrowed(draft.kind, narrower, known)
        if problem and self.form:
            draft.kind = self.form.narrower(draft.kind, known)
        problems = draft.read(flags)
        if like is not None:
            draft.copy(like)
        if self.form:
            self.form.again(draft, problems)
            self.form.fill(draft)
            return
        flawed = {draft.field_of(one.flag)[0].path for one in problems}
        problems += [one for field, one in draft.missing() if field.path not in flawed]
        problems += draft.missing_either()
        self.refuse([problem, *problems] if problem else problems, draft.kind.local)

    def make(self, draft: Draft, setting: Setting, options: _Options, on: date) -> int:
        """Name a thing, place it, check the root with it, and write it; give the exit code."""
        from ldgraph.cli.validate import exit_code
        from ldgraph.errors import Severity
        from ldgraph.graph.cache import check_or_recall
        from ldgraph.graph.prefixes import shorten
        from ldgraph.intake.mint import taken
        from ldgraph.intake.new import Header, filed, findings, save
        from ldgraph.report.source import shown_name

        for name in draft.namesakes():
            self.note(self.say("namesake").format(name))
        in_use = taken(draft.kind, setting)
        for folder in in_use.unread:
            self.note(self.say("history_unread").format(folder))
        before = check_or_recall(setting.root, on=on)
        while True:
            target, options = self.target(draft, setting, in_use, options)
            header = Header(options.title, self.source(draft, target, options.source))
            made = filed(draft, target, header, setting.root, on)
            found = findings(setting.root, target, made.content, on, before)
            limit = 4 if options.fail_on == "never" else Severity(options.fail_on).rank
            code = exit_code(found, limit)
            lines = _finding_lines(found, target, made, self.session.lang)
            self.tell(lines, beside_output=options.dry_run and not code)
            if not code or not self.form or not self.form.more(draft, self.say("which_mend")):
                break
        name = f"{shown_name(target.file.shown)}:{made.line}: "
        name += shorten(target.iri, setting.prefixes)
        if not code and options.dry_run:
            self.session.write(made.content.rstrip("\n") if target.old is None else made.block)
            return 0
        if code or not self.agreed(made.block, name):
            self.note(self.say("nothing_written"))
            return code or _STOPPED
        save(target, made.content)
        self.session.show([f"{self.say('made')} {name}"])
        return 0

    def target(
        self, draft: Draft, setting: Setting, in_use: Taken, options: _Options
    ) -> tuple[Target, _Options]:
        """Name a thing and place it; where that cannot be, ask how else, and keep what was said."""
        from ldgraph.intake.mint import IdentifierError
        from ldgraph.intake.new import target_of
        from ldgraph.intake.placing import PlaceError

        while True:
            try:
                found = target_of(draft, setting, in_use, options.wanted, options.file)
            except (IdentifierError, PlaceError) as error:
                if self.form is None:
                    raise
                self.note(error.message(self.session.lang))
                if isinstance(error, IdentifierError):
                    options = replace(options, wanted=self.form.ask(self.say("which_end")))
                else:
                    options = replace(options, file=Path(self.form.ask(self.say("which_file"))))
            else:
                return found, options

    def tell(self, lines: Iterable[str], *, beside_output: bool) -> None:
        """Show findings; beside what else is the output they go to the log."""
        if beside_output:
            for line in lines:
                self.note(line)
        else:
            self.session.show(lines)

    def agreed(self, block: str, name: str) -> bool:
        """Show what will be written, and ask whether to; where nobody can be asked it is agreed."""
        if self.form is None:
            return True
        for line in block.splitlines():
            self.note(line)
        return self.form.agreed(f"{name}: {self.say('write_it')}")

    def source(self, draft: Draft, target: Target, given: str | None) -> Value | None:
        """Give the source of a file that is new: the one given, else the thing's own."""
        from ldgraph.intake.draft import Problem
        from ldgraph.intake.new import header_source, source_field
        from ldgraph.intake.values import Refused

        if target.old is not None:
            return None
        one = source_field(draft)
        if given is None:
            own = header_source(draft)
            if own is not None:
                return own
            problem = Problem("file-source", one.messages)
        else:
            try:
                return draft.values.read(one, given)
            except Refused as refused:
                problem = Problem("file-source", refused.messages, refused.allowed, given)
        if self.form is None:
            self.refuse([problem], target.file.shown)
            return None
        self.note(problem.line(self.session.lang))
        words = self.say("source_of_file").format(target.file.shown)
        return self.form.single(draft.values, one, words)

    def refuse(self, problems: Sequence[Problem], what: str) -> None:
        """Tell all that lacks or will not do, each on a line, and end the command."""
        if problems:
            self.note(f"ldgraph: {self.say('not_enough').format(what)}")
            for one in problems:
                self.note(f"    {one.line(self.session.lang)}")
            sys.exit(2)

    def say(self, key: str) -> str:
        """Give a phrase in the language of the session."""
        from ldgraph.report.words import say

        return say(key, self.session.lang)

    def note(self, line: str) -> None:
        """Write a line to the log, with nothing in it that a terminal would obey."""
        from ldgraph.report.visible import visible

        click.echo(visible(line), err=True)


def _flags(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Read ``--name value`` and ``--name=value``, each as often as it stands there."""
    from ldgraph.errors import LdgraphError

    rest = iter(words)
    for word in rest:
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or not name:
            raise LdgraphError(
                f"'{word}': wanted --PROPERTY VALUE, spaces between quotes",
                f"'{word}': geef --EIGENSCHAP WAARDE, spaties tussen aanhalingstekens",
            )
        given = value if equals else next(rest, None)
        if given is None:
            raise LdgraphError(f"'{word}' has no value", f"'{word}' heeft geen waarde")
        yield name, given


def _finding_lines(
    found: Sequence[Finding], target: Target, made: Filed, lang: str
) -> Iterator[str]:
    """Write findings with the line that they are about, also where that is not in a file yet."""
    from ldgraph.report.source import SourceLines
    from ldgraph.report.text import finding_lines, summary

    sources, lines = SourceLines(), re.split(r"\r\n|\n|\r", made.content)
    for one in found:
        line = None
        if one.position and one.position.file == target.file.shown:
            line = lines[one.position.line - 1] if one.position.line <= len(lines) else None
        elif one.position:
            line = sources.line(one.position)
        yield from finding_lines(one, lang, line)
    if found:
        yield summary(found, lang)
