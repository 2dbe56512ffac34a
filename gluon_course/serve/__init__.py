"""The web application: one model, one page, ``/predict``; the extra ``serve``."""

from gluon_course.base.startup import require_mxnet
from gluon_course.serve.extra import require_serve

require_mxnet()
require_serve()

from gluon_course.serve.app import create_app  # noqa: E402
from gluon_course.serve.limits import Limits  # noqa: E402
from gluon_course.serve.owner import Owner  # noqa: E402
from gluon_course.serve.refusal import RefusedError  # noqa: E402
from gluon_course.serve.running import (  # noqa: E402
    Server,
    address_of,
    bind,
    is_loopback,
    own_names,
)

__all__ = [
    "Limits",
    "Owner",
    "RefusedError",
    "Server",
    "address_of",
    "bind",
    "create_app",
    "is_loopback",
    "own_names",
]
