"""What was public at some commit and should not have been: judged by the whole of the history.

What is said last in a restricted file was never meant for everyone, though an older commit has it
in a public one: git keeps such a mistake, the stream does not. So is withheld, from all versions:

- a file that is restricted now;
- an object that a restricted file went on to describe after no public one did;
- a statement that a restricted file went on to make after no public one did.

What was restricted first and made public later is public from then on.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ldgraph.stream.objects import digest
from ldgraph.stream.versions import DELETE, Withheld

if TYPE_CHECKING:
    from ldgraph.stream.state import State, Version


def find(state: State, since: int) -> Withheld:
    """Find what is to be withheld, looking only where something changed.

    Args:
        state: What was built.
        since: The number of the commit before the first that is new.
    """
    found = Withheld()
    text = "SELECT path FROM file WHERE restricted = 1 AND path IN (SELECT path FROM shown)"
    found.paths = {path for (path,) in state.db.execute(text)}
    text = (
        "SELECT DISTINCT version.object FROM version JOIN hidden ON hidden.key = version.key "
        "WHERE version.seq > :since OR hidden.since > :since OR hidden.until > :since"
    )
    for (iri,) in state.db.execute(text, {"since": since}).fetchall():
        _look(state, iri, found)
    return found


def is_public_again(state: State, held: Withheld) -> bool:
    """Say whether something that the history withheld was made public since, for everyone."""
    text = "SELECT 1 FROM file WHERE path = ? AND restricted = 0"
    if any(state.db.execute(text, (path,)).fetchone() for path in held.paths):
        return True
    if any(state.parts_of_object(iri) for iri in held.objects):
        return True
    return any(
        triple == digest(iri, line)
        for triple, iri in held.triples.items()
        for part in state.parts_of_object(iri)
        for line in part
    )


def _look(state: State, iri: str, found: Withheld) -> None:
    """Compare when an object and each thing said of it were last public and last restricted."""
    versions = list(state.versions("object = ?", (iri,)))
    gone = _gone(versions)
    text = "SELECT triple, kind, until FROM hidden WHERE key = ?"
    for triple, kind, until in state.db.execute(text, (digest(iri),)):
        end = math.inf if until is None else until
        if kind and versions[-1].change == DELETE and end > versions[-1].seq:
            found.objects.add(iri)
        if triple in gone and end > gone[triple]:
            found.triples[triple] = iri


def _gone(versions: list[Version]) -> dict[str, int]:
    """Say of each thing that was said of an object, and is not now, until which commit it was."""
    until: dict[str, int] = {}
    before: set[str] = set()
    for one in versions:
        now = {digest(one.object, line) for line in one.lines.split("\n")} if one.lines else set()
        until |= dict.fromkeys(before - now, one.seq)
        before = now
    return {triple: seq for triple, seq in until.items() if triple not in before}
