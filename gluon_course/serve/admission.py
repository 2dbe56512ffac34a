"""How many requests are taken at once, and how much memory they may hold."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from gluon_course.serve.limits import Limits
from gluon_course.serve.refusal import RefusedError


class Place:
    """What one request holds of the server's memory."""

    def __init__(self, admission: Admission):
        self._admission, self._held = admission, 0

    def hold(self, num_bytes: int) -> None:
        """Hold so many bytes more.

        Raises
        ------
        RefusedError
            429, if all requests together would hold too much.
        """
        admission = self._admission
        if admission.held + num_bytes > admission.limits.queue_bytes:
            raise _full("hold as much as the server keeps in memory")
        admission.held += num_bytes
        self._held += num_bytes

    def leave(self) -> None:
        """Give back what was held."""
        self._admission.held -= self._held
        self._held = 0


class Admission:
    """Counts the requests of an event loop; used in that loop alone.

    Attributes
    ----------
    taken : int
        Requests that are worked on or wait.
    held : int
        Bytes of their bodies and pictures.
    is_draining : bool
        Whether the server ends and takes nothing new.
    """

    def __init__(self, limits: Limits):
        self.limits, self.taken, self.held = limits, 0, 0
        self.is_draining = False

    @contextlib.contextmanager
    def memory(self) -> Iterator[Place]:
        """A request holds bytes within this block, first those of its body."""
        place = Place(self)
        try:
            yield place
        finally:
            place.leave()

    @contextlib.contextmanager
    def place(self) -> Iterator[None]:
        """A request that was read takes a place within this block.

        Raises
        ------
        RefusedError
            429 if there is none, 503 if the server ends.
        """
        if self.is_draining:
            raise RefusedError(
                503,
                "The server is ending",
                "it was asked to stop and answers only what it has taken",
                "ask again when it is up",
                {"Retry-After": "5"},
            )
        if self.taken >= self.limits.queue:
            raise _full(f"are waiting: {self.taken}")
        self.taken += 1
        try:
            yield
        finally:
            self.taken -= 1


def _full(reason: str) -> RefusedError:
    return RefusedError(
        429,
        "The server has no place for this request",
        f"others {reason}",
        "ask again in a second",
        {"Retry-After": "1"},
    )
