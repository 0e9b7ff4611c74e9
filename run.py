"""Set up this checkout and run what it is for: ``python3 run.py example`` or ``... test``.

Needs Python 3.11 or later and nothing else. The first run makes ``.venv`` here, with the pinned
dependencies of ``requirements/``; later runs find it ready.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

TOP = Path(__file__).resolve().parent
VENV = TOP / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")

#: What each command needs and runs. The first word is a program of ``.venv``.
COMMANDS: dict[str, tuple[str, list[list[str]]]] = {
    "example": (
        "run",
        [["ldgraph", "--root", "voorbeeld", "cover", "gemeente-99001", "--date", "2026-11-24"]],
    ),
    "test": ("dev", [["pytest", "-q", "-n", "2"]]),
    "lint": (
        "dev",
        [
            ["ruff", "format", "--check", "."],
            ["ruff", "check", "."],
            ["mypy", "src", "tests", "tools", "benchmarks", "run.py"],
            ["lint-imports", "--no-logo"],
            ["ldgraph", "fmt", "--check", "ontology", "shapes", "data", "voorbeeld", "tests"],
            ["ldgraph", "validate"],
            ["ldgraph", "--root", "voorbeeld", "validate"],
            ["ldgraph", "reason"],
            ["python", "tools/docs.py", "--check"],
        ],
    ),
    "setup": ("dev", []),
}


def main(arguments: list[str]) -> int:
    """Run one of the commands; extra arguments go to its last program."""
    if not arguments or arguments[0] not in COMMANDS:
        print(f"usage: python3 run.py {'|'.join(COMMANDS)} [ARGUMENT...]", file=sys.stderr)
        return 2
    needs, programs = COMMANDS[arguments[0]]
    set_up(needs)
    failed = 0
    for number, program in enumerate(programs, 1):
        extra = arguments[1:] if number == len(programs) else []
        print("+", *program, *extra, file=sys.stderr, flush=True)
        failed |= run([str(BIN / program[0]), *program[1:], *extra]).returncode
    return 1 if failed else 0


def set_up(needs: str) -> None:
    """Make ``.venv`` with the pinned dependencies, unless it stands ready for them."""
    pinned = TOP / "requirements" / f"{needs}.txt"
    settings = (TOP / "pyproject.toml").read_bytes()
    ready = hashlib.sha256(pinned.read_bytes() + settings + str(TOP).encode()).hexdigest()
    stamp = VENV / f"ready-{needs}"
    if stamp.is_file() and stamp.read_text() == ready:
        return
    print(f"setting up {VENV.name} ({needs}); this takes a minute", file=sys.stderr, flush=True)
    if not (BIN / "python").exists() and not (BIN / "python.exe").exists():
        shutil.rmtree(VENV, ignore_errors=True)
        venv.create(VENV, with_pip=True)
    install = [str(BIN / "python"), "-m", "pip", "install", "--disable-pip-version-check", "-q"]
    for what in (
        ["--require-hashes", "-r", str(pinned)],
        ["--no-deps", "--no-build-isolation", "-e", str(TOP)],
    ):
        done = run([*install, *what])
        if done.returncode:
            sys.exit(done.returncode)
    stamp.write_text(ready)


def run(command: list[str]) -> subprocess.CompletedProcess[bytes]:
    """Run a program from the top of the checkout, its ``.venv`` first on the path."""
    environment = dict(os.environ, PATH=f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}")
    return subprocess.run(command, cwd=TOP, env=environment, check=False)  # noqa: S603


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
