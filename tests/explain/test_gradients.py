"""Gradients are PyTorch-like facts: formulas, differences, and c / a of the text."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from mxnet import autograd, nd

from gluon_course.base.errors import ShapeError
from gluon_course.explain import get_topic
from gluon_course.explain.gradients import control_flow, gradient, numeric_gradient

vectors = arrays("float32", 3, elements=st.floats(-4, 4, width=32))


@given(vectors, vectors)
@settings(deadline=None, max_examples=50)
def test_heads_weigh_the_outputs(x, heads):
    found = gradient(lambda x: x * x * x, x, heads).asnumpy()
    np.testing.assert_allclose(found, heads * 3 * x**2, rtol=1e-5, atol=1e-5)


@given(vectors)
@settings(deadline=None, max_examples=30)
def test_differences_are_the_derivative_of_the_formula(x):
    found = numeric_gradient(lambda x: (x.sin() * x).sum(), x)
    np.testing.assert_allclose(found, np.cos(x) * x + np.sin(x), atol=1e-5)


@given(vectors.filter(lambda a: np.abs(a).max() > 1e-3))
@settings(deadline=None, max_examples=50)
def test_control_flow_gives_c_over_a_as_the_text_prints(a):
    c = control_flow(nd.array(a)).asnumpy()
    factor = gradient(control_flow, a).asnumpy()
    np.testing.assert_allclose(factor * a, c, rtol=1e-5)
    assert np.linalg.norm(c / (100 if a.sum() <= 0 else 1)) >= 999.9
    assert len(set(factor)) == 1


def test_the_factor_is_that_of_a_plain_loop():
    for value in (3.0, -3.0):
        expected = 2 * value
        while abs(expected) < 1000:
            expected *= 2
        expected *= 100 if expected <= 0 else 1
        assert gradient(control_flow, [value]).asscalar() == expected / value


def test_x_itself_keeps_no_trace():
    x = nd.ones(3)
    gradient(lambda x: x * 2, x)
    assert x.grad is None
    assert not autograd.is_recording()


def test_modes_are_as_the_text_says():
    modes = {row[0]: row[1:] for row in get_topic("gradients").answer().tables[1].rows}
    assert modes["no block"] == ("no", "no")
    assert modes["autograd.record()"] == ("yes", "yes")
    assert modes["autograd.record(train_mode=False)"] == ("yes", "no")


@pytest.mark.parametrize(
    "f",
    [lambda x: x.detach() * 2, lambda x: nd.array(x.asnumpy()), lambda x: nd.ones(3)],
)
def test_an_output_that_does_not_depend_on_x_is_refused(f):
    with pytest.raises(ShapeError, match="does not depend on x"):
        gradient(f, [1, 2, 3])


def test_heads_of_another_shape_and_a_zero_are_refused():
    with pytest.raises(ShapeError, match=r"heads have shape \(2,\), the output \(3,\)"):
        gradient(lambda x: x, [1, 2, 3], heads=[1, 1])
    with pytest.raises(ShapeError, match="are 0"):
        control_flow(nd.zeros(3))
