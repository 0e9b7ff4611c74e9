"""Reading files: each its own graph, what is wrong with one is no matter of the others."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pyoxigraph as ox
import pytest

from ldgraph.graph.load import Dataset, load
from ldgraph.graph.places import files_beside, open_root, source_files, turtle_files

_GOOD = b"<> a <urn:x> .\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a root with one good file, in which a test works; give the folder of that file."""
    (tmp_path / "ldgraph.toml").write_text("", "utf-8")
    (tmp_path / "data" / "openbaar").mkdir(parents=True)
    (tmp_path / "data" / "openbaar" / "goed.ttl").write_bytes(_GOOD)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data" / "openbaar"


def _loaded() -> Dataset:
    return load(source_files(open_root(Path.cwd())))


def _faults(loaded: Dataset) -> list[tuple[str, str, int]]:
    found = []
    for one in loaded.faults:
        assert one.position is not None
        found.append((Path(one.position.file).name, one.code, one.position.line))
    return found


def _graphs(loaded: Dataset) -> set[str]:
    return {str(one).rsplit("/", 1)[-1].rstrip(">") for one in loaded.store.named_graphs()}


@pytest.mark.parametrize("block", [b"<g> { <a> <b> <c> }", b"{ <a> <b> <c> }", b"GRAPH <g> { }"])
@pytest.mark.parametrize("name", ["g.trig", "g.ttl"])
def test_a_file_that_holds_graphs_is_a_finding_and_not_read(
    folder: Path, name: str, block: bytes
) -> None:
    (folder / name).write_bytes(_GOOD + block)

    loaded = _loaded()

    assert _faults(loaded) == [(name, "turtle-graph-block", 2)]
    assert _graphs(loaded) == {"goed"}
    assert len(loaded.store) == 1


def test_a_name_with_an_escape_may_end_a_file(folder: Path) -> None:
    (folder / "g.ttl").write_bytes(b"PREFIX x: <urn:x:>\nx:a x:b x:c\\~d.")

    loaded = _loaded()

    assert _faults(loaded) == []
    assert len(loaded.store) == 2


def test_a_trig_file_without_graphs_is_read_as_turtle(folder: Path) -> None:
    (folder / "g.trig").write_bytes(_GOOD)

    loaded = _loaded()

    assert loaded.faults == ()
    assert _graphs(loaded) == {"goed", "g"}


def test_two_files_of_one_graph_are_a_finding_that_names_both(folder: Path) -> None:
    (folder / "a.trig").write_bytes(_GOOD)
    (folder / "a.ttl").write_bytes(b"<> a <urn:y> .")
    for place in (Path("ontology"), Path("data/ontology")):
        place.mkdir()
        (place / "ldgraph.ttl").write_bytes(_GOOD)

    loaded = _loaded()

    both = [one for one in loaded.faults if one.code == "graaf-dubbel"]
    assert {"data/ontology/ldgraph.ttl", "data/openbaar/a.ttl"} == {
        one.position.file for one in both if one.position
    }
    for lang in ("nl", "en"):
        text = "".join(one.message(lang) for one in both)
        assert " data/openbaar/a.trig " in text
        assert " ontology/ldgraph.ttl " in text
    assert len(loaded.store) == 3
    assert ox.NamedNode("urn:y") not in {quad.object for quad in loaded.store}
    shown = {file.shown for file in loaded.by_graph().values()}
    assert shown == {"ontology/ldgraph.ttl", "data/openbaar/a.trig", "data/openbaar/goed.ttl"}


def test_a_byte_order_mark_is_read_over(folder: Path) -> None:
    (folder / "bom.ttl").write_bytes(b"\xef\xbb\xbf" + _GOOD)

    assert _loaded().faults == ()


def test_brackets_without_end_are_one_finding_at_their_place(folder: Path) -> None:
    text = "<>\n    <urn:p> " + "[ <urn:p> " * 100_000 + "1" + " ]" * 100_000 + " ."
    (folder / "diep.ttl").write_text(text, "utf-8")

    loaded = _loaded()

    assert _faults(loaded) == [("diep.ttl", "turtle-too-deep", 2)]
    assert len(loaded.store) == 1


def test_turtle_of_a_later_version_is_a_finding(folder: Path) -> None:
    (folder / "a.ttl").write_bytes(b'<> a <urn:x> ; <urn:p> "x"@en--ltr .\n')
    (folder / "b.ttl").write_bytes(b"<> a <urn:x> {| <urn:p> 1 |} .\n")
    (folder / "c.ttl").write_bytes(b'VERSION "1.2"\n<> a <urn:x> .\n')

    loaded = _loaded()

    assert {(name, code) for name, code, _ in _faults(loaded)} == {
        (name, "turtle-newer") for name in ("a.ttl", "b.ttl", "c.ttl")
    }
    assert _graphs(loaded) == {"goed"}


def test_what_is_no_file_is_a_finding_and_the_others_are_read(folder: Path) -> None:
    os.mkfifo(folder / "a.ttl")
    (folder / "b.ttl").symlink_to("a.ttl")
    (folder / "c.ttl").symlink_to("nergens")
    (folder / "d.ttl").mkdir()
    server = socket.socket(socket.AF_UNIX)
    server.bind("data/openbaar/e.ttl")
    server.close()

    loaded = _loaded()

    assert _faults(loaded) == [(f"{name}.ttl", "unreadable-file", 1) for name in "abcde"]
    assert _graphs(loaded) == {"goed"}


@pytest.mark.usefixtures("folder")
def test_a_pipe_beside_the_root_is_a_finding_too_and_is_named_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ttl")

    files = files_beside(open_root(tmp_path), [tmp_path / "pipe.ttl", tmp_path / "pipe.ttl"])

    assert [one.code for one in load(files).faults] == ["unreadable-file"]


def test_a_name_that_is_no_text_is_a_graph_like_another(folder: Path) -> None:
    name = os.fsdecode(b"x\xff\n.ttl")
    (folder / name).write_bytes(_GOOD)

    loaded = _loaded()

    (graph,) = _graphs(loaded) - {"goed"}
    assert loaded.faults == ()
    assert unquote_to_bytes(graph) == b"x\xff\n"


def test_layout_and_reading_look_at_the_same_files(folder: Path, tmp_path: Path) -> None:
    for name in ("b.trig", ".verborgen.ttl", "nota.md"):
        (folder / name).write_bytes(_GOOD)
    (folder / "binnen" / "data").mkdir(parents=True)
    (folder / "binnen" / "ldgraph.toml").write_text("", "utf-8")
    (folder / "binnen" / "data" / "c.ttl").write_bytes(_GOOD)

    root = open_root(tmp_path)

    assert turtle_files([root.path]) == [file.path for file in source_files(root)]


def test_prefixes_are_found_behind_a_byte_order_mark_and_between_junk(folder: Path) -> None:
    Path("ontology").mkdir()
    Path("ontology/prefixes.ttl").write_bytes(b"\xef\xbb\xbfPREFIX x: <urn:x:>\n\xff\n")
    (folder / "a.ttl").write_bytes(b"<> a x:b .")

    (one,) = [one for one in _loaded().faults if one.code == "turtle-undefined-prefix"]

    assert "PREFIX x: <urn:x:>" in one.message("nl")
