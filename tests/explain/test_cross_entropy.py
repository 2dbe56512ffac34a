"""Losses and gradients on the simplex are those of the formulas, written in NumPy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from mxnet import gluon, nd

from gluon_course.base.errors import ShapeError
from gluon_course.explain.cross_entropy import draw_simplex, judge, judge_logits

weights = arrays("float64", (3, 4), elements=st.floats(0.01, 1))


@given(weights, st.integers(0, 3))
@settings(deadline=None, max_examples=30)
def test_gradients_are_p_minus_y_and_the_jacobian_of_softmax_times_it(values, y):
    p = values / values.sum(axis=1, keepdims=True)
    judged = judge(p, y)
    onehot = np.eye(4)[y]
    np.testing.assert_allclose(judged.cross_entropy, -np.log(p[:, y]), 1e-5)
    np.testing.assert_allclose(judged.cross_entropy_grad, p - onehot, atol=1e-5)
    squared = ((p - onehot) ** 2).sum(axis=1) / 2
    np.testing.assert_allclose(judged.squared_error, squared, 1e-5)
    for row, gradient in zip(p, judged.squared_error_grad):
        jacobian = np.diag(row) - np.outer(row, row)
        np.testing.assert_allclose(gradient, jacobian @ (row - onehot), atol=1e-6)


def test_cross_entropy_is_gluon_s():
    logits, y = nd.array([[1, 2, 3], [3, 0, -1]]), nd.array([2, 1])
    theirs = gluon.loss.SoftmaxCrossEntropyLoss()(logits, y).asnumpy()
    np.testing.assert_allclose(judge_logits(logits, y).cross_entropy, theirs, 1e-5)


def test_the_logits_that_were_passed_keep_having_no_gradient():
    logits = nd.ones((1, 2))
    judge_logits(logits, nd.array([0]))
    assert logits.grad is None


def test_squared_error_stops_teaching_in_every_corner_and_cross_entropy_in_one():
    corners = np.full((3, 3), 1e-6) + (1 - 3e-6) * np.eye(3)
    judged = judge(corners, y=0)
    entropy = np.linalg.norm(judged.cross_entropy_grad, axis=1)
    squared = np.linalg.norm(judged.squared_error_grad, axis=1)
    np.testing.assert_allclose(entropy, [0, 2**0.5, 2**0.5], atol=1e-4)
    np.testing.assert_allclose(squared, 0, atol=1e-4)


def test_the_picture_shows_curves_and_two_triangles():
    picture = draw_simplex(steps=12)
    titles = [panel.get_title("left") for panel in picture.axes]
    assert titles[:3] == [
        "two classes",
        "three classes: cross-entropy",
        "three classes: squared error",
    ]
    entropy, squared = (line.get_ydata() for line in picture.axes[0].lines)
    assert entropy.argmax() == len(entropy) - 1
    wrong = picture.axes[0].lines[1].get_xdata()
    assert wrong[squared.argmax()] == pytest.approx(2 / 3, abs=0.01)  # of w**2 (1 - w)


@pytest.mark.parametrize("p", [[[0.5, 0.6]], [[0.0, 1.0]], [[-0.5, 1.5]]])
def test_what_is_no_distribution_is_refused(p):
    with pytest.raises(ShapeError, match="not distributions"):
        judge(p)


def test_wrong_labels_are_refused():
    with pytest.raises(ShapeError, match="no class 2 among 2"):
        judge([[0.5, 0.5]], y=2)
    with pytest.raises(ShapeError, match="do not fit"):
        judge_logits(nd.ones((2, 3)), nd.ones(3))
