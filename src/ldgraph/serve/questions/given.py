"""What a caller wrote behind the question mark: each name known and once, each value plain text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote_to_bytes

from ldgraph.report.visible import visible
from ldgraph.serve.http.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from starlette.requests import Request


#: No name, identifier or IRI in the data is nearly as long.
LONGEST = 500
_MOST_SHOWN = 60
DEFAULT_LIMIT, MOST_LIMIT = 100, 1000
#: More than there are rows of anything.
MOST_OFFSET = 1_000_000_000
_NUMBER = re.compile(r"[0-9]{1,10}")
#: What every address takes: where to begin, how many, and in which language.
PAGING = ("limit", "offset")
ALWAYS = ("lang",)


class Page(NamedTuple):
    """Which part of an answer is asked for."""

    limit: int = DEFAULT_LIMIT
    offset: int = 0


def read(
    request: Request,
    known: Collection[str],
    aliases: Mapping[str, str] | None = None,
    *,
    others_pass: bool = False,
) -> dict[str, str]:
    """Give what was asked by name; a name without a value is as if it was not there.

    Args:
        request: As it came.
        known: The names that this address takes.
        aliases: Other names, and the known one that each stands for.
        others_pass: Whether other names are left to whoever reads them, and not refused.

    Raises:
        Problem: A name is unknown or there twice, or a value cannot be text.
    """
    raw: bytes = request.scope["query_string"]
    found: dict[str, str] = {}
    seen: set[str] = set()
    for part in raw.split(b"&"):
        if not part:
            continue
        written, _, value = part.partition(b"=")
        name = _text(written, "query")
        name = (aliases or {}).get(name, name)
        if name not in known and name not in ALWAYS:
            if others_pass:
                continue
            raise _unknown(name, known)
        if name in seen:
            raise Problem(
                400,
                (
                    f"De parameter {name} staat er meer dan één keer.",
                    f"The parameter {name} is there more than once.",
                ),
                about="vraag",
                parameter=name,
            )
        seen.add(name)
        text = _text(value, name)
        if text:
            found[name] = text
    return found


def _text(raw: bytes, name: str) -> str:
    """Decode what stands for a name or a value."""
    try:
        text = unquote_to_bytes(raw.replace(b"+", b" ")).decode()
    except UnicodeDecodeError:
        raise unfit(name, "geen UTF-8", "not UTF-8") from None
    if len(text) > LONGEST:
        raise unfit(name, f"langer dan {LONGEST} tekens", f"longer than {LONGEST} characters")
    if visible(text) != text:
        raise unfit(
            name,
            "een stuurteken of een regeleinde hoort er niet in",
            "a control character or a line end does not belong in it",
        )
    return text


def _unknown(name: str, known: Collection[str]) -> Problem:
    shown = short(name)
    return Problem(
        400,
        (
            f"Dit adres kent geen parameter {shown}.",
            f"This address knows no parameter {shown}.",
        ),
        about="vraag",
        parameter=shown,
        wanted=(*known, *ALWAYS),
    )


def unfit(name: str, dutch: str, english: str, wanted: tuple[str, ...] = ()) -> Problem:
    """Say that the value of a parameter cannot be."""
    return Problem(
        400,
        (
            f"De waarde van {name} kan niet: {dutch}.",
            f"The value of {name} cannot be used: {english}.",
        ),
        about="vraag",
        parameter=name,
        wanted=wanted,
    )


def short(text: str) -> str:
    """Show what somebody typed, without what would not be safe to show."""
    cut = text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…"
    return visible(cut)


def said_page(given: Mapping[str, str]) -> Page | None:
    """Give which part is asked for, None where that goes unsaid.

    Raises:
        Problem: It is no number, or more than is given at once.
    """
    page = page_of(given)
    return page if set(PAGING) & set(given) else None


def without_page(given: Mapping[str, str]) -> dict[str, str]:
    """Give the rest of what is asked."""
    return {name: value for name, value in given.items() if name not in PAGING}


def page_of(given: Mapping[str, str]) -> Page:
    """Give which part is asked for.

    Raises:
        Problem: It is no number, or more than is given at once.
    """
    return Page(
        _number(given, "limit", DEFAULT_LIMIT, 1, MOST_LIMIT),
        _number(given, "offset", 0, 0, MOST_OFFSET),
    )


def _number(given: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    written = given.get(name)
    if written is None:
        return default
    if not _NUMBER.fullmatch(written) or not least <= int(written) <= most:
        raise unfit(
            name,
            f"verwacht een getal van {least} tot {most}",
            f"wanted a number from {least} to {most}",
            (f"{least}-{most}",),
        )
    return int(written)
