"""What a check found is kept, and given again while nothing that it depends on has changed.

The name of a kept file is a digest of all of that: the content of every file, settings, shapes,
the day, the program. So there is nothing to bring up to date, and a kept file is right or is not
found. The folder may be deleted at any time; what cannot be kept or read is checked anew.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import sys
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ldgraph
from ldgraph.errors import (
    Finding,
    Fix,
    Position,
    Severity,
    ShaclResult,
    UnreadableInputError,
    UnwritableFileError,
    Waiver,
)
from ldgraph.graph.check import check
from ldgraph.graph.places import CONFIG, files_beside, source_files, unread_files
from ldgraph.turtle.read import read_bytes
from ldgraph.turtle.write import write_atomic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ldgraph.graph.places import Root

#: Most recent checks that are kept: a few roots, and some steps back in each.
_MOST_KEPT = 50
_ENGINES = ("pyoxigraph", "pyshacl", "rdflib")


def cache_folder() -> Path:
    """Give where checks are kept: ``LDGRAPH_CACHE``, else a folder of the user's own."""
    given = os.environ.get("LDGRAPH_CACHE")
    if given:
        return Path(given)
    kept = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(kept) / "ldgraph"


def check_or_recall(  # noqa: PLR0913 (what check takes, and where to keep it)
    root: Root,
    beside: Iterable[Path] = (),
    progress: Callable[[int, int], None] | None = None,
    engine: str = "fast",
    *,
    folder: Path | None = None,
    on: dt.date | None = None,
) -> list[Finding]:
    """Give what ``check`` gives, from ``folder`` where the same was checked before."""
    given = list(beside)
    folder = folder or cache_folder()
    before = _State(root, given, engine, on)
    file = folder / f"{before.digest}.json"
    found = _recall(file)
    if found is None:
        found = check(root, given, progress, engine, on)
        # Of files that were changed meanwhile it is not known which content was checked.
        if _State(root, given, engine, on) == before:
            _keep(file, found)
    return found


class _State:
    """All that the findings depend on, as a digest, and when each file was changed."""

    def __init__(self, root: Root, beside: list[Path], engine: str, on: dt.date | None) -> None:
        digest = hashlib.blake2b(digest_size=20)
        self._changed: list[tuple[str, int]] = []
        said = [engine, os.getcwd(), dt.datetime.now(tz=dt.UTC).date().isoformat(), sys.version]  # noqa: PTH109
        said.append(str(on))
        said += [f"{one} {version(one)}" for one in _ENGINES]
        program = Path(ldgraph.__file__).parent
        for module in sorted(program.rglob("*.py")):
            at = module.stat()
            said.append(f"{module} {at.st_size} {at.st_mtime_ns}")
        digest.update(json.dumps(said).encode())
        for one in root.lineage():
            self._add(digest, f"{one.path}\0{one.name}\0{one.base}", one.path / CONFIG)
        for file in (*source_files(root), *files_beside(root, beside)):
            self._add(digest, f"{file.shown}\0{file.graph}\0{file.room}", file.path)
        for file in unread_files(root):
            digest.update(f"{file.shown}\0{file.room}\0".encode("utf-8", "surrogatepass"))
        digest.update(json.dumps([os.fsencode(one).hex() for one in beside]).encode())
        self.digest = digest.hexdigest()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _State):
            return NotImplemented
        return self.digest == other.digest and self._changed == other._changed

    __hash__ = None  # type: ignore[assignment] # two are compared, never looked up

    def _add(self, digest: hashlib.blake2b, name: str, path: Path) -> None:
        digest.update(f"{name}\0".encode("utf-8", "surrogatepass"))
        try:
            self._changed.append((name, path.stat().st_mtime_ns))
            content = read_bytes(path)
        except (OSError, UnreadableInputError) as error:
            content = str(error).encode("utf-8", "surrogatepass")
            digest.update(b"unreadable\0")
        digest.update(f"{len(content)}\0".encode() + hashlib.blake2b(content).digest())


def _keep(file: Path, found: list[Finding]) -> None:
    """Keep findings; where that cannot be done, the next check takes longer, and no more."""
    with contextlib.suppress(OSError, UnwritableFileError, UnicodeEncodeError):
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)  # findings quote the files
        write_atomic(file, json.dumps([asdict(one) for one in found]))
        kept = sorted(file.parent.glob("*.json"), key=lambda one: one.stat().st_mtime_ns)
        for old in kept[:-_MOST_KEPT]:
            old.unlink(missing_ok=True)


def _recall(file: Path) -> list[Finding] | None:
    """Read kept findings; None where there are none, or what is there is no such thing."""
    try:
        return [_finding(one) for one in json.loads(file.read_text("utf-8"))]
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _finding(said: dict[str, Any]) -> Finding:
    fix, waiver = said["fix"], said["waiver"]
    return Finding(
        **{
            **said,
            "severity": Severity(said["severity"]),
            "position": _position(said["position"]),
            "allowed": tuple(said["allowed"]),
            "fix": fix and Fix(**{**fix, "position": _position(fix["position"])}),
            "waiver": waiver and Waiver(**{**waiver, "position": _position(waiver["position"])}),
            "results": tuple(map(_result, said["results"])),
        }
    )


def _result(said: dict[str, Any]) -> ShaclResult:
    lists = {name: tuple(said[name]) for name in ("messages", "described")}
    return ShaclResult(**{**said, **lists})


def _position(said: dict[str, Any] | None) -> Position | None:
    return Position(**said) if said else None
