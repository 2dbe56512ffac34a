"""Real pictures that need no download: those that come with scikit-learn.

1,797 handwritten digits (Alpaydin and Kaynak, UCI, 1998) stand in for the course's
image sets, two photographs for its pictures. Every output says so.
"""

from __future__ import annotations

import gzip
import importlib.util
import sys
from pathlib import Path

import numpy as np

from gluon_course.base.errors import DataError

CLASS_NAMES = tuple("0123456789")
NUM_TEST_PER_CLASS = 36
_SIZE, _SIZE_OUT, _BRIGHTEST = 8, 28, 16
_shown_notices: set[str] = set()


def notice_for(title: str = "") -> str:
    """The sentence that goes with every result on the sample in place of ``title``."""
    notice = "sample data: 1,797 handwritten digits"
    return f"{notice}, not {title}" if title else notice


def show_notice(notice: str) -> None:
    """Print ``notice`` to stderr, once per process."""
    if notice not in _shown_notices:
        _shown_notices.add(notice)
        print(notice, file=sys.stderr)


def sample_digits() -> tuple[tuple, tuple]:
    """The digits at 28x28, split into training and test set.

    The 8x8 digits are enlarged by bilinear interpolation. The split is fixed: 36 of
    each class, drawn once, are the test set.

    Returns
    -------
    (X, y), (X_test, y_test)
        X uint8 (1437, 28, 28, 1) and (360, 28, 28, 1), 0..255; y int32, 0..9.

    Raises
    ------
    DataError
        If scikit-learn is not installed or lacks the file.
    """
    path = _scikit_learn_file("data/digits.csv.gz")
    with gzip.open(path, "rt") as stream:
        rows = np.array([line.split(",") for line in stream], np.float32)
    small, y = rows[:, :-1].reshape(-1, _SIZE, _SIZE), rows[:, -1].astype(np.int32)
    W = _bilinear_weights(_SIZE, _SIZE_OUT)
    large = W @ (small * (255 / _BRIGHTEST)) @ W.T
    X = np.rint(large).clip(0, 255).astype(np.uint8)[..., np.newaxis]
    is_test = np.zeros(len(y), bool)
    random = np.random.RandomState(0)
    for label in range(len(CLASS_NAMES)):
        members = np.flatnonzero(y == label)
        is_test[random.permutation(members)[:NUM_TEST_PER_CLASS]] = True
    return (X[~is_test], y[~is_test]), (X[is_test], y[is_test])


def sample_photos() -> dict[str, Path]:
    """Two photographs of 640x427 pixels: ``china`` (a temple) and ``flower``.

    Returns
    -------
    dict of name to path of a JPEG file

    Raises
    ------
    DataError
        If scikit-learn is not installed or lacks the files.
    """
    return {
        name: _scikit_learn_file(f"images/{name}.jpg") for name in ("china", "flower")
    }


def _bilinear_weights(size: int, size_out: int) -> np.ndarray:
    """Matrix (size_out, size) that interpolates between pixel centres."""
    centres = (np.arange(size_out) + 0.5) * size / size_out - 0.5
    distance = np.abs(centres.clip(0, size - 1)[:, None] - np.arange(size))
    return (1 - distance).clip(0).astype(np.float32)


def _scikit_learn_file(name: str) -> Path:
    # The package is only located: importing it takes a second.
    spec = importlib.util.find_spec("sklearn")
    path = Path(spec.origin).parent / "datasets" / name if spec else Path(name)
    if not path.is_file():
        raise DataError(
            "The embedded sample cannot be read",
            f"scikit-learn is not installed or lacks datasets/{name}",
            "pip install --force-reinstall scikit-learn",
        )
    return path
