"""Faults planted in the generated assessments, so that validators have findings to agree on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.catalogue import date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ldgraph.intake.house import Block

_ONE_IN = 40


def plant(blocks: Iterable[Block]) -> Iterator[Block]:
    """Pass blocks on, one assessment in forty with a fault: each kind of fault in its turn."""
    seen = 0
    for block in blocks:
        if not block.subject.startswith("beoordeling:"):
            yield block
            continue
        seen += 1
        if seen % _ONE_IN:
            yield block
        else:
            yield from _KINDS[seen // _ONE_IN % len(_KINDS)](block)


def _without(block: Block, name: str) -> Block:
    return block._replace(rows=[row for row in block.rows if row[0] != name])


def _status_not_in_the_list(block: Block) -> Iterator[Block]:
    kept = _without(block, "ldg:status")
    yield kept._replace(rows=[*kept.rows, ("ldg:status", ["prioriteit:must"])])


def _no_date(block: Block) -> Iterator[Block]:
    yield _without(block, "ldg:datum")


def _before_its_interaction(block: Block) -> Iterator[Block]:
    kept = _without(block, "ldg:datum")
    yield kept._replace(rows=[*kept.rows, ("ldg:datum", date("2024-01-15"))])


def _another_verdict_that_day(block: Block) -> Iterator[Block]:
    yield block
    kept = _without(_without(block, "ldg:status"), "ldg:reden")
    stated = next(values for name, values in block.rows if name == "ldg:status")
    other = "status:niet-voldaan" if stated == ["status:voldaan"] else "status:voldaan"
    yield kept._replace(subject=f"{block.subject}-b", rows=[*kept.rows, ("ldg:status", [other])])


_KINDS: list[Callable[[Block], Iterator[Block]]] = [
    _status_not_in_the_list,
    _no_date,
    _before_its_interaction,
    _another_verdict_that_day,
]
