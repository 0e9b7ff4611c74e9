"""The page on forms names all that there is."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from ldgraph.cli.outputs import FORMS as OF_THE_COMMAND
from ldgraph.report.forms import FORMS, objects
from ldgraph.report.forms.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ldgraph.errors import Finding


def test_the_page_names_every_form_and_every_key_of_our_json(
    project: Path, every_kind: tuple[Finding, ...]
) -> None:
    page = (project / "docs/findings.md").read_text("utf-8")
    named = set(re.findall(r"`(\w+)`", page))

    said = json.loads(objects.write(Report(every_kind, files=("a.ttl",))))

    # Languages are no keys that we chose.
    assert {*FORMS, *_keys(said)} - {"nl", "en"} <= named


def test_the_command_offers_every_form() -> None:
    assert OF_THE_COMMAND == FORMS


def _keys(said: object) -> Iterator[str]:
    if isinstance(said, dict):
        for name, value in said.items():
            yield name
            yield from _keys(value)
    elif isinstance(said, list):
        for one in said:
            yield from _keys(one)
