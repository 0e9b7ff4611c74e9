"""Pages are the same whenever they are built, and a closed one never changes."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from ldgraph.errors import ConfigError, LdgraphError
from ldgraph.stream.folder import Life, open_folder
from ldgraph.stream.state import State
from ldgraph.stream.write import NotAStreamError

from .histories import BASE, TREE, History, files_of, offering, page, turtle

if TYPE_CHECKING:
    from pathlib import Path

    from ldgraph.stream.build import Built

_FILE = "data/openbaar/aanbod.ttl"
_MONTHS = ("2025-11-30", "2025-12-31", "2026-01-01", "2026-01-02", "2026-03-05")


def _grow(history: History) -> list[Built]:
    """Add a commit in each month, with three versions or more, and build after each."""
    history.set("page = 2")
    built = []
    for number, day in enumerate(_MONTHS):
        names = ["a", "b", "c", *(["d"] if number % 2 else [])]
        text = turtle(*(offering(name, f"{name}{number}") for name in names))
        history.commit({_FILE: text}, f"{day}T12:00:00Z")
        built.append(history.build())
    return built


def test_a_build_from_nothing_gives_the_bytes_that_one_commit_after_another_gave(
    history: History, tmp_path: Path
) -> None:
    _grow(history)

    history.build(tmp_path / "again")

    assert files_of(tmp_path / "again") == files_of(history.out)


def test_a_closed_page_never_changes(history: History) -> None:
    history.set("page = 2")
    closed: dict[str, bytes] = {}
    for number, day in enumerate(_MONTHS):
        text = turtle(*(offering(name, f"{name}{number}") for name in "abcd"))
        history.commit({_FILE: text}, f"{day}T12:00:00Z")
        history.build()
        folder = open_folder(history.out)
        assert folder is not None
        found = files_of(history.out)
        assert closed.items() <= found.items()
        for name, content in found.items():
            if folder.life(name.removesuffix(".ttl")) is Life.CLOSED:
                assert b"ldes:immutable true" in content
                closed[name] = content
    assert len(closed) > 8
    assert "publiek/2025.ttl" in closed
    assert "publiek/2026/01.ttl" in closed


def test_open_pages_do_not_call_themselves_closed(history: History) -> None:
    _grow(history)

    for name in ("publiek", "publiek/laatste", "publiek/2026", "publiek/2026/03"):
        assert b"immutable" not in (history.out / f"{name}.ttl").read_bytes()
    assert b"immutable" not in (history.out / "publiek/2026/03/2.ttl").read_bytes()


def test_servers_of_files_are_told_which_pages_are_closed(history: History) -> None:
    _grow(history)
    folder = open_folder(history.out)
    assert folder is not None

    for file in (".htaccess", "nginx.map"):
        text = (history.out / file).read_text("utf-8")
        (pattern,) = re.findall(r"/\(\?:.*\\.ttl\$", text)
        for name in files_of(history.out):
            if name.endswith(".ttl"):
                is_closed = folder.life(name.removesuffix(".ttl")) is Life.CLOSED
                assert bool(re.search(pattern, f"/stroom/{name}")) == is_closed, name


def test_a_commit_costs_only_itself(history: History) -> None:
    history.set("page = 2")
    files = {f"data/openbaar/{n}.ttl": turtle(offering(f"x{n}")) for n in range(20)}
    history.commit(files)
    assert history.build().blobs == 20

    history.commit({"data/openbaar/3.ttl": turtle(offering("x3", "anders"))})
    built = history.build()

    assert (built.commits, built.blobs, built.added) == (1, 1, 1)
    # Its page, the month, that of the object before, the view of the last, and the list.
    assert built.written < 11
    again = history.build()
    assert (again.commits, again.blobs, again.added, again.written) == (0, 0, 0, 0)


def test_the_latest_view_has_one_version_of_each_object(history: History) -> None:
    _grow(history)

    latest = {one.object: one for one in history.versions()}

    assert history.versions(view="laatste") == sorted(latest.values(), key=lambda one: one.time)
    assert {one.change for one in latest.values()} == {"Update", "Delete"}


def test_the_versions_rebuild_the_graph(history: History) -> None:
    _grow(history)

    last = {one.object: one for one in history.versions()}
    now = {iri: one.lines for iri, one in last.items() if one.change != "Delete"}

    text = (history.root / _FILE).read_bytes()
    graph: dict[str, set[str]] = {}
    for quad in ox.parse(text, ox.RdfFormat.TURTLE, base_iri=BASE):
        said = graph.setdefault(str(quad.subject)[1:-1], set())
        said.add(f"{quad.predicate} {quad.object}")
    assert now == graph


def test_each_page_that_is_a_view_names_itself_alone(history: History) -> None:
    _grow(history)
    view = ox.NamedNode(f"{TREE}view")

    for name in files_of(history.out):
        if name.endswith(".ttl"):
            bare = name.removesuffix(".ttl")
            views = list(page(history.out, bare).quads_for_predicate(view))
            of_itself = [str(one.object) for one in views]
            is_view = bare in {"publiek", "publiek/laatste"}
            assert of_itself == ([f"<http://example.test/stroom/{name}>"] if is_view else [])


def test_history_written_anew_gives_a_new_stream_and_leaves_the_old_one(history: History) -> None:
    history.commit({_FILE: turtle(offering("edr"))})
    history.commit({_FILE: turtle(offering("edr", "verkeerd"))})
    history.build()
    before = files_of(history.out)
    history.git("reset", "-q", "--hard", "HEAD~1")
    history.commit({_FILE: turtle(offering("edr", "juist"))})

    built = history.build()

    assert built.reason == "rewritten"
    assert built.stream.iri == f"{BASE}/id/stroom/publiek-2"
    after = files_of(history.out)
    (name,) = {one for one in before if one.count("/") == 3 and "laatste" not in one}
    assert after[name] == before[name]
    assert f"dct:isReplacedBy <{BASE}/id/stroom/publiek-2>" in after["publiek.ttl"].decode()
    assert f"dct:replaces <{BASE}/id/stroom/publiek>" in after["publiek-2.ttl"].decode()
    assert [one.change for one in history.versions()] == ["Create", "Update"]
    assert ["juist" in str(one.lines) for one in history.versions("publiek-2")] == [False, True]
    history.commit({_FILE: turtle(offering("edr", "verder"))})
    assert history.build().stream.name == "publiek-2"


def test_a_history_whose_first_parents_are_others_is_another_history(history: History) -> None:
    history.commit({_FILE: turtle(offering("edr"))})
    history.git("checkout", "-q", "-b", "zijtak")
    history.commit({"data/openbaar/b.ttl": turtle(offering("zij"))})
    history.git("checkout", "-q", "main")
    history.commit({"data/openbaar/c.ttl": turtle(offering("hoofd"))})
    history.build()
    history.git("checkout", "-q", "zijtak")
    when = {"GIT_AUTHOR_DATE": "1790000000 +0000", "GIT_COMMITTER_DATE": "1790000000 +0000"}
    history.git("merge", "-q", "--no-ff", "-m", "samen", "main", **when)

    assert history.build().reason == "rewritten"


def test_what_is_remembered_may_be_lost(history: History) -> None:
    _grow(history)
    before = files_of(history.out)
    history.out.with_name(f"{history.out.name}.state").unlink()

    built = history.build()

    assert built.stream.name == "publiek"
    assert built.written == 0
    assert files_of(history.out) == before


def test_pages_may_be_lost(history: History) -> None:
    _grow(history)
    before = files_of(history.out)
    for path in history.out.rglob("*.ttl"):
        path.unlink()

    history.build()

    assert files_of(history.out) == before


def test_a_file_that_is_nothing_remembered_is_refused(history: History) -> None:
    history.commit({_FILE: turtle(offering("edr"))})
    history.out.with_name(f"{history.out.name}.state").write_text("geen databank" * 99, "utf-8")

    with pytest.raises(LdgraphError, match="remove it"):
        history.build()


def test_a_build_that_fails_is_as_if_it_never_was(history: History) -> None:
    history.commit({_FILE: turtle(offering("edr"))})
    history.build()
    page_of_it = history.out / "publiek"
    history.commit({_FILE: turtle(offering("edr", "nieuw"))})
    (history.out / "verwijderd.txt").unlink()
    (history.out / "verwijderd.txt").mkdir()

    with pytest.raises(LdgraphError):
        history.build()
    (history.out / "verwijderd.txt").rmdir()
    built = history.build()

    assert (built.added, built.versions) == (1, 2)
    assert page_of_it.is_dir()
    assert [one.change for one in history.versions()] == ["Create", "Update"]


@pytest.mark.parametrize(
    "table",
    [
        "pagina = 2",
        "page = 0",
        "page = true",
        'number = "1"',
        'repository = "ftp://x.example"',
        'withdrawn = "x"',
        'withdrawn = ["https://elders.example/id/x"]',
    ],
)
def test_a_setting_that_cannot_be_is_told_with_its_place(history: History, table: str) -> None:
    history.commit({_FILE: turtle(offering("edr"))})
    history.set(table)

    with pytest.raises(ConfigError, match=r"ldgraph\.toml:3:1"):
        history.build()


def test_the_command_says_what_it_did(history: History) -> None:
    history.commit({_FILE: turtle(offering("edr"))})
    command = [sys.executable, "-m", "ldgraph", "ldes", "build", str(history.out)]

    done = subprocess.run(
        [*command, "--root", str(history.root)], capture_output=True, text=True, check=True
    )

    assert f"{BASE}/id/stroom/publiek: 1 versie, waarvan 1 nieuw (1 commit, 1 best" in done.stderr
    assert "gecommit" not in done.stderr
    assert (history.out / "publiek.ttl").is_file()


def test_the_command_names_what_is_not_committed(history: History) -> None:
    history.commit({_FILE: turtle(offering("edr"))})
    more = {f"data/openbaar/n{one}.ttl": "" for one in range(6)}
    history.write({_FILE: turtle(offering("mdr")), **more, "data/beperkt/geheim.ttl": ""})
    command = [sys.executable, "-m", "ldgraph", "ldes", "build", str(history.out), "--lang", "en"]

    done = subprocess.run(
        [*command, "--root", str(history.root)], capture_output=True, text=True, check=True
    )

    assert "not taken in because not committed: 7 files (" in done.stderr
    assert f"{_FILE}, " in done.stderr
    assert "and 2 more)" in done.stderr
    assert "geheim" not in done.stderr


def test_history_written_anew_is_noticed_where_nothing_is_remembered(history: History) -> None:
    history.commit({_FILE: turtle(offering("edr"))})
    history.commit({_FILE: turtle(offering("edr", "verkeerd"))})
    history.build()
    before = files_of(history.out / "publiek")
    history.out.with_name(f"{history.out.name}.state").unlink()
    history.git("reset", "-q", "--hard", "HEAD~1")
    history.commit({_FILE: turtle(offering("edr", "juist"))})

    built = history.build()

    assert (built.reason, built.stream.name) == ("rewritten", "publiek-2")
    assert files_of(history.out / "publiek") == before
    assert [one.change for one in history.versions()] == ["Create", "Update"]
    history.out.with_name(f"{history.out.name}.state").unlink()
    again = history.build()
    assert (again.reason, again.stream.name, again.written) == ("", "publiek-2", 0)


def test_another_build_at_once_is_refused(history: History) -> None:
    history.commit({_FILE: turtle(offering("edr"))})

    used = State(history.out.with_name(f"{history.out.name}.state"))
    with used, pytest.raises(LdgraphError, match="another build"):
        history.build()

    assert history.build().added == 1


def test_a_root_that_got_another_name_has_another_stream(history: History) -> None:
    history.commit({_FILE: turtle(offering("edr"))})
    history.build()
    history.settings += 'name = "proef"\n'
    history.set("")

    built = history.build()

    assert (built.reason, built.stream.name) == ("changed", "proef-publiek-2")
    assert f"dct:isReplacedBy <{built.stream.iri}>" in (history.out / "publiek.ttl").read_text()


def test_a_folder_with_something_else_is_refused_and_stays_as_it_was(history: History) -> None:
    history.commit({_FILE: turtle(offering("edr"))})
    history.out.mkdir()
    history.build()
    history.build()
    other = history.out.with_name("dump")
    other.mkdir()
    (other / "SHA256SUMS").write_text("", "utf-8")

    with pytest.raises(NotAStreamError) as caught:
        history.build(other)

    assert caught.value.exit_code == 2
    assert list(files_of(other)) == ["SHA256SUMS"]


def test_a_build_that_was_cut_off_can_be_done_again(history: History) -> None:
    history.commit({_FILE: turtle(offering("edr"))})
    history.build()
    (history.out / "stroom.json").unlink()

    history.build()

    assert (history.out / "stroom.json").is_file()
