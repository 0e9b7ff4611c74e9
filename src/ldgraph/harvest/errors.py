"""What can keep a source from being read; each says what to do, and none repeats a secret."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ldgraph.errors import LdgraphError

_SECRET = ("key", "token", "secret", "password", "passwd", "pwd", "sig", "auth", "code")
_LONGEST = 200


class SourceError(LdgraphError):
    """A source could not be read: what was fetched is kept, and the next run goes on there."""

    exit_code = 3


class PassingError(SourceError):
    """A source could not be read now; another try may do.

    Args:
        wait: Seconds that the source asks to wait, where it does.
    """

    def __init__(self, english: str, dutch: str, wait: float | None = None) -> None:
        super().__init__(english, dutch)
        self.wait = wait


class SettingError(LdgraphError):
    """A source is not, or not well, described; or its address may not be asked."""


class HarvestEditError(LdgraphError):
    """A file cannot be edited as proposed, or not any more; nothing was written."""


def shown(address: str) -> str:
    """Write an address as it may stand in a message: without a secret, and not too long."""
    text = masked(address)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def masked(address: str) -> str:
    """Write an address as it may stand in a file: without a password or key.

    >>> masked("https://me:secret@host/p?apikey=123&page=2")
    'https://host/p?apikey=***&page=2'
    """
    try:
        parts = urlsplit(address)
        host = parts.netloc.rpartition("@")[2]
        pairs = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return "…"
    if any(_is_secret(name) for name, _ in pairs):
        kept = [(name, "***" if _is_secret(name) else value) for name, value in pairs]
        query = urlencode(kept, safe="*:/-")
    else:
        query = parts.query
    return urlunsplit((parts.scheme, host, parts.path, query, parts.fragment))


def _is_secret(name: str) -> bool:
    return any(one in name.lower() for one in _SECRET)
