"""A harvest for people and for programs: what is proposed, what is to be decided, what was left."""

from __future__ import annotations

import difflib
import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from ldgraph.harvest.proposal import What
from ldgraph.report.source import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ldgraph.harvest.edits import Rewritten
    from ldgraph.harvest.proposal import Proposal, Question
    from ldgraph.harvest.run import Harvest

_WHAT = {
    What.NAME: ("naam", "name"),
    What.STATUS: ("status", "status"),
    What.MERGER: ("fusie", "merger"),
    What.IDENTIFIER: ("identificator", "identifier"),
    What.NEW: ("nieuw bestuur", "new government"),
    What.OFFERING: ("aanbod", "offering"),
}
_HEADS = {
    "proposed": ("Voorgesteld", "Proposed"),
    "questions": ("Te beslissen door een mens", "For a person to decide"),
    "left": ("Niet overgenomen", "Not taken over"),
    "findings": (
        "De controle vindt hiermee iets nieuws; er wordt niets geschreven",
        "With this the check finds something new; nothing is written",
    ),
    "imported": (
        "Een import schreef deze bestanden; verbeter ook de tabel waaruit ze komen",
        "An import wrote these files; correct the table that they come from too",
    ),
    "equal": ("zeggen hetzelfde", "say the same"),
    "nothing": ("Niets voor te stellen.", "Nothing to propose."),
    "more": ("meer; --all toont ze", "more; --all shows them"),
    "source": ("Bron", "Source"),
    "pages": ("pagina's", "pages"),
    "written": ("geschreven", "written"),
}
#: Of each reason, where not all is asked for.
_FEW = 5


def word(key: str, lang: str) -> str:
    """Give a heading of this report."""
    return _HEADS[key][lang == "en"]


def diff_lines(files: Sequence[Rewritten]) -> Iterator[str]:
    """Write what would change as a unified diff."""
    for one in files:
        old = (one.old or b"").decode("utf-8-sig").split("\n") if one.old is not None else []
        new = one.new.decode("utf-8-sig").split("\n")
        before = shown_name(one.file.shown) if one.old is not None else "/dev/null"
        lines = difflib.unified_diff(old, new, before, shown_name(one.file.shown), lineterm="")
        yield from (line.rstrip("\r") for line in lines)


def summary_lines(found: Harvest, lang: str, *, whole: bool) -> Iterator[str]:
    """Write a table of what is proposed, then what is to be decided and what was left."""
    which = lang == "en"
    proposed = found.proposed
    yield f"{word('source', lang)}: {found.source.name} ({found.source.shown})"
    if proposed.proposals:
        yield ""
        yield f"{word('proposed', lang)}: {len(proposed.proposals)} ({_counted(found, lang)})"
        rows = [(_WHAT[one.what][which], _change(one)) for one in proposed.proposals]
        width = max(len(kind) for kind, _ in rows)
        yield from (f"    {kind:{width}}  {change}" for kind, change in rows)
    imported = [one.file.shown for one in found.drawn.files if one.imported]
    if imported:
        yield ""
        yield f"{word('imported', lang)}:"
        yield from (f"    {shown_name(one)}" for one in imported)
    if proposed.questions:
        yield ""
        yield f"{word('questions', lang)}: {len(proposed.questions)}"
        for one in proposed.questions:
            yield from _question(one, lang)
    yield from _left(found, lang, whole=whole)
    yield ""
    if not proposed.proposals and not proposed.questions:
        yield word("nothing", lang)
    yield f"{proposed.equal} {word('equal', lang)}."


def _counted(found: Harvest, lang: str) -> str:
    """Say how many there are of each kind."""
    number = Counter(one.what for one in found.proposed.proposals)
    return ", ".join(f"{_WHAT[what][lang == 'en']} {number[what]}" for what in What if number[what])


def _change(one: Proposal) -> str:
    """Write a change in a line: whose, what it was, and what it will be."""
    if one.before == one.label or not one.before:
        return f"{one.label} → {one.after}"
    return f"{one.label}: {one.before} → {one.after}"


def _question(one: Question, lang: str) -> Iterator[str]:
    yield f"    {one.label}: {one.why(lang)}"
    named = [each.rpartition("/")[2] for each in one.candidates]
    yield f"        <{one.about}>" + (f"  ? {', '.join(named)}" if named else "")


def _left(found: Harvest, lang: str, *, whole: bool) -> Iterator[str]:
    """Write what was left by reason; of each the first few, or all."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for one in found.proposed.left:
        said = f"<{one.about}>" + (f": {one.value}" if one.value else "")
        by_reason[one.why(lang)].append(said)
    if not by_reason:
        return
    yield ""
    yield f"{word('left', lang)}: {len(found.proposed.left)}"
    for reason, listed in sorted(by_reason.items(), key=lambda each: (-len(each[1]), each[0])):
        yield f"    {len(listed)} × {reason}"
        shown = listed if whole else listed[:_FEW]
        yield from (f"        {one}" for one in shown)
        if len(listed) > len(shown):
            yield f"        … {len(listed) - len(shown)} {word('more', lang)}"


def as_json(found: Harvest) -> str:
    """Write a harvest for programs; reasons are in both languages."""
    return json.dumps(
        {
            "source": {
                "name": found.source.name,
                "kind": found.source.kind,
                "address": found.source.shown,
                "mapping": found.source.mapping,
                "pages": found.gathered.pages,
                "members": found.gathered.members,
                "newest": found.gathered.newest.isoformat() if found.gathered.newest else None,
            },
            "equal": found.proposed.equal,
            "proposals": [
                {
                    "what": one.what,
                    "subject": one.subject,
                    "label": one.label,
                    "before": one.before,
                    "after": one.after,
                    "source": one.source,
                }
                for one in found.proposed.proposals
            ],
            "questions": [
                {
                    "about": one.about,
                    "label": one.label,
                    "why": {"nl": one.dutch, "en": one.english},
                    "candidates": list(one.candidates),
                }
                for one in found.proposed.questions
            ],
            "left": [
                {
                    "about": one.about,
                    "why": {"nl": one.dutch, "en": one.english},
                    "value": one.value or None,
                }
                for one in found.proposed.left
            ],
            "findings": [
                {"code": one.code, "severity": one.severity, "messages": dict(one.messages)}
                for one in found.findings
            ],
            "files": [
                {
                    "path": one.file.shown,
                    "imported": one.imported,
                    "new": one.old is None,
                    "diff": "\n".join(diff_lines([one])),
                }
                for one in found.drawn.files
            ],
        },
        indent=2,
        ensure_ascii=False,
    )
