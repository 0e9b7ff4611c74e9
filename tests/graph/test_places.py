"""Roots: where they are, what they extend, which file is which graph."""

from __future__ import annotations

from pathlib import Path

import pytest

from ldgraph.errors import ConfigError, RootNotFoundError
from ldgraph.graph.places import (
    Room,
    Root,
    find_root,
    graph_of,
    open_root,
    source_files,
    turtle_files,
    unread_files,
)


def _root(path: Path, settings: str = "") -> Path:
    path.mkdir(parents=True, exist_ok=True)
    (path / "ldgraph.toml").write_text(settings, "utf-8")
    return path


def _file(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("", "utf-8")
    return path


def test_a_root_is_found_upward(tmp_path: Path) -> None:
    _root(tmp_path / "r")
    deep = tmp_path / "r" / "data" / "openbaar"
    deep.mkdir(parents=True)

    assert find_root(deep).path == tmp_path / "r"


def test_no_root_says_what_was_wanted(tmp_path: Path) -> None:
    with pytest.raises(RootNotFoundError, match=r"ldgraph\.toml"):
        find_root(tmp_path)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("nam = 'x'", r"toml:1:1: unknown key 'nam'; did you mean 'name'\? there are: base, cat"),
        ("catalogus = 3", "'catalogus' must be a table"),
        ("\nname = ", r"toml:2:8: not TOML"),
        ("serve = 3", "'serve' must be a table"),
        ("name = 3", "'name' must be a string"),
        ("base = 3", "'base' is 3; wanted an address"),
        ("base = ''", "'base' is ''; wanted an address"),
        ("base = 'not an iri'", "'base' is 'not an iri'"),
        ("base = 'http://[x'", "'base' is"),
        ("base = 'https://example.org/#'", "without # or"),
        ("extends = '..'", "list of folders"),
        ("name = ", "not TOML"),
        ('extends = ["."]', "extends itself"),
    ],
)
def test_wrong_settings_are_named(tmp_path: Path, settings: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        open_root(_root(tmp_path, settings))


def test_a_root_comes_after_those_it_extends_and_each_comes_once(tmp_path: Path) -> None:
    _root(tmp_path / "a")
    _root(tmp_path / "b", 'extends = ["../a"]')
    top = open_root(_root(tmp_path / "c", 'extends = ["../a", "../b"]'))

    assert [one.path.name for one in top.lineage()] == ["a", "b", "c"]


def test_a_graph_mirrors_the_path_below_data_and_carries_the_name_of_its_root() -> None:
    file = Path("data/openbaar/dekking/edr.ttl")
    base = "https://data.vlaanderen.be/doc/graaf"

    assert graph_of(Root(Path("/r")), file) == f"{base}/openbaar/dekking/edr"
    assert graph_of(Root(Path("/r"), "eigen"), file) == f"{base}/eigen/openbaar/dekking/edr"
    assert graph_of(Root(Path("/r")), Path("ontology/a b.ttl")) == f"{base}/ontology/a%20b"


def test_a_file_in_a_place_of_its_own_is_restricted(tmp_path: Path) -> None:
    root = _root(tmp_path)
    for name in ("data/openbaar/a.ttl", "data/beperkt/b.ttl", "data/c.ttl", "data/open/d.ttl"):
        _file(root / name)

    rooms = {file.path.name: file.room for file in source_files(open_root(root), root)}

    assert rooms.pop("a.ttl") is Room.PUBLIC
    assert set(rooms.values()) == {Room.RESTRICTED}


def test_a_root_inside_a_root_keeps_its_files(tmp_path: Path) -> None:
    outer = _root(tmp_path)
    _file(outer / "data/openbaar/a.ttl")
    inner = _root(outer / "data/openbaar/proef", 'extends = ["../../.."]\nname = "proef"')
    _file(inner / "data/openbaar/b.ttl")

    assert [f.shown for f in source_files(open_root(outer), outer)] == ["data/openbaar/a.ttl"]
    graphs = [file.graph.rsplit("graaf/", 1)[1] for file in source_files(open_root(inner), inner)]
    assert graphs == ["openbaar/a", "proef/openbaar/b"]


def test_hidden_files_and_other_suffixes_are_left_alone(tmp_path: Path) -> None:
    root = _root(tmp_path)
    for name in (".a.ttl.swp", ".hidden.ttl", "notes.md", "a.ttl~"):
        _file(root / "data/openbaar" / name)

    assert source_files(open_root(root), root) == []
    assert unread_files(open_root(root)) == []


def test_a_suffix_in_capitals_is_read_and_laid_out(tmp_path: Path) -> None:
    root = _root(tmp_path)
    _file(root / "data/openbaar/A.TTL")

    assert [one.path.name for one in source_files(open_root(root), root)] == ["A.TTL"]
    assert [one.name for one in turtle_files([root])] == ["A.TTL"]


@pytest.mark.parametrize("name", ["a.nt", "a.rdf", "a.jsonld", "a.nq", "a.OWL", "A.TRIG"])
@pytest.mark.parametrize("folder", ["data/openbaar", "ontology", "shapes"])
def test_rdf_in_another_form_is_known_to_be_there(tmp_path: Path, name: str, folder: str) -> None:
    root = _root(tmp_path)
    _file(root / folder / name)

    assert [one.path.name for one in unread_files(open_root(root))] == [name]


def test_waivers_are_restricted_unless_they_lie_in_the_public_folder(tmp_path: Path) -> None:
    _root(tmp_path)
    for name in ("waivers/a.ttl", "waivers/openbaar/b.ttl"):
        _file(tmp_path / name)

    found = {file.graph.rpartition("graaf/")[2]: file.room for file in source_files(Root(tmp_path))}

    assert found == {"waivers/a": Room.RESTRICTED, "waivers/openbaar/b": Room.PUBLIC}
