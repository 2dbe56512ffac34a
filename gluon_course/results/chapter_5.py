"""Published figures of chapter 5, 卷积神经网络, as the builds of the text print."""

from __future__ import annotations

from gluon_course.results.chapter_3 import B, C, D, E
from gluon_course.results.figure import Figure

_FOLDER = "chapter_convolutional-neural-networks/"
_STEP = "12 other seeds end in this range; seed 0 gives the text's values"


def _trained(
    slug: str,
    last: tuple[float, float, float],
    earlier: tuple[float, float, float],
    epoch_s: float,
    *,
    part: str = "",
    accepted: tuple[float, float] | None = None,
    note: str = "",
) -> tuple[Figure, ...]:
    """Figures of a trained classifier.

    ``last`` holds train loss, train and test accuracy of build E, ``earlier`` the test
    accuracies of builds D, C and B. The loss of another run may differ by a tenth.
    """
    section = _FOLDER + slug
    train_loss, train_acc, test_acc = last
    test = dict(zip((E, D, C, B), (test_acc, *earlier)))
    return (
        Figure(section, f"{part}train_loss", {E: train_loss}, "loss", note=note),
        Figure(section, f"{part}train_acc", {E: train_acc}, "accuracy", note=note),
        Figure(section, f"{part}test_acc", test, "accuracy", accepted, note),
        Figure(section, f"{part}epoch_s", {E: epoch_s}, "seconds"),
    )


def _learned_kernel() -> tuple[Figure, ...]:
    section = _FOLDER + "conv-layer"
    losses = {2: 4.949, 4: 0.831, 6: 0.140, 8: 0.024, 10: 0.004}
    return (
        *(
            Figure(
                section,
                f"loss_{step}",
                {E: loss},
                "loss",
                (0.85 * loss, 1.25 * loss),
                _STEP,
            )
            for step, loss in losses.items()
        ),
        Figure(section, "kernel_1", {E: 0.9895}, "value", (0.98, 1.0), _STEP),
        Figure(section, "kernel_2", {E: -0.9874}, "value", (-1.0, -0.98), _STEP),
    )


FIGURES = (
    *_learned_kernel(),
    *_trained(
        "lenet",
        (0.681, 0.730, 0.750),
        (0.749, 0.748, 0.754),
        1.7,
        accepted=(0.73, 0.78),
    ),
    *_trained("alexnet", (0.4226, 0.845, 0.860), (0.870, 0.864, 0.867), 16.8),
    *_trained(
        "vgg",
        (0.2646, 0.903, 0.912),
        (0.911, 0.911, 0.909),
        36.1,
        note="all channels of the convolutions divided by 4",
    ),
    *_trained("nin", (0.7465, 0.725, 0.753), (0.774, 0.836, 0.812), 22.8),
    *_trained(
        "googlenet",
        (0.3367, 0.872, 0.858),
        (0.864, 0.882, 0.883),
        22.1,
        note="the build of 2019-01-08 had no relu in block 2",
    ),
    *_trained(
        "batch-norm",
        (0.3044, 0.889, 0.860),
        (0.881, 0.857, 0.870),
        3.1,
        part="scratch_",
        accepted=(0.83, 0.90),
    ),
    *_trained(
        "batch-norm",
        (0.3029, 0.890, 0.880),
        (0.878, 0.887, 0.881),
        1.9,
        accepted=(0.85, 0.89),
    ),
    *_trained("resnet", (0.1113, 0.961, 0.916), (0.910, 0.911, 0.913), 13.7),
    *_trained("densenet", (0.2142, 0.922, 0.905), (0.885, 0.857, 0.879), 12.0),
)
