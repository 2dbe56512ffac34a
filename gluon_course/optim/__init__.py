"""Learning-rate schedules and gradient clipping."""

from gluon_course.base.startup import require_mxnet

require_mxnet()

from gluon_course.optim.clipping import check_theta, clip_global_norm  # noqa: E402
from gluon_course.optim.schedules import (  # noqa: E402
    Constant,
    Cosine,
    Factor,
    MultiFactor,
    Schedule,
    SquareRoot,
    StepDecay,
    WarmUp,
)

__all__ = [
    "Constant",
    "Cosine",
    "Factor",
    "MultiFactor",
    "Schedule",
    "SquareRoot",
    "StepDecay",
    "WarmUp",
    "check_theta",
    "clip_global_norm",
]
