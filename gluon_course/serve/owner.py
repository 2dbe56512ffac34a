"""The one thread that talks to MXNet: it takes questions from a queue, in batches.

MXNet's arrays and engine are not made for several Python threads, and one call for 32
pictures is much faster than 32 calls. So nobody else touches the model: it is loaded,
asked and dropped here.
"""

from __future__ import annotations

import collections
import contextlib
import itertools
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future

from gluon_course.serve.tasks.task import Asked

_END = object()


class Owner:
    """Owns a predictor.

    Parameters
    ----------
    load : callable
        Makes the predictor; called in the owner's thread.
    ask : callable
        ``ask(predictor, items, options) -> answers``, one for each item.
    batch : int
        Most questions that are computed at once.
    delay_s : float
        How long a batch waits for questions that are being read.
    on_batch : callable, optional
        Called with the size of each batch.

    Raises
    ------
    CourseError
        If ``load`` raises it.
    """

    def __init__(
        self,
        load: Callable[[], object],
        ask: Callable[[object, Sequence, Mapping], list],
        batch: int = 32,
        delay_s: float = 0.005,
        on_batch: Callable[[int], None] = lambda size: None,
    ):
        self._ask, self._batch, self._delay_s = ask, batch, delay_s
        self._on_batch = on_batch
        self._jobs: collections.deque = collections.deque()
        self._coming, self._is_ending = 0, False
        self._changed = threading.Condition(threading.RLock())
        loaded: Future = Future()
        self._thread = threading.Thread(
            target=self._run, args=(load, loaded), name="owner of MXNet", daemon=True
        )
        self._thread.start()
        self.meta, self.notice = loaded.result()

    @contextlib.contextmanager
    def expected(self) -> Iterator[Callable[[Asked], Future]]:
        """Within this block a question is read, and a batch may wait for it.

        Yields
        ------
        callable
            :meth:`submit`, after which no batch waits for it any more.
        """
        with self._changed:
            self._coming += 1
        is_open = True

        def submit(asked: Asked) -> Future:
            nonlocal is_open
            with self._changed:
                self._coming -= is_open
                is_open = False
                return self.submit(asked)

        try:
            yield submit
        finally:
            with self._changed:
                self._coming -= is_open
                self._changed.notify()

    def submit(self, asked: Asked) -> Future:
        """Put a question into the queue.

        Returns
        -------
        concurrent.futures.Future
            Of the answer. One that is cancelled in time is not computed.
        """
        future: Future = Future()
        with self._changed:
            self._jobs.append((asked, future))
            self._changed.notify()
        return future

    def stop(self) -> None:
        """Answer what is in the queue, then end the thread."""
        with self._changed:
            self._is_ending = True
            self._changed.notify()
        self._thread.join()

    def _run(self, load: Callable, loaded: Future) -> None:
        try:
            predictor = load()
            loaded.set_result((predictor.meta, predictor.notice))
        except BaseException as error:
            loaded.set_exception(error)
            return
        while True:
            jobs = self._next_batch()
            if not jobs:
                return
            jobs = [each for each in jobs if each[1].set_running_or_notify_cancel()]
            if jobs:
                self._on_batch(len(jobs))
            jobs.sort(key=lambda each: repr(each[0].options))
            groups = itertools.groupby(jobs, key=lambda each: each[0].options)
            for options, group in groups:
                self._answer(predictor, list(group), dict(options))
            # an answer, or pixels, must not be kept until the next request comes
            jobs = groups = group = None

    def _next_batch(self) -> list:
        """The next jobs; none at the end."""

        def is_enough():
            is_full = len(self._jobs) >= self._batch
            return is_full or not self._coming or self._is_ending

        with self._changed:
            self._changed.wait_for(lambda: self._jobs or self._is_ending)
            self._changed.wait_for(is_enough, self._delay_s)
            count = min(self._batch, len(self._jobs))
            return [self._jobs.popleft() for _ in range(count)]

    def _answer(self, predictor, jobs: list, options: Mapping) -> None:
        """Answer jobs at once; where that fails, each for itself."""
        try:
            answers = self._ask(predictor, [asked.item for asked, _ in jobs], options)
        except Exception as error:
            if len(jobs) == 1:
                jobs[0][1].set_exception(error)
                return
            for job in jobs:
                self._answer(predictor, [job], options)
        else:
            for (_, future), answer in zip(jobs, answers):
                future.set_result(answer)
