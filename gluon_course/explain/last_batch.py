"""What becomes of the last, smaller batch: keep, discard or roll over."""

from __future__ import annotations

import numpy as np
from mxnet import gluon

from gluon_course import data
from gluon_course.base.errors import ConfigError
from gluon_course.explain.topic import Answer, Check, Table, register_topic

KINDS = ("keep", "discard", "rollover")
SIZES = ((10, 3), (1437, 256), (1460, 64), (8, 4), (5, 8))


def batch_count(
    num_samples: int, batch_size: int, last_batch: str = "keep", epoch: int = 1
) -> int:
    """Number of batches in a pass over the data.

    Parameters
    ----------
    num_samples : int
        Number N of samples, at least 1.
    batch_size : int
        Number B of samples in a batch, at least 1.
    last_batch : {"keep", "discard", "rollover"}
        The N mod B samples that are left: ``keep`` makes a smaller batch of them,
        ``discard`` leaves them out of this pass, ``rollover`` puts them in front of
        the next one.
    epoch : int
        Number of the pass, from 1; it matters for ``rollover`` only.

    Returns
    -------
    int
        ceil(N / B), floor(N / B), or the batches that are full after so many passes
        less those after one pass fewer.

    Raises
    ------
    ConfigError
        If an argument is out of range.

    Section: 9.9 语义分割和数据集 (discard), 9.12 图像分类（CIFAR-10） (keep)
    """
    if num_samples < 1 or batch_size < 1 or epoch < 1:
        raise ConfigError(
            f"{num_samples} samples in batches of {batch_size}, pass {epoch}",
            action="all three are 1 or more",
        )
    if last_batch == "keep":
        return -(-num_samples // batch_size)
    if last_batch == "discard":
        return num_samples // batch_size
    if last_batch == "rollover":
        before = (epoch - 1) * num_samples // batch_size
        return epoch * num_samples // batch_size - before
    raise ConfigError(f"last_batch is {last_batch!r}", action=f"choose from {KINDS}")


@register_topic(
    "last-batch", "What becomes of the smaller last batch?", "9.9, 9.12, v2:13.13"
)
def last_batch() -> Answer:
    """Counts by formula, by MXNet's DataLoader and by the course's loader."""
    rows, gluon_agrees, ours_agrees = [], True, True
    for num_samples, batch_size in SIZES:
        cells = []
        for kind in KINDS:
            counts = [
                batch_count(num_samples, batch_size, kind, epoch) for epoch in (1, 2, 3)
            ]
            cells.append(
                " ".join(map(str, counts if kind == "rollover" else counts[:1]))
            )
            samples = np.arange(num_samples, dtype=np.float32)
            theirs = gluon.data.DataLoader(samples, batch_size, last_batch=kind)
            gluon_agrees &= counts == [_count(theirs) for _ in range(3)]
            if counts[0] or kind != "discard":
                ours = data.BatchLoader(samples, batch_size=batch_size, last_batch=kind)
                ours_agrees &= counts == [_count(ours) for _ in range(3)]
        rows.append((num_samples, batch_size, num_samples % batch_size, *cells))
    return Answer(
        "Nothing is filled up with zeros: keep yields a smaller batch, discard leaves "
        "its samples out of this pass (shuffling leaves out others next time), and "
        "rollover puts them in front of the next pass. What loaders for detection do "
        "pad is something else: the list of boxes of each picture, up to the longest.",
        tables=[
            Table(
                ("samples", "batch size", "left over", *KINDS),
                rows,
                "Batches in a pass; for rollover in passes 1, 2 and 3",
            )
        ],
        checks=[
            Check("MXNet's DataLoader makes as many, in three passes", gluon_agrees),
            Check("so does the course's BatchLoader", ours_agrees),
        ],
    )


def _count(loader) -> int:
    return sum(1 for _ in loader)
