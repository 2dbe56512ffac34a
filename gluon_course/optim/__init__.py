"""Learning-rate schedules, gradient clipping, and SGD that is quick on a CPU."""

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
from gluon_course.optim.sgd import SGD  # noqa: E402

__all__ = [
    "SGD",
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
