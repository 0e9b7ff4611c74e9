"""How the server is, as it says in health."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(slots=True)
class State:
    """Of one application; changed by its event loop alone."""

    #: Whether it may be sent requests: not while it starts or stops.
    is_ready: bool = True
    #: Reloads that gave another library, and those that failed.
    reloaded: int = 0
    failed: int = 0
    #: Since when what is served is older than the files, and why: a kind and a number of findings
    #: in files that are for everyone.
    stale_since: datetime | None = None
    why: str = ""
    findings: int = 0

    def fail(self, why: str, findings: int = 0) -> None:
        """Remember that a reload failed."""
        self.failed += 1
        self.stale_since = self.stale_since or datetime.now(tz=UTC)
        self.why, self.findings = why, findings

    def renew(self) -> None:
        """Remember that what is served is what the files say."""
        self.reloaded += 1
        self.stale_since, self.why, self.findings = None, "", 0
