"""`ldgraph dump`: what it writes, of which revision, and what it never replaces."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from tests.commands import git, repository

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Run

_TERMS = """[catalogus]
licence = "https://example.org/licence"
publisher = "https://example.org/publisher"
publisher_name = "Uitgever"
contact_name = "Loket"
contact_page = "https://example.org/loket"
"""


def _root(folder: Path, said: str = "eerst", terms: str = _TERMS) -> Path:
    (folder / "data" / "openbaar").mkdir(parents=True, exist_ok=True)
    (folder / "data" / "beperkt").mkdir(exist_ok=True)
    (folder / "ldgraph.toml").write_text(terms, "utf-8")
    text = f"<urn:a> <urn:says> '{said}' ."
    (folder / "data" / "openbaar" / "aanbod.ttl").write_text(text, "utf-8")
    (folder / "data" / "beperkt" / "x.ttl").write_text("<urn:x> <urn:says> 'dicht' .", "utf-8")
    return folder


def _files(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file()
    }


def test_it_writes_every_dataset_with_hashes_that_hold(run: Run, tmp_path: Path) -> None:
    root, out = _root(tmp_path / "mijn"), tmp_path / "uit"

    done = run("dump", str(out), "--root", str(root), "--lang", "en")

    assert done.returncode == 0, done.stderr
    assert "lokaal-digitaal: 1 statements" in done.stdout
    files = _files(out)
    assert "dicht" not in str(files)
    sums = dict(line.split("  ")[::-1] for line in files.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    assert {"catalogus.ttl", "catalogus.jsonld", "void.ttl", "download/lokaal-digitaal.nq.gz"} <= (
        files.keys()
    )
    assert sums["download/lokaal-digitaal.nq.gz"].encode() in files["catalogus.ttl"]


def test_the_files_are_where_the_catalogue_says(run: Run, tmp_path: Path) -> None:
    root, out = _root(tmp_path / "mijn"), tmp_path / "uit"

    run(
        "dump",
        str(out),
        "--root",
        str(root),
        "--address",
        "https://x.example/d",
        "--stream",
        "publiek",
    )

    said = (out / "catalogus.ttl").read_text("utf-8")
    assert "<https://x.example/d/download/lokaal-digitaal.ttl>" in said
    assert "<https://x.example/d/stroom/publiek>" in said


def test_a_commit_gives_the_same_bytes_whatever_was_changed_since(run: Run, tmp_path: Path) -> None:
    root = _root(tmp_path / "mijn")
    repository(root)
    first, then, later = (tmp_path / one for one in ("een", "twee", "drie"))
    run("dump", str(first), "--root", str(root))
    _root(root, "later")

    done = run("dump", str(then), "--root", str(root), "--commit", "HEAD")
    run("dump", str(later), "--root", str(root))

    assert done.returncode == 0, done.stderr
    assert _files(then) == _files(first)
    assert b"later" in _files(later)["download/lokaal-digitaal.nq"]


def test_what_is_not_committed_is_named_and_nothing_restricted(run: Run, tmp_path: Path) -> None:
    root, out = _root(tmp_path / "mijn"), str(tmp_path / "uit")
    repository(root)
    clean = run("dump", out, "--root", str(root))
    _root(root, "later")
    for name in ("openbaar/nieuw.ttl", "beperkt/geheim.ttl", "openbaar/notities.txt"):
        (root / "data" / name).write_text("", "utf-8")
    git(root, "commit", "-q", "--allow-empty", "-m", "second")

    dutch = run("dump", out, "--root", str(root))
    english = run("dump", out, "--root", str(root), "--commit", "main", "--lang", "en")
    older = run("dump", out, "--root", str(root), "--commit", "HEAD~1")

    assert clean.stderr == older.stderr == ""
    assert "meegenomen zoals op schijf en niet gecommit" in dutch.stderr
    assert "2 bestanden (" in dutch.stderr
    assert "data/openbaar/aanbod.ttl" in dutch.stderr
    assert "data/openbaar/nieuw.ttl)" in dutch.stderr
    assert "geheim" not in dutch.stderr
    assert "not taken in because not committed: 2 files" in english.stderr


def test_a_root_in_no_repository_is_written_without_a_word(run: Run, tmp_path: Path) -> None:
    done = run("dump", str(tmp_path / "uit"), "--root", str(_root(tmp_path / "mijn")))

    assert (done.returncode, done.stderr) == (0, "")


def test_the_version_before_is_named_where_it_is_another(run: Run, tmp_path: Path) -> None:
    root, out = _root(tmp_path / "mijn"), tmp_path / "uit"
    repository(root)
    first = run("dump", str(out), "--root", str(root)).stdout.split()
    _root(root, "later")

    run("dump", str(out), "--root", str(root), "--previous", "HEAD")

    said = (out / "catalogus.ttl").read_text("utf-8")
    earlier = f"<https://data.vlaanderen.be/id/dataset/lokaal-digitaal/{first[4]}>"
    assert said.count(f"prov:wasRevisionOf {earlier}") == 1

    run("dump", str(out), "--root", str(root), "--commit", "HEAD", "--previous", "HEAD")

    assert "prov:wasRevisionOf" not in (out / "catalogus.ttl").read_text("utf-8")


def test_an_earlier_dump_is_replaced_as_a_whole(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "uit"
    run("dump", str(out), "--root", str(_root(tmp_path / "mijn")))
    before = _files(out)

    done = run("dump", str(out), "--root", str(_root(tmp_path / "mijn", "later")))

    assert done.returncode == 0, done.stderr
    assert _files(out).keys() == before.keys()
    assert b"later" in _files(out)["download/lokaal-digitaal.nq"]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_what_no_dump_wrote_is_left(run: Run, tmp_path: Path) -> None:
    root, out = _root(tmp_path / "mijn"), tmp_path / "uit"
    run("dump", str(out), "--root", str(root))
    (out / "eigen.txt").write_text("van mij", "utf-8")
    before = _files(out)

    done = run("dump", str(out), "--root", str(root))

    assert done.returncode == 2
    assert "kies een lege of een nieuwe map" in done.stderr
    assert _files(out) == before


@pytest.mark.parametrize("inside", ["", "data", "data/openbaar/uit", "queries/uit"])
def test_a_root_is_never_written_over(run: Run, tmp_path: Path, inside: str) -> None:
    root = _root(tmp_path / "mijn")
    before = _files(root)

    done = run("dump", str(root / inside), "--root", str(root))

    assert done.returncode == 2
    assert _files(root) == before


def test_a_place_that_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "vol").write_text("", "utf-8")

    done = run("dump", str(tmp_path / "vol" / "uit"), "--root", str(_root(tmp_path / "mijn")))

    assert done.returncode == 3
    assert "niet schrijven" in done.stderr


def test_a_root_that_does_not_say_who_publishes_it_is_told_what_to_say(
    run: Run, tmp_path: Path
) -> None:
    done = run("dump", str(tmp_path / "uit"), "--root", str(_root(tmp_path / "mijn", terms="")))

    assert done.returncode == 2
    assert "[catalogus]" in done.stderr
    assert "publisher_name" in done.stderr
    assert not (tmp_path / "uit").exists()


def test_a_file_that_does_not_parse_stops_it(run: Run, tmp_path: Path) -> None:
    root = _root(tmp_path / "mijn")
    (root / "data" / "openbaar" / "fout.ttl").write_text("<urn:a> <urn:b>", "utf-8")

    done = run("dump", str(tmp_path / "uit"), "--root", str(root))

    assert done.returncode == 3
    assert "fout.ttl:1" in done.stderr


def test_an_address_that_is_none_is_refused(run: Run, tmp_path: Path) -> None:
    root = str(_root(tmp_path / "mijn"))

    done = run("dump", str(tmp_path / "uit"), "--root", root, "--address", "x.example")

    english = run("dump", str(tmp_path / "uit"), "--root", root, "--address", "x", "--lang", "en")

    assert done.returncode == english.returncode == 2
    assert "--address" in done.stderr
    assert "bijvoorbeeld https://data.example.org" in done.stderr
    assert "such as https://data.example.org" in english.stderr


@pytest.mark.parametrize(
    "name", ["publiek-x", "publik", "publiek-1", "publiek-02", "publiek-x2", "-2"]
)
def test_a_stream_that_is_not_there_is_told_with_those_that_are(
    run: Run, tmp_path: Path, name: str
) -> None:
    root, out = _root(tmp_path / "mijn", terms=_TERMS + "[stream]\nnumber = 3\n"), tmp_path / "uit"

    done = run("dump", str(out), "--root", str(root), f"--stream={name}")

    assert done.returncode == 2
    assert f"geen stroom '{name}'; er zijn: publiek-3 (" in done.stderr
    assert not out.exists()
    assert run("dump", str(out), "--root", str(root), "--stream", "publiek-4").returncode == 0


def test_a_server_is_not_started_on_terms_that_cannot_be(run: Run, tmp_path: Path) -> None:
    root = _root(tmp_path / "mijn", terms='[catalogus]\nlicence = "vrij"\n')

    done = run("serve", str(root), "--port", "0")

    assert done.returncode == 2
    assert "ldgraph.toml:2:1: 'licence' is 'vrij'" in done.stderr
