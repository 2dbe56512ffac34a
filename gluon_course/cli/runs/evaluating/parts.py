"""The pictures that a detector or a net for segmentation is judged on."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import numpy as np

from gluon_course import data
from gluon_course.base.errors import ConfigError
from gluon_course.base.run import RunOptions
from gluon_course.cli.runs.trained import Trained
from gluon_course.data import composed_segmentation, detection

NUM_FRESH = {"detection": 400, "segmentation": 400}
"""Pictures of a fresh test part."""

# the set itself, whatever the environment says; its training part is not looked at
_THEIRS = RunOptions(sample=False, limit=1)


@dataclasses.dataclass(frozen=True)
class Part:
    """What to judge on.

    Attributes
    ----------
    batches : iterable
        As the loaders of the data set.
    title : str
        Which pictures these are.
    facts : dict
        The same as JSON.
    """

    batches: Iterable
    title: str
    facts: dict


def described(trained: Trained, kind: str) -> data.DataInfo:
    """The description of the pictures that a run was trained on.

    Raises
    ------
    ConfigError
        If there is none, or classes have no names.
    """
    info = data.DataInfo.from_dict(trained.data) if trained.data else None
    if info is None or not info.class_names or len(info.shape) != 3:
        raise ConfigError(
            f"{trained.folder} has no pictures to be judged on",
            f"its data are {info.title if info else 'not described'}",
            f"train on a set of the course, for example: gluon-course run {kind} "
            "--sample",
        )
    return info


def boxes_part(info: data.DataInfo, batch_size: int, has_masks: bool) -> Part:
    """Pictures with boxes, and with masks where that is asked for.

    Of the composed sample a part is drawn that no training has seen, nor anyone who
    chose settings; of other sets it is their own test part. There objects marked
    difficult do not count, but those with masks all do.

    Raises
    ------
    ConfigError
        If the data set has no part with boxes or masks.
    DataError
        If its files cannot be had.
    """
    side = info.shape[1]
    if info.name == "composed":
        load = detection.composed_detection
        if has_masks:
            load = detection.composed_instances
        count, seed = NUM_FRESH["detection"], detection.FRESH_SEED
        _, part = load(batch_size, 1, count, side, test_seed=seed)
        return _fresh(part, count, seed)
    if info.name in detection.choosing.VOC_SETS:
        arguments = info.name, batch_size
        if has_masks:
            loaders = detection.load_instances(*arguments, side=side, run=_THEIRS)
        else:
            loaders = detection.load_boxes(
                *arguments, side=side, run=_THEIRS, with_difficult=True
            )
        return _own(loaders[1], info)
    loaders = {
        "pikachu": detection.pikachu_detection,
        "banana-detection": detection.banana_detection,
    }
    if has_masks or info.name not in loaders:
        raise ConfigError(
            f"{info.title} has no {'masks' if has_masks else 'boxes'} to judge by",
            action="train on the composed sample: --sample",
        )
    return _own(loaders[info.name](batch_size, run=_THEIRS)[1], info)


def pixels_part(info: data.DataInfo, batch_size: int) -> Part:
    """Pictures with a class for each pixel; errors and parts as of :func:`boxes_part`.

    Those of VOC are cut in the middle, as in training.
    """
    if info.name == "composed":
        count, seed = NUM_FRESH["segmentation"], composed_segmentation.FRESH_SEED
        _, part = composed_segmentation.load_composed_segmentation(
            batch_size, num_sample=(1, count), test_seed=seed
        )
        return _fresh(part, count, seed)
    if info.name != "voc2012":
        raise ConfigError(
            f"{info.title} has no masks to judge by",
            action="train on VOC 2012 or on the composed sample: --sample",
        )
    crop = tuple(info.shape[1:])
    return _own(data.load_voc_segmentation(batch_size, crop, _THEIRS)[1], info)


def pixels_of(X, info: data.DataInfo) -> np.ndarray:
    """The pictures of a batch X (N, 3, H, W), as uint8 (N, H, W, 3)."""
    values = data.Normalisation(info.mean, info.std).denormalize(X)
    values = values.asnumpy().transpose(0, 2, 3, 1)
    return np.rint(values.clip(0, 1) * 255).astype(np.uint8)


def _fresh(batches, count: int, seed: int) -> Part:
    return Part(
        batches,
        f"fresh test part: {count} composed pictures that training never saw "
        f"(seed {seed})",
        {"name": "composed", "part": "fresh", "seed": seed, "pictures": count},
    )


def _own(batches, info: data.DataInfo) -> Part:
    count = getattr(batches, "num_samples", None)
    facts = {"name": info.name, "part": "test", "pictures": count}
    return Part(batches, f"test part of {info.title}", facts)
