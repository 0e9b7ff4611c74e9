"""Nothing restricted is in a stream, whatever the history says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ldgraph.errors import ConfigError
from ldgraph.stream.build import NotPublicError

from .histories import BASE, History, files_of, offering, turtle

if TYPE_CHECKING:
    from pathlib import Path

_PUBLIC, _CLOSED = "data/openbaar/aanbod.ttl", "data/beperkt/aanbod.ttl"
_RIGHTS = "<> a ldg:Graaf ; dct:accessRights toegang:"


def _text(history: History) -> str:
    return "".join(one.decode() for one in files_of(history.out).values())


def _changes(history: History, name: str = "publiek") -> list[tuple[str, str]]:
    return [(one.object.rpartition("/")[2], one.change) for one in history.versions(name)]


@pytest.mark.parametrize(
    "file",
    ["data/beperkt/x.ttl", "data/x.ttl", "data/elders/x.ttl", "data/openbaar.ttl", "waivers/x.ttl"],
)
def test_what_lies_outside_the_public_folder_never_enters(history: History, file: str) -> None:
    history.commit({file: turtle(offering("geheim")), _PUBLIC: turtle(offering("edr"))})
    history.commit({file: turtle(offering("geheim", "anders"))})

    history.build()

    assert _changes(history) == [("edr", "Create")]
    assert "geheim" not in _text(history)


@pytest.mark.parametrize("rights", ["NON_PUBLIC", "RESTRICTED"])
def test_a_graph_that_calls_itself_restricted_never_enters(history: History, rights: str) -> None:
    closed = turtle(_RIGHTS + rights, offering("geheim"))
    history.commit({"data/openbaar/x.ttl": closed, _PUBLIC: turtle(offering("edr"))})

    history.build()

    assert _changes(history) == [("edr", "Create")]
    assert "geheim" not in _text(history)


def test_what_is_made_public_is_public_from_then_on(history: History) -> None:
    history.commit({_CLOSED: turtle(offering("edr", "concept"))})
    history.commit({_CLOSED: None, _PUBLIC: turtle(offering("edr"))})
    history.commit({_PUBLIC: turtle(offering("mfa"))})

    built = history.build()

    assert built.number == 1
    assert _changes(history) == [("edr", "Create"), ("edr", "Delete"), ("mfa", "Create")]
    assert "concept" not in _text(history)


def test_a_file_moved_to_the_restricted_folder_is_in_no_version(history: History) -> None:
    text = turtle(offering("geheim", "per vergissing"))
    history.commit({_PUBLIC: turtle(offering("edr")), "data/openbaar/x.ttl": text})
    history.commit({"data/openbaar/x.ttl": turtle(offering("geheim", "nog eens"))})
    history.commit({"data/openbaar/x.ttl": None, "data/beperkt/x.ttl": text})

    history.build()

    assert _changes(history) == [("edr", "Create")]
    assert "geheim" not in _text(history)


def test_a_file_that_becomes_restricted_is_in_no_version(history: History) -> None:
    file = "data/openbaar/x.ttl"
    history.commit({_PUBLIC: turtle(offering("edr")), file: turtle('aanbod:edr dct:title "oud"')})
    history.commit({file: turtle('aanbod:edr dct:title "nieuw"')})
    history.commit({file: turtle(f"{_RIGHTS}NON_PUBLIC", 'aanbod:edr dct:title "nieuw"')})

    history.build()

    assert _changes(history) == [("edr", "Create")]
    assert "oud" not in _text(history)
    assert "nieuw" not in _text(history)


def test_a_statement_that_becomes_restricted_is_in_no_version(history: History) -> None:
    hidden = 'aanbod:edr dct:title "geheim"'
    history.commit({_PUBLIC: turtle(offering("edr"), hidden)})
    history.commit({_PUBLIC: turtle(offering("edr", "Nieuw"))})
    history.commit({_CLOSED: turtle(hidden)})
    history.commit({_CLOSED: None})

    history.build()

    assert _changes(history) == [("edr", "Create"), ("edr", "Update")]
    assert "geheim" not in _text(history)


def test_what_was_published_and_is_restricted_now_gives_a_new_stream_without_it(
    history: History,
) -> None:
    text = turtle(offering("geheim"))
    history.commit({_PUBLIC: turtle(offering("edr")), "data/openbaar/x.ttl": text})
    history.build()
    assert "geheim" in _text(history)

    history.commit({"data/openbaar/x.ttl": None, "data/beperkt/x.ttl": text})
    built = history.build()

    assert built.reason == "withdrawn"
    assert built.stream.iri == f"{BASE}/id/stroom/publiek-2"
    assert _changes(history, "publiek-2") == [("edr", "Create")]
    assert "geheim" not in _text(history)
    assert f"dct:isReplacedBy <{built.stream.iri}>" in (history.out / "publiek.ttl").read_text()
    assert _changes(history) == []


def test_what_is_withdrawn_gives_a_new_stream_without_it(history: History) -> None:
    history.commit({_PUBLIC: turtle(offering("edr"), offering("fout"))})
    history.build()

    history.set(f'withdrawn = ["{BASE}/id/aanbod/fout"]')
    built = history.build()

    assert built.reason == "withdrawn"
    assert _changes(history, "publiek-2") == [("edr", "Create")]
    assert "aanbod/fout" not in _text(history)
    history.commit({_PUBLIC: turtle(offering("edr"), offering("fout", "weer"))})
    assert history.build().reason == ""
    assert "aanbod/fout" not in _text(history)


def test_what_is_withdrawn_before_it_was_ever_published_changes_no_stream(
    history: History,
) -> None:
    history.commit({_PUBLIC: turtle(offering("edr"))})
    history.build()

    history.commit({_CLOSED: turtle(offering("fout"))})
    history.set(f'withdrawn = ["{BASE}/id/aanbod/fout"]')

    assert history.build().stream.name == "publiek"
    history.commit({_PUBLIC: turtle(offering("edr"), offering("fout"))})
    assert history.build().versions == 1


def test_to_withdraw_what_never_was_is_refused_and_the_near_one_is_named(
    history: History,
) -> None:
    history.commit({_PUBLIC: turtle(offering("edr"), offering("vergist"))})
    history.build()
    history.commit({_PUBLIC: turtle(offering("edr"))})
    history.set(f'withdrawn = ["{BASE}/id/aanbod/vergits"]')
    before = files_of(history.out)

    with pytest.raises(ConfigError, match=r"ldgraph\.toml:3:1: .*no commit") as caught:
        history.build()

    assert caught.value.exit_code == 2
    assert f"bedoelde u {BASE}/id/aanbod/vergist ?" in caught.value.message("nl")
    assert files_of(history.out) == before
    history.set(f'withdrawn = ["{BASE}/id/elders/heel-iets-anders"]')
    with pytest.raises(ConfigError) as caught:
        history.build(history.out.with_name("anders"))
    assert "bedoelde" not in caught.value.message("nl")
    history.set(f'withdrawn = ["{BASE}/id/aanbod/vergist"]')
    assert history.build().reason == "withdrawn"


def test_what_is_only_led_to_can_be_withdrawn(history: History) -> None:
    history.commit({_PUBLIC: turtle(offering("edr"), "aanbod:edr dct:relation aanbod:elders")})
    history.set(f'withdrawn = ["{BASE}/id/aanbod/elders"]')

    history.build()

    assert "aanbod/elders" not in _text(history)


@pytest.mark.parametrize("forgotten", [False, True])
def test_what_history_no_longer_has_is_withdrawn_from_what_was_published(
    history: History, *, forgotten: bool
) -> None:
    history.commit({_PUBLIC: turtle(offering("edr"))})
    history.commit({"data/openbaar/x.ttl": turtle(offering("fout"))})
    history.build()
    history.git("reset", "-q", "--hard", "HEAD~1")
    history.set(f'withdrawn = ["{BASE}/id/aanbod/fout"]')
    if forgotten:
        history.out.with_name(f"{history.out.name}.state").unlink()

    assert history.build().reason == "withdrawn"

    assert "aanbod/fout" not in _text(history)
    history.set("")
    assert history.build().reason == "", "what history no longer has need not be listed"


def test_a_build_from_nothing_with_the_number_gives_the_same_stream(
    history: History, tmp_path: Path
) -> None:
    history.commit({_PUBLIC: turtle(offering("edr"), offering("fout"))})
    history.build()
    history.set(f'withdrawn = ["{BASE}/id/aanbod/fout"]')
    history.build()

    history.set(f'withdrawn = ["{BASE}/id/aanbod/fout"]\nnumber = 2')
    again = tmp_path / "again"
    built = history.build(again)

    assert built.stream.name == "publiek-2"
    before = files_of(history.out)
    for name, content in files_of(again).items():
        if name.startswith("publiek-2/"):
            assert content == before[name]
    assert history.build().reason == ""


def test_no_commit_is_named_unless_the_repository_is_public(history: History) -> None:
    oid = history.commit({_PUBLIC: turtle(offering("edr"))})
    history.build()
    assert oid not in _text(history)

    history.set('repository = "https://git.example.org/graaf"')
    assert history.build().reason == "changed"

    assert f"prov:used <https://git.example.org/graaf/commit/{oid}>" in _text(history)
    assert "Rol" not in _text(history)


def test_no_commit_is_named_of_a_repository_that_ever_held_restricted_data(
    history: History,
) -> None:
    history.commit({_PUBLIC: turtle(offering("edr")), _CLOSED: turtle(offering("geheim"))})
    history.commit({_CLOSED: None})
    history.set('repository = "https://git.example.org/graaf"')

    with pytest.raises(NotPublicError):
        history.build()

    assert not history.out.exists()


def test_what_is_remembered_has_no_word_of_what_is_restricted(history: History) -> None:
    history.commit({_PUBLIC: turtle(offering("edr")), _CLOSED: turtle(offering("geheim"))})

    history.build()

    remembered = history.out.with_name(f"{history.out.name}.state").read_bytes()
    assert b"aanbod/edr" in remembered
    assert b"geheim" not in remembered


def test_what_is_no_longer_withdrawn_comes_in_a_new_stream(history: History) -> None:
    history.commit({_PUBLIC: turtle(offering("edr"), offering("mfa"))})
    history.set(f'withdrawn = ["{BASE}/id/aanbod/mfa"]')
    history.build()
    assert _changes(history) == [("edr", "Create")]

    history.set("")
    built = history.build()

    assert (built.reason, built.stream.name) == ("changed", "publiek-2")
    assert _changes(history, "publiek-2") == [("edr", "Create"), ("mfa", "Create")]


def test_what_becomes_public_again_comes_in_a_new_stream(history: History, tmp_path: Path) -> None:
    file = "data/openbaar/x.ttl"
    history.commit({_PUBLIC: turtle(offering("edr")), file: turtle(offering("mfa"))})
    history.commit({file: turtle(f"{_RIGHTS}NON_PUBLIC", offering("mfa"))})
    history.build()
    assert _changes(history) == [("edr", "Create")]

    history.commit({file: turtle(offering("mfa"))})
    built = history.build()

    assert (built.reason, built.stream.name) == ("changed", "publiek-2")
    history.set("number = 2")
    history.build(tmp_path / "again")
    for name, content in files_of(tmp_path / "again").items():
        if name.startswith("publiek-2/"):
            assert files_of(history.out)[name] == content


def test_nothing_leads_to_what_is_withdrawn(history: History) -> None:
    claim = f"dekking:d a ldg:Dekking ; ldg:aanbod <{BASE}/id/aanbod/fout>"
    history.commit({_PUBLIC: turtle(offering("edr"), claim)})
    history.build()
    assert "aanbod/fout" in _text(history)

    history.set(f'withdrawn = ["{BASE}/id/aanbod/fout"]')
    assert history.build().reason == "withdrawn"

    assert "aanbod/fout" not in _text(history)
    assert [name for name, _ in _changes(history, "publiek-2")] == ["edr", "d"]


def test_what_is_withdrawn_is_not_left_where_nothing_is_remembered(history: History) -> None:
    history.commit({_PUBLIC: turtle(offering("edr"), offering("fout"))})
    history.build()
    history.out.with_name(f"{history.out.name}.state").unlink()

    history.set(f'withdrawn = ["{BASE}/id/aanbod/fout"]')
    built = history.build()

    assert (built.reason, built.stream.name) == ("withdrawn", "publiek-2")
    assert "aanbod/fout" not in _text(history)
