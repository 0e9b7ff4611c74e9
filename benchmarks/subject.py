"""One thing to measure, done in a process of its own: ``python -m benchmarks.subject TASK ROOT``.

It writes JSON: seconds of processor time without imports, and what came out of it.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from benchmarks.inline import inline
from benchmarks.measure import run

from ldgraph import snapshot
from ldgraph.answers.queries import ask, load_queries
from ldgraph.graph.load import load
from ldgraph.graph.places import open_root, query_folders, source_files
from ldgraph.shacl import engine, reference
from ldgraph.shacl.shapes import compile_shapes
from ldgraph.terms import BASE, XSD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from types import FrameType

    from ldgraph.answers.queries import Query
    from ldgraph.graph.places import Root
    from ldgraph.shacl.results import Result

DATE = "2026-11-24"
_BEST_OF = 3
_LONG = 1.0
_LONG_PEER = 120.0
#: Arguments for every question; the government is left out to ask about all.
_ARGUMENTS = {
    "government": f"{BASE}/id/lokaalbestuur/gemeente-99003",
    "date": DATE,
    "requirement": f"{BASE}/id/vereiste/V301",
    "offering": f"{BASE}/id/aanbod/verzonnen-01",
    "risk": f"{BASE}/id/risico/datalek",
    "level": f"{BASE}/id/concept/CyfunNiveau/2023-basis",
    "edition": f"{BASE}/id/concept/CyfunEditie/2023",
    "capability": f"{BASE}/id/concept/Capability/incidentdetectie",
}


class TooLongError(Exception):
    """A peer's question took longer than it was given."""


def load_and_rules(root: Root) -> dict[str, Any]:
    """Read a root and apply its rules, as every command does that answers."""
    import datetime as dt  # noqa: PLC0415 (not part of what is measured)

    on = dt.date.fromisoformat(DATE)
    began = time.process_time()
    built = snapshot.build(root, on)
    return {"cpu": time.process_time() - began, "statements": len(built.dataset.store)}


def store_alone(root: Root) -> dict[str, Any]:
    """Read the same files with pyoxigraph and do no more."""
    files = source_files(root)
    began = time.process_time()
    store = ox.Store()
    for file in files:
        store.load(
            file.path.read_bytes(),
            ox.RdfFormat.TURTLE,
            base_iri=file.graph,
            to_graph=ox.NamedNode(file.graph),
        )
    return {"cpu": time.process_time() - began, "statements": len(store)}


def rdflib_parse(root: Root) -> dict[str, Any]:
    """Read the same files with rdflib into a graph each."""
    from rdflib import Dataset  # noqa: PLC0415 (only this task needs it)

    files = source_files(root)
    began = time.process_time()
    whole = Dataset()
    for file in files:
        whole.graph(file.graph).parse(
            data=file.path.read_bytes(), format="turtle", publicID=file.graph
        )
    return {"cpu": time.process_time() - began, "statements": len(whole)}


def _questions(root: Root) -> Iterator[tuple[str, str, Query, dict[str, str]]]:
    for name, query in load_queries(query_folders(root)).items():
        if query.path.parent.name != "answers":
            continue
        wanted = {one.name: one for one in query.parameters}
        given = {key: value for key, value in _ARGUMENTS.items() if key in wanted}
        missing = [
            one.name for one in query.parameters if not one.optional and one.name not in given
        ]
        assert not missing, f"{name} wants {missing}: add a value to _ARGUMENTS"
        optional = {key for key in given if wanted[key].optional}
        if "government" in given:
            yield (
                name,
                "one",
                query,
                {k: v for k, v in given.items() if k not in optional or k == "government"},
            )
        if "government" not in given or "government" in optional:
            yield name, "all", query, {k: v for k, v in given.items() if k not in optional}


def our_questions(root: Root, only: Collection[str] = ()) -> dict[str, Any]:
    """Ask every stored question, or only those, for one government and for all."""
    import datetime as dt  # noqa: PLC0415

    view = snapshot.build(root, dt.date.fromisoformat(DATE)).view
    found = []
    for name, scope, query, given in _questions(root):
        if only and name not in only:
            continue
        times, rows = [], 0
        for _ in range(_BEST_OF):
            began = time.process_time()
            rows = len(ask(view, query, given).rows)
            times.append(time.process_time() - began)
            if times[-1] > _LONG:
                break
        found.append({"name": name, "scope": scope, "cpu": min(times), "rows": rows})
    return {"questions": found}


def inlined(root: Root) -> Iterator[tuple[str, str, str]]:
    """Give name, scope and text of every question with its arguments written in."""
    for name, scope, query, given in _questions(root):
        kinds = {one.name: one.datatype for one in query.parameters}
        terms = {
            key: f"<{value}>" if kinds[key] == "iri" else f'"{value}"^^<{XSD}{kinds[key][4:]}>'
            for key, value in given.items()
        }
        yield name, scope, inline(query.text, terms)


def rdflib_questions(root: Root, limit: float) -> dict[str, Any]:
    """Ask rdflib the same over the same statements, each question for ``limit`` seconds at most."""
    import datetime as dt  # noqa: PLC0415

    from rdflib import Graph  # noqa: PLC0415
    from rdflib.plugins.sparql.sparql import SPARQLError  # noqa: PLC0415

    built = snapshot.build(root, dt.date.fromisoformat(DATE))
    graph = Graph()
    graph.parse(data=_triples(built.dataset.store), format="nt")
    signal.signal(signal.SIGPROF, _stop)
    found = []
    for name, scope, text in inlined(root):
        began = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, limit)
        try:
            rows: int | None = len(graph.query(text))
        except (TooLongError, SPARQLError):  # it stops at unbound variables that others count
            rows = None
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        spent = time.process_time() - began
        found.append({"name": name, "scope": scope, "cpu": spent, "rows": rows})
    return {"questions": found}


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise TooLongError


def _triples(store: ox.Store) -> bytes:
    triples = {ox.Triple(quad.subject, quad.predicate, quad.object) for quad in store}
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


def export(root: Root, folder: Path) -> dict[str, Any]:
    """Write what peers read: data and shapes as N-Triples, and all with the derived as N-Quads."""
    import datetime as dt  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    raw = load(source_files(root))
    (folder / "data.nt").write_bytes(_triples(raw.store))
    (folder / "shapes.nt").write_bytes(_triples(raw.shapes))
    built = snapshot.build(root, dt.date.fromisoformat(DATE))
    built.dataset.store.dump(folder / "all.nq", ox.RdfFormat.N_QUADS)
    names = []
    for name, scope, text in inlined(root):
        file = folder / f"{name}.{scope}.rq"
        file.write_text(text, "utf-8")
        names.append([name, scope, str(file)])
    return {"cpu": 0.0, "queries": names, "statements": len(built.dataset.store)}


def rudof(folder: Path) -> dict[str, Any]:
    """Validate exported data with pyrudof, parsing included."""
    import pyrudof  # noqa: PLC0415 (only this task needs it)

    began = time.process_time()
    tool = pyrudof.Rudof(pyrudof.RudofConfig())
    tool.read_data(str(folder / "data.nt"), format=pyrudof.RDFFormat.NTriples)
    tool.read_shacl(str(folder / "shapes.nt"), format=pyrudof.ShaclFormat.NTriples)
    report = tool.validate_shacl()
    return {"cpu": time.process_time() - began, "findings": len(report.results())}


def agreement(folder: Path, report: Path) -> dict[str, Any]:
    """Compare our results on exported data with a report of pySHACL's CLI in N-Triples."""
    from rdflib import Graph  # noqa: PLC0415 (only this task needs it)

    data, shapes = ox.Store(), ox.Store()
    data.load(path=str(folder / "data.nt"), format=ox.RdfFormat.N_TRIPLES)
    shapes.load(path=str(folder / "shapes.nt"), format=ox.RdfFormat.N_TRIPLES)
    ours = sorted(_key(one) for one in engine.validate(data, compile_shapes(shapes)))
    theirs = sorted(_key(one) for one in reference.results(Graph().parse(report, format="nt")))
    return {"cpu": 0.0, "ours": len(ours), "theirs": len(theirs), "same": ours == theirs}


def oxigraph_questions(folder: Path, tool: str) -> dict[str, Any]:
    """Ask the ``oxigraph`` program every exported question, a process each, over a disk store.

    The processor time is that of the whole process: it opens the store each time.
    """
    place = folder / "oxigraph"
    if not place.is_dir():
        loading = [tool, "load", "--location", str(place), "--file", str(folder / "all.nq")]
        subprocess.run(loading, check=True, capture_output=True)
    found = []
    for file in sorted(folder.glob("*.rq")):
        name, scope = file.stem.split(".")
        asked = [tool, "query", "--location", str(place), "--query-file", str(file)]
        cost = run([*asked, "--union-default-graph", "--results-format", "csv"], _LONG_PEER)
        rows = len(cost.output.splitlines()) - 1 if cost.ended and not cost.exit_code else None
        found.append({"name": name, "scope": scope, "cpu": cost.cpu, "rows": rows})
    return {"questions": found}


def _key(one: Result) -> tuple[str, ...]:
    """Give what must be the same; a message written in N-Triples has lost its language there."""
    return (*one.key()[:-1], *sorted(said.value for said in one.messages))


def main(arguments: list[str]) -> None:
    """Do one task and write what it cost."""
    task, place, *rest = arguments
    path = Path(place)
    simple: Mapping[str, Any] = {
        "load": load_and_rules,
        "store": store_alone,
        "rdflib": rdflib_parse,
        "questions": lambda root: our_questions(root, rest),
    }
    if task in simple:
        result = simple[task](open_root(path))
    elif task == "rdflib-questions":
        result = rdflib_questions(open_root(path), float(rest[0]))
    elif task == "export":
        result = export(open_root(path), Path(rest[0]))
    elif task == "oxigraph-questions":
        result = oxigraph_questions(path, rest[0])
    elif task == "agreement":
        result = agreement(path, Path(rest[0]))
    else:
        result = rudof(path)
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
