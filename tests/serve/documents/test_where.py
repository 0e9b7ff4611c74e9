"""Wherever the server runs: behind a proxy, below a prefix, and for a root that lives elsewhere."""

from __future__ import annotations

import re
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient
from tests.serve.conftest import ON

from ldgraph.graph.load import load
from ldgraph.graph.places import open_root, source_files
from ldgraph.graph.rename import plan_base
from ldgraph.graph.rewrite import carry_out
from ldgraph.serve.app import create_app
from ldgraph.serve.library import Library, read
from ldgraph.serve.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROXY = "10.1.2.3"
THING = "/aanbod/aanvullende-audit"
DOC = f"/doc{THING}"
BASE, MOVED = "https://data.vlaanderen.be", "https://kennis.example.org/graaf"
SENT = {
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "data.example.org",
    "X-Forwarded-Prefix": "/lokaal",
    "X-Forwarded-For": "192.0.2.7",
}


@contextmanager
def served(library: Library, settings: Settings, peer: str = PROXY) -> Iterator[TestClient]:
    app = create_app(library, settings)
    with TestClient(
        app, "http://inside.test", follow_redirects=False, client=(peer, 4000)
    ) as client:
        yield client


def addresses(client: TestClient, path: str = DOC, **headers: str) -> str:
    """Give all that an answer says of where things are."""
    sent = client.get(path.replace("/doc/", "/id/"), headers=headers)
    there = client.get(path, headers={**headers, "Accept": "application/ld+json"})
    page = client.get(path, headers={**headers, "Accept": "text/html"})
    assert (sent.status_code, there.status_code, page.status_code) == (303, 200, 200)
    return "\n".join(
        [
            sent.headers["location"],
            there.headers["link"],
            there.headers["content-location"],
            there.json()["@context"],
            page.text,
        ]
    )


def test_a_trusted_proxy_says_where_the_server_is(library: Library) -> None:
    with served(library, Settings(on=ON, trusted=("10.0.0.0/8",))) as client:
        said = addresses(client, **SENT)
        assert said.startswith(f"https://data.example.org/lokaal{DOC}\n")
        assert re.search(
            r"https://data\.example\.org/lokaal/context/[0-9a-f]{16}/lokaal-digitaal\.jsonld", said
        )
        assert "inside.test" not in said


def test_nobody_else_is_believed(library: Library) -> None:
    with served(library, Settings(on=ON, trusted=("10.0.0.0/8",)), "192.0.2.1") as client:
        said = addresses(client, **SENT)
        assert said.startswith(f"http://inside.test{DOC}\n")
        assert "data.example.org" not in said
        assert "/lokaal/" not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Forwarded-Proto", "gopher"),
        ("X-Forwarded-Host", "a b"),
        ("X-Forwarded-Host", 'x"><script>'),
        ("X-Forwarded-Prefix", "/a b"),
        ("X-Forwarded-Prefix", "//evil.test/x"),
        ("X-Forwarded-For", "nobody"),
    ],
)
def test_what_cannot_be_is_passed_over(library: Library, name: str, value: str) -> None:
    with served(library, Settings(on=ON, trusted=(PROXY,))) as client:
        assert addresses(client, **{name: value}).startswith(f"http://inside.test{DOC}\n")


def test_the_last_proxy_is_the_one_that_is_believed(library: Library) -> None:
    with served(library, Settings(on=ON, trusted=(PROXY,))) as client:
        said = addresses(client, **{"X-Forwarded-Host": "evil.test, data.example.org"})
        assert said.startswith(f"http://data.example.org{DOC}\n")


@pytest.mark.parametrize("path", [DOC, f"/kennis{DOC}"])
def test_below_a_prefix_the_proxy_may_or_may_not_take_it_off(library: Library, path: str) -> None:
    with served(library, Settings(on=ON, prefix="/kennis")) as client:
        said = addresses(client, path)
        assert said.startswith(f"http://inside.test/kennis{DOC}\n")
        assert "/kennis/kennis" not in said
        rooted = re.findall(r'(?:href|action|src)="(/[^"]*)"', said)
        assert [one for one in rooted if not one.startswith("/kennis/")] == []
        refused = client.post(path)
        assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


@pytest.fixture(scope="module")
def moved(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Move a copy of the root to another base, with a path of its own."""
    folder = tmp_path_factory.mktemp("moved") / "root"
    folder.mkdir()
    for name in ("ontology", "shapes", "data", "queries"):
        shutil.copytree(project / name, folder / name)
    shutil.copy(project / "ldgraph.toml", folder)
    root = open_root(folder)
    carry_out(plan_base(root, load(source_files(root)), BASE, MOVED))
    root = open_root(folder)
    return Library(read(root, restricted=False), root, ON)


def test_a_root_that_lives_elsewhere_is_served_at_the_same_paths(moved: Library) -> None:
    assert moved.public.base == MOVED
    with served(moved, Settings(on=ON)) as client:
        said = addresses(client)
        assert said.startswith(f"http://inside.test{DOC}\n")
        assert f'<{MOVED}{DOC}>; rel="canonical"' in said
        assert f"{BASE}/doc/" not in said
        turtle = client.get(f"{DOC}.nt").text
        assert f"<{MOVED}/id{THING}>" in turtle
        vocabulary = client.get("/ns/lokaal-digitaal.nt").content
        terms = ox.Dataset(ox.parse(vocabulary, format=ox.RdfFormat.N_TRIPLES))
        assert any(terms.quads_for_subject(ox.NamedNode(f"{MOVED}/ns/lokaal-digitaal#Risico")))
        context = client.get("/context/lokaal-digitaal.jsonld").json()["@context"]
        assert context["Risico"]["@id"] == f"{MOVED}/ns/lokaal-digitaal#Risico"
        assert client.get("/shacl/lokaal-digitaal/Catalogus").status_code == 200
