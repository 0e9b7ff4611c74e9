"""Measure everything in one run: ``python -m benchmarks.run FOLDER``; writes a table in Markdown.

FOLDER keeps the generated roots and ``results.json``. Every task is a process of its own; tasks
that are compared run in turns. ``--only`` takes some parts: load, validate, questions, commands,
saving, serving or tenfold.
Peers that are not installed are said to be missing, never left out in silence.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.generate import generate
from benchmarks.measure import Cost, in_turns, machine, run
from benchmarks.saving import seconds_until_told
from benchmarks.serving import Measured, measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_SIZES = {"x0.1": 30, "x1": 300, "x10": 3000}
_LONG = 3600.0
#: pySHACL is given this long at Flemish size, and rdflib this long for each question.
_PEER_MINUTES = 30
_QUESTION_SECONDS = 10
_NAMED = "--government=gemeente-99003"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the parts asked for and write what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", choices=_PARTS, action="append")
    given = parser.parse_args(arguments)
    bench = Bench(given.folder)
    print(f"{machine()}\n\n| what | size | ours | peer | ours / peer |\n|---|---|---|---|---|")
    for part in given.only or _PARTS:
        for row in _PARTS[part](bench):
            print(f"| {' | '.join(row)} |", flush=True)
    bench.save()


class Bench:
    """The folder that is worked in, and what was measured, by name."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._file = folder / "results.json"
        self.results: dict[str, Any] = (
            json.loads(self._file.read_text("utf-8")) if self._file.is_file() else {}
        )

    def root(self, size: str, *, faults: bool = False) -> Path:
        """Give the generated root of a size, made where it is not there yet."""
        folder = self.folder / (f"{size}-faults" if faults else size)
        if not folder.is_dir():
            generate(folder, _SIZES[size], faults=faults)
        return folder

    def exported(self, size: str, *, faults: bool = False) -> Path:
        """Give the folder with a root's data as peers read it."""
        root = self.root(size, faults=faults)
        folder = root.with_name(f"{root.name}-peers")
        if not folder.is_dir():
            self.subject("export", root, folder)
        return folder

    def subject(self, task: str, *places: object) -> dict[str, Any]:
        """Run one task of ``subject`` once and give what it says; a failure is said too."""
        return self.told(run(_subject(task, *places), _LONG))

    def told(self, cost: Cost) -> dict[str, Any]:
        """Read what a task wrote, with its peak memory."""
        if not cost.ended or cost.exit_code:
            why = cost.output.strip().splitlines()[-1:] or ["stopped"]
            return {"cpu": math.nan, "peak": cost.peak, "failed": why[0]}
        return {**json.loads(cost.output), "peak": cost.peak}

    def keep(self, name: str, value: object) -> None:
        """Remember a result for ``results.json``."""
        self.results[name] = value

    def save(self) -> None:
        """Write ``results.json``."""
        self._file.write_text(json.dumps(self.results, indent=1), "utf-8")


def _subject(task: str, *places: object) -> list[str]:
    return [sys.executable, "-m", "benchmarks.subject", task, *map(str, places)]


def _ours(root: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "ldgraph", "--root", str(root), *words]


def _load(bench: Bench) -> Iterator[Sequence[str]]:
    root = bench.root("x1")
    costs = in_turns(
        {task: _subject(task, root) for task in ("load", "store")}, repeat=5, limit=_LONG
    )
    told = {task: bench.told(cost) for task, cost in costs.items()} | {
        "rdflib": bench.subject("rdflib", root)
    }
    bench.keep("load", told)
    ours = told["load"]["cpu"]
    for peer, words in (("store", "pyoxigraph loading alone"), ("rdflib", "rdflib parsing")):
        yield _row(f"load and rules; {words}", "x1", ours, told[peer]["cpu"])


def _validate(bench: Bench) -> Iterator[Sequence[str]]:
    small, report = bench.exported("x0.1", faults=True), bench.folder / "pyshacl.nt"
    costs = in_turns(
        {
            "ours": _ours(bench.root("x0.1", faults=True), "validate", "--fail-on", "never"),
            "peer": _pyshacl(small, report),
        },
        repeat=1,
        limit=_LONG,
    )
    agreed = bench.subject("agreement", small, report)
    rudof = bench.subject("rudof", small)
    whole = run(_ours(bench.root("x1"), "validate", "--fail-on", "never"), _LONG)
    limit = _PEER_MINUTES * 60.0
    peer = run(_pyshacl(bench.exported("x1"), bench.folder / "pyshacl-x1.nt"), limit)
    bench.keep(
        "validate",
        {
            "x0.1": {name: cost._asdict() for name, cost in costs.items()},
            "agreement": agreed,
            "pyrudof": rudof,
            "x1": whole._asdict(),
            "x1 pyshacl": peer._asdict(),
        },
    )
    same = f"{agreed.get('ours')} and {agreed.get('theirs')} results, same: {agreed.get('same')}"
    yield _row(
        f"`validate`, whole process; pySHACL CLI ({same})",
        "x0.1",
        costs["ours"].cpu,
        costs["peer"].cpu,
    )
    said = f" ({rudof['failed']})" if "failed" in rudof else ""
    yield _row(f"`validate`, whole process; pyrudof{said}", "x0.1", costs["ours"].cpu, rudof["cpu"])
    ended = "" if peer.ended else f" (stopped after {_PEER_MINUTES} minutes)"
    yield _row(f"`validate`, whole process; pySHACL CLI{ended}", "x1", whole.cpu, peer.cpu)
    yield ["`validate`, peak memory", "x1", f"{whole.peak:.0f} MiB", f"{peer.peak:.0f} MiB", ""]


def _pyshacl(folder: Path, report: Path) -> list[str]:
    report.unlink(missing_ok=True)
    shapes, data = str(folder / "shapes.nt"), str(folder / "data.nt")
    options = ["-s", shapes, "-sf", "nt", "-df", "nt", "-f", "nt", "-o", str(report)]
    return [sys.executable, "-m", "pyshacl", *options, data]


def _questions(bench: Bench) -> Iterator[Sequence[str]]:
    ours = bench.subject("questions", bench.root("x1"))["questions"]
    bench.keep("questions", ours)
    for scope, budget in (("one", 0.05), ("all", 1.0)):
        asked = sorted((one["cpu"], one["name"]) for one in ours if one["scope"] == scope)
        over = [f"{name} {cpu:.2g} s" for cpu, name in reversed(asked) if cpu > budget]
        said = f"; over {budget} s: {', '.join(over)}" if over else ""
        what = f"questions for {scope} ({len(asked)}), the longest{said}"
        yield [what, "x1", f"{asked[-1][0]:.3g} s", "", ""]
    yield from _compared(
        bench,
        "rdflib, those that ended",
        bench.subject("questions", bench.root("x0.1"))["questions"],
        bench.subject("rdflib-questions", bench.root("x0.1"), _QUESTION_SECONDS)["questions"],
        "x0.1",
    )
    tool = shutil.which("oxigraph")
    if tool is None:
        yield ["questions; `oxigraph query`", "x1", "", "not installed", ""]
        return
    theirs = bench.subject("oxigraph-questions", bench.exported("x1"), tool)["questions"]
    yield from _compared(bench, "`oxigraph query`, whole process", ours, theirs, "x1")


def _compared(
    bench: Bench, peer: str, ours: list[Any], theirs: list[Any], size: str
) -> Iterator[Sequence[str]]:
    """Give the ratios over the questions that the peer answered, and whether rows are as many."""
    bench.keep(f"questions {peer}", theirs)
    mine = {(one["name"], one["scope"]): one for one in ours}
    both = [(mine[one["name"], one["scope"]], one) for one in theirs if one["rows"] is not None]
    ratios = sorted(a["cpu"] / b["cpu"] for a, b in both)
    middle = ratios[len(ratios) // 2] if ratios else math.nan
    other = [f"{a['name']} ({a['scope']})" for a, b in both if a["rows"] != b["rows"]]
    said = f"; other rows: {', '.join(other)}" if other else "; rows alike"
    what = f"questions; {peer} ({len(both)} of {len(theirs)}{said}), total and median ratio"
    sums = [sum(pair[side]["cpu"] for pair in both) for side in (0, 1)]
    yield [what, size, f"{sums[0]:.3g} s", f"{sums[1]:.3g} s", f"{middle:.2g}"]


def _commands(bench: Bench) -> Iterator[Sequence[str]]:
    root = bench.root("x1")
    example = Path(__file__).resolve().parent.parent / "voorbeeld"
    on = ("--date", "2026-11-24")
    for what, command in {
        "`ldgraph --version`": _ours(example, "--version"),
        "`ldgraph cover`, example root": _ours(example, "cover", "gemeente-99001", *on),
        "`ldgraph query gaps`, one government": _ours(root, "query", "gaps", _NAMED, *on),
        "`ldgraph query gaps`, all": _ours(root, "query", "gaps", "--format", "csv", *on),
    }.items():
        costs = [run(command, _LONG) for _ in range(5)]
        bench.keep(what, [cost._asdict() | {"output": ""} for cost in costs])
        wall, peak = min(one.wall for one in costs), max(one.peak for one in costs)
        size = "x1" if "query" in what else ""
        yield [f"{what}, wall; peak", size, f"{wall:.2f} s; {peak:.0f} MiB", "", ""]


def _saving(bench: Bench) -> Iterator[Sequence[str]]:
    told = seconds_until_told(bench.root("x1"))
    bench.keep("saving", told)
    for edit, seconds in told.items():
        middle, longest = sorted(seconds)[len(seconds) // 2], max(seconds)
        what = f"`validate --watch`, from saving {edit} to its report, wall; longest"
        yield [what, "x1", f"{middle:.2f} s; {longest:.2f} s", "", ""]


def _serving(bench: Bench) -> Iterator[Sequence[str]]:
    told = list(measure(bench.root("x1"), bench.exported("x1")))
    bench.keep("serving", told)
    for one in told:
        yield one.row() if isinstance(one, Measured) else one


def _tenfold(bench: Bench) -> Iterator[Sequence[str]]:
    roots = {size: bench.root(size) for size in ("x1", "x10")}
    loads = {size: bench.subject("load", root) for size, root in roots.items()}
    yield _row("load and rules, ten times the data; at x1", "x10", *_cpus(loads))
    asked = {size: bench.subject("questions", root) for size, root in roots.items()}
    for scope in ("one", "all"):
        sums = {
            size: {"cpu": sum(q["cpu"] for q in told["questions"] if q["scope"] == scope)}
            for size, told in asked.items()
        }
        yield _row(f"all questions for {scope}, together; at x1", "x10", *_cpus(sums))
    checks = {
        size: run(_ours(root, "validate", "--fail-on", "never"), _LONG)
        for size, root in roots.items()
    }
    yield _row("`validate`; at x1", "x10", checks["x10"].cpu, checks["x1"].cpu)
    yield ["`validate`, peak memory", "x10", f"{checks['x10'].peak:.0f} MiB", "", ""]
    costs = {size: cost._asdict() | {"output": ""} for size, cost in checks.items()}
    bench.keep("tenfold", {"load": loads, "questions": asked, "validate": costs})


def _cpus(told: Mapping[str, Mapping[str, Any]]) -> tuple[float, float]:
    return told["x10"]["cpu"], told["x1"]["cpu"]


def _row(what: str, size: str, ours: float, peer: float) -> Sequence[str]:
    return [what, size, f"{ours:.3g} s", f"{peer:.3g} s", f"{ours / peer:.2g}"]


_PARTS: dict[str, Callable[[Bench], Iterator[Sequence[str]]]] = {
    "load": _load,
    "validate": _validate,
    "questions": _questions,
    "commands": _commands,
    "saving": _saving,
    "serving": _serving,
    "tenfold": _tenfold,
}


if __name__ == "__main__":
    main()
