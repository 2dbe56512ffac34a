"""Under- and overfitting: the error by the capacity of the model, and by the data."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gluon_course import viz
from gluon_course.base.errors import ConfigError
from gluon_course.explain.topic import Answer, Check, Table, register_topic

DEGREES = tuple(range(13))
NOISE = 0.1


def capacity_sweep(
    degrees: Sequence[int] = DEGREES,
    num_train: int = 20,
    num_test: int = 1000,
    noise: float = NOISE,
    seed: int = 0,
) -> list[dict]:
    """Fit polynomials of each degree to samples of a cubic, exactly, by least squares.

    The truth is section 3.11's, 5 + 1.2 x - 3.4 x² + 5.6 x³ with noise, but x is
    uniform in [-1, 1], where high powers stay small. A degree d has d + 1 weights.

    Parameters
    ----------
    degrees : sequence of int
        0 or more.
    num_train, num_test : int
        Samples, at least 1.
    noise : float
        Standard deviation of the noise, so that ``noise**2`` is the least squared
        error there can be on new samples.
    seed : int
        Seed, 0..2**31-1.

    Returns
    -------
    list of dict
        ``degree``, ``train`` and ``test`` (mean squared errors).

    Raises
    ------
    ConfigError
        If a degree is negative or there are no samples.

    Section: 3.11 模型选择、欠拟合和过拟合
    """
    if min(degrees) < 0 or min(num_train, num_test) < 1:
        raise ConfigError(
            f"Degrees {tuple(degrees)} with {num_train} and {num_test} samples",
            action="degrees are 0 or more, and there is a sample at least",
        )
    random = np.random.RandomState(seed)
    x = random.uniform(-1, 1, num_train + num_test)
    y = 5 + 1.2 * x - 3.4 * x**2 + 5.6 * x**3
    y += random.normal(0, noise, len(x))
    rows = []
    for degree in degrees:
        # Legendre polynomials span what the powers span, without rounding trouble
        X = np.polynomial.legendre.legvander(x, degree)
        w = np.linalg.lstsq(X[:num_train], y[:num_train], rcond=None)[0]
        errors = np.square(X @ w - y)
        rows.append(
            {
                "degree": degree,
                "train": float(errors[:num_train].mean()),
                "test": float(errors[num_train:].mean()),
            }
        )
    return rows


@register_topic(
    "capacity", "When does a model underfit, when does it overfit?", "3.11, v2:4.4"
)
def capacity() -> Answer:
    """Degrees 0 to 12 on 20 samples, then the same degrees on 500."""
    few, many = capacity_sweep(), capacity_sweep(num_train=500)
    best = min(few, key=lambda row: row["test"])
    train = [row["train"] for row in few]
    rows = [
        (
            row["degree"],
            *(
                f"{each[part]:.2g}"
                for each in (row, other)
                for part in ("train", "test")
            ),
        )
        for row, other in zip(few, many)
    ]
    picture = viz.semilogy(
        DEGREES,
        [train, [row["test"] for row in few], [row["test"] for row in many]],
        ["train, 20 samples", "test, 20 samples", "test, 500 samples"],
        "degree of the polynomial",
        "mean squared error",
        title="A cubic with noise, fitted by polynomials",
    )
    return Answer(
        "A model that is too small for the truth has a large error on training and on "
        "test data: it underfits, and more data does not help. A model that is large "
        "for its data fits the noise too: its training error falls on while the test "
        "error rises. How much capacity is too much depends on the number of samples.",
        tables=[
            Table(
                ("degree", "train, 20", "test, 20", "train, 500", "test, 500"),
                rows,
                f"Mean squared errors; the noise alone makes {NOISE**2:g}",
            )
        ],
        pictures={"capacity": picture},
        checks=[
            Check(
                "more capacity never raises the training error",
                all(a >= b - 1e-12 for a, b in zip(train, train[1:])),
            ),
            Check(
                "degree 1 underfits: both errors are 10 times the noise, also with "
                "500 samples",
                min(few[1]["train"], few[1]["test"], many[1]["test"]) > 10 * NOISE**2,
            ),
            Check(
                "with 20 samples the lowest test error is at the true degree",
                best["degree"] == 3,
                f"degree {best['degree']}, {best['test']:.2g}",
            ),
            Check(
                "degree 12 overfits 20 samples: train below the noise, test far above",
                few[12]["train"] < NOISE**2 < few[12]["test"] / 3,
                f"{few[12]['train']:.2g} and {few[12]['test']:.2g}",
            ),
            Check(
                "with 500 samples it does not",
                many[12]["test"] < 1.1 * many[3]["test"],
                f"{many[12]['test']:.2g}",
            ),
        ],
    )
