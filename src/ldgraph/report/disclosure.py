"""What of the figures is published and what is not, and why: for who reviews an edition."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ldgraph.disclosure.measures import COLUMNS
from ldgraph.disclosure.suppress import Reason
from ldgraph.disclosure.table import ALL, Cell
from ldgraph.report.edition import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ldgraph.answers.strata import Strata, Stratum
    from ldgraph.disclosure.suppress import Suppression

    Named = Callable[[str], str]

_COLUMNS = {
    "nl": ("besturen", "beoordeeld", "leemten", "blind", "in orde", "herbev.", "n.v.t.", "buiten"),
    "en": ("governm.", "assessed", "gaps", "blind", "in order", "reconf.", "n.a.", "outside"),
}
#: The sign of each reason in a table, and what it means.
_REASONS = {
    Reason.SMALL_GROUP: (
        "g",
        "de groep telt minder dan {0} besturen die los van elkaar staan",
        "the group has fewer than {0} governments that stand apart",
    ),
    Reason.SMALL: ("k", "minder dan {0} besturen", "fewer than {0} governments"),
    Reason.ALL_OR_NONE: ("a", "alle of geen", "all or none"),
    Reason.ALL_BUT_FEW: ("w", "alle op minder dan {0} na", "all but fewer than {0}"),
    Reason.DOMINATED: (
        "o",
        "overheerst door besturen die hun IT delen",
        "dominated by governments that share their IT",
    ),
    Reason.EDITION: (
        "u",
        "het verschil met een vorige uitgave zegt iets van weinige",
        "the difference with an earlier edition tells of few",
    ),
    Reason.COMPLEMENT: (
        "+",
        "anders volgt een ander cijfer eruit",
        "else another figure would follow from it",
    ),
}
_WORDS = {
    "nl": {
        "everyone": "alle soorten",
        "nothing": "niets te publiceren, van {0} besturen",
        "signs": "Niet gepubliceerd:",
        "sum": "{0} cijfers gepubliceerd, {1} niet, over {2} vereisten.",
        "invented": "Verzonnen besturen: deze cijfers zeggen niets van echte.",
    },
    "en": {
        "everyone": "all kinds",
        "nothing": "nothing to publish, of {0} governments",
        "signs": "Not published:",
        "sum": "{0} figures published, {1} not, over {2} requirements.",
        "invented": "Invented governments: these figures say nothing of real ones.",
    },
}


class Reviewed(NamedTuple):
    """The figures of one requirement, and what of them is published."""

    requirement: str
    strata: Strata
    suppression: Suppression


def review_lines(
    reviewed: Sequence[Reviewed],
    named: Named,
    threshold: int,
    lang: str,
    *,
    invented: bool,
) -> Iterator[str]:
    """Write a table for each requirement, then what the signs mean and how many there are."""
    words = _WORDS[lang]
    if invented:
        yield words["invented"]
        yield ""
    for one in reviewed:
        yield from _requirement(one, named, lang)
    reasons = Counter(reason for one in reviewed for reason in one.suppression.withheld.values())
    if reasons:
        yield ""
        yield words["signs"]
    for reason, number in reasons.most_common():
        sign, dutch, english = _REASONS[reason]
        text = (english if lang == "en" else dutch).format(threshold)
        yield f"  {sign}  {number:>6}  {text}"
    yield ""
    published = sum(len(one.suppression.published) for one in reviewed)
    yield words["sum"].format(published, reasons.total(), len(reviewed))


def _requirement(one: Reviewed, named: Named, lang: str) -> Iterator[str]:
    words = _WORDS[lang]
    name = named(one.requirement)
    if not one.suppression.published:
        population = max(map(len, one.strata.members.values()), default=0)
        yield f"{name}: {words['nothing'].format(population)}"
        return
    yield ""
    yield name
    rows: list[tuple[str, ...]] = [("", *_COLUMNS[lang])]
    rows += [
        (_label(stratum, named, words), *_values(one, stratum))
        for stratum in listed(one.strata, one.suppression.published)
    ]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for label, *values in rows:
        cells = (value.rjust(width) for value, width in zip(values, widths[1:], strict=True))
        yield "  ".join((f"  {label.ljust(widths[0])}", *cells)).rstrip()


def _label(stratum: Stratum, named: Named, words: Mapping[str, str]) -> str:
    if stratum.size:
        return f"  {named(stratum.size)}"
    return named(stratum.kind) if stratum.kind else words["everyone"]


def _values(one: Reviewed, stratum: Stratum) -> Iterator[str]:
    yield str(len(one.strata.members[stratum]))
    for column in COLUMNS:
        cell = Cell(stratum.row, column)
        if column == ALL:
            continue
        value = one.suppression.published.get(cell)
        yield _REASONS[one.suppression.withheld[cell]][0] if value is None else str(value)
