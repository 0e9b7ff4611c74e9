"""Requests from ``wrk`` (https://github.com/wg/wrk), many at once, and what came of them."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_RATE = re.compile(r"^Requests/sec:\s+([\d.]+)", re.MULTILINE)
_SHARE = re.compile(r"^\s+(50|99)%\s+([\d.]+)(us|ms|s)", re.MULTILINE)
_BAD = re.compile(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.*)")
_SECONDS = {"us": 1e-6, "ms": 1e-3, "s": 1.0}


class Request(NamedTuple):
    """A request: its method, path, headers and body."""

    path: str
    headers: Mapping[str, str]
    body: str = ""

    @property
    def method(self) -> str:
        """POST where there is a body, else GET."""
        return "POST" if self.body else "GET"


class Load(NamedTuple):
    """Requests a second, seconds until half and 99 of 100 were answered, and what went wrong."""

    rate: float
    half: float
    most: float
    wrong: str


def is_there() -> bool:
    """Say whether ``wrk`` is installed."""
    return shutil.which("wrk") is not None


def load(
    address: str, requests: Sequence[Request], *, clients: int = 8, seconds: float = 5
) -> Load:
    """Send requests one after the other, in a ring, from ``clients`` that never wait."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "requests.lua"
        script.write_text(_script(requests), "utf-8")
        done = subprocess.run(
            [
                *("wrk", "-t1", f"-c{clients}", f"-d{seconds:g}s", "--timeout", "60s"),
                *("--latency", "-s", str(script), address),
            ],
            capture_output=True,
            text=True,
            check=True,
        )
    shares = {
        share: float(value) * _SECONDS[unit] for share, value, unit in _SHARE.findall(done.stdout)
    }
    wrong = _BAD.search(done.stdout)
    rate = _RATE.search(done.stdout)
    assert rate is not None, done.stdout
    return Load(float(rate[1]), shares["50"], shares["99"], wrong[0] if wrong else "")


def _script(requests: Sequence[Request]) -> str:
    listed = ",\n".join(
        f"  wrk.format({_text(one.method)}, {_text(one.path)}, {_table(one.headers)},"
        f" {_text(one.body) if one.body else 'nil'})"
        for one in requests
    )
    return f"""local requests, at
function init()
  requests, at = {{
{listed}
}}, 0
end
function request()
  at = at % #requests + 1
  return requests[at]
end
"""


def _table(headers: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"[{_text(k)}] = {_text(v)}" for k, v in headers.items()) + "}"


def _text(value: str) -> str:
    safe = "".join(
        one if one.isascii() and one.isprintable() and one not in '"\\' else _bytes(one)
        for one in value
    )
    return f'"{safe}"'


def _bytes(character: str) -> str:
    return "".join(f"\\{byte:03d}" for byte in character.encode())
