"""The command that says what could be better in queries, shapes and ontology."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ldgraph.cli.session import Session, progress
from ldgraph.cli.validate import exit_code, report_lines, within

if TYPE_CHECKING:
    from collections.abc import Iterable


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning", "info", "never"]),
    default="warning",
    show_default=True,
    help="Exit with 1 from this severity on.",
)
@click.pass_obj
def lint(session: Session, paths: Iterable[Path], fail_on: str) -> None:
    """Say which queries will be slow, and what nothing uses.

    It looks at stored questions and at the rules in SPARQL of shapes, and for classes, properties,
    values, capabilities, prefixes and parts that nothing uses. PATHS limit what is reported.

    Exit code: 0 nothing from the threshold on, 1 findings, 3 something could not be read.
    """
    from ldgraph.errors import Severity
    from ldgraph.graph.lint import lint as lint_root
    from ldgraph.graph.load import load
    from ldgraph.graph.places import source_files

    root = session.own_root()
    with progress() as step:
        dataset = load(source_files(root), step)
    session.refuse_faults(dataset)
    wanted = [path.resolve() for path in paths]
    found = [one for one in lint_root(root, dataset) if one.unchecked or within(one, wanted)]
    session.show(report_lines(found, session.lang))
    sys.exit(exit_code(found, 4 if fail_on == "never" else Severity(fail_on).rank))
