"""Dropout: how many units it drops, and what stays the same on average."""

from __future__ import annotations

import math

import numpy as np
from mxnet import autograd, nd
from mxnet.gluon import nn

from gluon_course import scratch, viz
from gluon_course.base.errors import ConfigError
from gluon_course.base.seeds import seed_everything
from gluon_course.explain.topic import Answer, Check, Table, register_topic

SIZE, RATE, DRAWS = 256, 0.5, 4000


def dropped_counts(Y) -> np.ndarray:
    """How many units of each row are zero.

    Parameters
    ----------
    Y : NDArray, shape (N, D)
        Output of dropout for inputs that are not zero themselves.

    Returns
    -------
    numpy.ndarray of int, shape (N,)
    """
    return (Y == 0).sum(axis=1).asnumpy().astype(int)


def binomial(size: int, rate: float) -> np.ndarray:
    """Probability that dropout drops k of ``size`` units, for k = 0..size.

    Parameters
    ----------
    size : int
        At least 1.
    rate : float
        Probability of each unit to be dropped, 0 < rate < 1.

    Returns
    -------
    numpy.ndarray, shape (size + 1,)
        Adds up to 1; its mean is ``size * rate``, its variance
        ``size * rate * (1 - rate)``.

    Raises
    ------
    ConfigError
        If an argument is out of range.
    """
    if size < 1 or not 0 < rate < 1:
        raise ConfigError(
            f"{size} units with rate {rate}", action="choose size >= 1, 0 < rate < 1"
        )
    log = math.lgamma(size + 1)
    return np.array(
        [
            math.exp(
                log
                - math.lgamma(k + 1)
                - math.lgamma(size - k + 1)
                + k * math.log(rate)
                + (size - k) * math.log1p(-rate)
            )
            for k in range(size + 1)
        ]
    )


@register_topic(
    "dropout", "Does dropout drop a fixed share of the units?", "3.13, v2:4.6"
)
def dropout() -> Answer:
    """Count what 4,000 draws drop; compare with the binomial law and the mean."""
    seed_everything(0)
    X = nd.ones((DRAWS, SIZE))
    layer = nn.Dropout(RATE)
    with autograd.train_mode():
        outputs = {
            "from scratch": scratch.dropout(X, RATE),
            "nn.Dropout": layer(X),
        }
    in_prediction = layer(X)
    mean, deviation = SIZE * RATE, (SIZE * RATE * (1 - RATE)) ** 0.5
    counts = {name: dropped_counts(Y) for name, Y in outputs.items()}
    values = {name: np.unique(Y.asnumpy()).tolist() for name, Y in outputs.items()}
    exact = {name: float((each == mean).mean()) for name, each in counts.items()}
    law = binomial(SIZE, RATE)
    ks = np.arange(int(mean - 4 * deviation), int(mean + 4 * deviation) + 1)
    shares = [
        np.bincount(each, minlength=SIZE + 1)[ks] / DRAWS for each in counts.values()
    ]
    rows = [("binomial law", mean, f"{deviation:.2f}", "0..256", f"{law[128]:.3f}")]
    for name, each in counts.items():
        span = f"{each.min()}..{each.max()}"
        cells = f"{each.mean():.2f}", f"{each.std():.2f}", span, f"{exact[name]:.3f}"
        rows.append((name, *cells))
    error = 5 / DRAWS**0.5  # five deviations of the mean of DRAWS values 0 or 2
    return Answer(
        "No. Each unit is dropped with probability p, by a draw of its own, so the "
        "number of dropped units is random: binomial, with mean n p and standard "
        "deviation sqrt(n p (1 - p)). Exactly n p are dropped only now and then. What "
        "is kept is divided by 1 - p, so the expectation of every unit stays what it "
        "was; in prediction nothing is dropped.",
        tables=[
            Table(
                ("dropped of 256", "mean", "deviation", "range", "exactly 128"),
                rows,
                f"p = {RATE}, {DRAWS:,} draws each; the last column is a share of them",
            )
        ],
        pictures={
            "dropped": viz.plot(
                ks,
                [law[ks], *shares],
                ["binomial law", *counts],
                "dropped units of 256",
                "share of draws",
                title="Dropout drops a random number of units",
            )
        },
        checks=[
            Check(
                "the number of dropped units varies as the binomial law says",
                all(
                    abs(each.mean() - mean) < 4 * deviation / DRAWS**0.5
                    and abs(each.std() / deviation - 1) < 0.06
                    for each in counts.values()
                ),
            ),
            Check(
                "more than 9 draws of 10 do not drop exactly half",
                all(each < 0.1 for each in exact.values()),
            ),
            Check(
                "a unit of 1 becomes 0 or 1 / (1 - p) = 2",
                all(each == [0, 2] for each in values.values()),
            ),
            Check(
                "the mean over all draws is still 1 for each of the 256 units",
                all(
                    np.abs(Y.mean(axis=0).asnumpy() - 1).max() < error
                    for Y in outputs.values()
                ),
                f"within {error:.2f}, five standard errors",
            ),
            Check(
                "in prediction nothing changes",
                (in_prediction == X).min().asscalar() == 1,
            ),
        ],
    )
