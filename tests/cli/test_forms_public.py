"""What a restricted file says reaches no form that travels, also not by way of a public file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ldgraph.cli.outputs import FORMS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

_ID = "https://data.vlaanderen.be/id"
_NS = "https://data.vlaanderen.be/ns/lokaal-digitaal#"
_DCT = "http://purl.org/dc/terms/"
#: Near to what only the restricted file has; near to what is public; and no restricted matter.
_PUBLIC = f"""
<{_ID}/aanbod/bewaking> <{_NS}voorziet> <{_ID}/beoordeling/gemeente-99901-v001-2026-10-0x> ;
    <{_DCT}source> <{_ID}/interactie/interview-gemeente-9990> ;
    <{_NS}levrt> <{_ID}/concept/Capability/back-up> .
"""
#: Makes a rule fail for a thing that is public, described twice, and says why.
_RESTRICTED = f"""
<{_ID}/vereiste/V001> <{_DCT}identifier> "GEHEIM7" .
<{_ID}/vereiste/V002> a <{_NS}Beoordeling> .
"""
_SECRETS = ("v001-2026-10-01", "interview-gemeente-99901", "GEHEIM7", "ook al in data/beperkt")


@pytest.fixture
def leaking(root: Path) -> Path:
    for name, text in {
        "data/openbaar/catalogus.ttl": _PUBLIC,
        "data/beperkt/gemeente-99901.ttl": _RESTRICTED,
    }.items():
        file = root / name
        file.write_text(file.read_text("utf-8") + text, "utf-8")
    return root


@pytest.mark.usefixtures("leaking")
@pytest.mark.parametrize("form", [one for one in FORMS if one != "human"])
def test_a_finding_in_a_public_file_tells_nothing_of_a_restricted_one(run: Run, form: str) -> None:
    done = run("validate", "--format", form, "--show-restricted")
    assert any(one in done.stdout for one in _SECRETS)

    done = run("validate", "--format", form)

    assert done.returncode == 1
    assert [one for one in _SECRETS if one in done.stdout] == []


@pytest.mark.usefixtures("leaking")
def test_what_is_public_alone_is_told_in_full(run: Run) -> None:
    done = run("validate", "--format", "json")

    found = json.loads(done.stdout)["findings"]
    (typo,) = [one for one in found if one.get("path") == f"<{_NS}levrt>"]
    assert (typo["restricted"], typo["suggestion"]) == (False, "ldg:levert")
