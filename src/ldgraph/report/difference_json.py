"""What a change means, for programs; docs/diff.md describes every key."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ldgraph.answers.effect import Best, Effect, Facts, FactsEffect, Need, NeedMove
    from ldgraph.errors import Finding
    from ldgraph.graph.changes import FileChange
    from ldgraph.report.difference import Difference, Side
    from ldgraph.report.statements import Subject

#: Goes up when a key goes or comes to mean something else.
_VERSION = 1


def as_json(diff: Difference) -> str:
    """Write all of it."""
    whole = {
        "version": _VERSION,
        "before": _side(diff.before),
        "after": _side(diff.after),
        "date": diff.on.isoformat(),
        "restricted": diff.restricted,
        "files": [_file(*one) for one in diff.files],
        "effect": _effect(diff.effect) if diff.effect else None,
        "effect_missing": None if diff.effect else diff.reason["en"],
        "labels": _labels(diff),
        "prefixes": dict(diff.prefixes),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _side(side: Side) -> dict[str, Any]:
    return {
        "revision": side.name or None,
        "commit": side.commit or None,
        "existed": side.existed,
        "read_from_disk": list(side.from_disk),
        "faults": [_fault(one) for one in side.faults],
    }


def _fault(fault: Finding) -> dict[str, Any]:
    at = fault.position
    return {
        "code": fault.code,
        "severity": fault.severity.value,
        "message": fault.message("en"),
        "file": at.file if at else None,
        "line": at.line if at else None,
        "column": at.column if at else None,
    }


def _file(change: FileChange, about: Iterable[Subject]) -> dict[str, Any]:
    was = change.before.shown if change.before and change.kind == "renamed" else None
    return {
        "file": change.file.shown,
        "graph": change.file.graph,
        "change": change.kind,
        "renamed_from": was,
        "subjects": [
            {
                "subject": one.iri or None,
                "written": one.written,
                **{
                    name: [
                        {"predicate": line.predicate, "value": line.value}
                        for line in one.lines
                        if line.sign == sign
                    ]
                    for name, sign in (("removed", "-"), ("added", "+"))
                },
            }
            for one in about
        ],
    }


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "requirements": [one._asdict() for one in effect.cover],
        "governments": _facts(effect.facts) if effect.facts else None,
    }


def _facts(facts: FactsEffect) -> dict[str, Any]:
    return {
        "affected": list(facts.affected),
        "before": _figures(facts.before),
        "after": _figures(facts.after),
        "states": [
            {**one._asdict(), "before": one.before or None, "after": one.after or None}
            for one in facts.states
        ],
        "gaps": [
            {**one._asdict(), "before": _best(one.before), "after": _best(one.after)}
            for one in facts.gaps
        ],
        "needs": [_need_move(one) for one in facts.needs],
        "need_totals": [_need_move(one) for one in facts.totals],
    }


def _figures(facts: Facts) -> dict[str, Any]:
    states = list(facts.states.values())
    return {
        "governments": len(facts.governments),
        "states": {one: states.count(one) for one in sorted(set(states))},
        "gaps": facts.shares._asdict(),
    }


def _best(best: Best) -> dict[str, Any]:
    return {"rank": best.rank, "in_combination": best.together}


def _need_move(move: NeedMove) -> dict[str, Any]:
    return {
        "requirement": move.requirement or None,
        "kind": move.kind,
        "before": _need(move.before),
        "after": _need(move.after),
    }


def _need(need: Need | None) -> dict[str, Any] | None:
    if need is None:
        return None
    return {
        "gaps": need.gaps,
        "blind_spots": need.blind_spots,
        "least": None if need.least is None else float(need.least),
        "most": None if need.most is None else float(need.most),
        "unknown": need.unknown,
        "missing": list(need.missing),
    }


def _labels(diff: Difference) -> dict[str, dict[str, str]]:
    """Name all that is spoken of, in both languages."""
    spoken = {one.iri for _, about in diff.files for one in about if one.iri}
    if diff.effect:
        spoken |= {one.requirement for one in diff.effect.cover}
        facts = diff.effect.facts
        if facts:
            spoken |= {*facts.affected}
            spoken |= {one.requirement for one in (*facts.states,)}
            spoken |= {one.requirement for one in facts.needs}
            spoken |= {one.kind for one in facts.totals}
            for gap in facts.gaps:
                spoken |= {gap.requirement, *gap.lost, *gap.gained}
    return {iri: {lang: diff.named(iri, lang) for lang in ("nl", "en")} for iri in sorted(spoken)}
