"""The house prices as tables: columns as they are, for learners that split on values.

A tree compares a column with a threshold, or asks whether a value is in a set. It wants
no standardisation and no indicator columns, and takes a missing value as it is.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

from gluon_course.base.run import RunOptions
from gluon_course.data.kaggle_house import read_houses

if TYPE_CHECKING:
    import pandas as pd


@dataclasses.dataclass(frozen=True)
class HouseFrames:
    """The competition's houses as data frames.

    Attributes
    ----------
    train_features : pandas.DataFrame, shape (N, 79)
        1,460 houses. Numeric columns are float64, the others of pandas' type
        ``category``, with the same categories as in ``test_features``; a missing value
        is NaN in both.
    train_labels : numpy.ndarray of float64, shape (N,)
        Prices in dollars.
    test_features : pandas.DataFrame, shape (M, 79)
        1,459 houses without a price.
    test_ids : numpy.ndarray of int64, shape (M,)
        Their numbers in the competition.
    """

    train_features: pd.DataFrame
    train_labels: np.ndarray
    test_features: pd.DataFrame
    test_ids: np.ndarray


def house_frames(run: RunOptions | None = None) -> HouseFrames:
    """Read the house prices as frames, for scikit-learn's trees and AutoGluon.

    ``HistGradientBoostingRegressor(categorical_features="from_dtype")`` takes the
    frames as they are; libraries that want one frame with the price in it get it by
    ``train_features.assign(SalePrice=train_labels)``.

    Parameters
    ----------
    run : RunOptions, optional
        ``limit`` takes the first houses of the training set only.

    Raises
    ------
    DataError
        If the files are not there and cannot be fetched, or lack a column.

    Section: 3.16 实战Kaggle比赛：房价预测
    (chapter_deep-learning-basics/kaggle-house-price)
    """
    import pandas as pd

    train, labels, test, ids = read_houses()
    table = pd.concat((train, test), ignore_index=True)
    for name in table:
        is_number = pd.api.types.is_numeric_dtype(table[name])
        table[name] = table[name].astype("float64" if is_number else "category")
    limit = (run or RunOptions()).limit
    return HouseFrames(
        train_features=table[: len(train)][:limit],
        train_labels=labels.astype(np.float64)[:limit],
        test_features=table[len(train) :].reset_index(drop=True),
        test_ids=ids,
    )
