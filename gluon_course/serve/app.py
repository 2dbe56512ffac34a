"""The web application around one model."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import mxnet as mx
from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, Response

from gluon_course import __version__
from gluon_course.base.errors import CourseError, reason_of
from gluon_course.predict import load_predictor
from gluon_course.serve.admission import Admission
from gluon_course.serve.body import ClientDisconnect
from gluon_course.serve.description import describe, title
from gluon_course.serve.files import INDEX, docs_page, page_files
from gluon_course.serve.hosts import Hosts
from gluon_course.serve.limits import Limits
from gluon_course.serve.measures import CONTENT_TYPE, Measures
from gluon_course.serve.middleware import Surroundings
from gluon_course.serve.operation import predict_operation
from gluon_course.serve.owner import Owner
from gluon_course.serve.predicting import Predicting
from gluon_course.serve.refusal import RefusedError, as_response
from gluon_course.serve.schema.answers import Health, ModelFacts
from gluon_course.serve.tasks import TASKS

DECODERS = 2
"""Threads that read pictures."""


def create_app(
    folder: os.PathLike | str,
    limits: Limits | None = None,
    *,
    ctx: mx.Context | None = None,
    predictor: object = None,
    hosts: Iterable[str] | None = None,
) -> FastAPI:
    """The application that serves a model.

    Parameters
    ----------
    folder : path
        A run or an export, as for :func:`~gluon_course.predict.load_predictor`.
    limits : Limits, optional
        What requests may ask for.
    ctx : Context, optional
        Where to compute; the CPU by default.
    predictor : optional
        A predictor in memory, which takes the place of that in ``folder``.
    hosts : iterable of str, optional
        The names that it answers to; to any by default. See
        :func:`~gluon_course.serve.own_names`.

    Returns
    -------
    FastAPI
        Its model is loaded. ``app.state.owner`` is the thread that has it, ended with
        the application; ``app.state.admission`` knows how many requests are worked on.

    Raises
    ------
    ExportError
        If there is no sound export in ``folder``, or none that predicts.
    """
    limits = limits or Limits()
    admission = Admission(limits)
    measures = Measures(lambda: admission.taken, lambda: admission.held)

    def load():
        if predictor is not None:
            return predictor
        found = load_predictor(folder, ctx)
        TASKS[found.meta["task"]].warm(found)
        return found

    def ask(model, items, options):
        return TASKS[model.meta["task"]].ask(model, items, options)

    owner = Owner(
        load, ask, limits.batch, limits.delay_ms / 1000, measures.batches.observe
    )
    readers = ThreadPoolExecutor(DECODERS, "reader")
    drawers = ThreadPoolExecutor(1, "drawer")  # matplotlib is not made for several

    @contextlib.asynccontextmanager
    async def lifespan(app):
        yield
        # off the loop: what is in the queue is answered first
        await asyncio.get_running_loop().run_in_executor(None, owner.stop)
        readers.shutdown(wait=False)
        drawers.shutdown(wait=False)

    name = title(owner.meta)
    app = FastAPI(
        title=f"gluon_course: {name}",
        description=f"A model for {owner.meta['task']}. {owner.notice}".strip(),
        version=__version__,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.owner, app.state.admission, app.state.measures = (
        owner,
        admission,
        measures,
    )
    predicting = Predicting(owner, admission, measures, readers, drawers)
    _add_predict(app, predicting, owner.meta["task"], limits)
    _add_facts(app, describe(owner.meta, limits))
    _add_page(app)
    _add_errors(app)
    if hosts is not None:
        app.add_middleware(Hosts, names=hosts)
    app.add_middleware(Surroundings, measures=measures)
    return app


def _add_predict(
    app: FastAPI, predicting: Predicting, task: str, limits: Limits
) -> None:
    model, settings = predict_operation(task, limits)

    @app.post("/predict", **settings)
    async def predict(request: Request) -> Response:
        return await predicting(request, model)


def _add_facts(app: FastAPI, facts: dict) -> None:
    admission, measures = app.state.admission, app.state.measures
    about = JSONResponse(facts)

    @app.get("/model", response_model=ModelFacts, description="The model.")
    async def model() -> Response:
        return about

    @app.get("/health", response_model=Health, description="Whether it is ready.")
    async def health() -> Response:
        return JSONResponse(
            {
                "status": "draining" if admission.is_draining else "ready",
                "model": facts["title"],
                "task": facts["task"],
                "waiting": admission.taken,
            }
        )

    @app.get(
        "/metrics",
        response_class=Response,
        description="Figures for Prometheus.",
        responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    )
    async def metrics() -> Response:
        return Response(measures.text(), media_type=CONTENT_TYPE)


def _add_page(app: FastAPI) -> None:
    files = page_files()

    def file(name: str) -> Response:
        if name not in files:
            raise HTTPException(404)
        content, kind = files[name]
        return Response(content, headers={"Content-Type": kind})

    @app.get("/", include_in_schema=False)
    async def index() -> Response:
        return file(INDEX)

    @app.get("/page/{name}", include_in_schema=False)
    async def page(name: str) -> Response:
        return file(name)

    @app.get("/docs", include_in_schema=False)
    async def docs() -> Response:
        return HTMLResponse(docs_page(app.openapi()))


def _add_errors(app: FastAPI) -> None:
    @app.exception_handler(CourseError)
    async def mistake(request: Request, error: CourseError) -> Response:
        return as_response(error)

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        method, path = request.method, request.url.path[:200]
        what = f"There is nothing at {path}"
        if error.status_code == 405:
            what = f"{path} takes no {method}"
        action = "see /docs"
        return as_response(
            RefusedError(error.status_code, what, "", action, dict(error.headers or {}))
        )

    @app.exception_handler(ClientDisconnect)
    async def gone(request: Request, error: ClientDisconnect) -> Response:
        return Response(status_code=400)  # nobody reads it

    @app.exception_handler(Exception)
    async def failed(request: Request, error: Exception) -> Response:
        reason = f"{type(error).__name__}: {reason_of(error)}"
        return as_response(
            RefusedError(
                500, f"The model failed: {reason}", "", "tell who runs the server"
            )
        )
