"""k-fold cross-validation: a score from every fold, their mean and their spread."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np

from gluon_course import data
from gluon_course.explain.topic import Answer, Check, Table, register_topic

K, DEGREES = 5, (1, 2, 3, 4, 6)


@dataclasses.dataclass(frozen=True)
class FoldReport:
    """Scores of the folds.

    Attributes
    ----------
    train, valid : tuple of float, length k
        Score on the training and on the validation part of each fold.
    """

    train: tuple[float, ...]
    valid: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Mean of the validation scores."""
        return float(np.mean(self.valid))

    @property
    def spread(self) -> float:
        """Standard deviation of the validation scores, with k - 1 below the line."""
        return float(np.std(self.valid, ddof=1))

    @property
    def standard_error(self) -> float:
        """Spread of the mean, as if the folds were independent: spread / sqrt(k).

        They share training samples, so it is rather too small.
        """
        return self.spread / len(self.valid) ** 0.5


def k_fold_report(k: int, X, y, fit: Callable, score: Callable) -> FoldReport:
    """Fit on all folds but one and score on that one, for each in turn.

    Parameters
    ----------
    k : int
        Number of folds, 2..N. The N mod k samples at the end belong to none.
    X, y : NDArray or numpy.ndarray, shapes (N, ...) and (N, ...)
        In an order that means nothing: shuffle them before.
    fit : callable
        ``fit(X_train, y_train)`` to a model; called anew for each fold.
    score : callable
        ``score(model, X, y)`` to a number.

    Raises
    ------
    ConfigError
        If k is out of range.

    Section: 3.16 实战Kaggle比赛：房价预测 (``k_fold``)
    """
    train, valid = [], []
    for i in range(k):
        X_train, y_train, X_valid, y_valid = data.k_fold(k, i, X, y)
        model = fit(X_train, y_train)
        train.append(float(score(model, X_train, y_train)))
        valid.append(float(score(model, X_valid, y_valid)))
    return FoldReport(tuple(train), tuple(valid))


@register_topic(
    "k-fold", "What does k-fold cross-validation tell?", "3.11, 3.16, v2:4.4"
)
def k_fold() -> Answer:
    """Choose the degree of a polynomial from 100 samples; a check with scikit-learn."""
    from sklearn.linear_model import LinearRegression
    from sklearn.model_selection import KFold, cross_val_score

    x, _, y = (
        each.asnumpy().astype(float) for each in data.polynomial(num_samples=100)
    )
    rows, reports, theirs = [], {}, {}
    for degree in DEGREES:
        X = x ** np.arange(1, degree + 1)
        report = reports[degree] = k_fold_report(K, X, y, _fit, _squared_error)
        rows.append(
            (
                degree,
                *(f"{each:.3g}" for each in report.valid),
                f"{report.mean:.3g}",
                f"{report.spread:.2g}",
            )
        )
        theirs[degree] = -cross_val_score(
            LinearRegression(), X, y, scoring="neg_mean_squared_error", cv=KFold(K)
        )
    kept = [data.k_fold(K, i, np.arange(103), np.arange(103))[3] for i in range(K)]
    best = min(reports, key=lambda degree: reports[degree].mean)
    cubic, fourth = reports[3], reports[4]
    return Answer(
        "Every sample serves for validation once and for training k - 1 times, so the "
        "mean of the k scores uses all the data there is. The spread between the folds "
        "says how far to trust it: models whose means differ by less than that "
        "cannot be told apart. The folds choose the model; train that one "
        "on all the data afterwards.",
        tables=[
            Table(
                ("degree", *(f"fold {i}" for i in range(1, K + 1)), "mean", "spread"),
                rows,
                "Squared error on the validation part; the truth is of degree 3",
            )
        ],
        checks=[
            Check(
                "the folds are disjoint, and N mod k samples are in none",
                np.array_equal(np.concatenate(kept), np.arange(100)),
                "100 of 103 samples in 5 folds",
            ),
            Check(
                "scikit-learn gets the same score for each fold",
                all(
                    np.allclose(reports[each].valid, theirs[each], rtol=1e-6)
                    for each in DEGREES
                ),
            ),
            Check(
                "degrees 1 and 2 are ruled out: ten spreads of the best above it",
                all(
                    reports[each].mean > reports[best].mean + 10 * reports[best].spread
                    for each in (1, 2)
                ),
            ),
            Check(
                "degrees 3 and 4 cannot be told apart: take the simpler one",
                abs(fourth.mean - cubic.mean) < cubic.spread,
                f"{fourth.mean - cubic.mean:+.1g} with a spread of {cubic.spread:.1g}",
            ),
        ],
    )


def _fit(X: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Least squares with a constant: shape (D + 1,)."""
    return np.linalg.lstsq(_with_ones(X), y, rcond=None)[0]


def _squared_error(w: np.ndarray, X: np.ndarray, y: np.ndarray) -> float:
    return float(np.square(_with_ones(X) @ w - y).mean())


def _with_ones(X: np.ndarray) -> np.ndarray:
    return np.column_stack((np.ones(len(X)), X))
