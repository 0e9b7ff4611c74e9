"""The command that says which settings hold, and where each comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from ldgraph.cli.session import Session


def with_settings(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command take every setting of the server as an option."""
    from ldgraph.serve.settings import KEYS, NETWORKS, TEXTS

    for key in reversed(KEYS):
        several = key.kind in {NETWORKS, TEXTS}
        command = click.option(
            key.flag, multiple=several, help=key.english, allow_from_autoenv=False
        )(command)
    return command


def given_flags(options: dict[str, Any]) -> dict[str, object]:
    """Give the settings among options, by name, that were given."""
    from ldgraph.serve.settings import KEYS

    found = {key.name: options.get(key.name.replace("-", "_")) for key in KEYS}
    return {name: value for name, value in found.items() if value not in {None, ()}}


@click.command()
@click.option("--show", is_flag=True, help="Print every setting and its origin; the default.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="table is for people, json for machines.",
)
@with_settings
@click.pass_obj
def config(session: Session, /, form: str, *, show: bool, **options: Any) -> None:  # noqa: ANN401
    """Show the settings that hold here, and where each comes from.

    A flag goes before a variable, a variable before the root's ldgraph.toml.
    """
    del show
    import json
    import os

    from ldgraph.report.words import say
    from ldgraph.serve.config import effective

    root = session.own_root()
    found = effective(root, given_flags(options), os.environ)
    rows = [
        *_of_root(session),
        *((name, _shown(value), origin) for name, (value, origin) in found.origins.items()),
    ]
    if form == "json":
        listed = [
            {"key": name, "value": value, "origin": origin or "default"}
            for name, value, origin in rows
        ]
        session.write(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    standard = say("default_setting", session.lang)
    wide = [max(len(row[place]) for row in rows) for place in (0, 1)]
    session.show(
        f"{name:{wide[0]}}  {value:{wide[1]}}  {origin or standard}" for name, value, origin in rows
    )


def _of_root(session: Session) -> Iterator[tuple[str, str, str]]:
    from ldgraph.graph.places import CONFIG

    root = session.own_root()
    yield "root", str(root.path), ""
    yield "name", root.name, CONFIG if root.name else ""
    yield "base", root.base, CONFIG
    for one in root.extends:
        yield "extends", str(one.path), CONFIG


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value))
    return str(value)
