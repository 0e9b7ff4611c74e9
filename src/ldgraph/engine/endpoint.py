"""One engine over HTTP: queries, updates and whole graphs, with errors that say what went wrong.

What may be said twice without harm is tried again, at growing distances: queries, graphs that are
put as a whole, and updates that leave the same behind however often they run, which all of ours do.
"""

from __future__ import annotations

import ast
import http.client
import random
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, nullcontext
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlencode

import httpx
from SPARQLWrapper import BASIC, DIGEST, POST, SELECT, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import (
    EndPointInternalError,
    EndPointNotFound,
    QueryBadFormed,
    SPARQLWrapperException,
    Unauthorized,
    URITooLong,
)

from ldgraph.engine.reasons import reason
from ldgraph.errors import LdgraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from ldgraph.engine.settings import Login, Remote

Given = TypeVar("Given")
#: Statuses after which the same may go well. After 500 a change may (transactions get in each
#: other's way), a query hardly: engines say so of one that they cannot run.
_AGAIN = frozenset({408, 425, 429, 502, 503, 504})
_FIRST_WAIT, _MOST_WAIT = 0.2, 5.0
_PIECE = 1 << 16
#: Characters of an update that is sent as a form, which every engine reads.
_SHORT = 1 << 14
#: Bytes of what an engine says of an error that are repeated to people.
_SAID = 300
#: SPARQLWrapper's digest lies in an opener that all of the process shares.
_OPENER = threading.Lock()


class EngineError(LdgraphError):
    """The engine gave no answer, or none that can be used.

    Args:
        address: Where it was asked.
        english: What went wrong.
        dutch: The same.
        is_down: Whether it may go well later: the engine is not there, or too busy.
    """

    exit_code = 3

    def __init__(self, address: str, english: str, dutch: str, *, is_down: bool = False) -> None:
        super().__init__(f"engine at {address}: {english}", f"engine op {address}: {dutch}")
        self.is_down = is_down


class QueryRefusedError(EngineError):
    """The engine says that a query is wrong."""


class TooLargeError(EngineError):
    """An answer has more bytes than may be held."""


class TooSlowError(EngineError):
    """An answer did not come in time."""

    def __init__(self, address: str, seconds: float) -> None:
        super().__init__(
            address,
            f"no whole answer within {seconds:g} seconds",
            f"geen volledig antwoord binnen {seconds:g} seconden",
            is_down=True,
        )


class Endpoint:
    """An engine and how to speak to it. It may be used by several threads."""

    def __init__(self, remote: Remote, sleep: Callable[[float], None] = time.sleep) -> None:
        self.remote = remote
        self._sleep = sleep
        self._changes: httpx.Client | None = None

    def for_publishing(self) -> Endpoint:
        """Give the same engine, whose queries are the writer's where no reader is given."""
        other = copy(self)
        other.remote = self.remote.for_publishing()
        return other

    def patient(self, times: float) -> Endpoint:
        """Give the same engine, which may take so many times as long for an answer."""
        other = copy(self)
        other.remote = replace(self.remote, timeout=self.remote.timeout * times)
        return other

    def ask(
        self,
        text: str,
        accept: str,
        default: Sequence[str] = (),
        *,
        most: int = 1 << 30,
        seconds: float | None = None,
    ) -> bytes:
        """Run a query, which must be one: an engine may run whatever it is given.

        Args:
            text: The query.
            accept: The media type that is wanted, and checked.
            default: The graphs that together are the default graph.
            most: Bytes that the answer may have.
            seconds: How long it may take in all; None for what the settings say of each attempt.

        Raises:
            EngineError: There is no answer, or not a whole one of that type.
        """
        until = None if seconds is None else time.monotonic() + seconds

        def once() -> bytes:
            limit = self.remote.timeout if until is None else until - time.monotonic()
            if limit <= 0:
                raise TooSlowError(self.remote.query, seconds or 0)
            return self._asked(text, accept, default, most, limit)

        return self._again(once)

    def _asked(
        self, text: str, accept: str, default: Sequence[str], most: int, seconds: float
    ) -> bytes:
        wrapper = self._wrapper(self.remote.query, self.remote.reader)
        wrapper.queryString = text
        # What kind a text is, it would find out by a pattern; an "update" it would send as one.
        wrapper.queryType = SELECT
        for graph in default:
            wrapper.addParameter("default-graph-uri", graph)
        wrapper.addCustomHttpHeader("Accept", accept)
        until = time.monotonic() + seconds
        _set_timeout(wrapper, seconds)
        response = self._opened(wrapper, self.remote.reader)
        with response:
            got = response.headers.get_content_type()
            body = _read(response, most, until, self.remote)
        if got not in accept:
            raise EngineError(
                self.remote.query,
                f"the answer is {got}, wanted {accept}",
                f"het antwoord is {got}, verwacht {accept}",
            )
        return body

    @contextmanager
    def kept_open(self) -> Iterator[None]:
        """Keep the connection for changes open meanwhile; it is for one thread alone."""
        with self._client() as client:
            self._changes = client
            try:
                yield
            finally:
                self._changes = None

    def change(self, text: str) -> None:
        """Run an update that may be run twice.

        Raises:
            EngineError: It was not run, or nobody knows.
        """
        if len(text) <= _SHORT:
            kind, body = "application/x-www-form-urlencoded", urlencode({"update": text})
        else:
            kind, body = "application/sparql-update", text  # a form would be twice as long
        self._sent("POST", self.remote.update, kind, body.encode())

    def put(self, graph: str, content: bytes, *, add: bool = False) -> None:
        """Put N-Triples in the place of a graph, or ``add`` them to it.

        Raises:
            EngineError: They are not there, or nobody knows.
        """
        method = "POST" if add else "PUT"
        self._sent(method, self.remote.data, "application/n-triples", content, {"graph": graph})

    def drop(self, graphs: Iterable[str]) -> None:
        """Delete graphs, those of them that are there.

        Raises:
            EngineError: One is there still, or nobody knows.
        """
        self.change(" ;\n".join(f"DROP SILENT GRAPH <{one}>" for one in graphs))

    def _client(self) -> httpx.Client:
        writer = self.remote.writer
        auth: httpx.Auth | None = None
        if writer is not None:
            kind = httpx.DigestAuth if self.remote.auth == "digest" else httpx.BasicAuth
            auth = kind(writer.name, writer.password)
        return httpx.Client(auth=auth, timeout=self.remote.timeout, trust_env=False)

    def _sent(
        self,
        method: str,
        address: str,
        kind: str,
        content: bytes,
        parameters: Mapping[str, str] | None = None,
    ) -> None:
        """Change something by a request that may be repeated."""

        def once() -> None:
            client = self._changes
            try:
                with nullcontext(client) if client is not None else self._client() as one:
                    answer = one.request(
                        method,
                        address,
                        params=parameters,
                        content=content,
                        headers={"Content-Type": kind},
                    )
            except httpx.TimeoutException as error:
                raise TooSlowError(address, self.remote.timeout) from error
            except httpx.HTTPError as error:
                raise _gone(address, error) from error
            if not answer.is_success:
                refused = _refused(self.remote, address, answer.status_code, changes=True)
                raise refused or _status(address, answer.status_code, answer.content, {500})

        self._again(once)

    def _wrapper(self, address: str, login: Login | None) -> SPARQLWrapper:
        wrapper = SPARQLWrapper(address, agent="ldgraph")
        wrapper.setOnlyConneg(True)
        wrapper.setMethod(POST)
        if login is not None:
            wrapper.setHTTPAuth(DIGEST if self.remote.auth == "digest" else BASIC)
            wrapper.setCredentials(login.name, login.password, realm="SPARQL")
        return wrapper

    def _opened(self, wrapper: SPARQLWrapper, login: Login | None) -> http.client.HTTPResponse:
        address = self.remote.query
        try:
            if login is None or self.remote.auth != "digest":
                return wrapper.query().response
            with _OPENER:
                try:
                    return wrapper.query().response
                finally:
                    urllib.request.install_opener(None)
        except SPARQLWrapperException as error:
            status = _STATUSES.get(type(error), 500)
            content = _said(error)
            refused = _refused(self.remote, address, status, changes=False)
            raise refused or _status(address, status, content) from error
        except urllib.error.HTTPError as error:
            with error:
                refused = _refused(self.remote, address, error.code, changes=False)
                raise refused or _status(address, error.code, error.read(_SAID)) from error
        except TimeoutError as error:
            raise TooSlowError(address, self.remote.timeout) from error
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise TooSlowError(address, self.remote.timeout) from error
            raise _gone(address, error.reason) from error
        except (OSError, http.client.HTTPException) as error:
            raise _gone(address, error) from error

    def _again(self, once: Callable[[], Given]) -> Given:
        """Try until it goes well, or has failed often enough."""
        wait = _FIRST_WAIT
        for _ in range(self.remote.tries - 1):
            try:
                return once()
            except TooSlowError:
                raise  # it would take as long again
            except EngineError as error:
                if not error.is_down:
                    raise
            # Many who wait come back one after the other.
            self._sleep(wait * random.uniform(0.5, 1.0))  # noqa: S311 (no secret)
            wait = min(wait * 2, _MOST_WAIT)
        return once()


def _set_timeout(wrapper: SPARQLWrapper, seconds: float) -> None:
    # Its setter takes whole seconds alone; the opener below takes any.
    wrapper.timeout = seconds  # type: ignore[assignment]


_STATUSES = {
    QueryBadFormed: 400,
    Unauthorized: 401,
    EndPointNotFound: 404,
    URITooLong: 414,
    EndPointInternalError: 500,
}


def _said(error: SPARQLWrapperException) -> bytes:
    """Give what an engine said, out of the sentence that SPARQLWrapper makes of it."""
    sentence = str(error.args[0]) if error.args else ""
    _, _, written = sentence.partition("\n\nResponse:\n")
    try:
        body = ast.literal_eval(written)
    except (SyntaxError, ValueError, MemoryError, RecursionError):  # no literal, or a hostile one
        body = written or sentence
    return body if isinstance(body, bytes) else str(body).encode()


def _refused(remote: Remote, address: str, status: int, *, changes: bool) -> EngineError | None:
    """Say which name and password an engine refuses, or lacks, if that is what a status says."""
    if status not in {401, 403}:
        return None
    name, password = remote.variables(changes=changes)
    if (remote.writer if changes else remote.reader) is None:
        return EngineError(
            address,
            f"a name and password are wanted ({status}): set {name} and {password}",
            f"een naam en wachtwoord zijn nodig ({status}): zet {name} en {password}",
        )
    if status == 403:  # noqa: PLR2004
        return EngineError(
            address,
            f"the user may not do this (403); who it is comes from {name} and {password}",
            f"de gebruiker mag dit niet (403); wie dat is komt uit {name} en {password}",
        )
    return EngineError(
        address,
        f"the name or password is refused (401); they come from {name} and {password}, and are "
        f"sent as {remote.auth}",
        f"naam of wachtwoord geweigerd (401); ze komen uit {name} en {password}, en worden als "
        f"{remote.auth} verzonden",
    )


def _status(address: str, status: int, content: bytes, again: Container[int] = ()) -> EngineError:
    said = content[:_SAID].decode("utf-8", "replace").strip()
    if status == 400:  # noqa: PLR2004
        return QueryRefusedError(address, f"refused: {said}", f"geweigerd: {said}")
    is_down = status in _AGAIN or status in again
    english = dutch = f"status {status}: {said}"
    if status == 404:  # noqa: PLR2004
        english += "; is this address in ldgraph.toml the right one?"
        dutch += "; is dit adres in ldgraph.toml het juiste?"
    return EngineError(address, english, dutch, is_down=is_down)


def _gone(address: str, error: object) -> EngineError:
    return EngineError(address, *reason(error), is_down=True)


def _read(response: http.client.HTTPResponse, most: int, until: float, remote: Remote) -> bytes:
    """Read an answer whole, within bytes and time; half an answer is none."""
    parts: list[bytes] = []
    size = 0
    try:
        while part := response.read1(_PIECE):
            size += len(part)
            if size > most:
                raise TooLargeError(
                    remote.query,
                    f"an answer of more than {most} bytes",
                    f"een antwoord van meer dan {most} bytes",
                )
            if time.monotonic() > until:
                raise TooSlowError(remote.query, remote.timeout)
            parts.append(part)
    except TimeoutError as error:
        raise TooSlowError(remote.query, remote.timeout) from error
    except (OSError, http.client.HTTPException) as error:
        raise _gone(remote.query, error) from error
    expected = response.headers.get("Content-Length")
    if expected is not None and expected.isdigit() and size != int(expected):
        raise EngineError(
            remote.query,
            f"half an answer: {size} of {expected} bytes",
            f"een half antwoord: {size} van {expected} bytes",
            is_down=True,
        )
    return b"".join(parts)
