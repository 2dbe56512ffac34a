"""The one thread that talks to MXNet: it takes questions from a queue, in batches.

MXNet's arrays and engine are not made for several Python threads, and one call for 32
pictures is much faster than 32 calls. So nobody else touches the model: it is loaded,
asked and dropped here.
"""

from __future__ import annotations

import itertools
import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
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
        self._jobs: queue.SimpleQueue = queue.SimpleQueue()
        self._coming, self._lock = 0, threading.Lock()
        loaded: Future = Future()
        self._thread = threading.Thread(
            target=self._run, args=(load, loaded), name="owner of MXNet", daemon=True
        )
        self._thread.start()
        self.meta, self.notice = loaded.result()

    @property
    def waiting(self) -> int:
        """Questions that no batch has taken yet, about."""
        return self._jobs.qsize()

    def expect(self) -> None:
        """A question is being read: a batch may wait for it."""
        with self._lock:
            self._coming += 1

    def expect_no_more(self) -> None:
        """It was read, or will not come."""
        with self._lock:
            self._coming -= 1

    def submit(self, asked: Asked) -> Future:
        """Put a question into the queue.

        Returns
        -------
        concurrent.futures.Future
            Of the answer. One that is cancelled in time is not computed.
        """
        future: Future = Future()
        self._jobs.put((asked, future))
        return future

    def stop(self) -> None:
        """Answer what is in the queue, then end the thread."""
        self._jobs.put(_END)
        self._thread.join()

    def _run(self, load: Callable, loaded: Future) -> None:
        try:
            predictor = load()
            loaded.set_result((predictor.meta, predictor.notice))
        except BaseException as error:
            loaded.set_exception(error)
            return
        is_on = True
        while is_on:
            jobs = [self._jobs.get()]
            if jobs[0] is not _END:
                jobs += self._more()
            is_on = _END not in jobs
            jobs = [each for each in jobs if each is not _END]
            jobs = [each for each in jobs if each[1].set_running_or_notify_cancel()]
            if jobs:
                self._on_batch(len(jobs))
            jobs.sort(key=lambda each: repr(each[0].options))
            groups = itertools.groupby(jobs, key=lambda each: each[0].options)
            for options, group in groups:
                self._answer(predictor, list(group), dict(options))

    def _more(self) -> list:
        """What else is there, or is read within the delay."""
        jobs, end = [], time.monotonic() + self._delay_s
        while 1 + len(jobs) < self._batch:
            rest = end - time.monotonic()
            try:
                if self._coming and rest > 0:
                    jobs.append(self._jobs.get(timeout=rest))
                else:
                    jobs.append(self._jobs.get_nowait())
            except queue.Empty:
                break
            if jobs[-1] is _END:
                break
        return jobs

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
