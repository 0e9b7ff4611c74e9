"""Which versions a history gives, and when each is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ldgraph.graph.git import NoRepositoryError, NotFetchedError
from ldgraph.graph.places import open_root
from ldgraph.stream.build import build

from .histories import BASE, History, offering, turtle

if TYPE_CHECKING:
    from pathlib import Path

_FILE = "data/openbaar/aanbod.ttl"
_EDR = f"{BASE}/id/aanbod/edr"


def _changes(history: History) -> list[tuple[str, str]]:
    return [(one.object.rpartition("/")[2], one.change) for one in history.versions()]


def test_an_object_has_a_version_for_each_commit_that_changed_it(history: History) -> None:
    history.commit({_FILE: turtle(offering("edr"), offering("mfa"))})
    history.commit({_FILE: turtle(offering("edr", "Nieuw"), offering("mfa"))})
    history.commit({_FILE: turtle(offering("mfa"))})
    history.commit({_FILE: turtle(offering("edr"), offering("mfa"))})

    built = history.build()

    assert _changes(history) == [
        ("edr", "Create"),
        ("mfa", "Create"),
        ("edr", "Update"),
        ("edr", "Delete"),
        ("edr", "Create"),
    ]
    assert built.versions == 5


def test_a_version_says_what_the_object_is_at_its_time(history: History) -> None:
    history.commit({_FILE: turtle(offering("edr"))}, "2026-03-01T09:15:00+01:00")

    history.build()

    (one,) = history.versions()
    assert one.iri == f"{_EDR}/2026-03-01T08:15:00.000Z"
    assert one.object == _EDR
    assert one.time == "2026-03-01T08:15:00.000Z"
    assert sorted(one.lines) == [
        f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{BASE}/ns/lokaal-digitaal#Dienst>",
        '<http://www.w3.org/2004/02/skos/core#prefLabel> "Aanbod"@nl',
    ]


def test_what_changes_no_statement_makes_no_version(history: History) -> None:
    history.commit({_FILE: turtle(offering("edr"), offering("mfa"))})
    history.commit({_FILE: "# Een opmerking.\n" + turtle(offering("mfa"), offering("edr"))})
    history.commit(
        {_FILE: None, "data/openbaar/anders.ttl": turtle(offering("mfa")) + turtle(offering("edr"))}
    )

    history.build()

    assert _changes(history) == [("edr", "Create"), ("mfa", "Create")]


def test_no_version_is_older_than_the_one_before(history: History) -> None:
    history.commit({_FILE: turtle(offering("een"), offering("twee"))}, "2026-03-01T12:00:00Z")
    history.commit({_FILE: turtle(offering("een", "a"), offering("twee"))}, "2026-02-01T12:00:00Z")
    history.commit({_FILE: turtle(offering("een", "b"), offering("twee"))}, "2099-01-01T00:00:00Z")
    history.commit({_FILE: turtle(offering("een", "c"), offering("twee"))}, "2026-03-02T12:00:00Z")

    history.build()

    assert [one.time for one in history.versions()] == [
        "2026-03-01T12:00:00.000Z",
        "2026-03-01T12:00:00.001Z",
        "2026-03-01T12:00:00.002Z",
        "2099-01-01T00:00:00.000Z",
        "2099-01-01T00:00:00.001Z",
    ]


def test_several_files_that_describe_an_object_are_one(history: History) -> None:
    more = "data/openbaar/meer.ttl"
    history.commit({_FILE: turtle(offering("edr"))})
    history.commit({more: turtle('aanbod:edr dct:identifier "svc-1" , "svc-2"')})
    history.commit({more: None})

    history.build()

    versions = history.versions()
    assert [one.change for one in versions] == ["Create", "Update", "Update"]
    assert [len(one.lines) for one in versions] == [2, 4, 2]


def test_blank_nodes_belong_to_the_object_and_are_the_same_when_read_again(
    history: History,
) -> None:
    listed = 'aanbod:edr ldg:delen ( "een" [ dct:title "_:twee" ] )'
    history.commit({_FILE: turtle(listed)})
    history.commit({_FILE: "# Anders geschreven.\n" + turtle(listed), "a.txt": ""})
    history.commit({"data/openbaar/meer.ttl": turtle('aanbod:edr ldg:meer [ dct:title "drie" ]')})

    history.build()

    assert _changes(history) == [("edr", "Create"), ("edr", "Update")]
    pages = [path.read_text("utf-8") for path in history.out.glob("publiek/20*/*/*.ttl")]
    assert sum(one.count('"_:twee"') for one in pages) == 2
    assert sum(one.count('"drie"') for one in pages) == 1


def test_a_merge_is_one_commit_with_all_that_it_brought(history: History) -> None:
    history.commit({_FILE: turtle(offering("edr"))})
    history.git("checkout", "-q", "-b", "zijtak")
    history.commit({"data/openbaar/b.ttl": turtle(offering("zij", "eerst"))})
    history.commit({"data/openbaar/b.ttl": turtle(offering("zij", "dan"))})
    history.git("checkout", "-q", "main")
    history.commit({"data/openbaar/c.ttl": turtle(offering("hoofd"))})
    when = {"GIT_AUTHOR_DATE": "1790000000 +0000", "GIT_COMMITTER_DATE": "1790000000 +0000"}
    history.git("merge", "-q", "--no-ff", "-m", "samen", "zijtak", **when)

    history.build()

    assert _changes(history) == [("edr", "Create"), ("hoofd", "Create"), ("zij", "Create")]
    assert any('"dan"' in line for line in history.versions()[2].lines)


def test_a_file_that_is_no_turtle_leaves_its_objects_as_they_were(history: History) -> None:
    history.commit({_FILE: turtle(offering("edr"))})
    history.commit({_FILE: turtle("aanbod:edr a ldg:Dienst ;; kapot kapot")})
    history.commit({_FILE: turtle(offering("edr", "Hersteld"))})

    built = history.build()

    assert _changes(history) == [("edr", "Create"), ("edr", "Update")]
    assert built.unread == 1


def test_what_is_no_object_of_this_root_is_in_no_version(history: History) -> None:
    history.commit(
        {
            _FILE: turtle(offering("edr"), "<http://elders.example/id/x> a ldg:Dienst"),
            "shapes/x.ttl": turtle(offering("vorm")),
            "elders/y.ttl": turtle(offering("elders")),
            "data/openbaar/.verborgen.ttl": turtle(offering("punt")),
            "data/openbaar/tekst.txt": turtle(offering("tekst")),
            "ontology/codelijsten/c.ttl": turtle(offering("code")),
        }
    )
    (history.root / "data/openbaar/koppeling.ttl").symlink_to("../../elders/y.ttl")
    history.commit({})

    history.build()

    assert _changes(history) == [("code", "Create"), ("edr", "Create")]


def test_an_object_cannot_say_of_itself_when_it_was_made(history: History) -> None:
    false = 'aanbod:edr <http://www.w3.org/ns/prov#generatedAtTime> "1999-01-01T00:00:00Z"'
    history.commit({_FILE: turtle(offering("edr"), false, f"aanbod:edr dct:isVersionOf <{BASE}>")})

    history.build()

    (one,) = history.versions()
    assert len(one.lines) == 2


def test_a_root_in_a_folder_of_its_repository_has_its_own_files_alone(tmp_path: Path) -> None:
    history = History(tmp_path / "top", "graaf")
    history.commit({_FILE: turtle(offering("edr"))})
    other = history.top / "data" / "openbaar"
    other.mkdir(parents=True)
    (other / "x.ttl").write_text(turtle(offering("elders")), "utf-8")
    history.commit({})

    history.build()

    assert _changes(history) == [("edr", "Create")]


def test_a_root_inside_this_one_has_a_stream_of_its_own(history: History) -> None:
    inner = "data/openbaar/binnen"
    history.commit({f"{inner}/data/openbaar/x.ttl": turtle(offering("binnen"))})
    history.commit({f"{inner}/ldgraph.toml": f'base = "{BASE}"\n', _FILE: turtle(offering("edr"))})
    history.commit({f"{inner}/ldgraph.toml": None})

    history.build()

    assert _changes(history) == [
        ("binnen", "Create"),
        ("binnen", "Delete"),
        ("edr", "Create"),
        ("binnen", "Create"),
    ]


def test_a_clone_without_all_of_the_history_is_refused(history: History, tmp_path: Path) -> None:
    history.commit({_FILE: turtle(offering("edr"))})
    history.commit({_FILE: turtle(offering("mfa"))})
    shallow = tmp_path / "ondiep"
    history.git("clone", "-q", "--depth", "1", f"file://{history.top}", str(shallow))

    with pytest.raises(NotFetchedError, match="unshallow"):
        build(open_root(shallow), tmp_path / "o", tmp_path / "s")

    assert not (tmp_path / "o").exists()


def test_a_root_in_no_repository_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ldgraph.toml").write_text("", "utf-8")
    with pytest.raises(NoRepositoryError):
        build(open_root(tmp_path), tmp_path / "o", tmp_path / "s")


def test_a_name_with_anything_in_it_is_read(history: History) -> None:
    history.commit({"data/openbaar/a b\x01\nc é.ttl": turtle(offering("edr"))})

    history.build()

    assert _changes(history) == [("edr", "Create")]
