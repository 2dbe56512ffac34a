"""Which optimizer forgives a learning rate that is ten times too large or small?"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from gluon_course import viz
from gluon_course.base.errors import ConfigError
from gluon_course.explain.topic import Answer, Check, Table, register_topic
from gluon_course.scratch.optimizers import RULES

DECADES = (1e-4, 1e-3, 1e-2, 1e-1, 1.0, 10.0)
OPTIMIZERS = {
    "sgd": {},
    "momentum": {"momentum": 0.9},
    "adagrad": {},
    "rmsprop": {"gamma": 0.9},
    "adam": {},
    "yogi": {},
}
_SCALES = np.array([3.0, 1.0, 1.0, 0.3, 0.1])  # of the features
_WEIGHTS = np.array([-0.6, -0.4, -0.5, 0.25, -0.2])
_HIGHEST = 10.0  # of the picture
_NUM_SAMPLES, _BATCH, _EPOCHS = 600, 20, 20


def lr_sweep(
    name: str, rates: Sequence[float] = DECADES, loss_scale: float = 1.0
) -> list[float]:
    """Final losses of a linear regression, one for each learning rate.

    600 made-up samples of 5 features whose scales go from 0.1 to 3, 20 epochs of
    batches of 20.

    Parameters
    ----------
    name : str
        Rule of ``scratch.optimizers`` that has a learning rate.
    rates : sequence of float
        Above 0.
    loss_scale : float
        Factor on the loss, and so on all gradients, above 0: what happens when a loss
        is summed instead of averaged, or a target measured in other units.

    Returns
    -------
    list of float
        Mean of ``(y_hat - y)**2 / 2`` without the factor; ``inf`` where it diverged.

    Raises
    ------
    ConfigError
        If there is no such rule.

    Section: 7.8 Adam算法, 3.16 实战Kaggle比赛：房价预测
    """
    if name not in OPTIMIZERS:
        raise ConfigError(f"No sweep for {name!r}", f"known: {', '.join(OPTIMIZERS)}")
    return [_final_loss(name, lr, loss_scale) for lr in rates]


def usable(losses: Sequence[float], least: float, tolerance: float = 0.1) -> int:
    """How many of the losses are at most ``tolerance`` above the least possible.

    Parameters
    ----------
    losses : sequence of float
        As :func:`lr_sweep` returns them.
    least : float
        Loss that cannot be beaten, above 0.
    tolerance : float
        Share of it, 0.1 for 10 %.
    """
    return sum(each <= (1 + tolerance) * least for each in losses)


@register_topic(
    "sensitivity-to-lr",
    "Is Adam less sensitive to the learning rate than SGD?",
    "3.16, 7.8, v2:4.10, v2:11.10",
)
def sensitivity_to_lr() -> Answer:
    """Six optimizers, six decades of rates, and two again with the loss times 100."""
    plain = {name: lr_sweep(name) for name in OPTIMIZERS}
    hundredfold = {name: lr_sweep(name, loss_scale=100) for name in ("sgd", "adam")}
    least = _least_loss()
    tables = [
        Table(
            ("optimizer", *(f"{lr:g}" for lr in DECADES), "usable"),
            [
                (name, *map(_short, losses), usable(losses, least))
                for name, losses in table.items()
            ],
            title,
        )
        for title, table in (
            (f"final loss by learning rate; least possible {least:.3f}", plain),
            ("the same with the loss multiplied by 100", hundredfold),
        )
    ]
    moved = _best(plain["sgd"]) / _best(hundredfold["sgd"])
    change = max(
        abs(a / b - 1) for a, b in zip(plain["adam"], hundredfold["adam"]) if b < 1e6
    )
    picture = viz.semilogy(
        np.log10(DECADES),
        [[min(each, _HIGHEST) for each in losses] for losses in plain.values()],
        list(plain),
        "log10 of the learning rate",
        "final loss",
        title=f"what ends above {_HIGHEST:g} is drawn there",
    )
    return Answer(
        "Less, in two ways. Its step is about lr long whatever the gradients measure, "
        "so multiplying the loss, or a feature, by 100 does not move its good rates, "
        "and a rate that is too large makes it rattle about the goal, not diverge. "
        "SGD's good rates move with the loss, and above 2 / curvature it diverges. "
        "A rate that is too small is too small for both, and AdaGrad, whose rates fall "
        "by themselves, forgives a large one best here.",
        tables=tables,
        checks=[
            Check(
                "SGD diverges at the largest rates, Adam at none",
                math.isinf(plain["sgd"][-1]) and max(plain["adam"]) < math.inf,
            ),
            Check(
                "Adam is usable over at least as many decades, and after a change of "
                "the loss by 100 in the same",
                usable(plain["adam"], least) >= usable(plain["sgd"], least)
                and usable(plain["adam"], least) == usable(hundredfold["adam"], least),
                f"{usable(plain['adam'], least)} of {len(DECADES)}; SGD "
                f"{usable(plain['sgd'], least)}",
            ),
            Check(
                "a loss times 100 wants a rate 100 times smaller from SGD",
                math.isclose(moved, 100, rel_tol=1e-6),
                f"best rate {_best(plain['sgd']):g}, then "
                f"{_best(hundredfold['sgd']):g}",
            ),
            Check(
                "it changes Adam's losses by less than 1 %",
                change < 0.01,
                f"{100 * change:.2g} %",
            ),
        ],
        pictures={"sensitivity-to-lr": picture},
    )


def _samples() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.RandomState(0)
    X = _SCALES * random.standard_normal((_NUM_SAMPLES, len(_SCALES)))
    return X, X @ (_WEIGHTS / _SCALES) + random.standard_normal(_NUM_SAMPLES)


def _least_loss() -> float:
    X, y = _samples()
    w = np.linalg.lstsq(X, y, rcond=None)[0]
    return float(np.square(X @ w - y).mean() / 2)


def _final_loss(name: str, lr: float, loss_scale: float) -> float:
    rule, hyperparams = RULES[name], OPTIMIZERS[name]
    X, y = _samples()
    random, w, state = np.random.RandomState(1), np.zeros(len(_SCALES)), ()
    for _ in range(_EPOCHS):
        order = random.permutation(len(X))
        for i in range(0, len(X), _BATCH):
            j = order[i : i + _BATCH]
            g = loss_scale * X[j].T @ (X[j] @ w - y[j]) / len(j)
            w, state = rule(w, g, state, lr=lr, **hyperparams)
        if not np.abs(w).max() < 1e6:
            return math.inf
    return float(np.square(X @ w - y).mean() / 2)


def _best(losses: Sequence[float]) -> float:
    return DECADES[int(np.argmin(losses))]


def _short(loss: float) -> str:
    return "diverges" if math.isinf(loss) else f"{loss:.3g}"
