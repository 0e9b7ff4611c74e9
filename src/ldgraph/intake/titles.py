"""Our own short titles of controls, in Dutch and English: none is a publisher's text.

``titles.csv`` next to this module has them by framework and code. One title serves all controls
of a subcategory, since the number tells them apart.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ldgraph.intake.house import read_rows, text

if TYPE_CHECKING:
    from collections.abc import Mapping

_TITLES = Path(__file__).with_name("titles.csv")


def own_titles(norm: str) -> Mapping[str, tuple[str, str]]:
    """Give code -> title in Dutch and English, of one framework."""
    rows = read_rows(_TITLES, ("norm", "code", "nl", "en"))
    return {row["code"]: (row["nl"], row["en"]) for row in rows if row["norm"] == norm}


def named(
    label: str,
    code: str,
    titles: Mapping[str, tuple[str, str]],
    of: str = "",
    english: str = "",
) -> list[tuple[str, list[str]]]:
    """Make the names of a control: framework, number and, where there is one, our own title.

    Args:
        label: Short name of the framework, or nothing.
        code: The control's number.
        titles: Titles by code.
        of: Code under which the title stands, if not the control's own.
        english: Short name of the framework in English, if another.
    """
    starts = (f"{label} {code}".strip(), f"{english or label} {code}".strip())
    title = titles.get(of or code)
    if title is None:
        return [("skos:prefLabel", [text(starts[0], "nl"), text(starts[1], "en")])]
    dutch, english = (f"{start}: {own}" for start, own in zip(starts, title, strict=True))
    names = [text(dutch, "nl"), text(english, "en")]
    return [("skos:prefLabel", names), ("ldg:herkomst", ["herkomst:eigen-lezing"])]
