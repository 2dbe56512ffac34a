"""Learning-rate schedules, gradient clipping, and SGD that is quick on a CPU.

Servers of ``dist_async`` import this while mxnet itself is still being imported, so its
modules import the parts of mxnet that they need to be made by their names.
"""

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
