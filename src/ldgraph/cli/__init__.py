"""The command line: read the arguments, call, print, and say by exit code how it went.

Exit codes: 0 nothing at or above the threshold, 1 findings, 2 usage, 3 input that cannot be read
or parsed, or output that cannot be written, 4 internal error; 130 after Ctrl-C and 141 when the
reader of the output went away, as shells have it. Heavy modules are imported by the command that
needs them.
"""

from __future__ import annotations

import errno
import itertools
import os
import sys

import click

from ldgraph.cli import ask, files
from ldgraph.cli.aggregate import aggregate
from ldgraph.cli.configured import config
from ldgraph.cli.diff import diff
from ldgraph.cli.dump import dump
from ldgraph.cli.harvest import harvest
from ldgraph.cli.jsonld import jsonld
from ldgraph.cli.ldes import ldes
from ldgraph.cli.lint import lint
from ldgraph.cli.new import new
from ldgraph.cli.publish import publish
from ldgraph.cli.reason import reason_command
from ldgraph.cli.rename import rename
from ldgraph.cli.serve import serve
from ldgraph.cli.session import Session, lang_option, root_option, with_session_options
from ldgraph.cli.validate import validate
from ldgraph.errors import LdgraphError, UnwritableOutputError

_INTERRUPTED, _READER_GONE = 130, 141


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001
    if wanted:
        from importlib.metadata import version

        click.echo(f"ldgraph {version('ldgraph')}")
        context.exit()


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "LDGRAPH"}
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
def cli(context: click.Context) -> None:
    """Which offering covers which gap? A knowledge graph for Flemish local governments.

    Dutch with --lang nl, which is the default.
    """
    context.ensure_object(Session)


cli.params[:0] = [root_option(), lang_option()]
for _command in (
    ask.query,
    ask.gaps,
    ask.cover,
    ask.explain,
    ask.stats,
    validate,
    diff,
    files.fmt,
    new,
    files.init,
    files.import_,
    reason_command,
    rename,
    lint,
    aggregate,
    publish,
    jsonld,
    dump,
    ldes,
    harvest,
    serve,
    config,
):
    cli.add_command(with_session_options(_command))


def main() -> None:
    """Run the command line; a bad request is one clear line, never a traceback."""
    _prepare_streams()
    lang = "en" if _asks_english(sys.argv[1:]) else "nl"
    if lang == "nl":
        from ldgraph.cli.dutch import speak_dutch

        speak_dutch(cli)
    sys.exit(_run(lang))


def _run(lang: str) -> int:
    """Run the command and give its exit code; what goes wrong is told on standard error."""
    output = sys.stdout
    try:
        code = cli(standalone_mode=False) or 0
        sys.stdout.flush()
    except SystemExit as done:
        # Where nobody reads on, as with `head`, click puts another stream in its place and ends.
        code = _READER_GONE if sys.stdout is not output else done.code or 0
    except BaseException as error:  # noqa: BLE001 (the last line of defence says what to report)
        code = _failed(error, lang)
    return int(code)


def _failed(error: BaseException, lang: str) -> int:
    """Tell why a command ended, and give the exit code for that."""
    if isinstance(error, click.exceptions.Abort | KeyboardInterrupt):
        return _INTERRUPTED
    if isinstance(error, click.ClickException):
        error.show()
        return 2
    if isinstance(error, OSError) and error.filename is None:
        code = _READER_GONE
        if error.errno != errno.EPIPE:
            code = _tell(UnwritableOutputError(error.strerror or str(error)), lang)
        # What is still to be written goes nowhere: trying again at the end would fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return code
    if isinstance(error, LdgraphError):
        return _tell(error, lang)
    said = f"{type(error).__name__}: {error}"
    internal = LdgraphError(f"internal error: {said}", f"interne fout: {said}")
    return _tell(internal, lang, 4)


def _tell(error: LdgraphError, lang: str, code: int | None = None) -> int:
    from ldgraph.report.visible import visible

    click.echo(f"ldgraph: {visible(error.message(lang))}", err=True)
    return error.exit_code if code is None else code


def _prepare_streams() -> None:
    """Let output that was closed before the start go nowhere, and let no character stop it."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: PTH123, SIM115 (stays open)
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _asks_english(arguments: list[str]) -> bool:
    """Say whether English is asked for, before the arguments are known to be right."""
    given = os.environ.get("LDGRAPH_LANG", "nl")
    for word, following in itertools.pairwise([*arguments, ""]):
        if word == "--":
            break
        if word == "--lang":
            given = following
        elif word.startswith("--lang="):
            given = word.removeprefix("--lang=")
    return given == "en"
