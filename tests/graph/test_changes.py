"""What changed is exactly what makes one graph the other, blank nodes and all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from ldgraph.graph.changes import changes, compare
from ldgraph.graph.load import load
from ldgraph.graph.places import open_root, source_files

if TYPE_CHECKING:
    from pathlib import Path

_NODES = [ox.BlankNode(f"b{number}") for number in range(6)]
_NAMED = [ox.NamedNode(f"urn:x:{number}") for number in range(3)]
_SUBJECTS = st.sampled_from([*_NODES, *_NAMED])
_TRIPLES = st.builds(
    ox.Triple,
    _SUBJECTS,
    st.sampled_from(_NAMED[:2]),
    st.one_of(_SUBJECTS, st.builds(ox.Literal, st.sampled_from(["a", "b"]))),
)
_GRAPHS = st.frozensets(_TRIPLES, max_size=14)


def _canonical(triples: set[ox.Triple]) -> frozenset[str]:
    graph = ox.Dataset(ox.Quad(*one) for one in triples)
    graph.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(map(str, graph))


def _relabelled(triples: frozenset[ox.Triple], end: str = "new") -> set[ox.Triple]:
    def other(term: object) -> object:
        return ox.BlankNode(term.value + end) if isinstance(term, ox.BlankNode) else term

    return {ox.Triple(other(s), p, other(o)) for s, p, o in triples}  # type: ignore[arg-type]


@given(_GRAPHS, _GRAPHS)
def test_what_changed_makes_the_one_graph_the_other(
    before: frozenset[ox.Triple], after: frozenset[ox.Triple]
) -> None:
    renamed = _relabelled(after)

    removed, added = compare(before, renamed)

    assert set(removed) <= before
    assert set(added) <= renamed
    assert _canonical((set(before) - set(removed)) | set(added)) == _canonical(renamed)


@given(_GRAPHS)
def test_a_graph_of_which_blank_nodes_have_other_names_did_not_change(
    graph: frozenset[ox.Triple],
) -> None:
    assert compare(graph, _relabelled(graph)) == ([], [])


@given(_GRAPHS, _TRIPLES.filter(lambda one: not isinstance(one.subject, ox.BlankNode)))
def test_only_what_hangs_together_with_a_change_is_shown(
    graph: frozenset[ox.Triple], more: ox.Triple
) -> None:
    if isinstance(more.object, ox.BlankNode):
        return

    removed, added = compare(graph, _relabelled(graph | {more}))

    assert removed == []
    assert added == ([] if more in graph else [more])


def test_of_many_that_are_alike_it_is_not_tried_for_ever_which_is_which() -> None:
    nodes = [ox.BlankNode(f"n{number}") for number in range(40)]
    ring = frozenset(
        ox.Triple(one, _NAMED[0], other) for one in nodes for other in nodes if one != other
    )

    removed, added = compare(ring, _relabelled(ring))

    assert len(removed) == len(added) == len(ring)


def test_the_items_of_a_long_list_are_told_apart() -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

    def listed(end: str) -> list[ox.Triple]:
        text = f"<urn:x:a> <urn:x:p> ( {'1 ' * 40} {end} ) ."
        return [one.triple for one in ox.parse(text, ox.RdfFormat.TURTLE)]

    assert compare(listed("2"), listed("2")) == ([], [])
    removed, added = compare(listed("2"), listed("3"))
    assert len(removed) == len(added) == len(listed("2"))
    assert {one.predicate.value for one in added} == {rdf + "first", rdf + "rest", "urn:x:p"}


def test_files_are_compared_whatever_they_are_called_now(tmp_path: Path) -> None:
    long = "".join(f"<#{number}> <p> {number} .\n" for number in range(9))
    before = {
        "same": "<> <p> [ <q> 1 ] .",
        "other": "<#a> <p> ( 1 2 ) , [ <q> 1 ] .",
        "old": f"{long}<> <p> 1 .",
        "gone": "<x:a> <p> [] .",
    }
    after = {
        "same": "<>  <p> _:a . _:a <q> 1 .",
        "other": "<#a> <p> ( 1 2 3 ) , [ <q> 1 ] , [ <q> 1 ] .",
        "renamed": f"{long}<> <p> 2 .",
        "new": "<x:b> <p> [ <q> [] ] .",
    }
    roots = []
    for name, files in (("one", before), ("two", after)):
        folder = tmp_path / name / "data/openbaar"
        folder.mkdir(parents=True)
        (tmp_path / name / "ldgraph.toml").write_text("", "utf-8")
        for file, text in files.items():
            (folder / f"{file}.ttl").write_text(text, "utf-8")
        roots.append(load(source_files(open_root(tmp_path / name))))

    found = {one.file.path.stem: one for one in changes(*roots)}

    assert {name: one.kind for name, one in found.items()} == {
        "gone": "removed",
        "new": "added",
        "other": "changed",
        "renamed": "renamed",
    }
    assert {name: (len(one.removed), len(one.added)) for name, one in found.items()} == {
        "gone": (1, 0),
        "new": (0, 2),
        "other": (1 + 2 * 2, 1 + 3 * 2 + 2),
        "renamed": (1, 1),
    }
    (told,) = found["renamed"].removed
    assert told.subject == ox.NamedNode(found["renamed"].file.graph)
