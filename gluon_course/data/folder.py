"""Pictures too many for memory: read from a folder or a RecordIO file as they come."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from mxnet import nd
from mxnet.gluon.data import DataLoader, Dataset
from mxnet.gluon.data.vision import ImageRecordDataset

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.pictures import colours, read_image
from gluon_course.data.info import DataInfo
from gluon_course.data.loader import check_some_batch, checked_batch_size, permutation
from gluon_course.data.sampling import checked_weights, drawn_order
from gluon_course.data.transform import to_ndarray

EXTENSIONS = (".jpg", ".jpeg", ".png")
"""Files that count as pictures; others in a folder are left alone."""
_WORKER_TIMEOUT_S = 60


class PictureList(Dataset):
    """Pictures of any kind and size, by their paths.

    Parameters
    ----------
    paths : sequence of path-like, length N
        Files of :data:`gluon_course.base.pictures.FORMATS`.
    labels : sequence of int, length N
        0..len(class_names)-1.
    class_names : sequence of str
        Name of each class.

    Raises
    ------
    DataError
        If there is no picture, or paths and labels differ in number.
    """

    def __init__(self, paths: Sequence, labels: Sequence, class_names: Sequence[str]):
        self.paths = [Path(each) for each in paths]
        self.labels = [int(each) for each in labels]
        self.class_names = tuple(class_names)
        if not self.paths or len(self.paths) != len(self.labels):
            raise DataError(
                f"{len(self.labels)} labels for {len(self.paths)} pictures",
                "there is one label for each picture, and at least one picture",
            )

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, index: int) -> tuple[nd.NDArray, int]:
        """Picture ``index`` as uint8 (H, W, 3), and its label.

        Grey pictures get three equal channels, a camera's rotation is applied, and
        what is transparent becomes white; see
        :func:`gluon_course.base.pictures.read_image`.

        Raises
        ------
        DataError
            If the file is not a picture, is damaged, or is too large; it is named.
        """
        pixels = colours(read_image(self.paths[index]))
        return to_ndarray(np.ascontiguousarray(pixels)), self.labels[index]


class PictureFolder(PictureList):
    """Pictures in one folder per class, as the text's ``ImageFolderDataset``.

    Parameters
    ----------
    folder : path-like
        Folder whose subfolders are the classes, in the order of their names.

    Attributes
    ----------
    class_names : tuple of str
        Names of the subfolders; label 0 is the first.
    paths, labels : list of Path, list of int
        The pictures, by class and name.

    Raises
    ------
    DataError
        If the folder is missing or holds no picture.

    Section: 9.2 微调
    """

    def __init__(self, folder: os.PathLike | str):
        folder = Path(folder)
        if not folder.is_dir():
            raise DataError(f"There is no folder {folder}", "", "check the path")
        classes = sorted(each.name for each in folder.iterdir() if each.is_dir())
        found = [
            (path, label)
            for label, name in enumerate(classes)
            for path in sorted((folder / name).iterdir())
            if path.suffix.lower() in EXTENSIONS
        ]
        if not found:
            raise DataError(
                f"{folder} holds no picture",
                f"pictures ({', '.join(EXTENSIONS)}) lie in one subfolder per class",
                "check the path",
            )
        super().__init__(*zip(*found), classes)


class PictureRecords(ImageRecordDataset):
    """Pictures of a RecordIO file, which is read faster than a folder.

    Parameters
    ----------
    path : path-like
        File ``NAME.rec``; ``NAME.idx`` lies beside it.

    Raises
    ------
    DataError
        If a file is missing or has no records.
    """

    def __init__(self, path: os.PathLike | str):
        path = Path(path)
        for each in (path, path.with_suffix(".idx")):
            if not each.is_file():
                raise DataError(
                    f"There is no file {each}",
                    "RecordIO pictures are NAME.rec with an index NAME.idx",
                    "make both with: python -m mxnet.tools.im2rec",
                )
        super().__init__(str(path))
        if not len(self):
            raise DataError(f"{path} has no records", "its index is empty")


class StreamLoader:
    """Iterates over mini-batches of a dataset that is read as it goes.

    It is used as :class:`~gluon_course.data.BatchLoader`; the batches of a pass depend
    on (``seed``, epoch) only, with any number of workers.

    Parameters
    ----------
    dataset : gluon.data.Dataset
        Samples (picture, label).
    batch_size : int
        Samples per batch, at least 1.
    transform : callable
        Makes a picture, uint8 (H, W, 3), into an NDArray of one shape for all, for
        example ``transforms.Compose([Resize(224), ToTensor()])``.
    shuffle : bool
        Whether each pass has a new order.
    last_batch : {"keep", "discard"}
        What happens to a smaller last batch.
    num_workers : int
        Threads that read ahead; 0 reads in the loop. Random transforms draw the same
        numbers in each run with 0 only.
    seed : int
        Seed of the order, 0..2**31-1.
    class_names, name, title : sequence of str, str, str
        Facts for ``info``; the classes are those of the dataset when not given. A
        transform that has a ``normalisation`` gives mean and std.
    weights : array of float, shape (N,), optional
        As for :class:`~gluon_course.data.BatchLoader`.

    Yields
    ------
    tuple of NDArray
        X float32 (N, C, H, W) and y int32 (N,), or (N, H, W) where labels are maps of
        classes, on the CPU.

    Raises
    ------
    ConfigError
        If a number or ``last_batch`` is out of range.
    DataError
        If there are no samples; while iterating, if a picture cannot be read.

    Section: 9.2 微调
    """

    def __init__(
        self,
        dataset: Dataset,
        *,
        batch_size: int,
        transform: Callable,
        shuffle: bool = False,
        last_batch: str = "keep",
        num_workers: int = 0,
        seed: int = 0,
        class_names: Sequence[str] = (),
        name: str = "folder",
        title: str = "",
        weights=None,
    ):
        if last_batch not in ("keep", "discard"):
            raise ConfigError(f"last_batch is {last_batch!r}", "", "keep or discard")
        if num_workers < 0:
            raise ConfigError(f"{num_workers} workers", "", "take 0 or more")
        self.num_samples, self.batch_size = len(dataset), checked_batch_size(batch_size)
        check_some_batch(self.num_samples, self.batch_size, last_batch)
        self.shuffle, self.last_batch, self.seed = shuffle, last_batch, seed
        self.weights = checked_weights(weights, self.num_samples, shuffle)
        transformed = dataset.transform_first(transform)
        known = getattr(transform, "normalisation", None)
        self.info = DataInfo(
            name,
            title or name,
            transformed[0][0].shape,
            tuple(class_names or getattr(dataset, "class_names", ())),
            mean=known.mean if known else (),
            std=known.std if known else (),
        )
        self._next_epoch = 1
        self._loader = DataLoader(
            transformed,
            batch_sampler=_Sampler(self),
            batchify_fn=_stack,
            num_workers=num_workers,
            # Forked workers were seen to crash in MXNet; threads decode as well.
            thread_pool=True,
            timeout=_WORKER_TIMEOUT_S,
        )

    def __len__(self) -> int:
        if self.last_batch == "discard":
            return self.num_samples // self.batch_size
        return -(-self.num_samples // self.batch_size)

    def set_epoch(self, epoch: int) -> None:
        """Make the next pass the one of ``epoch`` (1, 2, ...); later ones follow it."""
        self._next_epoch = int(epoch)

    def __iter__(self) -> Iterator[tuple[nd.NDArray, nd.NDArray]]:
        return (tuple(batch) for batch in self._loader)

    def next_order(self) -> np.ndarray:
        """Sample numbers of the next pass, which it counts as begun."""
        epoch, self._next_epoch = self._next_epoch, self._next_epoch + 1
        if not self.shuffle:
            return np.arange(self.num_samples)
        if self.weights is not None:
            return drawn_order(self.weights, self.seed, epoch)
        return permutation(self.num_samples, self.seed, epoch)


class _Sampler:
    """The batches of a pass, as lists of sample numbers."""

    def __init__(self, loader: StreamLoader):
        self._loader = loader

    def __iter__(self) -> Iterator[list[int]]:
        order, size = self._loader.next_order(), self._loader.batch_size
        for number in range(len(self._loader)):
            yield order[number * size : (number + 1) * size].tolist()

    def __len__(self) -> int:
        return len(self._loader)


def _stack(samples) -> tuple[nd.NDArray, nd.NDArray]:
    pictures, labels = zip(*samples)
    if getattr(labels[0], "ndim", 0) == 2:  # a class for each pixel
        return nd.stack(*pictures), nd.stack(*labels)
    y = np.array([int(np.ravel(label)[0]) for label in labels], np.int32)
    return nd.stack(*pictures), nd.array(y, dtype=np.int32)
