"""Why an engine could not be reached, in plain words: what systems and libraries say is neither."""

from __future__ import annotations

import errno
import http.client
import socket
import ssl
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator

#: English and Dutch, by the kinds of error that mean it; the first that fits is told.
_WORDS: tuple[tuple[tuple[type[BaseException], ...], tuple[str, str]], ...] = (
    (
        (ssl.SSLCertVerificationError,),
        (
            "cannot be reached safely: its certificate is not trusted",
            "niet veilig bereikbaar: het certificaat wordt niet vertrouwd",
        ),
    ),
    (
        (socket.gaierror,),
        (
            "cannot be reached: the name in this address is not found",
            "niet bereikbaar: de naam in dit adres is niet gevonden",
        ),
    ),
    (
        (ConnectionRefusedError,),
        (
            "cannot be reached: the connection is refused; does it run there?",
            "niet bereikbaar: de verbinding wordt geweigerd; draait hij daar?",
        ),
    ),
    (
        (TimeoutError,),
        (
            "cannot be reached: no connection came in time",
            "niet bereikbaar: er kwam op tijd geen verbinding",
        ),
    ),
    (
        (ConnectionError, http.client.IncompleteRead, ssl.SSLEOFError),
        ("it broke the connection off", "de verbinding is afgebroken"),
    ),
)
_NO_ROUTE = (
    "cannot be reached: no network leads to this address",
    "niet bereikbaar: geen netwerk leidt naar dit adres",
)
#: How httpx says that a connection was broken off: its kind of error is of other faults too.
_BROKEN_OFF = ("disconnected", "closed connection")


def reason(error: object) -> tuple[str, str]:
    """Say in English and Dutch what an error, or what it came from, means for a connection.

    What is not known is told as it is.
    """
    for one in _causes(error):
        for kinds, words in _WORDS:
            if isinstance(one, kinds):
                return words
        if isinstance(one, OSError) and one.errno in {errno.ENETUNREACH, errno.EHOSTUNREACH}:
            return _NO_ROUTE
        if isinstance(one, httpx.RemoteProtocolError) and any(
            word in str(one) for word in _BROKEN_OFF
        ):
            return _WORDS[-1][1]
    return (
        f"cannot be reached, or ended the connection: {error}",
        f"niet bereikbaar, of brak de verbinding af: {error}",
    )


def _causes(error: object) -> Iterator[BaseException]:
    """Give an error, and what it came from, which libraries wrap and httpcore hides as a cause."""
    while isinstance(error, BaseException):
        yield error
        error = error.__cause__ or error.__context__
