"""From a request to the model and back, within the limits."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from concurrent.futures import Executor

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from gluon_course.serve.admission import Admission, Place
from gluon_course.serve.body import read_body, read_question
from gluon_course.serve.measures import Measures
from gluon_course.serve.owner import Owner
from gluon_course.serve.refusal import RefusedError
from gluon_course.serve.schema.questions import Question
from gluon_course.serve.tasks import TASKS, Asked


class Predicting:
    """Answers ``POST /predict``.

    Parameters
    ----------
    owner : Owner
        Has the model.
    admission : Admission
    measures : Measures
    readers, drawers : Executor
        Threads that decode pictures, and that draw answers.
    """

    def __init__(
        self,
        owner: Owner,
        admission: Admission,
        measures: Measures,
        readers: Executor,
        drawers: Executor,
    ):
        self._owner, self._admission, self._measures = owner, admission, measures
        self._readers, self._drawers = readers, drawers
        self._task = TASKS[owner.meta["task"]]

    async def __call__(self, request: Request, model: type[Question]) -> Response:
        """Answer one request.

        Raises
        ------
        CourseError
            What was wrong with it.
        ClientDisconnect
            If the client left; what it asked is not computed then.
        """
        with self._admission.memory() as memory:
            try:
                body = await read_body(request, self._admission.limits, memory)
            except RefusedError as error:
                # what the client still sends is not read
                error.headers.setdefault("Connection", "close")
                raise
            begin = time.perf_counter()
            with self._admission.place():
                kind = request.headers.get("content-type", "")
                work = self._answer(kind, body, model, memory)
                content = await self._within_time(work, request)
        content["notice"] = self._owner.notice
        content["time_ms"] = round(1000 * (time.perf_counter() - begin), 3)
        return JSONResponse(content)

    async def _answer(
        self, kind: str, body: bytes, model: type[Question], memory: Place
    ) -> dict:
        meta, limits = self._owner.meta, self._admission.limits
        loop = asyncio.get_running_loop()

        def read() -> Asked:
            question, picture = read_question(kind, body, model, meta["task"])
            return self._task.read(question, picture, limits)

        with self._owner.expected() as submit:
            if self._task.is_slow:
                asked = await loop.run_in_executor(self._readers, read)
            else:
                asked = read()
            memory.hold(asked.num_bytes)
            future = submit(asked)
        answer = await asyncio.wrap_future(future)
        if not self._task.is_drawn:
            return self._task.tell(answer, meta)
        return await loop.run_in_executor(self._drawers, self._task.tell, answer, meta)

    async def _within_time(self, work: Coroutine, request: Request) -> dict:
        """The result of ``work``, unless it takes too long or the client leaves."""
        limit_s = self._admission.limits.timeout_s
        working = asyncio.ensure_future(work)
        leaving = asyncio.ensure_future(_left(request))
        try:
            done, _ = await asyncio.wait(
                {working, leaving}, timeout=limit_s, return_when=asyncio.FIRST_COMPLETED
            )
            if working in done:
                return working.result()
        finally:
            for each in (working, leaving):
                if not each.done():
                    each.cancel()
        reason = "left" if leaving in done else "timeout"
        self._measures.cancelled.labels(reason).inc()
        if leaving in done:
            raise ClientDisconnect
        raise RefusedError(
            503,
            f"There was no answer within {limit_s:g} seconds",
            "the model is slow, or many requests wait",
            "ask again later, or for less",
            {"Retry-After": "5"},
        )


async def _left(request: Request) -> None:
    """Returns when the client is gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
