"""The stable forms are SciPy's for all logits, and their gradients Gluon's."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from mxnet import autograd, gluon, nd
from scipy import special

from gluon_course import scratch
from gluon_course.base.errors import ShapeError
from gluon_course.explain.softmax import cross_entropy, log_softmax, softmax

logits = array_shapes(max_dims=3, max_side=4).flatmap(
    lambda shape: arrays("float32", shape, elements=st.floats(-1e4, 1e4, width=32))
)


@given(logits, st.data())
@settings(deadline=None)
def test_both_are_scipy_s_for_large_and_small_logits(values, data):
    axis = data.draw(st.integers(-values.ndim, values.ndim - 1))
    exact = values.astype("float64")
    np.testing.assert_allclose(
        softmax(nd.array(values), axis).asnumpy(),
        special.softmax(exact, axis),
        1e-5,
        1e-7,
    )
    np.testing.assert_allclose(
        log_softmax(nd.array(values), axis).asnumpy(),
        special.log_softmax(exact, axis),
        1e-5,
        1e-5,
    )


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_the_plain_formula_overflows_at_the_largest_exponent_of_its_type(dtype):
    largest = np.log(np.finfo(dtype).max)
    below = nd.array([[largest - 0.1, 0.0]], dtype=dtype)
    above = nd.array([[largest + 0.1, 0.0]], dtype=dtype)
    assert np.isfinite(scratch.softmax(below).asnumpy()).all()
    assert np.isnan(scratch.softmax(above).asnumpy()).any()
    assert softmax(above).asnumpy()[0, 0] == pytest.approx(1, abs=1e-4)


def test_loss_and_gradient_are_those_of_gluon():
    X = nd.array([[3, -2, 500], [1, 2, 3], [-900, 0, 900]])
    y = nd.array([0, 2, 0])
    gradients, losses = [], []
    for loss in (cross_entropy, gluon.loss.SoftmaxCrossEntropyLoss()):
        X.attach_grad()
        with autograd.record():
            value = loss(X, y)
        value.backward()
        losses.append(value.asnumpy())
        gradients.append(X.grad.asnumpy())
    np.testing.assert_allclose(*losses, rtol=1e-5)
    np.testing.assert_allclose(*gradients, atol=2e-6)
    assert losses[0][2] == 1800


def test_wrong_shapes_are_refused():
    with pytest.raises(ShapeError, match="no axis 2"):
        softmax(nd.ones((2, 3)), axis=2)
    with pytest.raises(ShapeError, match=r"labels of shape \(3,\) do not fit"):
        cross_entropy(nd.ones((2, 3)), nd.ones(3))
