"""A repository with a long history, and what its event stream costs.

``python -m benchmarks.history FOLDER --versions 10000`` makes it, builds the stream of it as its
user does, adds a commit, builds again, and says what each took. The same size has the same files.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, NamedTuple

_BASE = "https://data.example.org"
_FIRST = 1_700_000_000
_PER_FILE, _PER_COMMIT = 50, 10
_OBJECTS = 10  # one for so many versions
_HEAD = f"""PREFIX dct: <http://purl.org/dc/terms/>
PREFIX ldg: <{_BASE}/ns/lokaal-digitaal#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

"""
_OBJECT = """<{base}/id/aanbod/{n}>
    a ldg:Dienst ;
    dct:identifier "svc-{n}" ;
    skos:prefLabel "Dienst {n}, uitgave {edition}"@nl , "Service {n}, edition {edition}"@en ;
    dct:description "Wat deze dienst doet, hoe en voor wie, in enkele woorden."@nl ;
    ldg:aanbodsoort <{base}/id/concept/Aanbodsoort/dienst> ;
    ldg:aanbodstatus <{base}/id/concept/Aanbodstatus/beschikbaar> ;
    ldg:leverancier <{base}/id/leverancier/{supplier}> ;
    ldg:levert <{base}/id/concept/Capability/a{a}> , <{base}/id/concept/Capability/b{b}> ;
    ldg:inCatalogus <{base}/id/catalogus/proef> ;
.

"""


class Took(NamedTuple):
    """What a run of the command took: seconds of wall time and of the processor, and MiB."""

    wall: float
    processor: float
    memory: float


def make(folder: Path, versions: int) -> Path:
    """Make the repository, in one go through ``git fast-import``; gives the root."""
    root = folder / f"history-{versions}"
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    _git(root, "init", "-q", "-b", "main")
    objects = max(_PER_FILE, versions // _OBJECTS)
    editions = [0] * objects
    with subprocess.Popen(
        ["git", "-C", str(root), "fast-import", "--quiet"], stdin=subprocess.PIPE
    ) as child:
        assert child.stdin is not None
        settings = f'base = "{_BASE}"\n'
        files = {_name(n): _file(n, editions) for n in range(0, objects, _PER_FILE)}
        _commit(child.stdin, 0, {"ldgraph.toml": settings, **files})
        made, number, dice = objects, 0, random.Random(7)  # noqa: S311 (no secret)
        while made < versions:
            number += 1
            start = dice.randrange(0, objects, _PER_FILE)
            listed = range(start, min(start + _PER_FILE, objects))
            for one in dice.sample(listed, min(_PER_COMMIT, versions - made)):
                editions[one] += 1
                made += 1
            _commit(child.stdin, number, {_name(start): _file(start, editions)})
        child.stdin.close()
        assert child.wait() == 0
    _git(root, "reset", "-q", "--hard")
    return root


def _name(start: int) -> str:
    return f"data/openbaar/aanbod-{start // _PER_FILE:05}.ttl"


def _file(start: int, editions: list[int]) -> str:
    return _HEAD + "".join(
        _OBJECT.format(
            base=_BASE, n=n, edition=editions[n], supplier=n % 97, a=n % 31, b=editions[n] % 17
        )
        for n in range(start, min(start + _PER_FILE, len(editions)))
    )


def _commit(to: IO[bytes], number: int, files: dict[str, str]) -> None:
    """Write a commit of some files, two hours after the one before."""
    who = f"Rol <rol@example.org> {_FIRST + number * 7200} +0100"
    said = f"commit refs/heads/main\ncommitter {who}\ndata 9\nwijziging\n"
    for name, text in files.items():
        content = text.encode()
        said += f"M 100644 inline {name}\ndata {len(content)}\n{text}\n"
    to.write(said.encode())


def _git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), *arguments], check=True)


def build(root: Path, out: Path) -> Took:
    """Build the stream as its user does."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    command = [sys.executable, "-m", "ldgraph", "ldes", "build", str(out), "--root", str(root)]
    subprocess.run([*command, "--lang", "en"], check=True)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Took(wall, used, after.ru_maxrss / 1024)


def add(root: Path) -> None:
    """Commit one more change of one object."""
    path = min((root / "data/openbaar").glob("*.ttl"))
    path.write_text(path.read_text("utf-8").replace("Dienst 0,", "Dienst nul,", 1), "utf-8")
    who = ("-c", "user.name=Rol", "-c", "user.email=rol@example.org")
    _git(root, *who, "commit", "-qam", "nog een")


def main() -> None:
    """Make, build, add, build, and say what each took."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("folder", type=Path)
    reader.add_argument("--versions", type=int, default=10_000)
    given = reader.parse_args()
    root = make(given.folder.resolve(), given.versions)
    out = root.with_name(f"{root.name}-out")
    shutil.rmtree(out, ignore_errors=True)
    out.with_name(f"{out.name}.state").unlink(missing_ok=True)
    rows = [("all", build(root, out))]
    add(root)
    rows += [("one commit more", build(root, out)), ("nothing more", build(root, out))]
    for name, took in rows:
        print(
            f"{name}: {took.wall:.2f} s wall, {took.processor:.2f} s processor, "
            f"{took.memory:.0f} MiB at most so far"
        )
    sizes = [path.stat().st_size for path in out.rglob("*.ttl")]
    print(f"{len(sizes)} pages, {sum(sizes) / 1e6:.0f} MB, {os.cpu_count()} processors")


if __name__ == "__main__":
    main()
