"""Figures for Prometheus, in a registry for each application."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_SIZES = (1, 2, 4, 8, 16, 32, 64, 128)


class Measures:
    """What is counted.

    Parameters
    ----------
    queue : callable
        How many requests are worked on or wait.
    held : callable
        How many bytes they hold.
    """

    def __init__(self, queue: Callable[[], int], held: Callable[[], int]):
        self._registry = registry = CollectorRegistry()
        self.requests = Counter(
            "gluon_course_requests",
            "Requests by path, method and status.",
            ("path", "method", "status"),
            registry=registry,
        )
        self.seconds = Histogram(
            "gluon_course_request_seconds",
            "From the first byte of a request to its answer.",
            ("path",),
            buckets=_SECONDS,
            registry=registry,
        )
        self.batches = Histogram(
            "gluon_course_batch_size",
            "Questions that were computed at once.",
            buckets=_SIZES,
            registry=registry,
        )
        self.cancelled = Counter(
            "gluon_course_cancelled",
            "Requests whose client left, or that took too long.",
            ("reason",),
            registry=registry,
        )
        waiting = Gauge(
            "gluon_course_queue_length",
            "Requests that are worked on or wait.",
            registry=registry,
        )
        waiting.set_function(queue)
        memory = Gauge(
            "gluon_course_queue_bytes",
            "Bytes of bodies and pictures of these requests.",
            registry=registry,
        )
        memory.set_function(held)
        ProcessCollector(registry=registry)

    def text(self) -> bytes:
        """All figures in Prometheus' format."""
        return generate_latest(self._registry)
