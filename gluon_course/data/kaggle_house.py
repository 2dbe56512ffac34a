"""House prices of the Kaggle competition: features, folds, submission file."""

from __future__ import annotations

import csv
import dataclasses
import io
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from mxnet import nd

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.files import write_text
from gluon_course.base.run import RunOptions
from gluon_course.data.info import DataInfo
from gluon_course.data.locating import locate_file

TRAIN_FILE = "kaggle_house_pred_train.csv"
TEST_FILE = "kaggle_house_pred_test.csv"
_ID, _PRICE = "Id", "SalePrice"
# Newer pandas also takes "None" for missing, which is a kind of masonry here.
_MISSING = ["", "NA"]


@dataclasses.dataclass(frozen=True)
class HousePrices:
    """The competition's houses as numbers.

    Attributes
    ----------
    train_features : NDArray of float32, shape (N, D)
        1,460 houses, 331 columns: numeric ones standardised over training and test
        set together, the others as indicators.
    train_labels : NDArray of float32, shape (N, 1)
        Prices in dollars.
    test_features : NDArray of float32, shape (M, D)
        1,459 houses without a price.
    test_ids : numpy.ndarray of int64, shape (M,)
        Their numbers in the competition.
    columns : tuple of str
        Names of the D columns.
    info : DataInfo
        What the set is.
    """

    train_features: nd.NDArray
    train_labels: nd.NDArray
    test_features: nd.NDArray
    test_ids: np.ndarray
    columns: tuple[str, ...]
    info: DataInfo


def house_prices(run: RunOptions | None = None) -> HousePrices:
    """Read and preprocess the house prices as the section does.

    Numeric columns are standardised over training and test set together, then a
    missing value is 0, the mean; every other column becomes one indicator per value,
    "missing" being a value.

    Parameters
    ----------
    run : RunOptions, optional
        ``limit`` takes the first houses of the training set only, after preprocessing.

    Raises
    ------
    DataError
        If the files are not there and cannot be fetched, or lack a column.

    Section: 3.16 实战Kaggle比赛：房价预测
    """
    train, labels, test, ids = read_houses()
    features, columns = _preprocess(train, test)
    limit = (run or RunOptions()).limit
    return HousePrices(
        train_features=nd.array(features[: len(train)][:limit]),
        train_labels=nd.array(labels.reshape(-1, 1)[:limit], dtype=np.float32),
        test_features=nd.array(features[len(train) :]),
        test_ids=ids,
        columns=columns,
        info=DataInfo("house-prices", "Kaggle house prices", (len(columns),)),
    )


def read_houses():
    """The two files of the competition, unprocessed.

    Returns
    -------
    train : pandas.DataFrame, shape (N, 79)
        Without number and price.
    labels : numpy.ndarray, shape (N,)
        The prices.
    test : pandas.DataFrame, shape (M, 79)
        Without number.
    ids : numpy.ndarray of int64, shape (M,)
        Numbers of the houses of ``test``.

    Raises
    ------
    DataError
        If the files are not there and cannot be fetched, or lack a column.
    """
    train = _read(TRAIN_FILE, needed=(_ID, _PRICE))
    test = _read(TEST_FILE, needed=(_ID,))
    return (
        train.drop(columns=[_ID, _PRICE]),
        train[_PRICE].to_numpy(),
        test.drop(columns=[_ID]),
        test[_ID].to_numpy(),
    )


def k_fold(k: int, i: int, X, y):
    """Training and validation part of fold ``i`` of ``k``.

    The samples are cut into k parts of equal length in their order; what remains at
    the end belongs to none, as in the text.

    Parameters
    ----------
    k, i : int
        Number of folds, at least 2, and the one that validates, 0..k-1.
    X, y : NDArray or numpy.ndarray, shapes (N, ...) and (N, ...)
        Features and labels, at least k samples.

    Returns
    -------
    X_train, y_train, X_valid, y_valid
        As the inputs, with N//k*(k-1) and N//k samples.

    Raises
    ------
    ConfigError
        If k or i is out of range.

    Section: 3.16 实战Kaggle比赛：房价预测 (``get_k_fold_data``)
    """
    if not 2 <= k <= len(X) or not 0 <= i < k:
        raise ConfigError(
            f"Fold {i} of {k} for {len(X)} samples",
            "folds are numbered 0..k-1, and k is at least 2, at most the samples",
        )
    size = len(X) // k
    begin, end, stop = i * size, (i + 1) * size, k * size
    return (
        _without(X, begin, end, stop),
        _without(y, begin, end, stop),
        X[begin:end],
        y[begin:end],
    )


def write_submission(path: os.PathLike | str, ids: Sequence, prices) -> Path:
    """Write the file that the competition takes: columns Id and SalePrice.

    Parameters
    ----------
    path : path-like
        Where to write, for example ``submission.csv``.
    ids : sequence of int, length M
        ``HousePrices.test_ids``.
    prices : NDArray or array, M values
        Predictions in dollars.

    Raises
    ------
    DataError
        If the lengths differ, a price is not finite, or the file cannot be written.

    Section: 3.16 实战Kaggle比赛：房价预测 (``train_and_pred``)
    """
    prices = prices.asnumpy() if isinstance(prices, nd.NDArray) else np.asarray(prices)
    prices = prices.reshape(-1)
    if len(ids) != len(prices):
        raise DataError(f"{len(prices)} prices for {len(ids)} houses")
    if not np.isfinite(prices).all():
        raise DataError(
            f"{(~np.isfinite(prices)).sum()} of the predicted prices are not finite",
            "training diverged",
            "take a smaller learning rate",
        )
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([_ID, _PRICE])
    writer.writerows(zip(map(int, ids), map(float, prices)))
    return write_text(path, text.getvalue())


def _read(name: str, needed: tuple[str, ...]):
    import pandas as pd  # slow to import, and only this section wants it

    path = locate_file("house-prices", name)
    try:
        table = pd.read_csv(path, keep_default_na=False, na_values=_MISSING)
    except (ValueError, OSError) as error:
        raise DataError(f"{path} is not a table: {error}") from error
    lacking = [column for column in needed if column not in table]
    if lacking:
        raise DataError(
            f"{path} lacks the column {', '.join(lacking)}",
            "it is another file",
            "delete it and run: gluon-course data fetch house-prices",
        )
    return table


def _preprocess(train, test) -> tuple[np.ndarray, tuple[str, ...]]:
    import pandas as pd

    table = pd.concat((train, test))
    numeric = table.select_dtypes("number").columns
    standardised = (table[numeric] - table[numeric].mean()) / table[numeric].std()
    table[numeric] = standardised.fillna(0)
    table = pd.get_dummies(table, dummy_na=True)
    return table.to_numpy(np.float32), tuple(table.columns)


def _without(array, begin: int, end: int, stop: int):
    """Rows 0..begin-1 and end..stop-1."""
    parts = [part for part in (array[:begin], array[end:stop]) if len(part)]
    if isinstance(array, nd.NDArray):
        return nd.concat(*parts, dim=0)
    return np.concatenate(parts)
