"""Loss curves are SciPy's and Gluon's, and autograd's slopes those of formulas."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from mxnet import gluon, nd
from scipy import special

from gluon_course.base.errors import ConfigError
from gluon_course.explain.losses import (
    LOSSES,
    draw_losses,
    huber_loss,
    loss_curve,
)

residuals = arrays("float32", 5, elements=st.floats(-50, 50, width=32))
deltas = st.floats(0.1, 10)


@given(residuals, deltas)
@settings(deadline=None)
def test_huber_is_scipy_s_and_delta_times_gluon_s(u, delta):
    curve = loss_curve(lambda each: huber_loss(each, delta), u)
    np.testing.assert_allclose(curve.value, special.huber(delta, u), 1e-4, 1e-5)
    np.testing.assert_allclose(curve.derivative, np.clip(u, -delta, delta), 1e-5)
    column = nd.array(u).reshape((-1, 1))
    theirs = gluon.loss.HuberLoss(rho=delta)(column, nd.zeros_like(column)).asnumpy()
    np.testing.assert_allclose(curve.value, delta * theirs, 1e-3, 1e-4)


@given(residuals)
@settings(deadline=None)
def test_slopes_and_likelihoods_are_those_of_the_formulas(u):
    squared, absolute = (
        loss_curve(LOSSES[name], u) for name in ("squared", "absolute")
    )
    np.testing.assert_allclose(squared.derivative, u, 1e-6)
    np.testing.assert_allclose(absolute.derivative, np.sign(u))
    np.testing.assert_allclose(squared.likelihood, np.exp(-(u**2) / 2), 1e-4, 1e-30)
    np.testing.assert_allclose(absolute.likelihood, np.exp(-np.abs(u)), 1e-4, 1e-30)


def test_the_picture_has_three_curves_in_each_of_three_panels():
    picture = draw_losses(bound=2)
    assert [panel.get_title("left") for panel in picture.axes] == list(LOSSES)
    for panel, loss in zip(picture.axes, LOSSES.values()):
        value, derivative, likelihood = (line.get_ydata() for line in panel.lines)
        u = panel.lines[0].get_xdata()
        assert (u[0], u[-1]) == (-2, 2)
        np.testing.assert_allclose(value, loss(nd.array(u)).asnumpy())
        slope = np.gradient(value, u)[1:-1]
        np.testing.assert_allclose(derivative[1:-1], slope, atol=0.02)
        np.testing.assert_allclose(likelihood, np.exp(-value))


@pytest.mark.parametrize("delta", [0, -1, float("nan")])
def test_a_delta_that_is_not_positive_is_refused(delta):
    with pytest.raises(ConfigError, match="delta is"):
        huber_loss(nd.ones(2), delta)
