"""The log: a line of JSON for each thing that happens, or of text on a terminal.

Lines are written by a thread of their own: where nobody takes them, they are dropped and counted,
and no request waits. A line holds no query, no parameter, no token and no address of a caller; the
message of an error that nobody foresaw is left out too, as it could hold any of these.
"""

from __future__ import annotations

import contextlib
import json
import logging
import queue
import threading
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from types import TracebackType

#: Lines that wait to be written, and seconds that they get when the server stops.
_MOST, _AT_THE_END = 10_000, 1.0
#: What a request adds to its line.
FIELDS = ("id", "method", "route", "path", "status", "bytes", "ms")


class Lines(logging.Handler):
    """Writes lines to a stream that may be slow, closed or full."""

    def __init__(self, stream: TextIO, *, as_json: bool) -> None:
        super().__init__()
        self.dropped = 0
        self._stream = stream
        self._write = as_line if as_json else as_text
        self._waiting: queue.Queue[str | None] = queue.Queue(_MOST)
        self._thread = threading.Thread(target=self._run, name="ldgraph-log", daemon=True)
        self._thread.start()

    def emit(self, record: logging.LogRecord) -> None:
        """Take a line to be written."""
        try:
            self._waiting.put_nowait(self._write(record))
        except queue.Full:
            self.dropped += 1

    def _run(self) -> None:
        while (line := self._waiting.get()) is not None:
            with contextlib.suppress(OSError, ValueError):
                self._stream.write(line + "\n")
                if self._waiting.empty():
                    self._stream.flush()

    def close(self) -> None:
        """Write what waits, if somebody takes it."""
        with contextlib.suppress(queue.Full):
            self._waiting.put_nowait(None)
        self._thread.join(_AT_THE_END)
        super().close()


def as_line(record: logging.LogRecord) -> str:
    r"""Write a record as JSON.

    >>> record = logging.LogRecord("ldgraph", logging.INFO, "", 1, "one\ntwo", (), None)
    >>> "one\\ntwo" in as_line(record)
    True
    """
    at = datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds")
    said: dict[str, object] = {
        "time": at,
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": record.getMessage(),
    }
    said |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
    if record.exc_info:
        said["error"] = _frames(*record.exc_info)
    return json.dumps(said, ensure_ascii=True, default=str)


def as_text(record: logging.LogRecord) -> str:
    """Write a record for people."""
    at = datetime.fromtimestamp(record.created, tz=UTC).strftime("%H:%M:%S")
    said = " ".join(str(getattr(record, name)) for name in FIELDS if hasattr(record, name))
    line = f"{at} {record.levelname.lower():7} {record.getMessage()} {said}".rstrip()
    safe = line.encode("unicode_escape").decode("ascii")
    return "\n".join([safe, *_frames(*record.exc_info)]) if record.exc_info else safe


def _frames(
    kind: type[BaseException] | None, _: BaseException | None, trace: TracebackType | None
) -> list[str]:
    """Say where an error happened, and its kind; not its words."""
    frames = [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(trace)]
    return [*frames, kind.__name__ if kind else ""]


def start(stream: TextIO, form: str) -> Lines:
    """Let all that is logged go to a stream.

    Args:
        stream: Where to.
        form: ``json``, ``text``, or ``auto``: text on a terminal.
    """
    handler = Lines(stream, as_json=form == "json" or (form == "auto" and not stream.isatty()))
    top = logging.getLogger()
    top.handlers = [handler]
    top.setLevel(logging.WARNING)
    logging.getLogger("ldgraph").setLevel(logging.INFO)
    return handler
