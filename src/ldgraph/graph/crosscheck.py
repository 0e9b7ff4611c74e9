"""What no shape can see: names that nothing declares, references to nothing, things told twice."""

from __future__ import annotations

import difflib
from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.errors import Finding, Severity
from ldgraph.graph.lines import locate
from ldgraph.graph.prefixes import prefixes_of, shorten
from ldgraph.terms import LDG, SHP, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import Root, SourceFile

#: Kept by others under the same base: linked, never defined here.
_LINKED_ONLY = ("/id/gemeente/", "/id/organisatie/", "/id/licentie/")


def crosscheck(dataset: Dataset, root: Root) -> list[Finding]:
    """Find undeclared terms, dangling references and things defined in two files."""
    declared: set[str] = set()
    subjects: set[str] = set()
    uses: dict[str, ox.Quad] = {}
    typed: dict[str, set[str]] = defaultdict(set)
    for quad in dataset.store:
        subject, thing = quad.subject, quad.object
        if isinstance(subject, ox.NamedNode):
            subjects.add(subject.value)
            if subject.value.startswith(LDG):
                declared.add(subject.value)
            if quad.predicate.value == TYPE:
                typed[subject.value].add(quad.graph_name.value)  # type: ignore[union-attr]
        if quad.predicate.value.startswith(LDG):
            uses.setdefault(quad.predicate.value, quad)
        if isinstance(thing, ox.NamedNode) and thing.value.startswith(root.base):
            uses.setdefault(thing.value, quad)
    return [
        *_missing(dataset, root, declared, subjects, uses),
        *_told_twice(dataset, typed),
    ]


def _missing(
    dataset: Dataset, root: Root, declared: set[str], subjects: set[str], uses: dict[str, ox.Quad]
) -> Iterator[Finding]:
    files, prefixes = dataset.by_graph(), prefixes_of(root)
    for iri, quad in uses.items():
        if iri.startswith(LDG):
            known, code = declared, "onbekende-term"
        elif iri.startswith(f"{root.base}/id/") and not iri[len(root.base) :].startswith(
            _LINKED_ONLY
        ):
            known, code = subjects, "verwijzing-naar-niets"
        else:
            continue
        if iri in known or iri.startswith(SHP):
            continue
        near = difflib.get_close_matches(
            iri, [one for one in known if one.rsplit("/", 1)[0] == iri.rsplit("/", 1)[0]], n=1
        )
        suggestion = shorten(near[0], prefixes) if near else None
        name = shorten(iri, prefixes)
        dutch = f"{name} bestaat niet: verbeter de naam, of voeg de beschrijving toe"
        english = f"{name} does not exist: correct the name, or add its description"
        file = files[quad.graph_name.value]  # type: ignore[union-attr]
        value = "" if iri == quad.predicate.value else iri
        yield _finding(file, code, quad, value, {"nl": dutch, "en": english}, suggestion)


def _told_twice(dataset: Dataset, typed: dict[str, set[str]]) -> Iterator[Finding]:
    files = dataset.by_graph()
    for iri, graphs in typed.items():
        if len(graphs) < 2:  # noqa: PLR2004 (twice)
            continue
        first, *others = sorted(graphs)
        for graph in others:
            node = ox.NamedNode(graph)
            quad = next(
                iter(dataset.store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(TYPE), None, node))
            )
            messages = {
                "nl": f"dit staat ook al in {files[first].shown}: beschrijf elk ding in één bestand",
                "en": f"this also stands in {files[first].shown}: describe each thing in one file",
            }
            yield _finding(files[graph], "dubbel-beschreven", quad, "", messages, None)


def _finding(
    file: SourceFile,
    code: str,
    quad: ox.Quad,
    value: str,
    messages: dict[str, str],
    suggestion: str | None,
) -> Finding:
    text = file.path.read_text("utf-8", errors="replace")
    subject = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""
    predicate = quad.predicate.value
    return Finding(
        code=code,
        severity=Severity.VIOLATION,
        messages=messages,
        position=locate(text, file.shown, file.graph, subject, predicate, value),
        graph=file.graph,
        focus=str(quad.subject),
        path=str(quad.predicate),
        value=str(quad.object),
        suggestion=suggestion,
        restricted=file.restricted,
    )
