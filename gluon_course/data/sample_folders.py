"""The embedded digits as folders of pictures, in the layouts of chapter 9.

With ``--sample`` a section that reads folders can so be run without a download.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from gluon_course.base.errors import ConfigError
from gluon_course.base.files import new_folder
from gluon_course.base.paths import cache_root
from gluon_course.base.sealed import is_sealed, seal
from gluon_course.data.locks import locked
from gluon_course.data.sample import notice_for, sample_digits, show_notice

LAYOUTS = {
    "hotdog": "one folder for each class below train and test",
    "cifar10": "train, test and trainLabels.csv",
    "dog": "train, test and labels.csv",
}
_NUM_TRAIN, _NUM_TEST = 20, 4  # of each class, so that a run takes seconds


def sample_folder(layout: str) -> Path:
    """A folder of small pictures of digits, made in the cache when first asked for.

    Parameters
    ----------
    layout : {"hotdog", "cifar10", "dog"}
        ``hotdog`` has two classes (digit-0, digit-1) in folders; the contests have ten
        and a table of labels, and test pictures without labels.

    Returns
    -------
    Path
        20 pictures of each class to train on and 4 to test on, PNG, 28x28.

    Raises
    ------
    ConfigError
        If there is no such layout.
    DataError
        If the sample is not installed or the cache cannot be written.
    """
    if layout not in LAYOUTS:
        raise ConfigError(f"There is no layout {layout!r}", f"known: {list(LAYOUTS)}")
    show_notice(notice_for(layout))
    folder = cache_root() / "sample-folders" / layout
    if not is_sealed(folder):
        with locked(folder, "writes pictures of digits"):
            if not is_sealed(folder):
                with new_folder(folder) as temporary:
                    _write(temporary, layout)
                    seal(temporary)
    return folder


def _write(folder: Path, layout: str) -> None:
    train, test = sample_digits()
    for part, (X, y), count in (
        ("train", train, _NUM_TRAIN),
        ("test", test, _NUM_TEST),
    ):
        rows = np.concatenate([np.flatnonzero(y == k)[:count] for k in range(10)])
        if layout == "hotdog":
            rows = rows[: 2 * count]
        lines = ["id,breed" if layout == "dog" else "id,label"]
        for number, row in enumerate(rows, 1):
            below = folder / part / (f"digit-{y[row]}" if layout == "hotdog" else "")
            below.mkdir(parents=True, exist_ok=True)
            Image.fromarray(X[row, :, :, 0]).save(below / f"{number}.png")
            lines.append(f"{number},digit-{y[row]}")
        if part == "train" and layout != "hotdog":
            name = "labels.csv" if layout == "dog" else "trainLabels.csv"
            (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
