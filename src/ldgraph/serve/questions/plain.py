"""Rows and facts as the plainest page that a browser shows; nothing in it is loaded or run."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from markupsafe import Markup

from ldgraph.serve.pages import layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ldgraph.serve.http.where import Place
    from ldgraph.serve.questions.asking import Cell

_WORDS = {
    "nl": {"eerste": "eerste", "vorige": "vorige", "volgende": "volgende"},
    "en": {"eerste": "first", "vorige": "previous", "volgende": "next"},
}


def table(  # noqa: PLR0913, PLR0917 (what stands on the page)
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    remark: str,
    links: Mapping[str, str],
    at: Place,
) -> bytes:
    """Write rows as a table with labels, and links to the other pages of it."""
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in columns)
    body = "\n".join(f"<tr>{''.join(f'<td>{_cell(one)}</td>' for one in row)}</tr>" for row in rows)
    parts = "\n".join(
        f'<a href="{escape(links[name])}">{word}</a>'
        for name, word in _WORDS[at.lang].items()
        if name in links
    )
    caption = f'<caption class="hidden">{escape(title)}</caption>'
    table_ = (
        f"<table>\n{caption}\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
    )
    said = f"<p>{escape(remark)}</p>\n" if remark else ""
    return frame(title, f"{said}{table_}\n<p>\n{parts}\n</p>", at)


def frame(title: str, main: str, at: Place) -> bytes:
    """Write a page around its content, which is HTML already."""
    return layout.page("plain.html", None, at, title=title, main=Markup(main))  # noqa: S704


def _cell(cell: Cell) -> str:
    text = escape(cell.text)
    safe = cell.iri.startswith(("https://", "http://"))
    return f'<a href="{escape(cell.iri)}">{text}</a>' if safe else text
