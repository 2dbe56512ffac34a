"""Around every request: it is counted, and its answer has headers for browsers."""

from __future__ import annotations

import time

from starlette.datastructures import MutableHeaders

from gluon_course.serve.measures import Measures

# answers bring their pictures along, as data or blobs; nothing else is loaded
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_METHODS = {"GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"}


class Surroundings:
    """An application of ASGI around another one.

    Parameters
    ----------
    app : callable
        The one inside.
    measures : Measures
    """

    def __init__(self, app, measures: Measures):
        self._app, self._measures = app, measures

    async def __call__(self, scope, receive, send) -> None:
        """Pass a request on and watch what is sent back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begin, status = time.perf_counter(), 500

        async def watch(message):
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, receive, watch)
        finally:
            # names that a client made up would each be kept for ever
            route = scope.get("route")
            path = route.path if route is not None else "other"
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self._measures.requests.labels(path, method, str(status)).inc()
            seconds = time.perf_counter() - begin
            self._measures.seconds.labels(path).observe(seconds)
