"""How well a classifier does on the test set of its run."""

from __future__ import annotations

import dataclasses

import numpy as np

from gluon_course import data, metrics, predict, viz
from gluon_course.base.devices import parse_devices
from gluon_course.base.errors import ConfigError
from gluon_course.cli.printing.terminal import figure, table
from gluon_course.cli.runs.evaluating.images import image_sets, image_transform
from gluon_course.cli.runs.evaluating.report import Asked, Report, recorded_row
from gluon_course.cli.runs.trained import Trained

MOST_MISTAKES = 20
BATCH_SIZE = 256


@dataclasses.dataclass(frozen=True)
class Evaluation:
    """What a classifier made of the test set.

    Attributes
    ----------
    X : numpy.ndarray of uint8, shape (N, H, W, C)
        The test pictures.
    y : numpy.ndarray of int, shape (N,)
        True classes.
    probabilities : numpy.ndarray of float, shape (N, K)
        Of each class; rows sum to one.
    class_names : tuple of str
        K names.
    loss : float
        Mean cross-entropy.
    checkpoint, title, notice : str
        Folder name of the checkpoint, name of the data set, and its notice.
    recorded : float or None
        Test accuracy of that epoch in the run's history.
    """

    X: np.ndarray
    y: np.ndarray
    probabilities: np.ndarray
    class_names: tuple
    loss: float
    checkpoint: str
    title: str
    notice: str
    recorded: float | None

    @property
    def accuracy(self) -> float:
        """Share of pictures whose most probable class is the true one."""
        return metrics.accuracy(self.probabilities, self.y)

    @property
    def matrix(self) -> np.ndarray:
        """Counts, shape (K, K): row true class, column predicted class."""
        size = len(self.class_names)
        return metrics.confusion_matrix(self.probabilities, self.y, size)

    @property
    def scores(self) -> list[metrics.ClassScore]:
        """Precision, recall and F1 of each class."""
        return metrics.class_scores(self.matrix, self.class_names)

    def mistakes(self) -> tuple[list, list[str]]:
        """The wrong answers that the net was surest of: pictures and their titles."""
        chosen = metrics.worst_mistakes(self.probabilities, self.y, MOST_MISTAKES)
        titles = []
        for i in chosen:
            taken = self.probabilities[i].argmax()
            sureness = 100 * self.probabilities[i, taken]
            titles.append(
                f"{self.class_names[self.y[i]]}\n"
                f"{self.class_names[taken]}? {sureness:.0f} %"
            )
        return [self.X[i] for i in chosen], titles

    def as_dict(self) -> dict:
        """The figures as JSON."""
        return {
            "checkpoint": self.checkpoint,
            "data": self.title,
            "test_acc": self.accuracy,
            "test_loss": self.loss,
            "classes": [dataclasses.asdict(each) for each in self.scores],
            "confusion": self.matrix.tolist(),
        }


def evaluate(trained: Trained, asked: Asked) -> Report:
    """Accuracy, confusion matrix and mistakes on the test set of the run.

    Parameters
    ----------
    trained : Trained
    asked : Asked

    Raises
    ------
    ConfigError
        If the run did not train a classifier of pictures.
    ExportError, CheckpointError
        If the net cannot be had: see :meth:`Trained.net`.
    """
    result = measure(trained, asked)
    viz.confusion(result.matrix, result.class_names, asked.folder / "confusion.png")
    files = ["confusion.png"]
    images, titles = result.mistakes()
    if images:
        files.append("mistakes.png")
        viz.image_grid(
            images,
            titles,
            path=asked.folder / files[-1],
            title="surest mistakes: true class, and what it was taken for",
        )
    return Report(
        title=f"test set of {result.title}",
        checkpoint=result.checkpoint,
        figures=result.as_dict(),
        text=_text(result),
        files=tuple(files),
        notice=result.notice,
    )


def measure(trained: Trained, asked: Asked) -> Evaluation:
    """Run the net of a checkpoint over the test set that its run was tested on.

    Parameters and errors are those of :func:`evaluate`.
    """
    info = _checked_info(trained)
    net, checkpoint = trained.net(asked.checkpoint, asked.device)
    net.hybridize()
    _, (X, y) = image_sets(info)
    test_iter = data.BatchLoader(
        X,
        y,
        batch_size=asked.batch_size or BATCH_SIZE,
        transform=image_transform(info, X),
    )
    device = parse_devices(asked.device)[0]
    y, probabilities = predict.predict_all(net, test_iter, device)
    true = np.maximum(probabilities[np.arange(len(y)), y], np.finfo(np.float32).tiny)
    return Evaluation(
        X=X,
        y=y,
        probabilities=probabilities,
        class_names=info.class_names,
        loss=float(-np.log(true).mean()),
        checkpoint=checkpoint.name,
        title=info.title,
        notice=info.notice,
        recorded=recorded_row(checkpoint).get("test_acc"),
    )


def _text(result: Evaluation) -> str:
    rows = [
        (each.name, each.count, *map(figure, (each.precision, each.recall, each.f1)))
        for each in result.scores
    ]
    headers = ("class", "pictures", "precision", "recall", "F1")
    right, total = int(result.matrix.trace()), int(result.matrix.sum())
    lines = [
        table(headers, rows, right=" ".join(headers[1:])),
        "",
        f"test accuracy {result.accuracy:.4f} ({right:,} of {total:,}), "
        f"loss {result.loss:.4f}",
    ]
    if result.recorded is not None:
        lines.append(f"the run's history has {result.recorded:.4f} for that epoch")
    return "\n".join(lines)


def _checked_info(trained: Trained):
    info = data.DataInfo.from_dict(trained.data) if trained.data else None
    if info is None or len(info.shape) != 3 or not info.class_names:
        raise ConfigError(
            f"{trained.folder} is not a classifier of pictures",
            f"its data are {info.title if info else 'not described'}",
            "its figures are in history.jsonl and result.json",
        )
    return info
