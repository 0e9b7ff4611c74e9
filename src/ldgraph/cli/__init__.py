"""The command line: read the arguments, call, print, and say by exit code how it went.

Exit codes: 0 nothing at or above the threshold, 1 findings, 2 usage, 3 input that cannot be read,
4 internal error. Heavy modules are imported by the command that needs them.
"""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path

import click

from ldgraph.cli import ask, files
from ldgraph.cli.reason import reason_command
from ldgraph.cli.session import Session
from ldgraph.errors import LdgraphError


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001
    if wanted:
        from importlib.metadata import version

        click.echo(f"ldgraph {version('ldgraph')}")
        context.exit()


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "LDGRAPH"}
)
@click.option(
    "--root",
    type=click.Path(path_type=Path),
    help="Folder with an ldgraph.toml (default: the current one, or one above it).",
)
@click.option(
    "--lang",
    type=click.Choice(["nl", "en"]),
    default="nl",
    show_default=True,
    help="Language of messages and labels.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the version.",
)
@click.pass_context
def cli(context: click.Context, root: Path | None, lang: str) -> None:
    """Which offering covers which gap? A knowledge graph for Flemish local governments."""
    context.obj = Session(root, lang)


for _command in (
    ask.query,
    ask.gaps,
    ask.cover,
    ask.explain,
    ask.stats,
    files.validate,
    files.fmt,
    files.init,
    files.import_,
    reason_command,
):
    cli.add_command(_command)


def main() -> None:
    """Run the command line; a bad request is one clear line, never a traceback."""
    lang = "en" if _asks_english(sys.argv[1:]) else "nl"
    try:
        sys.exit(cli(standalone_mode=False) or 0)
    except click.exceptions.Abort:
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except LdgraphError as error:
        click.echo(f"ldgraph: {error.message(lang)}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader went away, as `head` does: nothing more to say, and nothing to flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:  # noqa: BLE001 (the last line of defence says what to report)
        click.echo(f"ldgraph: internal error: {type(error).__name__}: {error}", err=True)
        sys.exit(4)


def _asks_english(arguments: list[str]) -> bool:
    """Say whether English is asked for, before the arguments are known to be right."""
    following = dict(itertools.pairwise(arguments))
    given = following.get("--lang") or os.environ.get("LDGRAPH_LANG", "nl")
    return given == "en" or "--lang=en" in arguments
