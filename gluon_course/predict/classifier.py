"""Name the class of pictures with an exported classifier."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from mxnet import nd

from gluon_course import viz
from gluon_course.base.errors import ConfigError
from gluon_course.export import ExportedModel
from gluon_course.predict.prepare import Prepared, prepare

_BATCH_SIZE = 32


@dataclasses.dataclass(frozen=True)
class Prediction:
    """One class and how probable the net thinks it is.

    Attributes
    ----------
    class_name : str
        Name of the class.
    probability : float
        0..1.
    index : int
        Number of the class, as in the labels.
    """

    class_name: str
    probability: float
    index: int


@dataclasses.dataclass(frozen=True)
class Answer(Sequence):
    """What the net says about one picture: a sequence of predictions, best first.

    Attributes
    ----------
    predictions : tuple of Prediction
        The classes by falling probability.
    notes : tuple of str
        What was done to the picture beyond resizing, such as inverting it.
    pixels : numpy.ndarray of uint8, shape (H, W, C), or None
        What the net saw, before normalisation; None for inputs that were ready.
    """

    predictions: tuple[Prediction, ...]
    notes: tuple[str, ...] = ()
    pixels: np.ndarray | None = dataclasses.field(
        default=None, compare=False, repr=False
    )

    def __getitem__(self, index):
        return self.predictions[index]

    def __len__(self) -> int:
        return len(self.predictions)

    def drawn(self) -> bytes:
        """What the net saw as PNG; not for inputs that were ready."""
        pixels = self.pixels
        return viz.pixels_png(pixels[:, :, 0] if pixels.shape[2] == 1 else pixels)


class Classifier:
    """A predictor for models that give each picture one of several classes.

    Parameters
    ----------
    model : ExportedModel
        Of the task ``classification``.

    Attributes
    ----------
    meta : dict
        The model's ``model.json``.
    notice : str
        A sentence to show with every result, such as that the model was trained on
        the embedded sample; empty if there is none.
    """

    def __init__(self, model: ExportedModel):
        self.model, self.meta = model, model.meta
        self.notice = model.meta["notice"]
        self._has_probabilities = _ends_in_softmax(model.meta)

    def __call__(
        self,
        images: Iterable,
        top: int | None = None,
        *,
        invert: str = "auto",
        fit: str = "auto",
        batch_size: int = _BATCH_SIZE,
    ) -> list[Answer]:
        """Classify pictures.

        Parameters
        ----------
        images : iterable of path, PIL.Image, numpy.ndarray or NDArray
            Of any size and mode; see :func:`~gluon_course.predict.prepare`.
        top : int, optional
            How many classes to name for each; all by default.
        invert, fit : str
            See :func:`~gluon_course.predict.prepare`.
        batch_size : int
            Pictures computed at once.

        Returns
        -------
        list of Answer
            One for each picture.

        Raises
        ------
        DataError, ShapeError
            If one of them cannot be read as a picture.
        ConfigError
            If ``images`` is a single path or ``top`` is not positive.
        """
        if isinstance(images, (str, bytes)) or hasattr(images, "__fspath__"):
            raise ConfigError(
                f"images is the single path {images!r}", action="pass a list: [path]"
            )
        if top is not None and top < 1:
            raise ConfigError(f"top is {top}", action="ask for 1 class or more")
        answers: list[Answer] = []
        for batch in _batches(images, batch_size):
            ready = [prepare(image, self.meta, invert, fit) for image in batch]
            probabilities = self.probabilities(ready)
            answers += [
                Answer(self._ranked(row, top), each.notes, each.pixels)
                for row, each in zip(probabilities, ready)
            ]
        return answers

    def probabilities(self, prepared: Sequence[Prepared]) -> np.ndarray:
        """Probabilities of pictures that were prepared, shape (N, C); rows sum to 1."""
        dtype, ctx = self.meta["input"]["dtype"], self.model.ctx
        X = nd.concat(*(each.X for each in prepared), dim=0)
        scores = self.model.block(X.astype(dtype).as_in_context(ctx))
        if self._has_probabilities:
            return scores.astype("float32").asnumpy()
        return nd.softmax(scores.astype("float32"), axis=-1).asnumpy()

    def _ranked(self, row: np.ndarray, top: int | None) -> tuple[Prediction, ...]:
        names = self.model.class_names
        order = np.argsort(-row, kind="stable")[:top]
        return tuple(Prediction(names[i], float(row[i]), int(i)) for i in order)


def _ends_in_softmax(meta) -> bool:
    return meta["outputs"][0].get("operator") in ("softmax", "SoftmaxOutput")


def _batches(items: Iterable, size: int) -> Iterator[list]:
    batch: list = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
