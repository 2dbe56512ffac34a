"""Answers that are none: a status, and what, why and what to do as JSON."""

from __future__ import annotations

from starlette.responses import JSONResponse, Response

from gluon_course.base.errors import CourseError


class RefusedError(CourseError):
    """A request that is not answered.

    Parameters
    ----------
    status : int
        Status of HTTP.
    what, cause, action : str
        As for :class:`~gluon_course.base.errors.CourseError`.
    headers : dict of str to str, optional
        Further headers, such as ``Retry-After``.
    """

    def __init__(
        self,
        status: int,
        what: str,
        cause: str = "",
        action: str = "",
        headers: dict[str, str] | None = None,
    ):
        super().__init__(what, cause, action)
        self.status, self.headers = status, headers or {}


def as_response(error: CourseError) -> Response:
    """The error as JSON; a mistake that a predictor names is 400."""
    status = getattr(error, "status", 400)
    parts = {"what": error.what, "cause": error.cause, "action": error.action}
    return JSONResponse(
        {"error": parts}, status, headers=getattr(error, "headers", None)
    )
