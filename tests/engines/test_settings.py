"""The table [sparql] of ldgraph.toml: what is wrong is named with its line, no secret is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ldgraph.engine.settings import remotes
from ldgraph.errors import ConfigError
from ldgraph.graph.places import open_root

if TYPE_CHECKING:
    from pathlib import Path

_GOOD = """\
store = "sparql"

[sparql]
query = "http://a.test/query"
update = "http://a.test/update"
data = "http://a.test/store"
"""


def _root(folder: Path, text: str) -> Path:
    (folder / "ldgraph.toml").write_text(text, "utf-8")
    return folder


def test_addresses_come_from_the_file_and_credentials_from_the_environment(tmp_path: Path) -> None:
    text = _GOOD + '\n[sparql.restricted]\nquery = "http://b.test/q"\nupdate = "http://b.test/u"\n'
    text += 'data = "http://b.test/d"\nauth = "digest"\nkeep = 5\n'
    root = open_root(_root(tmp_path, text))
    given = {
        "LDGRAPH_SPARQL_READER": "r",
        "LDGRAPH_SPARQL_READER_PASSWORD": "geheim-1",
        "LDGRAPH_SPARQL_RESTRICTED_USER": "w",
        "LDGRAPH_SPARQL_RESTRICTED_PASSWORD": "geheim-2",
    }
    public, restricted = remotes(root, given)
    assert root.store == "sparql"
    assert (public.query, public.auth, public.keep) == ("http://a.test/query", "basic", 2)
    assert public.reader is not None
    assert (public.reader.name, public.reader.password, public.writer) == ("r", "geheim-1", None)
    assert restricted is not None
    assert (restricted.data, restricted.auth, restricted.keep) == ("http://b.test/d", "digest", 5)
    assert restricted.writer is not None
    assert (restricted.writer.password, restricted.reader) == ("geheim-2", None)
    assert "geheim" not in repr((public, restricted))


@pytest.mark.parametrize(
    ("text", "at", "told"),
    [
        ('store = "postgres"\n', "1:1", "'store' is 'postgres'; wanted one of"),
        ('sparql = "http://a.test"\n', "1:1", "'sparql' must be a table"),
    ],
)
def test_a_root_says_where_its_settings_are_wrong(
    tmp_path: Path, text: str, at: str, told: str
) -> None:
    with pytest.raises(ConfigError) as error:
        open_root(_root(tmp_path, text))
    assert f"ldgraph.toml:{at}" in str(error.value)
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "at", "told"),
    [
        ('data = "http://a.test/store"\n', "", "3:1", "'data' is missing"),
        ("http://a.test/query", "ftp://a.test/query", "4:1", "wanted an address with http"),
        ("http://a.test/query", "http://me:geheim@a.test/q", "4:1", "without a name or password"),
        ("http://a.test/query", "http://[a.test", "4:1", "wanted an address with http"),
        ('"http://a.test/query"', "7", "4:1", "wanted an address with http"),
        ("query =", "qeury =", "4:1", "did you mean 'query'"),
        ("query =", "timeout = 0\nquery =", "4:1", "'timeout' is 0; wanted a number from 0.1"),
        ("query =", "tries = 1.5\nquery =", "4:1", "'tries' is 1.5"),
        ("query =", "keep = true\nquery =", "4:1", "'keep' is True"),
        ("query =", 'auth = "ntlm"\nquery =', "4:1", "wanted basic or digest"),
        ("query =", "restricted = 1\nquery =", "4:1", "'restricted' must be a table"),
    ],
)
def test_a_setting_that_cannot_be_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, at: str, told: str
) -> None:
    assert old in _GOOD
    root = open_root(_root(tmp_path, _GOOD.replace(old, new)))
    with pytest.raises(ConfigError) as error:
        remotes(root, {})
    assert f"ldgraph.toml:{at}" in str(error.value)
    assert told in str(error.value)
    assert "geheim" not in str(error.value) + error.value.message("nl")


def test_a_root_without_an_engine_says_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no engine is named: give a table \[sparql\]"):
        remotes(open_root(_root(tmp_path, "")), {})
