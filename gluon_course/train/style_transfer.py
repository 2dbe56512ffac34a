"""Style transfer: a picture is trained, the net that looks at it stays as it is."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Sequence

from mxnet import autograd, gluon, nd

from gluon_course.base.errors import ConfigError, ShapeError, TrainingError
from gluon_course.nn import content_loss, gram, style_loss, tv_loss


@dataclasses.dataclass(frozen=True)
class StyleWeights:
    """What the three losses count, as in the text.

    Attributes
    ----------
    content, style, tv : float
        0 or more.

    Raises
    ------
    ConfigError
        If one is negative or not finite.
    """

    content: float = 1.0
    style: float = 1e3
    tv: float = 10.0

    def __post_init__(self):
        for name, value in dataclasses.asdict(self).items():
            if not (math.isfinite(value) and value >= 0):
                raise ConfigError(
                    f"The weight of {name} is {value}", action="choose 0 or more"
                )


@dataclasses.dataclass(frozen=True)
class StyleResult:
    """A picture that was made.

    Attributes
    ----------
    image : NDArray, shape (1, 3, H, W)
        Normalised as the pictures that were given.
    history : list of dict
        ``epoch``, ``content_loss``, ``style_loss`` and ``tv_loss``, times their
        weights, every so many epochs and after the last.
    """

    image: nd.NDArray
    history: list[dict]


class GeneratedImage(gluon.Block):
    """A picture as the parameter of a net without input.

    Parameters
    ----------
    start : NDArray, shape (1, 3, H, W)
        What it begins as; it is copied.

    Section: 9.11 样式迁移 (chapter_computer-vision/neural-style)
    """

    def __init__(self, start: nd.NDArray, **kwargs):
        super().__init__(**kwargs)
        self.weight = self.params.get("weight", shape=start.shape)
        self.initialize(ctx=start.context)
        self.weight.set_data(start)

    def forward(self) -> nd.NDArray:
        """The picture."""
        return self.weight.data()


def transfer_style(
    features: gluon.Block,
    content: nd.NDArray,
    style: nd.NDArray,
    num_epochs: int,
    *,
    lr: float = 0.01,
    lr_decay_epoch: int = 200,
    num_style: int = 5,
    weights: StyleWeights = StyleWeights(),
    start: nd.NDArray | None = None,
    every: int = 50,
    on_progress: Callable[[dict, nd.NDArray], None] | None = None,
) -> StyleResult:
    """Make a picture with the content of one and the style of another, with Adam.

    Parameters
    ----------
    features : Block
        Maps a picture to a list of feature maps: first ``num_style`` whose Gram
        matrices are the style, then those of the content. It is not trained.
    content, style : NDArray, shape (1, 3, H, W) and (1, 3, h, w)
        Normalised, on one device; 2 pixels or more each way.
    num_epochs : int
        Steps of Adam.
    lr : float
        Learning rate.
    lr_decay_epoch : int
        After so many epochs the learning rate becomes a tenth.
    num_style : int
        See ``features``.
    weights : StyleWeights
        What the losses count.
    start : NDArray, shape (1, 3, H, W), optional
        What the picture begins as, such as a smaller result enlarged; the content
        picture by default.
    every : int
        Epochs between two rows of the history; nothing is waited for in between.
    on_progress : callable, optional
        Called with each row and the picture.

    Returns
    -------
    StyleResult

    Raises
    ------
    ConfigError
        If a number is out of range.
    ShapeError
        If ``start`` has another shape than ``content``.
    TrainingError
        If a loss is not finite.

    Section: 9.11 样式迁移
    Source: Gatys, Ecker and Bethge (2015), A neural algorithm of artistic style
    """
    for name, value in (
        ("num_epochs", num_epochs),
        ("lr_decay_epoch", lr_decay_epoch),
        ("every", every),
        ("lr", lr),
    ):
        if value <= 0:
            raise ConfigError(f"{name} is {value}", action="choose a number above 0")
    start = content if start is None else start
    if start.shape != content.shape:
        raise ShapeError(
            f"The picture begins with shape {start.shape}, the content has "
            f"{content.shape}",
            action="enlarge it to the size of the content picture first",
        )
    contents, _ = _targets(features, content, num_style)
    _, grams = _targets(features, style, num_style)
    image = GeneratedImage(start)
    trainer = gluon.Trainer(image.collect_params(), "adam", {"learning_rate": lr})
    history: list[dict] = []
    for epoch in range(num_epochs):
        with autograd.record():
            X = image()
            losses = _losses(features(X), X, contents, grams, weights)
            total = nd.add_n(*losses)
        total.backward()
        if epoch and epoch % lr_decay_epoch == 0:
            trainer.set_learning_rate(trainer.learning_rate * 0.1)
        trainer.step(1)
        if epoch + 1 == num_epochs or (epoch and epoch % every == 0):
            history.append(_row(epoch, losses, trainer.learning_rate))
            if on_progress is not None:
                on_progress(history[-1], image.weight.data())
    return StyleResult(image.weight.data().copy(), history)


def _targets(features, picture, num_style: int) -> tuple[Sequence, Sequence]:
    """Content features and Gram matrices of the style features."""
    maps = features(picture)
    if not 0 < num_style < len(maps):
        raise ConfigError(
            f"{num_style} of {len(maps)} feature maps are the style",
            "at least one is the style's and one the content's",
        )
    return maps[num_style:], [gram(each) for each in maps[:num_style]]


def _losses(maps, X, contents, grams, weights: StyleWeights) -> list[nd.NDArray]:
    of_style, of_content = maps[: len(grams)], maps[len(grams) :]
    terms = (
        [content_loss(*pair) * weights.content for pair in zip(of_content, contents)],
        [style_loss(*pair) * weights.style for pair in zip(of_style, grams)],
        [tv_loss(X) * weights.tv],
    )
    return [nd.add_n(*each) for each in terms]


def _row(epoch: int, losses, lr: float) -> dict:
    names = ("content_loss", "style_loss", "tv_loss")
    row = {"epoch": epoch}
    row.update((name, loss.asscalar().item()) for name, loss in zip(names, losses))
    if not all(math.isfinite(row[name]) for name in names):
        raise TrainingError(
            f"A loss of the style transfer is not finite at epoch {epoch}: {row}",
            "the learning rate is too large, or a picture holds values not finite",
            f"try a learning rate below {lr:g}",
        )
    return row
