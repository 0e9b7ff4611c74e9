"""The W3C validation report in Turtle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.report.forms.results import serialized

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldgraph.report.forms.report import Report


def write(report: Report) -> str:
    """Write the report in the order of its findings, laid out as files are, but for long lines."""
    head: list[str] = []
    body: list[str] = []
    for line in serialized(report, ox.RdfFormat.TURTLE).split("\n"):
        if line.startswith("@prefix "):
            head.append(f"PREFIX {line.removeprefix('@prefix ').removesuffix(' .')}")
        elif line:
            body += _laid_out(line)
    text = "\n".join(body)
    used = [line for line in sorted(head) if line.split(" ")[1] in text]
    return "\n".join([*used, *body]) + "\n"


def _laid_out(line: str) -> Iterator[str]:
    """Set a line of a statement: each ends with a line of its own, and begins with its subject."""
    said = line
    if not line.startswith("\t"):
        subject, _, said = line.partition(" ")
        yield ""
        yield subject
    ends = said.endswith(" .")
    yield f"    {said.strip().removesuffix(' .').removesuffix(' ;')} ;"
    if ends:
        yield "."
