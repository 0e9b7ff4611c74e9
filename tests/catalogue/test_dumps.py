"""The files: the same bytes for the same content, all of what is for everyone, nothing else."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from ldgraph import snapshot
from ldgraph.catalogue import dumps
from ldgraph.catalogue.reading import public_of, read
from ldgraph.graph.access import ENTITLED_TO_ALL, Audience
from ldgraph.graph.load import load
from ldgraph.graph.places import open_root, source_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ldgraph.catalogue.describe import Offer
    from ldgraph.snapshot import Snapshot

    Small = Callable[..., Path]

_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_READ_BY = ("ontology", "shapes", "queries", "data", "voorbeeld")


def _made(folder: Path) -> dumps.Dumps:
    root = open_root(folder)
    return dumps.make(public_of(root, read(root)))


def _content(made: dumps.Dumps, name: str) -> bytes:
    return b"".join(made.files[name].pieces())


def _canonical(quads: ox.Dataset) -> list[str]:
    quads.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(str(one) for one in quads)


def test_size_and_hash_are_those_of_the_bytes(offer: Offer) -> None:
    for name, file in offer.dumps.files.items():
        content = b"".join(file.pieces())

        assert len(content) == file.size, name
        assert hashlib.sha256(content).hexdigest() == file.sha256, name


def test_a_packed_file_unpacks_to_the_other_and_tells_no_time(offer: Offer) -> None:
    for name in offer.dumps.files:
        if name.endswith(".gz"):
            packed = _content(offer.dumps, name)

            assert gzip.decompress(packed) == _content(offer.dumps, name.removesuffix(".gz")), name
            assert packed[4:10] == b"\0\0\0\0\0\xff", name


def test_a_file_comes_in_pieces_that_fit_in_memory(offer: Offer) -> None:
    large = offer.dumps.files["lokaal-digitaal.nq"]

    assert large.size > 10_000_000
    assert max(len(one) for one in large.pieces()) <= 1 << 16


def test_the_whole_holds_exactly_what_everyone_may_ask(public: Snapshot, offer: Offer) -> None:
    graphs = offer.dumps.dumps[0].part.graphs
    asked = ox.Dataset(quad for quad in public.view.store if quad.graph_name.value in graphs)
    assert len(asked) == len(public.view.store)

    wanted = _canonical(asked)

    for form in ("nq", "jsonld"):
        content = _content(offer.dumps, f"lokaal-digitaal.{form}")
        given = _canonical(ox.Dataset(ox.parse(content, _FORMATS[form])))
        assert given == wanted, form
    turtle = ox.parse(_content(offer.dumps, "lokaal-digitaal.ttl"), _FORMATS["ttl"])
    triples = {quad.triple for quad in asked}
    assert len({quad.triple for quad in turtle}) == len(triples)


@pytest.mark.parametrize("form", sorted(_FORMATS))
def test_the_parts_together_are_the_whole(offer: Offer, form: str) -> None:
    whole, *parts = [one.part.name for one in offer.dumps.dumps if one.part.within]

    found = {
        str(quad)
        for name in parts
        for quad in ox.parse(_content(offer.dumps, f"{name}.{form}"), _FORMATS[form])
    }

    wanted = ox.parse(_content(offer.dumps, f"{whole}.{form}"), _FORMATS[form])
    assert found == {str(quad) for quad in wanted}


def test_statements_are_sorted_and_said_once(offer: Offer) -> None:
    for one in offer.dumps.dumps:
        lines = _content(offer.dumps, f"{one.part.name}.nq").splitlines()

        assert lines == sorted(set(lines)), one.part.name
        assert len(lines) == one.statements


def test_no_file_names_what_is_not_for_everyone(project: Path, offer: Offer) -> None:
    root = open_root(project / "voorbeeld")
    everything = load(source_files(root))
    hidden = {
        term.value
        for file in everything.files
        if file.restricted
        for quad in everything.store.quads_for_pattern(None, None, None, ox.NamedNode(file.graph))
        for term in (quad.subject, quad.object, quad.graph_name)
        if isinstance(term, ox.NamedNode)
    }
    known = {
        term.value
        for file in everything.files
        if not file.restricted
        for quad in everything.store.quads_for_pattern(None, None, None, ox.NamedNode(file.graph))
        for term in quad
        if isinstance(term, ox.NamedNode)
    }
    internal = sorted(one.encode() for one in hidden - known)
    assert len(internal) > 1000

    for name in ("lokaal-digitaal.ttl", "lokaal-digitaal.nq", "lokaal-digitaal.jsonld"):
        words = set(_content(offer.dumps, name).replace(b">", b'"').replace(b"<", b'"').split(b'"'))
        assert words.isdisjoint(internal), name
        assert b"beperkt/" not in _content(offer.dumps, name), name


@pytest.mark.parametrize("audience", [ENTITLED_TO_ALL, Audience("https://x.example/bestuur")])
def test_nothing_is_made_of_what_someone_else_may_see(project: Path, audience: Audience) -> None:
    root = open_root(project / "voorbeeld")
    dataset = load(source_files(root))
    others = snapshot.of(dataset, root, dt.date(2026, 11, 25), audience)

    with pytest.raises(ValueError, match="Audience"):
        dumps.make(others)


def test_what_calls_itself_restricted_is_not_given_wherever_it_lies(small: Small) -> None:
    folder = small(
        {
            "data/openbaar/aanbod.ttl": "ex:a ex:says 'open' .",
            "data/openbaar/geheim.ttl": "<> dct:accessRights toegang:NON_PUBLIC . ex:g a 'dicht'.",
            "data/beperkt/x.ttl": "ex:x ex:says 'dicht' .",
            "data/elders/y.ttl": "ex:y ex:says 'dicht' .",
        }
    )

    made = _made(folder)

    assert b"open" in _content(made, "lokaal-digitaal.nq")
    assert not any(b"dicht" in b"".join(one.pieces()) for one in made.files.values())


def test_a_root_without_anything_public_gives_nothing(small: Small) -> None:
    made = _made(small({"data/beperkt/x.ttl": "ex:x ex:says 'dicht' ."}))

    assert made.dumps == ()


def test_alike_blank_nodes_of_two_graphs_stay_two(small: Small) -> None:
    said = "ex:a ex:has [ ex:name 'x' ] , [ ex:name 'x' ] ."
    folder = small({"data/openbaar/aanbod.ttl": said, "data/openbaar/besturen.ttl": said})

    made = _made(folder)

    for form in ("nq", "jsonld"):
        quads = list(ox.parse(_content(made, f"lokaal-digitaal.{form}"), _FORMATS[form]))
        nodes = {str(one.subject) for one in quads if isinstance(one.subject, ox.BlankNode)}
        assert len(nodes) == 4, form


def test_text_that_looks_like_a_blank_node_stays_as_it_is(small: Small) -> None:
    text = r'ex:a ex:has [ ex:name "_:b0 \"_:b1\" \\" ] ; ex:see <http://x.example/_:b> .'
    made = _made(small({"data/openbaar/aanbod.ttl": text}))

    content = _content(made, "lokaal-digitaal.nq")

    assert rb'"_:b0 \"_:b1\" \\"' in content
    assert b"<http://x.example/_:b>" in content


def test_the_same_content_in_another_order_gives_the_same_bytes(small: Small) -> None:
    one = "ex:a ex:has [ ex:name 'x' ; ex:knows [ ex:name 'y' ] ] . ex:b ex:says 1 , 2 ."
    two = (
        "ex:b ex:says 2 , 1 . _:y ex:name 'y' . ex:a ex:has _:x . _:x ex:knows _:y ; ex:name 'x' ."
    )

    made = [
        _made(small({"data/openbaar/aanbod.ttl": said}, name=name))
        for name, said in (("one", one), ("two", two))
    ]

    assert [one.version for one in made[0].dumps] == [one.version for one in made[1].dumps]
    assert {name: one.sha256 for name, one in made[0].files.items()} == {
        name: one.sha256 for name, one in made[1].files.items()
    }


def _dumped(root: Path, out: Path, **environment: str) -> dict[str, bytes]:
    done = subprocess.run(
        [sys.executable, "-m", "ldgraph", "dump", str(out), "--root", str(root)],
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file()
    }


def test_a_copy_elsewhere_gives_the_same_bytes_on_any_day(project: Path, tmp_path: Path) -> None:
    copy = tmp_path / "elders" / "kopie"
    for folder in _READ_BY:
        shutil.copytree(project / folder, copy / folder)
    shutil.copy(project / "ldgraph.toml", copy)

    here = _dumped(project / "voorbeeld", tmp_path / "a", PYTHONHASHSEED="1", TZ="UTC")
    there = _dumped(
        *(copy / "voorbeeld", tmp_path / "b"),
        PYTHONHASHSEED="7",
        TZ="Pacific/Auckland",
        LDGRAPH_LANG="en",
    )

    assert here.keys() == there.keys()
    assert [name for name in here if here[name] != there[name]] == []
    assert str(project).encode() not in b"".join(here.values())
