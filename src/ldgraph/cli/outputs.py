"""Where the findings go, and in which form: options that pair by the order in which they stand."""

from __future__ import annotations

import errno
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ldgraph.cli.session import Session
    from ldgraph.graph.places import Root
    from ldgraph.report.forms.report import Report

#: As in ``report.forms``, which is only loaded when something is written.
FORMS = ("human", "json", "sarif", "junit", "github", "gitlab", "markdown", "turtle", "jsonld")
_ORDER = "ldgraph.outputs"
_STDOUT = "-"


@dataclass(frozen=True, slots=True)
class Output:
    """A form, and the file that it goes to; without one, to standard output."""

    form: str
    file: str | None = None


class InOrder(click.Command):
    """A command that keeps in which order ``--format`` and ``-o`` were given."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse twice: once for the order alone."""
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        ctx.meta[_ORDER] = [one.name for one in order if one.name in {"forms", "files"}]
        return super().parse_args(ctx, args)


def outputs(context: click.Context, forms: Sequence[str], files: Sequence[str]) -> list[Output]:
    """Pair forms with files.

    ``-o FORM:FILE`` says its form itself. Another ``-o FILE`` takes that of the ``--format`` just
    before it, else the one that its name ends in. A ``--format`` without a file behind it goes to
    standard output; without any of these people read there.

    Raises:
        OutputError: A file has no form, or two outputs have one place.
    """
    order = context.meta.get(_ORDER, [])
    # What variables of the environment give has no order: forms first.
    names = [
        *order,
        *["forms"] * (len(forms) - order.count("forms")),
        *["files"] * (len(files) - order.count("files")),
    ]
    given = {"forms": iter(forms), "files": iter(files)}
    found: list[Output] = []
    waiting: str | None = None
    for name in names:
        one = next(given[name])
        if name == "files":
            output = _to(one, waiting)
            # A form that the file did not take went to standard output.
            found += [Output(waiting)] if waiting and _own_form(one) else []
            found.append(output)
            waiting = None
        else:
            found += [Output(waiting)] if waiting else []
            waiting = one
    found += [Output(waiting)] if waiting else []
    found = found or [Output("human")]
    _refuse_shared(found)
    return found


def _own_form(file: str) -> str | None:
    """Give the form that stands before a file's name."""
    form, _, rest = file.partition(":")
    return form if form in FORMS and rest else None


def _to(file: str, waiting: str | None) -> Output:
    """Give the output that a file is for; ``waiting`` is the form just before it, if any."""
    from ldgraph.errors import OutputError
    from ldgraph.report.forms import form_of

    own = _own_form(file)
    if own:
        return Output(own, _place(file.partition(":")[2]))
    form = waiting or ("human" if file == _STDOUT else form_of(file))
    if form is None:
        known = ", ".join(FORMS)
        raise OutputError(
            f"-o {file}: which form? Write -o FORM:{file}, or --format FORM before it; there are: "
            f"{known}",
            f"-o {file}: in welke vorm? Schrijf -o VORM:{file}, of --format VORM ervoor; er zijn: "
            f"{known}",
        )
    return Output(form, _place(file))


def _place(file: str) -> str | None:
    return None if file == _STDOUT else file


def _refuse_shared(found: Sequence[Output]) -> None:
    from ldgraph.errors import OutputError

    places = [None if one.file is None else os.path.realpath(one.file) for one in found]
    for number, place in enumerate(places):
        if place in places[:number]:
            file = found[number].file
            where, waar = (
                ("standard output", "de standaarduitvoer") if file is None else (file, file)
            )
            raise OutputError(
                f"two forms for {where}: one of them needs a file of its own (-o FORM:FILE)",
                f"twee vormen voor {waar}: een ervan heeft een eigen bestand nodig (-o VORM:FILE)",
            )


def refuse_sources(found: Sequence[Output], root: Root, beside: Sequence[Path]) -> None:
    """Refuse to write where files are read from: a report is no data.

    Raises:
        OutputError: A file is, or would be, one of those that are checked.
    """
    from ldgraph.errors import OutputError
    from ldgraph.graph.places import is_source

    for one in found:
        if one.file is None:
            continue
        path = Path(os.path.realpath(one.file))
        given = [other.resolve() for other in beside]
        if is_source(root, path) or (path in given and path.is_file()):
            raise OutputError(
                f"-o {one.file}: that file is read as a part of what is checked; write elsewhere",
                f"-o {one.file}: dat bestand wordt gelezen als deel van wat nagekeken wordt; "
                "schrijf ergens anders",
            )


def write(found: Sequence[Output], session: Session, report: Callable[[Output], Report]) -> None:
    """Write each output; one that cannot be written keeps no other from being written.

    Raises:
        UnwritableFileError: A file could not be written; what was there is untouched.
    """
    from ldgraph.errors import LdgraphError
    from ldgraph.report.forms import writer

    failed: LdgraphError | None = None
    for one in sorted(found, key=lambda one: one.file is None):
        if one.file is None and one.form == "human":
            from ldgraph.report.forms.human import lines

            session.show(lines(report(one)))
            continue
        text = writer(one.form)(report(one))
        if one.file is None:
            _to_stdout(text)
            continue
        try:
            _to_file(Path(one.file), text)
        except LdgraphError as error:
            if failed is not None:
                click.echo(f"ldgraph: {failed.message(session.lang)}", err=True)
            failed = error
    if failed is not None:
        raise failed


def _to_stdout(text: str) -> None:
    """Write to standard output in UTF-8, whatever the terminal has: these forms say so."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def _to_file(path: Path, text: str) -> None:
    """Replace a file whole; a pipe or a device is written to as it is."""
    from ldgraph.errors import UnwritableFileError
    from ldgraph.turtle.write import write_atomic

    if path.is_dir():
        raise UnwritableFileError(path, os.strerror(errno.EISDIR))
    if not path.exists() or path.is_file():
        write_atomic(path, text)
        return
    try:
        with path.open("w", encoding="utf-8", newline="") as stream:
            stream.write(text)
    except OSError as error:
        raise UnwritableFileError(path, error.strerror or str(error)) from error
