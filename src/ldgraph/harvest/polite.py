"""Ask a source as its owner would want it: who we are, not too often, and never twice for nothing.

A pause between requests; what it asks to wait is waited, within a bound; what fails in passing is
tried again, each time after longer. Redirects are followed here, each judged as a first address is.
"""

from __future__ import annotations

import email.utils
import random
import re
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from ldgraph.harvest.address import joined, place
from ldgraph.harvest.errors import PassingError, SourceError, shown
from ldgraph.harvest.exchange import Limits, Request, exchange

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ldgraph.harvest.exchange import Answer

_T = TypeVar("_T")

_REDIRECTS = {301, 302, 303, 307, 308}
_KEEP_BODY = {307, 308}
#: What may be otherwise in a while (RFC 9110, RFC 6585, RFC 8470).
_PASSING = {408, 425, 429, 500, 502, 503, 504}
#: What may be sent back of a header that came: on one line, and not endless.
_MARK = re.compile(r"[\x20-\x7e]{1,500}")
_SEE_OTHER, _NOT_MODIFIED = 303, 304


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast, and how long it is tried."""

    #: Seconds between two requests.
    pause: float = 0.5
    #: Seconds before the second try; each next one takes twice as long.
    first: float = 1.0
    #: Seconds of the longest wait; who asks for more is asked again in another run.
    longest: float = 120.0
    tries: int = 5


@dataclass(slots=True)
class Client:
    """Asks one source."""

    agent: str
    limits: Limits = field(default_factory=Limits)
    pace: Pace = field(default_factory=Pace)
    allow_private: bool = False
    #: A header with a key, for the source's own server alone.
    key: tuple[str, str] | None = None
    #: The server that the key is for.
    keyed: tuple[str, str, int] | None = None
    sleep: Callable[[float], None] = time.sleep
    asked: int = 0
    bytes: int = 0
    _last: float = 0.0

    def fetch(self, request: Request, understand: Callable[[Answer], _T]) -> _T:
        """Ask, and give what ``understand`` makes of the answer; what passes is tried again.

        Raises:
            SourceError: It is not to be had, or not now.
            SettingError: An address may not be asked.
        """
        wait = self.pace.first
        for number in range(self.pace.tries):
            try:
                return understand(self._followed(request))
            except PassingError as error:
                asked = error.wait or 0.0
                if number + 1 == self.pace.tries or asked > self.pace.longest:
                    raise _given_up(error, number + 1) from error
                # Not all at the same moment, where many were turned away at once.
                spread = wait * (1 + random.random() / 4)  # noqa: S311 (no secret)
                self.sleep(min(max(asked, spread), self.pace.longest))
                wait *= 2
        raise AssertionError  # the last try returns or raises

    def _followed(self, request: Request) -> Answer:
        first = request.address
        for _ in range(self.limits.redirects + 1):
            answer = self._once(request)
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return _checked(answer)
            there = joined(request.address, answer.headers["location"])
            if place(request.address).scheme == "https" and place(there).scheme == "http":
                raise SourceError(
                    f"{shown(first)} sends on from https to http, which is not followed",
                    f"{shown(first)} stuurt door van https naar http, wat niet gevolgd wordt",
                )
            if request.body is not None and answer.status not in _KEEP_BODY | {_SEE_OTHER}:
                raise SourceError(
                    f"{shown(first)} sends a question on to {shown(there)}: write that address in "
                    "the settings",
                    f"{shown(first)} stuurt een vraag door naar {shown(there)}: zet dat adres in "
                    "de instellingen",
                )
            body = request.body if answer.status in _KEEP_BODY else None
            request = Request(there, request.headers, body)
        raise SourceError(
            f"{shown(first)} sends on more than {self.limits.redirects} times",
            f"{shown(first)} stuurt meer dan {self.limits.redirects} keer door",
        )

    def _once(self, request: Request) -> Answer:
        if self.asked >= self.limits.requests or self.bytes >= self.limits.total:
            raise SourceError(
                f"enough was asked for one run ({self.asked:,} requests, {self.bytes:,} bytes): "
                "what was fetched is kept, run it again to go on",
                f"genoeg gevraagd voor één keer ({self.asked:,} vragen, {self.bytes:,} bytes): "
                "wat opgehaald is, blijft bewaard; start opnieuw om verder te gaan",
            )
        rest = self._last + self.pace.pause - time.monotonic()
        if self._last and rest > 0:
            self.sleep(rest)
        self.asked += 1
        headers = {"User-Agent": self.agent, **request.headers}
        if self.key and place(request.address).origin == self.keyed:
            headers[self.key[0]] = self.key[1]
        asked = Request(request.address, headers, request.body)
        try:
            answer = exchange(asked, self.limits, allow_private=self.allow_private)
        finally:
            self._last = time.monotonic()
        self.bytes += len(answer.body)
        return answer


def conditional(etag: str | None, modified: str | None) -> Mapping[str, str]:
    """Give the headers by which an answer that we have comes back as 304."""
    if etag and _MARK.fullmatch(etag):
        return {"If-None-Match": etag}
    if modified and _MARK.fullmatch(modified):
        return {"If-Modified-Since": modified}
    return {}


def _checked(answer: Answer) -> Answer:
    status = answer.status
    if 200 <= status < 300 or status == _NOT_MODIFIED:  # noqa: PLR2004 (what is good)
        return answer
    where = shown(answer.address)
    if status in _PASSING:
        raise PassingError(
            f"{where} answers {status}",
            f"{where} antwoordt {status}",
            wait_of(answer.headers.get("retry-after", "")),
        )
    raise StatusError(where, status)


class StatusError(SourceError):
    """A source answers with a status that another try will not change."""

    def __init__(self, where: str, status: int) -> None:
        self.status = status
        why, dutch = {
            401: (" (not without a key)", " (niet zonder sleutel)"),
            403: (" (not allowed)", " (niet toegelaten)"),
            404: (" (not there)", " (is er niet)"),
            406: (" (not in a form that is read here)", " (niet in een vorm die hier leesbaar is)"),
            410: (" (taken away)", " (weggehaald)"),
        }.get(status, ("", ""))
        super().__init__(f"{where} answers {status}{why}", f"{where} antwoordt {status}{dutch}")


def wait_of(header: str) -> float | None:
    """Read ``Retry-After``: seconds, or a day and time; None where it says neither.

    >>> wait_of("30")
    30.0
    """
    header = header.strip()
    if header.isascii() and header.isdigit():
        return float(header[:9])
    try:
        moment = email.utils.parsedate_to_datetime(header)
    except (TypeError, ValueError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(tz=UTC)).total_seconds())


def _given_up(error: PassingError, tries: int) -> SourceError:
    kept = "what was fetched is kept: run it again later"
    bewaard = "wat opgehaald is, blijft bewaard: start later opnieuw"
    english, dutch = str(error), error.dutch or str(error)
    if error.wait:
        english += f", and asks to wait {error.wait:.0f} s"
        dutch += f", en vraagt {error.wait:.0f} s te wachten"
    times, keren = ("once", "één keer") if tries == 1 else (f"{tries} times", f"{tries} keer")
    return SourceError(
        f"{english} (tried {times}); {kept}", f"{dutch} ({keren} geprobeerd); {bewaard}"
    )
