"""Loaders of the four folders of a picture contest."""

from __future__ import annotations

import dataclasses

import numpy as np

from gluon_course.base.errors import DataError
from gluon_course.base.run import RunOptions
from gluon_course.data.augmentation import picture_pipeline
from gluon_course.data.contest import ContestFolders
from gluon_course.data.folder import PictureFolder, PictureList, StreamLoader
from gluon_course.data.sampling import sample_weights


@dataclasses.dataclass(frozen=True)
class ContestLoaders:
    """What a contest needs, with the random changes of training in the first two.

    Attributes
    ----------
    train, train_valid : StreamLoader
        Shuffled; without and with the pictures held out.
    valid, test : StreamLoader
        In order; labels of the test are all 0.
    test_ids : tuple of str
        Names of the test pictures without ending, in the order of the loader.
    class_names : tuple of str
        In the order of the labels.
    """

    train: StreamLoader
    train_valid: StreamLoader
    valid: StreamLoader
    test: StreamLoader
    test_ids: tuple[str, ...]
    class_names: tuple[str, ...]


def contest_loaders(
    folders: ContestFolders,
    pipeline: str,
    batch_size: int,
    size: int | None = None,
    is_balanced: bool = False,
    num_workers: int = 0,
    run: RunOptions = RunOptions(),
) -> ContestLoaders:
    """Loaders for training, validation and submission.

    Parameters
    ----------
    folders : ContestFolders
        Made by :func:`~gluon_course.data.reorganise`.
    pipeline : str
        Name of a :func:`~gluon_course.data.augmentation.picture_pipeline`.
    batch_size, size : int
        Pictures per batch, and their side in pixels if not that of the pipeline.
    is_balanced : bool
        Draw training pictures so that all classes come equally often.
    num_workers : int
        Threads that read ahead.
    run : RunOptions
        ``seed`` of the order; ``limit`` takes so many training pictures, spread over
        the classes.

    Raises
    ------
    DataError
        If a folder is empty or a class of the validation is not trained.
    ConfigError
        If there is no pipeline of that name.
    """
    pictures = {
        part: PictureFolder(folders[part])
        for part in ("train", "train_valid", "valid", "test")
    }
    names = pictures["train_valid"].class_names
    for part in ("train", "valid"):
        pictures[part] = _renumbered(pictures[part], names)
    loaders = {}
    for part, dataset in pictures.items():
        is_train = part.startswith("train")
        if is_train and run.limit is not None:
            dataset = _spread(dataset, run.limit)
        weights = None
        if is_train and is_balanced:
            weights = sample_weights(dataset.labels, len(names))
        loaders[part] = StreamLoader(
            dataset,
            batch_size=batch_size,
            transform=picture_pipeline(pipeline, is_train, size),
            shuffle=is_train,
            num_workers=num_workers,
            seed=run.seed,
            class_names=names,
            name=pipeline,
            weights=weights,
        )
    test_ids = tuple(path.stem for path in pictures["test"].paths)
    return ContestLoaders(**loaders, test_ids=test_ids, class_names=names)


def _renumbered(dataset: PictureFolder, names: tuple[str, ...]) -> PictureList:
    """The same pictures with the labels of ``names``: a class may lack pictures."""
    strange = set(dataset.class_names) - set(names)
    if strange:
        raise DataError(f"The class {min(strange)!r} is not in train_valid")
    labels = [names.index(dataset.class_names[label]) for label in dataset.labels]
    return PictureList(dataset.paths, labels, names)


def _spread(dataset: PictureList, limit: int) -> PictureList:
    count = min(limit, len(dataset))
    rows = np.linspace(0, len(dataset) - 1, count).round().astype(int)
    return PictureList(
        [dataset.paths[row] for row in rows],
        [dataset.labels[row] for row in rows],
        dataset.class_names,
    )
