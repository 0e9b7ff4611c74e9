"""Settings of the server as options of a command, and the command that shows what is in effect."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ldgraph.cli.session import Session
from ldgraph.serve.settings import every_setting

if TYPE_CHECKING:
    from collections.abc import Callable

    from ldgraph.serve.config import Effective
    from ldgraph.serve.setting import Setting

_Command = TypeVar("_Command", bound="Callable[..., Any]")
#: Variables with what no file and no command line may show.
_SECRETS = {
    "LDGRAPH_RELOAD_TOKEN": ("token om te herladen", "token to reload with"),
    "LDGRAPH_SECRET": ("geheim voor introspectie", "secret for introspection"),
}


class SettingOption(click.Option):
    """A flag that overrules a setting; the value is judged where all values are."""

    def __init__(self, setting: Setting) -> None:
        default = setting.shown(setting.default)
        super().__init__(
            [str(setting.flag), setting.name],
            multiple=setting.kind.many,
            help=setting.english,
            metavar="TEXT",
            show_default=default if default not in {"", '""', "[]"} else False,
            allow_from_autoenv=False,
        )
        self.dutch = setting.dutch


def with_settings(command: _Command) -> _Command:
    """Give a command a flag for each setting that has one."""
    options = [SettingOption(one) for one in every_setting() if one.flag]
    if isinstance(command, click.Command):
        command.params += options
    return command


@click.command("config")
@click.option("--show", is_flag=True, help="Show every setting of the server and its origin.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="json is for programs.",
)
@click.pass_context
def config(context: click.Context, /, *, show: bool, form: str, **flags: object) -> None:
    """Show how `ldgraph serve` would be set up, and where each value comes from.

    A flag goes before a variable LDGRAPH_..., that before the table [serve] in ldgraph.toml, that
    before the default. Secrets are only said to be there.
    """
    from ldgraph.serve.config import effective

    if not show:
        raise click.UsageError(context.get_help())
    session = context.ensure_object(Session)
    found = effective(session.root(), flags, os.environ)
    if form == "json":
        session.write(json.dumps([_as_json(one) for one in found], indent=2, ensure_ascii=False))
        return
    session.show(_lines(found, session.lang))


def _as_json(one: Effective) -> dict[str, object]:
    value = one.value if isinstance(one.value, int | float | str | tuple | None) else str(one.value)
    return {
        "key": "serve." + ".".join(one.setting.path),
        "value": value,
        "origin": one.kind,
        "where": one.where or None,
        "variable": one.setting.variable,
    }


def _lines(found: list[Effective], lang: str) -> list[str]:
    rows = [
        (
            f"serve.{'.'.join(one.setting.path)} = {one.setting.shown(one.value)}",
            one.where or ("standaard" if lang == "nl" else "default"),
        )
        for one in found
    ]
    for variable, (dutch, english) in _SECRETS.items():
        is_set = bool(os.environ.get(variable))
        there = ("gezet", "set") if is_set else ("niet gezet", "not set")
        which = 0 if lang == "nl" else 1
        rows.append((f"{(dutch, english)[which]}: {there[which]}", variable))
    width = max(len(left) for left, _ in rows)
    return [f"{left:{width}}  # {right}" for left, right in rows]


with_settings(config)
