"""What not everyone may know is restricted wherever it is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ldgraph.errors import Finding, Position, Severity, ShaclResult
from ldgraph.graph.hidden import mark_restricted
from ldgraph.graph.load import Dataset, load
from ldgraph.graph.places import Room, Root, SourceFile

if TYPE_CHECKING:
    from pathlib import Path

_SHAPE = "<urn:s>"
_TEXTS = {
    "open": (Room.PUBLIC, "<urn:open> a <urn:Thing> . <urn:both> a <urn:Thing> ."),
    "closed": (Room.RESTRICTED, "<urn:secret> a <urn:Thing> . <urn:both> <urn:p> 1 ."),
    "said": (
        Room.PUBLIC,
        "<urn:g:said> <http://purl.org/dc/terms/accessRights> <urn:NON_PUBLIC> .",
    ),
}


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    """Read a public file, one in the restricted folder, and one that says that it is restricted."""
    files = []
    for name, (room, text) in _TEXTS.items():
        path = tmp_path / f"{name}.ttl"
        path.write_text(text, "utf-8")
        files.append(SourceFile(path, f"{name}.ttl", f"urn:g:{name}", room, Root(tmp_path)))
    return load(files)


def _found(file: str, focus: str | None, value: str | None = None, told: str = "") -> Finding:
    results = (ShaclResult(told, None, None, _SHAPE, None, "urn:c", "urn:v", ()),) if told else ()
    at = Position(f"{file}.ttl", 1, 1, 1, 1)
    return Finding("x", Severity.INFO, {"nl": "x"}, at, focus=focus, value=value, results=results)


@pytest.mark.parametrize(
    ("finding", "restricted"),
    [
        (_found("open", "<urn:open>"), False),
        (_found("open", "<urn:both>", "<urn:nowhere>"), False),
        (_found("open", None, '"urn:secret"'), False),
        (_found("open", "<urn:secret>"), True),
        (_found("open", "<urn:open>", "<urn:secret>"), True),
        (_found("open", "<urn:open>", "<urn:g:closed>"), True),
        (_found("open", "<urn:open>", told="<urn:secret>"), True),
        (_found("closed", "<urn:open>"), True),
        (_found("said", None), True),
        (_found("open", "<no iri>"), False),
    ],
)
def test_a_finding_is_restricted_by_its_file_or_by_what_it_names(
    dataset: Dataset, finding: Finding, *, restricted: bool
) -> None:
    (marked,) = mark_restricted([finding], dataset)

    assert marked.restricted == restricted
