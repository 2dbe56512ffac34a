"""Named pipelines: what a section does with pictures when it trains and when it tests.

Per picture, for folders of photographs of any size; and for whole batches that are
in memory already, which is many times as fast.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from mxnet import gluon, nd
from mxnet.gluon.data.vision import transforms

from gluon_course.base.errors import ConfigError
from gluon_course.base.registry import nearest
from gluon_course.data.augmentation.color import RandomColorJitter, RandomLighting
from gluon_course.data.augmentation.crop import RandomResizedCrop
from gluon_course.data.augmentation.erasing import RandomErasing
from gluon_course.data.augmentation.flips import RandomFlipLeftRight
from gluon_course.data.normalisation import CIFAR10, IMAGENET, Normalisation


@dataclasses.dataclass(frozen=True)
class Pipeline:
    """From a picture, uint8 (H, W, 3), to the net's input, float32 (3, H', W').

    Attributes
    ----------
    steps : callable
        Gluon's transforms up to pixels in [0, 1].
    normalisation : Normalisation
        Applied last; it travels with the loader and is compared with what a pretrained
        net wants.
    """

    steps: Callable
    normalisation: Normalisation

    def __call__(self, picture: nd.NDArray) -> nd.NDArray:
        """One picture as the net takes it."""
        return self.normalisation.normalize(self.steps(picture))


def picture_pipeline(name: str, is_train: bool, size: int | None = None) -> Pipeline:
    """The transforms of a section, picture by picture.

    Parameters
    ----------
    name : str
        One of :func:`picture_pipelines`: ``fine-tuning`` (9.2), ``kaggle-cifar10``
        (9.12), ``kaggle-dog`` (9.13).
    is_train : bool
        With random changes, or as for testing.
    size : int, optional
        Side of the result in pixels; that of the section when None (224, 32, 224).
        Other lengths follow in proportion.

    Raises
    ------
    ConfigError
        If there is no pipeline of that name, or the size is below 1.
    """
    if name not in _PICTURES:
        raise ConfigError(
            f"There is no pipeline {name!r}", nearest(name, picture_pipelines())
        )
    make, section_size, normalisation = _PICTURES[name]
    size = section_size if size is None else size
    if size < 1:
        raise ConfigError(f"Pictures of {size} pixels", action="choose 1 or more")
    steps = [*make(size, is_train), transforms.ToTensor()]
    return Pipeline(_composed(steps), normalisation)


def picture_pipelines() -> list[str]:
    """Names that :func:`picture_pipeline` knows."""
    return sorted(_PICTURES)


def batch_pipeline(name: str, size: int) -> list:
    """The random changes of a section as operators for whole batches.

    Parameters
    ----------
    name : str
        One of :func:`batch_pipelines`: ``flip`` (9.1), ``kaggle-cifar10`` (9.12),
        ``kaggle-dog`` (9.13), ``strong`` (those of 9.13 and random erasing).
    size : int
        Side of the pictures in pixels, before and after.

    Returns
    -------
    list of Augmentation
        For :class:`AugmentedLoader`. There is none for testing: pictures in memory
        have their size already.

    Raises
    ------
    ConfigError
        If there is no pipeline of that name.
    """
    if name not in _BATCHES:
        raise ConfigError(
            f"There is no pipeline {name!r}", nearest(name, batch_pipelines())
        )
    return _BATCHES[name](size)


def batch_pipelines() -> list[str]:
    """Names that :func:`batch_pipeline` knows."""
    return sorted(_BATCHES)


def _composed(steps: list) -> Callable:
    # Compose of Gluon hybridizes what it can: one graph for every size of picture
    block = gluon.nn.Sequential()
    block.add(*steps)
    return block


def _fine_tuning(size: int, is_train: bool) -> list:
    if is_train:
        return [
            transforms.RandomResizedCrop(size),
            transforms.RandomFlipLeftRight(),
        ]
    return [transforms.Resize(size * 256 // 224), transforms.CenterCrop(size)]


def _kaggle_cifar10(size: int, is_train: bool) -> list:
    if is_train:
        return [
            transforms.Resize(size * 40 // 32),
            transforms.RandomResizedCrop(size, scale=(0.64, 1.0), ratio=(1.0, 1.0)),
            transforms.RandomFlipLeftRight(),
        ]
    return [transforms.Resize(size)]


def _kaggle_dog(size: int, is_train: bool) -> list:
    if is_train:
        return [
            transforms.RandomResizedCrop(size, scale=(0.08, 1.0), ratio=(3 / 4, 4 / 3)),
            transforms.RandomFlipLeftRight(),
            transforms.RandomColorJitter(brightness=0.4, contrast=0.4, saturation=0.4),
            transforms.RandomLighting(0.1),
        ]
    return _fine_tuning(size, is_train)


def _batch_dog(size: int) -> list:
    return [
        RandomResizedCrop(size),
        RandomFlipLeftRight(),
        RandomColorJitter(brightness=0.4, contrast=0.4, saturation=0.4),
        RandomLighting(0.1),
    ]


# name: transforms, side in the section, normalisation
_PICTURES = {
    "fine-tuning": (_fine_tuning, 224, IMAGENET),
    "kaggle-cifar10": (_kaggle_cifar10, 32, CIFAR10),
    "kaggle-dog": (_kaggle_dog, 224, IMAGENET),
}
_BATCHES = {
    "flip": lambda size: [RandomFlipLeftRight()],
    "kaggle-cifar10": lambda size: [
        RandomResizedCrop(size, scale=(0.64, 1.0), ratio=(1.0, 1.0)),
        RandomFlipLeftRight(),
    ],
    "kaggle-dog": _batch_dog,
    "strong": lambda size: [*_batch_dog(size), RandomErasing()],
}
