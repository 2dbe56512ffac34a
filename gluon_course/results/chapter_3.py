"""Published figures of chapter 3, 深度学习基础, as the builds of the text print.

Beside the accuracies on Fashion-MNIST stand ranges that we measured on a newer
edition of its files; they are named so and are never part of a published range.
"""

from __future__ import annotations

from gluon_course.results.figure import Figure

E, D, C, B = "2021-02-17", "2020-02-13", "2020-01-07", "2019-01-08"
_FOLDER = "chapter_deep-learning-basics/"


def _figures(slug: str, *rows: tuple) -> tuple[Figure, ...]:
    """Figures of one section from the arguments of :func:`_row`."""
    return tuple(Figure(_FOLDER + slug, *_row(*row)) for row in rows)


def _row(name, kind, values, accepted=None, note="", measured=None):
    """The fields of a Figure after its section; a lone value is that of build E."""
    values = values if isinstance(values, dict) else {E: values}
    return name, values, kind, accepted, note, measured


def _builds(*values: float) -> dict[str, float]:
    """One value for each build, the newest first."""
    return dict(zip((E, D, C, B), values))


_EDITION = (
    "on the Fashion-MNIST of 31 August 2017, where the text's own code ends lower too "
    "(3.7: .826 .829, 3.10: .855 .860); the builds read the files of 26 August"
)


def _test_acc(name, values, accepted, measured):
    """Row of a test accuracy, ``measured`` on the newer files of Fashion-MNIST."""
    return name, "accuracy", _builds(*values), accepted, _EDITION, measured


_FLAT = "both weights, N(0, 0.01) at the start, end where the noise of the labels ends"
_NORM = "the start is N(0, 1): a norm of 14.1, give or take .7, before training"
_DATA = "depends on the 200 points; those of seed 0 are the text's"

FIGURES = (
    *_figures(
        "linear-regression",
        ("loop_s", "seconds", 0.159),
        ("vector_s", "seconds", 0.0002),
    ),
    *_figures(
        "linear-regression-scratch",
        ("loss", "loss", _builds(5.1e-5, 5e-5, 5e-5, 5e-5), (4.2e-5, 5.8e-5)),
        ("w_1", "value", 1.9995, (1.998, 2.002), _FLAT),
        ("w_2", "value", -3.3996, (-3.402, -3.398), _FLAT),
        ("b", "value", 4.1994, (4.198, 4.202)),
    ),
    *_figures(
        "linear-regression-gluon",
        ("loss", "loss", 5.1e-5, (4.2e-5, 5.8e-5)),
        ("w_1", "value", 1.99995, (1.998, 2.002), _FLAT),
        ("w_2", "value", -3.40001, (-3.402, -3.398), _FLAT),
        ("b", "value", 4.1994, (4.198, 4.202)),
    ),
    *_figures("fashion-mnist", ("pass_s", "seconds", 1.43)),
    *_figures(
        "softmax-regression-scratch",
        ("train_loss", "loss", 0.4897),
        ("train_acc", "accuracy", 0.834),
        _test_acc(
            "test_acc", (0.842, 0.839, 0.841, 0.840), (0.83, 0.85), (0.815, 0.835)
        ),
        (
            "untrained_test_acc",
            "accuracy",
            0.0925,
            (0.0, 0.3),
            "ten classes, no training",
        ),
    ),
    *_figures(
        "softmax-regression-gluon",
        ("train_loss", "loss", 0.4895),
        ("train_acc", "accuracy", 0.835),
        _test_acc(
            "test_acc", (0.838, 0.835, 0.842, 0.841), (0.83, 0.85), (0.815, 0.835)
        ),
    ),
    *_figures(
        "mlp",
        ("sigmoid_grad_max", "value", 0.25, (0.249, 0.25)),
        ("tanh_grad_max", "value", 1.0, (0.999, 1.0)),
    ),
    *_figures(
        "mlp-scratch",
        ("train_loss", "loss", 0.3659),
        ("train_acc", "accuracy", 0.864),
        _test_acc(
            "test_acc", (0.868, 0.871, 0.875, 0.861), (0.86, 0.88), (0.845, 0.865)
        ),
    ),
    *_figures(
        "mlp-gluon",
        ("train_loss", "loss", 0.3713),
        ("train_acc", "accuracy", 0.863),
        _test_acc(
            "test_acc", (0.875, 0.865, 0.875, 0.872), (0.86, 0.88), (0.845, 0.865)
        ),
    ),
    *_figures(
        "underfit-overfit",
        ("cubic_train_loss", "loss", 0.0072, (0.006, 0.009), _DATA),
        ("cubic_test_loss", "loss", 0.0120, (0.009, 0.016), _DATA),
        ("linear_train_loss", "loss", 44.0, None, _DATA),
        ("linear_test_loss", "loss", 160.7, None, _DATA),
        ("few_train_loss", "loss", 0.403, None, _DATA),
        ("few_test_loss", "loss", 103.3, None, _DATA),
    ),
    *_figures(
        "weight-decay",
        ("scratch_norm", "value", 11.61, (11.0, 15.5), _NORM),
        ("scratch_norm_decayed", "value", 0.0414, (0.02, 0.08)),
        ("gluon_norm", "value", 13.31, (11.0, 15.5), _NORM),
        ("gluon_norm_decayed", "value", 0.0327, (0.02, 0.08)),
    ),
    *_figures(
        "dropout",
        ("scratch_train_loss", "loss", 0.4171),
        ("scratch_train_acc", "accuracy", 0.848),
        _test_acc(
            "scratch_test_acc",
            (0.859, 0.865, 0.866, 0.863),
            (0.85, 0.87),
            (0.835, 0.855),
        ),
        ("train_loss", "loss", 0.4246),
        ("train_acc", "accuracy", 0.846),
        _test_acc(
            "test_acc", (0.861, 0.866, 0.866, 0.860), (0.85, 0.87), (0.835, 0.855)
        ),
    ),
    *_figures(
        "kaggle-house-price",
        (
            "valid_log_rmse",
            "loss",
            _builds(0.1702, 0.1703, 0.1705, 0.1703),
            (0.165, 0.175),
        ),
        ("train_log_rmse", "loss", 0.1653, (0.160, 0.170)),
        ("final_train_log_rmse", "loss", 0.1624, (0.158, 0.167)),
        ("fold_1", "loss", 0.157, (0.150, 0.165)),
        ("fold_2", "loss", 0.188, (0.180, 0.197)),
        ("fold_3", "loss", 0.168, (0.160, 0.176)),
        ("fold_4", "loss", 0.155, (0.148, 0.163)),
        ("fold_5", "loss", 0.183, (0.175, 0.192)),
    ),
)
