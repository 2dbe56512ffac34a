"""Boosted trees on a table: when they beat the section's linear net, and when not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gluon_course.data import k_fold
from gluon_course.explain.topic import Answer, Check, Table, register_topic
from gluon_course.metrics import log_rmse

if TYPE_CHECKING:
    import pandas as pd

NUM_HOUSES = 600
FOLDS = 5


def boosted_trees(seed: int = 0):
    """Gradient-boosted trees for prices, with scikit-learn's defaults, untrained.

    They learn the logarithm of the price, so that their squared error is that of the
    competition's measure; predictions come back as prices. Columns of pandas' type
    ``category`` are split by sets of values, missing values go their own way.

    Parameters
    ----------
    seed : int
        Seed of the binning of large tables, 0..2**32-1.

    Returns
    -------
    sklearn.compose.TransformedTargetRegressor
        With ``fit(frame, prices)`` and ``predict(frame)``.

    Section: 3.16 实战Kaggle比赛：房价预测 (which suggests to try other models)
    """
    from sklearn.compose import TransformedTargetRegressor
    from sklearn.ensemble import HistGradientBoostingRegressor

    trees = HistGradientBoostingRegressor(
        categorical_features="from_dtype", random_state=seed
    )
    return TransformedTargetRegressor(trees, func=np.log, inverse_func=np.exp)


def tree_k_fold(
    frame: pd.DataFrame, prices, k: int = FOLDS, seed: int = 0
) -> list[tuple[float, float]]:
    """Train :func:`boosted_trees` on the folds of the section and measure each.

    Parameters
    ----------
    frame : pandas.DataFrame, shape (N, D)
        Such as ``data.house_frames().train_features``.
    prices : array, shape (N,)
        Positive prices.
    k : int
        Folds, 2..N; those of :func:`gluon_course.data.k_fold`, in the rows' order.
    seed : int
        As for :func:`boosted_trees`.

    Returns
    -------
    list of (float, float)
        Log RMSE on the training and on the validation part of each fold.

    Raises
    ------
    ConfigError
        If k is out of range.

    Section: 3.16 实战Kaggle比赛：房价预测 (``k_fold``)
    """
    prices, rows, errors = np.asarray(prices), np.arange(len(frame)), []
    for i in range(k):
        train, _, valid, _ = k_fold(k, i, rows, rows)
        model = boosted_trees(seed).fit(frame.iloc[train], prices[train])
        errors.append(
            tuple(
                log_rmse(model.predict(frame.iloc[part]), prices[part])
                for part in (train, valid)
            )
        )
    return errors


@register_topic("trees", "Would boosted trees do better on a table?", "3.16, v2:4.10")
def trees() -> Answer:
    """A linear model and boosted trees on two made-up housing markets."""
    frame = _made_up_houses()
    area, age, zone = (frame[name].to_numpy() for name in ("area", "age", "zone"))
    base = 50_000 + 1_500 * area - 800 * age
    markets = {
        "price linear in area and age": base + 20_000 * (zone == "lake"),
        "price jumps: old lakeside houses": base
        * np.where((zone == "lake") & (age > 40), 2.5, 1.0)
        * np.where(area > 110, 1.3, 1.0),
    }
    rows = []
    for name, prices in markets.items():
        by_trees = np.mean([valid for _, valid in tree_k_fold(frame, prices)])
        rows.append((name, _linear_k_fold(frame, prices), by_trees))
    (_, line_smooth, trees_smooth), (_, line_jumps, trees_jumps) = rows
    return Answer(
        "Trees cut the table into boxes and give each a price; they need no scaling "
        "and no indicator columns, and find thresholds and combinations by "
        "themselves. Where the truth is a straight line they can only approach it by "
        "steps. On the houses of section 3.16 the script prints both; there the trees "
        "win.",
        tables=[
            Table(
                ("made-up market", "linear", "trees"),
                [(name, f"{a:.3f}", f"{b:.3f}") for name, a, b in rows],
                f"Log RMSE on {FOLDS} folds of {NUM_HOUSES} houses",
            )
        ],
        checks=[
            Check("the line wins where prices are linear", line_smooth < trees_smooth),
            Check("the trees win where prices jump", trees_jumps < line_jumps),
        ],
    )


def _made_up_houses() -> pd.DataFrame:
    import pandas as pd

    rng = np.random.default_rng(0)
    zones = rng.choice(["lake", "town", "hill"], NUM_HOUSES)
    return pd.DataFrame(
        {
            "area": rng.uniform(50, 200, NUM_HOUSES),
            "age": rng.uniform(0, 80, NUM_HOUSES),
            "zone": pd.Categorical(zones),
        }
    )


def _linear_k_fold(frame: pd.DataFrame, prices) -> float:
    """Mean validation log RMSE of least squares, the optimum of one dense layer."""
    import pandas as pd

    X = pd.get_dummies(frame).assign(bias=1.0).to_numpy(np.float64)
    errors = []
    for i in range(FOLDS):
        X_train, y_train, X_valid, y_valid = k_fold(FOLDS, i, X, prices)
        w, *_ = np.linalg.lstsq(X_train, y_train, rcond=None)
        errors.append(log_rmse(X_valid @ w, y_valid))
    return float(np.mean(errors))
