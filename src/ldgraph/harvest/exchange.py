"""One request and its answer, within limits of size and time, whatever the other side sends.

The connection is our own, to a machine that was judged. A watch ends it at the deadline, for a
server that sends a byte now and then would never run into a limit on waiting.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from ldgraph.harvest.address import machines, place
from ldgraph.harvest.errors import PassingError, SourceError, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ldgraph.harvest.address import Place

_CHUNK = 1 << 16
#: What gzip puts in front of its data (RFC 1952).
_GZIP = zlib.MAX_WBITS | 16


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken from a source."""

    #: Bytes of one answer, as they come and as they unfold.
    body: int = 64 << 20
    #: Bytes of all answers of a harvest.
    total: int = 2 << 30
    #: Seconds for one answer, whole.
    seconds: float = 120.0
    #: Seconds without a byte.
    silence: float = 30.0
    redirects: int = 5
    requests: int = 20_000


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked."""

    address: str
    headers: Mapping[str, str] = field(default_factory=dict)
    #: A form to post; without one it is GET.
    body: bytes | None = None

    @property
    def method(self) -> str:
        """The method of HTTP."""
        return "GET" if self.body is None else "POST"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whole."""

    address: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """What the body is said to be."""
        return self.headers.get("content-type", "")


def exchange(request: Request, limits: Limits, *, allow_private: bool) -> Answer:
    """Ask, and give the answer whatever its status; no redirect is followed.

    Raises:
        SettingError: The address may not be asked.
        PassingError: It does not come, not in time, or not whole.
        SourceError: It is larger than is taken.
    """
    where = place(request.address)
    with _connected(where, limits, allow_private=allow_private) as connection:
        watch = _Watch(connection, limits.seconds)
        try:
            answer = _ask(connection, where, request, limits)
            # A connection that was ended looks like one that came to its end.
            if watch.ended:
                raise TimeoutError
        except ssl.SSLCertVerificationError as error:
            raise SourceError(
                f"{shown(request.address)} has a certificate that is not trusted",
                f"{shown(request.address)} heeft een certificaat dat niet vertrouwd wordt",
            ) from error
        except (OSError, http.client.HTTPException) as error:
            raise _failed(request.address, error, late=watch.ended) from error
        finally:
            watch.stop()
    return answer


def _failed(address: str, error: Exception, *, late: bool) -> PassingError:
    if late or isinstance(error, TimeoutError):
        return PassingError(
            f"{shown(address)} takes too long to answer",
            f"{shown(address)} antwoordt te traag",
        )
    if isinstance(error, http.client.IncompleteRead):
        return _cut(address)
    return PassingError(
        f"{shown(address)} does not answer ({type(error).__name__})",
        f"{shown(address)} antwoordt niet ({type(error).__name__})",
    )


def _cut(address: str) -> PassingError:
    return PassingError(
        f"{shown(address)} sends less than it says it would",
        f"{shown(address)} stuurt minder dan het aankondigt",
    )


@contextmanager
def _connected(
    where: Place, limits: Limits, *, allow_private: bool
) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection(where.host, where.port)
    try:
        connection.sock = _socket(where, limits, allow_private=allow_private)
        yield connection
    finally:
        connection.close()


def _socket(where: Place, limits: Limits, *, allow_private: bool) -> socket.socket:
    """Connect to one of the machines that a host stands for; each was judged."""
    failed: OSError | None = None
    for one in machines(where, allow_private=allow_private)[:4]:
        try:
            made = socket.create_connection((one, where.port), timeout=limits.silence)
        except OSError as error:
            failed = error
            continue
        if where.scheme == "http":
            return made
        try:
            return _trust().wrap_socket(
                made, server_hostname=where.host, suppress_ragged_eofs=False
            )
        except ssl.SSLCertVerificationError as error:
            made.close()
            raise SourceError(
                f"'{where.host}' has a certificate that is not trusted",
                f"'{where.host}' heeft een certificaat dat niet vertrouwd wordt",
            ) from error
        except OSError as error:
            made.close()
            failed = error
    raise PassingError(
        f"no connection to '{where.host}'", f"geen verbinding met '{where.host}'"
    ) from failed


@cache
def _trust() -> ssl.SSLContext:
    """Read the certificates that are trusted, which takes a while, once."""
    return ssl.create_default_context()


class _Watch:
    """Ends a connection at its deadline."""

    def __init__(self, connection: http.client.HTTPConnection, seconds: float) -> None:
        self.ended = False
        self._socket = connection.sock
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    def _end(self) -> None:
        self.ended = True
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:  # it ended by itself
            return

    def stop(self) -> None:
        """Let it be."""
        self._timer.cancel()
        self._timer.join()


def _ask(
    connection: http.client.HTTPConnection, where: Place, request: Request, limits: Limits
) -> Answer:
    connection.putrequest(request.method, where.target, skip_host=True, skip_accept_encoding=True)
    headers = {
        "Host": where.host_header,
        "Accept-Encoding": "gzip",
        "Connection": "close",
        **request.headers,
    }
    if request.body is not None:
        headers["Content-Length"] = str(len(request.body))
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders(request.body)
    response = connection.getresponse()
    found = {name.lower(): value for name, value in response.getheaders()}
    body = _body(response, request.address, found, limits)
    return Answer(request.address, response.status, found, body)


def _body(
    response: http.client.HTTPResponse, address: str, headers: Mapping[str, str], limits: Limits
) -> bytes:
    """Read a body, counting what comes and what it unfolds to."""
    coding = headers.get("content-encoding", "identity").strip().lower() or "identity"
    if coding not in {"identity", "gzip", "x-gzip"}:
        raise SourceError(
            f"{shown(address)} packs its answer as '{coding[:40]}', which was not asked for",
            f"{shown(address)} pakt zijn antwoord in als '{coding[:40]}', wat niet gevraagd was",
        )
    unpack = None if coding == "identity" else _Unpacking(address)
    came, body = 0, bytearray()
    while chunk := response.read(_CHUNK):
        came += len(chunk)
        if unpack is None:
            body += chunk
        else:
            body += unpack.some(chunk, limits.body - len(body) + 1)
        if max(came, len(body)) > limits.body:
            raise SourceError(
                f"{shown(address)} sends more than {limits.body:,} bytes",
                f"{shown(address)} stuurt meer dan {limits.body:,} bytes",
            )
    said = headers.get("content-length", "")
    chunked = "chunked" in headers.get("transfer-encoding", "").lower()
    if not chunked and said.isdigit() and came != int(said) and response.status not in {204, 304}:
        raise _cut(address)
    if unpack is not None and came and not unpack.is_whole:
        raise _cut(address)
    return bytes(body)


class _Unpacking:
    """Unpacks gzip as it comes: one packed piece after another (RFC 1952, section 2.2)."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._piece = zlib.decompressobj(_GZIP)

    @property
    def is_whole(self) -> bool:
        """Whether the last piece came to its end."""
        return self._piece.eof

    def some(self, chunk: bytes, room: int) -> bytes:
        """Unpack what came, up to about so many bytes."""
        found = bytearray()
        try:
            while chunk and len(found) < room:
                if self._piece.eof:
                    chunk = chunk.lstrip(b"\0")  # some fill up the end of the last piece
                    if not chunk:
                        break
                    self._piece = zlib.decompressobj(_GZIP)
                found += self._piece.decompress(chunk, room - len(found))
                chunk = self._piece.unused_data
        except zlib.error as error:
            raise PassingError(
                f"{shown(self._address)} sends what cannot be unpacked",
                f"{shown(self._address)} stuurt wat niet uit te pakken is",
            ) from error
        return bytes(found)
