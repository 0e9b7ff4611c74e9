"""What every command shares: the root, the language, and how lines reach the terminal."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import Root
    from ldgraph.snapshot import Snapshot

DATE = click.DateTime(["%Y-%m-%d"])
_Command = TypeVar("_Command", bound=click.Command)


class Session:
    """One run of the command: where it works, in which language it speaks."""

    def __init__(self, folder: Path | None = None, lang: str = "nl") -> None:
        self.folder = folder
        self.lang = lang

    def root(self) -> Root:
        """Open the root asked for; without one the current folder's, else the example's.

        For commands that answer. One that checks or changes files takes ``own_root``: it would
        call the example good where the caller's own files were meant.
        """
        from ldgraph.errors import RootNotFoundError
        from ldgraph.graph.places import bundled_root, open_root
        from ldgraph.report.words import say

        try:
            return self.own_root()
        except RootNotFoundError:
            if self.folder is not None:
                raise
            click.echo(say("using_example", self.lang), err=True)
            return open_root(bundled_root())

    def own_root(self) -> Root:
        """Open the root asked for, or that of the current folder.

        Raises:
            RootNotFoundError: There is none.
        """
        from ldgraph.graph.places import find_root, open_root

        return open_root(self.folder) if self.folder is not None else find_root(Path.cwd())

    def snapshot(self, on: date) -> Snapshot:
        """Build a snapshot to answer from; a file that does not parse would make answers wrong."""
        from ldgraph import snapshot
        from ldgraph.graph.places import SPARQL

        root = self.root()
        if root.store == SPARQL:
            from ldgraph.engine.opened import snapshot as published

            return published(root, on, os.environ)
        with progress() as step:
            built = snapshot.build(root, on, progress=step)
        self.refuse_faults(built.dataset)
        _refuse_terms_elsewhere(built)
        return built

    def refuse_faults(self, dataset: Dataset) -> None:
        """Stop where a file does not parse, and show why.

        Raises:
            UnreadableInputError: What the files say is not known.
        """
        from ldgraph.errors import UnreadableInputError
        from ldgraph.report.text import finding_lines
        from ldgraph.report.visible import visible
        from ldgraph.report.words import count

        if not dataset.faults:
            return
        for fault in dataset.faults:
            for line in finding_lines(fault, self.lang):
                click.echo(visible(line), err=True)
        broken = sorted({one.position.file for one in dataset.faults if one.position})
        number = len(dataset.faults)
        raise UnreadableInputError(
            ", ".join(broken),
            f"{count(number, 'faults', 'en')}, see above",
            f"{count(number, 'faults', 'nl')}, zie hierboven",
        )

    def show(self, lines: Iterable[str]) -> None:
        """Write lines for people to standard output: coloured on a terminal, plain in a pipe.

        Control characters from data or names of files are made visible. What is for machines goes
        through ``write``, which changes nothing.
        """
        from ldgraph.report.visible import visible

        safe = (visible(line) for line in lines)
        if sys.stdout.isatty() and wants_colour():
            from ldgraph.report.terminal import show

            show(safe)
        else:
            for line in safe:
                click.echo(line)

    def write(self, text: str) -> None:
        """Write an answer in a machine format to standard output, as it is."""
        click.echo(text)


def with_session_options(command: _Command) -> _Command:
    """Let a command, and those below it, take ``--root`` and ``--lang`` behind its name too.

    It works on any click command, also one that passes unknown options on: what is declared is
    known. ``cli`` applies it to every command that it lists.
    """
    if isinstance(command, click.Group):
        for one in command.commands.values():
            with_session_options(one)
    command.params += [root_option(), lang_option()]
    return command


def root_option() -> click.Option:
    """Make the option that says where to work."""
    return click.Option(
        ["--root"],
        type=click.Path(path_type=Path),
        help="Folder with an ldgraph.toml (default: the current one, or one above it).",
        expose_value=False,
        callback=_set("folder"),
    )


def lang_option() -> click.Option:
    """Make the option that says which language to speak."""
    return click.Option(
        ["--lang"],
        type=click.Choice(["nl", "en"]),
        help="Language of messages and labels (default: nl).",
        expose_value=False,
        callback=_set("lang"),
    )


def _set(name: str) -> Callable[[click.Context, click.Parameter, object], None]:
    def callback(context: click.Context, _: click.Parameter, value: object) -> None:
        if value is not None:
            setattr(context.ensure_object(Session), name, value)

    return callback


def on_date(given: datetime | None) -> date:
    """Give the reference date: the one given, else today."""
    return (given or datetime.now(tz=UTC)).date()


def _refuse_terms_elsewhere(built: Snapshot) -> None:
    """Stop where ``base`` was changed and the terms were not: every answer would be empty.

    Raises:
        ConfigError: No term is where the program looks for it.
    """
    import pyoxigraph as ox

    from ldgraph.errors import ConfigError
    from ldgraph.graph.places import CONFIG, Room
    from ldgraph.terms import OWL, TYPE

    typed = ox.NamedNode(TYPE), ox.NamedNode(OWL + "Class")
    found = built.dataset.store.quads_for_pattern(None, *typed, None)
    classes = [one.subject.value for one in found if isinstance(one.subject, ox.NamedNode)]
    ours = built.root.vocabulary
    has_ontology = any(file.room is Room.ONTOLOGY for file in built.dataset.files)
    if has_ontology and not any(one.startswith(ours.ldg) for one in classes):
        raise ConfigError(
            built.root.lineage()[0].path / CONFIG,
            f"the ontology has no terms below base ({ours.base}), so nothing can be answered: "
            "'ldgraph validate' says what to do",
            f"de ontologie heeft geen termen onder base ({ours.base}), dus er valt niets te "
            "beantwoorden: 'ldgraph validate' zegt wat te doen",
        )


def wants_colour() -> bool:
    """Say whether a terminal may be steered: not with ``NO_COLOR``, and not a dumb one."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


class progress:  # noqa: N801 (used as a function in a with statement)
    """A bar on standard error during long work; nothing where that is no terminal."""

    def __enter__(self) -> Callable[[int, int], None] | None:
        self._bar = None
        if not sys.stderr.isatty() or not wants_colour():
            return None
        from ldgraph.report.terminal import ReadingBar

        self._bar = ReadingBar()
        return self._bar.step

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()
