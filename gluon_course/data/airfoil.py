"""NASA's airfoil self-noise: the regression that chapter 7 compares optimizers on."""

from __future__ import annotations

import os

import numpy as np
from mxnet import nd

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.run import RunOptions
from gluon_course.data.locating import locate
from gluon_course.data.sample import show_notice

NUM_ROWS, NUM_COLUMNS = 1503, 6
NOTICE = "sample data: made-up rows, not the airfoil measurements"
_MADE_UP = np.array([-0.6, -0.4, -0.5, 0.25, -0.2])  # weights of the generated rows


def airfoil_noise(
    num_rows: int = 1500,
    run: RunOptions | None = None,
    path: os.PathLike | str | None = None,
) -> tuple[nd.NDArray, nd.NDArray]:
    """Features and noise level, each column standardised over all 1,503 rows.

    Parameters
    ----------
    num_rows : int
        Rows to take from the start, 1..1503: 1,500 in the text, while the packaged
        ``d2lzh.get_data_ch7`` takes all.
    run : RunOptions, optional
        ``limit`` takes fewer rows. ``sample`` takes made-up rows instead: five standard
        normal features, a linear target with noise, nothing measured on any airfoil.
    path : path, optional
        The file; by default it is found, or fetched, as every set is.

    Returns
    -------
    features : NDArray of float32, shape (num_rows, 5)
        Frequency, angle, chord, speed, thickness; mean 0 and standard deviation 1.
    labels : NDArray of float32, shape (num_rows,)
        Sound pressure, standardised too.

    Raises
    ------
    DataError
        If the file is not there and cannot be fetched, or is no table of six columns.
    ConfigError
        If ``num_rows`` is out of range.

    Section: 7.3 小批量随机梯度下降 (``get_data_ch7``)
    """
    if not 1 <= num_rows <= NUM_ROWS:
        raise ConfigError(f"num_rows is {num_rows}", action=f"take 1 to {NUM_ROWS}")
    run = run or RunOptions()
    if run.sample:
        show_notice(NOTICE)
    table = _generated(run.seed) if run.sample else _read(path or locate("airfoil"))
    table = (table - table.mean(axis=0)) / table.std(axis=0)
    rows = table[: min(num_rows, run.limit or num_rows)]
    return nd.array(rows[:, :-1]), nd.array(rows[:, -1])


def _read(path: os.PathLike | str) -> np.ndarray:
    try:
        table = np.loadtxt(path, delimiter="\t", ndmin=2)
    except (ValueError, OSError) as error:
        raise DataError(f"{path} is not a table of numbers: {error}") from error
    if table.shape[1] != NUM_COLUMNS or len(table) < 2:
        raise DataError(
            f"{path} is a table of shape {table.shape}, not {(NUM_ROWS, NUM_COLUMNS)}",
            "it is another file",
            "delete it and run: gluon-course data fetch airfoil",
        )
    return table


def _generated(seed: int) -> np.ndarray:
    """Made-up rows in the form of the file; a line explains half of the target."""
    random = np.random.RandomState(seed)
    X = random.standard_normal((NUM_ROWS, NUM_COLUMNS - 1))
    y = X @ _MADE_UP + random.standard_normal(NUM_ROWS)
    return np.column_stack((X, y))
