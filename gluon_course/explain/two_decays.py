"""Weight decay and learning-rate decay: one moves the goal, the other the pace."""

from __future__ import annotations

import math
from collections.abc import Callable

import mxnet as mx
from mxnet import nd

from gluon_course import optim, viz
from gluon_course.base.errors import ConfigError
from gluon_course.explain.topic import Answer, Check, Table, register_topic

GOAL, CURVATURE = 2.0, 1.0
_STEPS, _LR, _WD = 60, 0.2, 0.5


def shrink_factor(lr: float, weight_decay: float) -> float:
    """What a step of SGD multiplies a weight by before the gradient moves it.

    Parameters
    ----------
    lr, weight_decay : float
        0 or more; ``wd`` of a Gluon trainer is the second.

    Returns
    -------
    float
        ``1 - lr * weight_decay``. It changes with a schedule, for both are in it.

    Raises
    ------
    ConfigError
        If a value is negative.

    Section: 3.12 权重衰减 (chapter_deep-learning-basics/weight-decay)
    """
    if lr < 0 or weight_decay < 0:
        raise ConfigError(f"A rate of {lr} and a decay of {weight_decay} below 0")
    return 1 - lr * weight_decay


def weights_over_time(
    schedule: Callable[[float], float], weight_decay: float, num_steps: int = _STEPS
) -> list[float]:
    """The weight that MXNet's SGD takes from 0 towards 2, step by step.

    The loss is ``(w - 2)**2 / 2``; one step counts as an epoch of the schedule.

    Parameters
    ----------
    schedule : callable
        Learning rate by the number of steps made, such as an ``optim.Schedule``.
    weight_decay : float
        0 or more.
    num_steps : int
        0 or more.

    Returns
    -------
    list of float, length num_steps + 1
    """
    sgd, w = mx.optimizer.SGD(wd=weight_decay), nd.zeros(1)
    weights = [0.0]
    for t in range(num_steps):
        sgd.set_learning_rate(schedule(t))
        sgd.update(0, w, CURVATURE * (w - GOAL), None)
        weights.append(w.asscalar().item())
    return weights


@register_topic(
    "two-decays",
    "Is weight decay the same as learning-rate decay?",
    "3.12, 7.3, 9.12, v2:4.5, v2:11.11",
)
def two_decays() -> Answer:
    """The same descent with neither decay, with each, and with both."""
    steady, falling = optim.Constant(_LR), optim.StepDecay(_LR, period=4, factor=0.9)
    runs = {
        "neither": (steady, 0.0),
        "weight decay": (steady, _WD),
        "learning-rate decay": (falling, 0.0),
        "both": (falling, _WD),
    }
    ways = {name: weights_over_time(*run) for name, run in runs.items()}
    rows = [
        (
            name,
            f"{schedule(_STEPS - 1):.4f}",
            f"{shrink_factor(schedule(0), wd):.4f}",
            f"{shrink_factor(schedule(_STEPS - 1), wd):.4f}",
            f"{ways[name][-1]:.4f}",
        )
        for name, (schedule, wd) in runs.items()
    ]
    goal_decayed = CURVATURE * GOAL / (CURVATURE + _WD)
    ends = {name: way[-1] for name, way in ways.items()}
    picture = viz.plot(
        list(range(_STEPS + 1)), list(ways.values()), list(ways), "step", "weight"
    )
    return Answer(
        "No. Weight decay multiplies every weight by 1 - lr * wd at each step, so that "
        "training ends at smaller weights: it changes what is learnt. A learning-rate "
        "schedule changes how far each step goes, and not where the steps lead. The "
        "two meet in the factor only: when the rate falls, so does the shrinking.",
        tables=[
            Table(
                ("decay", "last rate", "first factor", "last factor", "ends at"),
                rows,
                f"a weight from 0 towards {GOAL:g}, lr {_LR:g}, wd {_WD:g}, "
                f"{_STEPS} steps",
            )
        ],
        checks=[
            Check(
                "without a gradient MXNet's SGD multiplies by 1 - lr * wd",
                _shrinks_as_told(),
                "20 steps of a falling rate",
            ),
            Check(
                "weight decay ends where slope and decay cancel, schedule or not",
                all(
                    math.isclose(ends[each], goal_decayed, abs_tol=0.01)
                    for each in ("weight decay", "both")
                ),
                f"{goal_decayed:.4f}",
            ),
            Check(
                "the schedule alone ends at the goal, as without it",
                all(
                    math.isclose(ends[each], GOAL, abs_tol=0.01)
                    for each in ("neither", "learning-rate decay")
                ),
            ),
            Check(
                "Adam does not shrink by that factor: MXNet adds wd * w to the "
                "gradient, whose size Adam divides away",
                not math.isclose(_after_adam(), shrink_factor(_LR, _WD), abs_tol=0.01),
                f"{_after_adam():.3f}, not {shrink_factor(_LR, _WD):.3f}",
            ),
        ],
        pictures={"two-decays": picture},
    )


def _shrinks_as_told() -> bool:
    schedule, expected, w = optim.StepDecay(_LR, 4, 0.9), 1.0, nd.ones(1)
    sgd = mx.optimizer.SGD(wd=_WD)
    for t in range(20):
        sgd.set_learning_rate(schedule(t))
        sgd.update(0, w, nd.zeros(1), None)
        expected *= shrink_factor(schedule(t), _WD)
    return math.isclose(w.asscalar(), expected, rel_tol=1e-5)


def _after_adam() -> float:
    """A weight of 1 after one step of Adam without a gradient."""
    adam, w = mx.optimizer.Adam(learning_rate=_LR, wd=_WD), nd.ones(1)
    adam.update(0, w, nd.zeros(1), adam.create_state(0, w))
    return w.asscalar().item()
