"""Published figures of chapter 9, 计算机视觉, as the builds of the text print."""

from __future__ import annotations

from gluon_course.results.chapter_3 import B, C, D, E
from gluon_course.results.figure import Figure

_FOLDER = "chapter_computer-vision/"


def _last_epoch(slug: str, name: str, *values: float, note: str = "") -> Figure:
    """A figure of builds E, D, C and B after the last epoch, the lower the better."""
    return Figure(
        _FOLDER + slug, name, dict(zip((E, D, C, B), values)), "loss", note=note
    )


def _exact(slug: str, **values: int) -> tuple[Figure, ...]:
    """Counts of build E, which every run on the same files has to find."""
    return tuple(
        Figure(
            _FOLDER + slug,
            name,
            {E: value},
            "value",
            (value - 0.5, value + 0.5),
            printed=",.0f",
        )
        for name, value in values.items()
    )


def _test_acc(slug: str, name: str, *values: float, note: str = "") -> Figure:
    """Test accuracies of builds E, D, C and B."""
    return Figure(
        _FOLDER + slug, name, dict(zip((E, D, C, B), values)), "accuracy", note=note
    )


_SMALL = "100 pictures for one epoch: the text prints it to show that the code runs"
_MIRRORED = "the text crops the pictures at random, the course mirrors half of them"
_BORDERS = "the text counts the borders of objects as background, the course not"
_STYLE = "with the model zoo's VGG-19 on the text's two pictures"

FIGURES = (
    _test_acc("image-augmentation", "test_acc", 0.816, 0.834, 0.846, 0.854),
    Figure(_FOLDER + "image-augmentation", "train_acc", {E: 0.936}, "accuracy"),
    Figure(_FOLDER + "image-augmentation", "train_loss", {E: 0.1847}, "loss"),
    _test_acc("fine-tuning", "test_acc", 0.786, 0.885, 0.927, 0.917),
    _test_acc("fine-tuning", "scratch_test_acc", 0.861, 0.856, 0.841, 0.821),
    *_exact("anchor", num_anchors=2_042_040),
    _last_epoch(
        *("ssd", "train_class_err", 2.45e-3, 2.45e-3, 2.33e-3, 2.34e-3), note=_MIRRORED
    ),
    _last_epoch(
        *("ssd", "train_box_mae", 2.57e-3, 2.67e-3, 2.56e-3, 2.54e-3), note=_MIRRORED
    ),
    *_exact("semantic-segmentation-and-dataset", train_kept=1114, test_kept=1078),
    Figure(
        _FOLDER + "fcn",
        "test_acc",
        {E: 0.849, D: 0.845, C: 0.853, B: 0.847},
        "accuracy",
        note=_BORDERS,
    ),
    Figure(_FOLDER + "fcn", "train_acc", {E: 0.891}, "accuracy", note=_BORDERS),
    Figure(_FOLDER + "fcn", "train_loss", {E: 0.3274}, "loss", note=_BORDERS),
    Figure(
        _FOLDER + "kaggle-gluon-cifar10",
        "valid_acc",
        {E: 0.1},
        "accuracy",
        (0, 0.4),
        note=_SMALL,
    ),
    Figure(_FOLDER + "kaggle-gluon-dog", "train_loss", {E: 5.21}, "loss", note=_SMALL),
    Figure(_FOLDER + "kaggle-gluon-dog", "valid_loss", {E: 4.76}, "loss", note=_SMALL),
    *(
        Figure(_FOLDER + "neural-style", name, {E: value}, "loss", note=_STYLE)
        for name, value in (
            *(("content_loss", 5.38), ("style_loss", 7.47), ("tv_loss", 4.32)),
            *(("large_content_loss", 8.90), ("large_style_loss", 8.12)),
            ("large_tv_loss", 2.70),
        )
    ),
)
