"""What a Prometheus may count, by kind of address: nothing that is asked, and nobody who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI
    from prometheus_client.core import Metric

_KINDS = frozenset(
    {
        *("id", "doc", "ns", "shacl", "context", "sparql", "query", "v1", "health", "metrics", "-"),
        *("zoek", "matrix", "besturen", "openapi.json", "static"),
    }
)
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


def kind_of(path: str) -> str:
    """Give the kind of an address: one of few, whatever is asked.

    >>> kind_of("/doc/lokaalbestuur/gemeente-99001"), kind_of("/"), kind_of("/wp-admin")
    ('doc', 'home', 'other')
    """
    first = path.removeprefix("/").partition("/")[0]
    return (first if first in _KINDS else "other") if first else "home"


class Metrics:
    """The counters of one application."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "ldgraph_requests",
            "Requests that were answered.",
            ("kind", "status"),
            registry=self._registry,
        )
        self.seconds = Histogram(
            "ldgraph_request_seconds",
            "Seconds until an answer was given whole.",
            ("kind",),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self.running = Gauge(
            "ldgraph_requests_running", "Requests that are being answered.", registry=self._registry
        )
        self._registry.register(self)

    def collect(self) -> Iterator[Metric]:
        """Give what is known only when it is asked for."""
        state = self._app.state
        public = state.library.public
        about = GaugeMetricFamily(
            "ldgraph_data", "The public data, by its version.", labels=("version",)
        )
        about.add_metric((public.version,), 1)
        yield about
        yield GaugeMetricFamily(
            "ldgraph_data_read_seconds",
            "When the data was read, in seconds since 1970.",
            state.library.read_at.timestamp(),
        )
        reloader = state.reloader
        if reloader is not None:
            reloads = GaugeMetricFamily("ldgraph_reloads", "Reloads.", labels=("outcome",))
            reloads.add_metric(("done",), reloader.done)
            reloads.add_metric(("failed",), reloader.failed)
            yield reloads
            yield GaugeMetricFamily(
                "ldgraph_restricted_behind",
                "1 where restricted files could not be read again.",
                int(reloader.is_behind),
            )
        pools = state.pools.running()
        for name, what, value in (
            ("processes", "Processes for queries.", sum(len(one.pids) for one in pools)),
            ("waiting", "Queries that wait.", sum(_waiting(one) for one in pools)),
            ("slow", "Queries that take long.", sum(one.slow.taken for one in pools)),
            ("ended", "Queries ended before their time.", sum(one.ended_early for one in pools)),
        ):
            yield GaugeMetricFamily(f"ldgraph_queries_{name}", what, value)

    def written(self) -> bytes:
        """Write all as Prometheus reads it."""
        return generate_latest(self._registry)


def _waiting(pool: object) -> int:
    return pool.quick.waiting + pool.slow.waiting  # type: ignore[attr-defined, no-any-return]
