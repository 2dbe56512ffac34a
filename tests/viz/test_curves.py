"""Curves show the numbers of the history, for one epoch and for many."""

import math

import numpy as np
import pytest

from gluon_course.base.errors import DataError
from gluon_course.viz import compare, curves

ROWS = [
    {
        "epoch": i,
        "train_loss": 2.0 / i,
        "train_acc": 0.5 + i / 20,
        "test_acc": 0.5 + i / 25,
        "lr": 0.9,
        "seconds": 3.0,
        "samples_per_s": 20000.0,
    }
    for i in range(1, 6)
]


def lines(picture):
    """Panel title -> label without the value -> (epochs, values)."""
    return {
        panel.get_title(loc="left"): {
            line.get_label().split("  ")[0]: (
                list(line.get_xdata()),
                list(line.get_ydata()),
            )
            for line in panel.lines
        }
        for panel in picture.axes
    }


def test_a_panel_for_each_metric_shows_training_beside_test():
    shown = lines(curves(ROWS))
    epochs = [1, 2, 3, 4, 5]
    assert shown == {
        "loss": {"train": (epochs, [row["train_loss"] for row in ROWS])},
        "accuracy": {
            "train": (epochs, [row["train_acc"] for row in ROWS]),
            "test": (epochs, [row["test_acc"] for row in ROWS]),
        },
    }


def test_the_legend_says_the_last_values():
    legend = curves(ROWS).axes[1].get_legend()
    assert [text.get_text() for text in legend.texts] == ["train  0.750", "test  0.700"]


def test_one_epoch_is_drawn_as_a_marked_point():
    picture = curves(ROWS[:1])
    for panel in picture.axes:
        assert list(panel.get_xticks()) == [1]
        assert all(line.get_marker() not in (None, "None") for line in panel.lines)
    assert picture.axes[0].get_ylim() == (0, 2.5)
    assert picture.axes[1].get_ylim() == (0, 1)


def test_one_epoch_of_any_value_is_drawn():
    for value in (0.0, -2.0, 1e9):
        assert curves([{"epoch": 1, "test_loss": value, "perplexity": 3.0}]).axes


def test_epochs_without_a_value_are_left_out():
    rows = [dict(row) for row in ROWS]
    del rows[1]["test_acc"]
    rows[2]["test_acc"] = None
    rows[3]["test_acc"] = math.nan
    assert lines(curves(rows))["accuracy"]["test"][0] == [1, 5]


def test_numbers_of_numpy_are_numbers():
    rows = [{"epoch": 1, "train_loss": np.float32(0.5), "test_acc": np.float64(1)}]
    assert set(lines(curves(rows))) == {"loss", "accuracy"}


def test_perplexity_and_steep_losses_have_logarithmic_axes():
    rows = [{"epoch": i, "perplexity": 1000 / i, "train_loss": 1 / i} for i in (1, 2)]
    loss, perplexity = curves(rows).axes
    assert perplexity.get_yscale() == "log" and loss.get_yscale() == "linear"
    steep = [{"epoch": i, "train_loss": 10.0**-i} for i in range(5)]
    assert curves(steep).axes[0].get_yscale() == "log"


def test_a_loss_of_zero_keeps_the_linear_axis():
    rows = [{"epoch": 1, "train_loss": 5.0}, {"epoch": 2, "train_loss": 0.0}]
    assert curves(rows).axes[0].get_yscale() == "linear"


def test_many_metrics_fill_rows_of_three_panels():
    rows = [{"epoch": 1, **dict.fromkeys("abcd", 1.0)}]
    assert len(curves(rows).axes) == 4


@pytest.mark.parametrize(
    "rows", [[], [{"epoch": 1, "lr": 0.1}], [{"train_loss": math.nan}]]
)
def test_nothing_to_draw_is_an_error(rows):
    with pytest.raises(DataError, match="no curve to draw"):
        curves(rows)


def test_runs_are_compared_in_one_panel_a_metric():
    other = [{**row, "test_acc": row["test_acc"] / 2} for row in ROWS]
    shown = lines(compare({"first": ROWS, "second": other}))
    accuracy = shown["test accuracy (dotted: train)"]
    assert accuracy["first"][1] == [row["test_acc"] for row in ROWS]
    assert accuracy["second"][1] == [row["test_acc"] for row in other]
    assert set(shown["train loss"]) == {"first", "second"}


def test_runs_of_other_lengths_and_metrics_are_compared():
    shown = lines(compare({"short": ROWS[:1], "loss only": [{"train_loss": 1.0}]}))
    assert set(shown["train loss"]) == {"short", "loss only"}
    assert shown["train loss"]["loss only"] == ([1], [1.0])


def test_the_picture_is_saved(tmp_path):
    for draw, rows in ((curves, ROWS), (compare, {"run": ROWS})):
        path = tmp_path / f"{draw.__name__}.png"
        draw(rows, path, title="5.5 卷积神经网络（LeNet）")
        assert path.read_bytes().startswith(b"\x89PNG")
