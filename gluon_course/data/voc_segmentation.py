"""Semantic segmentation of VOC, or of the composed sample, in mini-batches (9.9)."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from mxnet.gluon.data import Dataset
from mxnet.gluon.data.vision import transforms

from gluon_course.base.errors import DataError
from gluon_course.base.run import RunOptions
from gluon_course.data.composed_segmentation import (
    NUM_SAMPLE,
    SAMPLE_CLASSES,
    SAMPLE_MOST,
    SAMPLE_SIDE,
    digit_sizes,
    load_composed_segmentation,
)
from gluon_course.data.detection.composed import YEAR_FOLDER, composed_voc
from gluon_course.data.detection.composing import NOTICE
from gluon_course.data.folder import StreamLoader
from gluon_course.data.locating import locate
from gluon_course.data.normalisation import IMAGENET
from gluon_course.data.sample import show_notice
from gluon_course.data.voc import VOC_CLASSES
from gluon_course.data.voc_pairs import SegmentationPairs


def voc_folder(
    run: RunOptions | None = None, num_sample: tuple[int, int] = (1000, 200)
) -> tuple[Path, tuple[str, ...]]:
    """The folder ``VOC2012``, and the names of its classes, the background first.

    Parameters
    ----------
    run : RunOptions, optional
        ``sample`` takes the composed sample instead: digits of 64 to 160 pixels on
        photographs of 256.
    num_sample : (int, int)
        Pictures of the sample's training and test part.

    Raises
    ------
    DataError
        If the files are not there and cannot be fetched, or are damaged.

    Section: 9.9 语义分割和数据集
    """
    if run is not None and run.sample:
        folder = composed_voc(
            *num_sample, SAMPLE_SIDE, 0, digit_sizes(SAMPLE_SIDE), SAMPLE_MOST
        )
        return folder / YEAR_FOLDER, SAMPLE_CLASSES
    try:
        return locate("voc2012"), tuple(VOC_CLASSES)
    except DataError as error:
        action = f"{error.action}\nor go on with composed pictures: --sample"
        raise DataError(error.what, error.cause, action) from error


def segmentation_loader(
    pairs: Dataset,
    batch_size: int,
    class_names: Sequence[str],
    run: RunOptions | None = None,
    shuffle: bool = False,
) -> StreamLoader:
    """Pictures and masks of one size in mini-batches, read as they come.

    Parameters
    ----------
    pairs : Dataset
        Such as :class:`~gluon_course.data.SegmentationPairs` with a crop size.
    batch_size : int
        Pictures per batch.
    class_names : sequence of str
        The background first.
    run : RunOptions, optional
        ``seed`` fixes the order; ``sample`` says that the pictures are composed.
    shuffle : bool
        Whether each pass has a new order.

    Returns
    -------
    StreamLoader
        Batches of X float32 (N, 3, H, W), normalised as ImageNet's, and classes int32
        (N, H, W), -1 where none counts.

    Section: 9.9 语义分割和数据集
    """
    run = run or RunOptions()
    loader = StreamLoader(
        pairs,
        batch_size=batch_size,
        transform=transforms.Compose(
            [transforms.ToTensor(), transforms.Normalize(IMAGENET.mean, IMAGENET.std)]
        ),
        shuffle=shuffle,
        seed=run.seed,
        class_names=class_names,
        name="composed" if run.sample else "voc2012",
        title=NOTICE if run.sample else "Pascal VOC 2012",
    )
    loader.info = dataclasses.replace(
        loader.info,
        mean=IMAGENET.mean,
        std=IMAGENET.std,
        is_sample=run.sample,
        notice=NOTICE if run.sample else "",
    )
    return loader


def load_voc_segmentation(
    batch_size: int,
    crop_size: tuple[int, int] = (320, 480),
    run: RunOptions | None = None,
    cut: str = "random",
    num_sample: tuple[int, int] = NUM_SAMPLE,
):
    """VOC 2012 for semantic segmentation in mini-batches.

    Parameters
    ----------
    batch_size : int
        Pictures per batch.
    crop_size : (int, int)
        Height and width of the crops.
    run : RunOptions, optional
        ``sample`` takes the composed sample instead, as
        :func:`load_composed_segmentation` has it, with crops of its own. ``limit``
        takes the first training pictures only.
    cut : {"random", "gluoncv"}
        How training pictures are cut; those of the test set are cut in the middle.
    num_sample : (int, int)
        Pictures of a pass over the sample's training part, and of its test part.

    Returns
    -------
    train_iter, test_iter
        Batches of X float32 (N, 3, H, W), normalised as ImageNet's, and classes, whole
        numbers (N, H, W), -1 where none counts. ``info`` names the classes.

    Raises
    ------
    DataError
        If the files are not there and cannot be fetched, or are damaged.

    Section: 9.9 语义分割和数据集
    """
    run = run or RunOptions()
    if run.sample:
        return load_composed_segmentation(batch_size, run, num_sample)
    root, class_names = voc_folder(run)
    loaders = []
    for split, each_cut in (("train", cut), ("val", "middle")):
        pairs = SegmentationPairs(root, split, crop_size, each_cut)
        if pairs.smaller:
            total = len(pairs) + len(pairs.smaller)
            show_notice(
                f"{len(pairs.smaller)} of the {total} pictures of {split} are smaller "
                f"than {crop_size[0]} x {crop_size[1]} pixels and left out"
            )
        is_train = split == "train"
        if is_train and run.limit is not None:
            pairs = pairs.take(run.limit)
        loaders.append(
            segmentation_loader(pairs, batch_size, class_names, run, is_train)
        )
    return tuple(loaders)
