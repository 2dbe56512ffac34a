"""Lines and points are drawn at their coordinates, from any kind of numbers."""

import mxnet as mx
import numpy as np
import pytest

from gluon_course.base.errors import ShapeError
from gluon_course.viz import loglog, plot, scatter, semilogy

X = [0.0, 1.0, 2.0]


def curves(picture):
    return [line.get_xydata().tolist() for line in picture.axes[0].lines]


@pytest.mark.parametrize("kind", [list, np.array, mx.nd.array])
def test_one_curve_of_any_kind_is_drawn(kind):
    assert curves(plot(kind(X), kind([3.0, 4.0, 5.0]))) == [[[0, 3], [1, 4], [2, 5]]]


@pytest.mark.parametrize("kind", [np.array, mx.nd.array, list])
def test_several_curves_share_x(kind):
    ys = [kind([1.0, 2.0, 3.0]), kind([4.0, 5.0, 6.0])]
    first, second = curves(plot(kind(X), ys, ["train", "test"]))
    assert first == [[0, 1], [1, 2], [2, 3]] and second == [[0, 4], [1, 5], [2, 6]]
    both = mx.nd.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    assert curves(plot(X, both)) == [first, second]


def test_each_curve_may_have_its_own_x():
    picture = plot([[0, 1], [0, 1, 2]], [[5, 6], [7, 8, 9]])
    assert [len(curve) for curve in curves(picture)] == [2, 3]


def test_texts_and_legend_are_shown():
    picture = plot(X, [X, X], ["train", "test"], "x", "f(x)", title="3.8")
    panel = picture.axes[0]
    assert (panel.get_xlabel(), panel.get_ylabel()) == ("x", "f(x)")
    assert [text.get_text() for text in panel.get_legend().texts] == ["train", "test"]
    assert plot(X, X).axes[0].get_legend() is None


def test_semilogy_has_a_logarithmic_axis_and_survives_zero(tmp_path):
    picture = semilogy(X, [0.0, 1.0, 10.0], path=tmp_path / "loss.svg")
    assert picture.axes[0].get_yscale() == "log"
    assert "<svg" in (tmp_path / "loss.svg").read_text()


def test_loglog_has_two_logarithmic_axes(tmp_path):
    picture = loglog([1, 10, 100], [100.0, 10.0, 0.0], path=tmp_path / "zipf.png")
    panel = picture.axes[0]
    assert (panel.get_xscale(), panel.get_yscale()) == ("log", "log")
    assert (tmp_path / "zipf.png").exists()


def test_scatter_draws_points(tmp_path):
    picture = scatter(
        X, mx.nd.array([3, 4, 5]), "feature", "label", tmp_path / "points.png"
    )
    (points,) = picture.axes[0].collections
    assert points.get_offsets().tolist() == [[0, 3], [1, 4], [2, 5]]
    assert (tmp_path / "points.png").exists()


def test_a_single_point_is_marked():
    (line,) = plot([1], [2]).axes[0].lines
    assert line.get_marker() == "o"


@pytest.mark.parametrize(
    "arguments",
    [
        (X, [1.0, 2.0]),
        ([X, X], [X]),
        (X, [X, X], ["one"]),
        (X, [[X], [X]]),
        ("abc", X),
    ],
)
def test_things_that_do_not_fit_are_refused(arguments):
    with pytest.raises(ShapeError):
        plot(*arguments)


def test_points_that_do_not_fit_are_refused():
    with pytest.raises(ShapeError):
        scatter(X, [1.0])
