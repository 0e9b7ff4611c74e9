"""The example as everyone may see it, and what there is to be had of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ldgraph.catalogue.reading import public_of, read
from ldgraph.catalogue.writing import offer_of
from ldgraph.graph.places import open_root

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ldgraph.catalogue.describe import Offer
    from ldgraph.snapshot import Snapshot

_HEAD = """
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX ldg: <https://data.vlaanderen.be/ns/lokaal-digitaal#>
PREFIX toegang: <http://publications.europa.eu/resource/authority/access-right/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX ex: <https://data.vlaanderen.be/id/test/>
"""
TERMS = """
[catalogus]
licence = "https://example.org/licence"
publisher = "https://example.org/publisher"
publisher_name = "Uitgever"
contact_name = "Loket"
contact_email = "loket@example.org"
"""


@pytest.fixture(scope="session")
def public(project: Path) -> Snapshot:
    """Read what is for everyone."""
    root = open_root(project / "voorbeeld")
    return public_of(root, read(root))


@pytest.fixture(scope="session")
def offer(public: Snapshot) -> Offer:
    """Make what there is to be had, for a server with an event stream."""
    return offer_of(public, "https://graaf.example", stream="publiek")


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., Path]:
    """Give a function that makes a root of a few files: by path, what they say of ``ex:``."""

    def make(files: dict[str, str], settings: str = TERMS, name: str = "root") -> Path:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "ldgraph.toml").write_text(settings, "utf-8")
        for path, text in files.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(_HEAD + text, "utf-8")
        return folder

    return make
