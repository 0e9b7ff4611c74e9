"""The command that loads a root into an engine elsewhere, and turns its readers to it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from ldgraph.cli.session import Session, on_date, progress

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ldgraph.engine.pointer import Pointer
    from ldgraph.engine.publish import Outcome, Turned
    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import Root

_TOLD = {
    "nl": "{name}: versie {version} {held}; {loaded} grafen geladen, {kept} stonden er al, "
    "{dropped} verwijderd; {statements} uitspraken",
    "en": "{name}: version {version} {held}; {loaded} graphs loaded, {kept} were there already, "
    "{dropped} dropped; {statements} statements",
}
_HELD = {
    "nl": {True: "geldt nu", False: "gold al"},
    "en": {True: "holds now", False: "held already"},
}
_REFUSED = {
    "nl": "ldgraph: niets gepubliceerd: de bestanden hebben overtredingen, zie hierboven",
    "en": "ldgraph: nothing published: the files have violations, see above",
}
_STAYED = {
    "nl": "afgeschermd: niet gepubliceerd, geen [sparql.restricted] in ldgraph.toml",
    "en": "restricted: not published, no [sparql.restricted] in ldgraph.toml",
}
_INTERRUPTED = {
    "nl": "ldgraph: onderbroken; publiceer opnieuw, dan gaat het verder met wat er al staat",
    "en": "ldgraph: interrupted; publish again, and it continues with what is there already",
}
_STANDS = {
    "nl": {
        None: "{name}: lezers zijn niet omgezet: wat voordien gold, geldt nog",
        "perhaps": "{name}: versie {version} geldt, of nog die van voordien, elk geheel; opnieuw "
        "publiceren zegt welke",
        "yes": "{name}: versie {version} geldt",
    },
    "en": {
        None: "{name}: readers were not turned: what held before still holds",
        "perhaps": "{name}: version {version} holds, or still the one before, either whole; "
        "publishing again says which",
        "yes": "{name}: version {version} holds",
    },
}
_NAMES = {"nl": ("openbaar", "afgeschermd"), "en": ("public", "restricted")}


@click.command()
@click.pass_obj
def publish(session: Session, /) -> None:
    """Load the root into the engine of [sparql], and turn its readers to it at once.

    What has violations is not published. Before readers are turned, the engine is asked every
    stored question, and must answer as the files do. Readers see the version before or this one,
    never a mix; if anything fails, the one before stays. What is restricted goes to the engine of
    [sparql.restricted] alone; without that table it is not published.

    Names and passwords come from variables: LDGRAPH_SPARQL_USER and LDGRAPH_SPARQL_PASSWORD, and
    for queries LDGRAPH_SPARQL_READER and LDGRAPH_SPARQL_READER_PASSWORD where they are set, else
    the first two. For [sparql.restricted] they begin with LDGRAPH_SPARQL_RESTRICTED_.

    Exit code: 0 it holds now, or held already, 1 the files have violations, 2 no engine is named
    or a setting cannot be, 3 a file could not be read or checked, or an engine gives no answer or
    another one than the files, 130 interrupted.
    """
    from ldgraph.engine.opened import Engines
    from ldgraph.engine.release import release
    from ldgraph.errors import LdgraphError
    from ldgraph.graph.places import source_files

    root = session.own_root()
    engines = Engines(root, os.environ)
    turned: dict[bool, tuple[str, Turned]] = {}

    def turning(pointer: Pointer, version: str, how: Turned) -> None:
        turned[pointer.layout.restricted] = version, how

    day = on_date(None)
    try:
        dataset = _validated(session, root, day)
        with progress() as step:
            for pointer, outcome in release(engines, dataset, root, day, step, turning=turning):
                name = _NAMES[session.lang][pointer.layout.restricted]
                session.show([_line(name, outcome, session.lang)])
    except (KeyboardInterrupt, LdgraphError) as error:
        # What fails before any reader is turned leaves all as it was, as its message says.
        is_interrupted = isinstance(error, KeyboardInterrupt)
        if is_interrupted or turned:
            kinds = (False, True) if engines.restricted is not None else (False,)
            stands = {one: turned.get(one) for one in kinds}
            _tell_ended(stands, session.lang, is_interrupted=is_interrupted)
        raise
    if engines.restricted is None and any(one.restricted for one in source_files(root)):
        session.show([_STAYED[session.lang]])


def _tell_ended(
    turned: Mapping[bool, tuple[str, Turned] | None], lang: str, *, is_interrupted: bool
) -> None:
    """Say what holds of each engine; where nobody knows that, it says so."""
    if is_interrupted:
        if sys.stderr.isatty():
            click.echo(err=True)  # behind the ^C that a terminal shows
        click.echo(_INTERRUPTED[lang], err=True)
    for restricted, found in turned.items():
        version, how = (found[0], found[1].value) if found is not None else ("", None)
        said = _STANDS[lang][how].format(name=_NAMES[lang][restricted], version=_short(version))
        click.echo(said, err=True)


def _short(version: str) -> str:
    return version.rpartition("/")[2]


def _line(name: str, outcome: Outcome, lang: str) -> str:
    return _TOLD[lang].format(
        name=name,
        version=_short(outcome.version),
        held=_HELD[lang][outcome.changed],
        loaded=outcome.loaded,
        kept=outcome.kept,
        dropped=outcome.dropped,
        statements=outcome.statements,
    )


def _validated(session: Session, root: Root, on: date) -> Dataset:
    """Read a root and check exactly what was read; with violations it goes no further."""
    from ldgraph.cli.validate import exit_code, report_lines
    from ldgraph.errors import Severity
    from ldgraph.graph.check import findings
    from ldgraph.graph.load import load
    from ldgraph.graph.locate import Locator
    from ldgraph.graph.places import source_files
    from ldgraph.graph.prefixes import prefixes_of
    from ldgraph.graph.validate import Validation

    with progress() as step:
        dataset = load(source_files(root), step)
        validation = Validation(dataset, prefixes_of(root), "fast", step)
        found = findings(root, [], dataset, Locator(dataset), validation, on=on)
    limit = Severity.VIOLATION.rank
    if code := exit_code(found, limit):
        bad = [one for one in found if one.unchecked or one.severity.rank >= limit]
        session.show(report_lines(bad, session.lang))
        click.echo(_REFUSED[session.lang], err=True)
        sys.exit(code)
    return dataset
