"""What is counted, as Prometheus reads it. Labels have few values, none of them from a caller."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})


class Metrics:
    """The counters of one application."""

    def __init__(self, app: FastAPI) -> None:
        # When a counter was made says nothing here, and doubles what is written.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "ldgraph_requests",
            "Requests by route, method and status.",
            ["route", "method", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "ldgraph_request_seconds",
            "Seconds until the last byte of an answer.",
            ["route"],
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.in_flight = Gauge(
            "ldgraph_requests_in_flight", "Requests being answered.", registry=self.registry
        )
        self.refused = Counter(
            "ldgraph_requests_refused",
            "Requests refused before they were read, by reason.",
            ["reason"],
            registry=self.registry,
        )
        self.registry.register(_State(app))

    def count(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count an answer."""
        kind = method if method in _METHODS else "other"
        self.requests.labels(route, kind, str(status)).inc()
        self.seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """Write all of it."""
        return generate_latest(self.registry)


class _State:
    """What is looked up when it is asked for."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Name nothing yet: the state may not be there."""
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Give the state of reloads, data and pools."""
        state = self._app.state
        how, library = state.operation, state.library
        yield _gauge("ldgraph_ready", "Whether requests are welcome.", how.is_ready)
        yield _gauge("ldgraph_reloads", "Reloads that gave new data.", how.reloaded)
        yield _gauge("ldgraph_reloads_failed", "Reloads that failed.", how.failed)
        yield _gauge(
            "ldgraph_stale",
            "Whether the files cannot be served and the last good data are.",
            how.stale_since is not None,
        )
        yield _gauge(
            "ldgraph_data_read_timestamp_seconds",
            "When the data was read.",
            library.read_at.timestamp(),
        )
        info = GaugeMetricFamily("ldgraph_data_info", "What everyone sees.", labels=["version"])
        info.add_metric([library.public.version], 1)
        yield info
        pools = state.pools.running()
        yield _gauge("ldgraph_pools", "Views with processes for queries.", len(pools))
        yield _gauge(
            "ldgraph_pool_processes", "Those processes.", sum(len(one.pids) for one in pools)
        )
        for name in ("quick", "slow"):
            places = [getattr(one, name) for one in pools]
            yield _gauge(
                f"ldgraph_pool_{name}_running",
                f"Queries in places for {name} ones.",
                sum(one.taken for one in places),
            )
            yield _gauge(
                f"ldgraph_pool_{name}_waiting",
                f"Queries that wait for such a place ({name}).",
                sum(one.waiting for one in places),
            )
        yield _gauge(
            "ldgraph_pool_ended_early",
            "Queries that were ended before their time.",
            sum(one.ended_early for one in pools),
        )


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=float(value))


def now() -> float:
    """Give seconds that only go up."""
    return time.perf_counter()
