"""A root as it was: read out of git as it would be from disk, but for what git does not hold."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.commands import git

from ldgraph.errors import Finding, LdgraphError, Severity
from ldgraph.graph.baseline import Baseline
from ldgraph.graph.load import Dataset, load
from ldgraph.graph.places import open_root, query_folders, source_files
from ldgraph.graph.prefixes import prefixes_of
from ldgraph.graph.revisions import At, AtRevisionError, root_at


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a repository with a public root, and in it one that extends that."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    top = tmp_path.resolve() / "top"
    _write(top / "ldgraph.toml", "")
    _write(top / "ontology/prefixes.ttl", "PREFIX x: <urn:x:>\n")
    _write(top / "data/openbaar/een.ttl", "<> a <urn:x:Een> .\n")
    _write(top / "queries/answers/vraag.rq", "")
    _write(top / "onder/ldgraph.toml", 'name = "onder"\nextends = [".."]\n')
    _write(top / "onder/data/beperkt/twee.ttl", "<> a <urn:x:Twee> .\n")
    git(top, "init", "-q")
    _commit(top)
    monkeypatch.chdir(top)
    return top


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "some")


def _at(folder: Path, name: str = "HEAD") -> At:
    return root_at(open_root(folder), name)


def _loaded(at: At) -> Dataset:
    return load(source_files(at.root))


def _types(dataset: Dataset) -> set[str]:
    return {str(quad.object) for quad in dataset.store}


def test_what_lies_on_disk_now_is_not_looked_at(top: Path) -> None:
    (top / "data/openbaar/een.ttl").write_text("<> a <urn:x:Anders> .", "utf-8")
    (top / "data/openbaar/nieuw.ttl").write_text("<> a <urn:x:Nieuw> .", "utf-8")
    (top / "ontology/prefixes.ttl").unlink()

    at = _at(top)

    assert _types(_loaded(at)) == {"<urn:x:Een>"}
    assert prefixes_of(at.root) == {"x": "urn:x:"}
    assert query_folders(at.root) == [top / "queries"]
    assert at.from_disk() == ()


def test_files_are_the_same_as_when_they_lie_on_disk(top: Path) -> None:
    names = ["a b", "é", 'aan"haling', "tab\t", "lijn\neinde", "*", "-optie", ":(glob)"]
    for name in names:
        _write(top / f"data/openbaar/{name}.ttl", "<> a <urn:x:Naam> .\n")
    (top / "data/openbaar" / os.fsdecode(b"\xff.ttl")).write_bytes(b"<> a <urn:x:Bytes> .\n")
    _commit(top)

    at, now = _at(top), open_root(top)

    listed = [(one.path, one.shown, one.graph, one.room) for one in source_files(at.root)]
    assert listed == [(one.path, one.shown, one.graph, one.room) for one in source_files(now)]
    assert [one.read() for one in source_files(at.root)] == [
        one.read() for one in source_files(now)
    ]
    assert len(_loaded(at).faults) == 0


def test_a_root_that_is_extended_comes_from_the_same_revision(top: Path) -> None:
    (top / "data/openbaar/een.ttl").unlink()

    assert _types(_loaded(_at(top / "onder"))) == {"<urn:x:Een>", "<urn:x:Twee>"}


def test_a_root_outside_the_repository_comes_from_disk(top: Path) -> None:
    _write(top.parent / "buiten/ldgraph.toml", "")
    _write(top.parent / "buiten/data/openbaar/drie.ttl", "<> a <urn:x:Drie> .")
    _write(top / "onder/ldgraph.toml", 'name = "onder"\nextends = ["..", "../../buiten"]\n')
    _commit(top)

    at = _at(top / "onder")

    assert _types(_loaded(at)) == {"<urn:x:Een>", "<urn:x:Twee>", "<urn:x:Drie>"}
    assert [one.path for one in at.from_disk()] == [top.parent / "buiten"]


def test_a_root_that_was_not_there_yet_holds_nothing(top: Path) -> None:
    _write(top / "later/ldgraph.toml", 'extends = [".."]')

    at = _at(top / "later")

    assert not at.existed
    assert _loaded(at).files == ()
    assert at.root.lineage() == (at.root,)


def test_settings_are_those_of_the_revision(top: Path) -> None:
    _write(top / "onder/ldgraph.toml", 'name = "later"\n')

    assert _at(top / "onder").root.name == "onder"
    _write(top / "onder/ldgraph.toml", 'extends = ["../nergens"]\n')
    _commit(top)
    _write(top / "onder/ldgraph.toml", "")
    with pytest.raises(AtRevisionError, match="in revision 'HEAD': no root at") as caught:
        _at(top / "onder")
    assert caught.value.exit_code == 2


def test_links_are_followed_within_the_revision_and_not_out_of_it(top: Path) -> None:
    folder = top / "data/openbaar"
    _write(top / "elders/vier.ttl", "<> a <urn:x:Vier> .")
    (folder / "binnen.ttl").symlink_to("../../elders/vier.ttl")
    (folder / "buiten.ttl").symlink_to("/etc/hostname")
    (folder / "boven.ttl").symlink_to("../../../een.ttl")
    (folder / "ring.ttl").symlink_to("ring.ttl")
    (top / "shapes").symlink_to("elders")
    _commit(top)

    dataset = _loaded(_at(top))

    assert _types(dataset) == {"<urn:x:Een>", "<urn:x:Vier>"}
    assert len(dataset.shapes) == 1
    broken = {Path(one.position.file).name for one in dataset.faults if one.position}
    assert broken == {"buiten.ttl", "boven.ttl", "ring.ttl"}
    assert all("leads out of" in one.message("en") for one in dataset.faults)


def test_what_a_submodule_holds_is_not_known(top: Path) -> None:
    other = top.parent / "ander"
    _write(other / "vijf.ttl", "<> a <urn:x:Vijf> .")
    git(other, "init", "-q")
    _commit(other)
    allowed = ("-c", "protocol.file.allow=always")
    git(top, *allowed, "submodule", "add", "-q", str(other), "data/openbaar/ander")
    _commit(top)

    dataset = _loaded(_at(top))

    (fault,) = dataset.faults
    assert fault.code == "unreadable-file"
    assert "submodule" in fault.message("nl")


def test_what_a_clone_left_out_is_not_fetched_unasked(top: Path) -> None:
    git(top, "config", "uploadpack.allowFilter", "true")
    part = top.parent / "deel"
    clone = ("clone", "-q", "--filter=blob:none", "--no-checkout", top.as_uri(), str(part))
    git(top.parent, *clone)
    _write(part / "ldgraph.toml", "")

    with pytest.raises(LdgraphError, match="not all of revision") as caught:
        _at(part)

    assert caught.value.exit_code == 3
    assert caught.value.dutch


def test_each_finding_is_known_as_often_as_it_was(top: Path) -> None:
    at = _at(top)
    dataset = load(source_files(at.root))
    fault = Finding("code", Severity.WARNING, {"nl": "fout"}, focus="<urn:x:a>")
    twice = Baseline(at, (fault, fault), dataset.by_graph(), ())

    marked = twice.mark([fault, fault, fault], open_root(top))

    assert [one.known for one in marked] == [True, True, False]
