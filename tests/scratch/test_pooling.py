"""Section 5.4: pooling by loops against the text's examples and Gluon."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from mxnet import autograd, gluon, nd

from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.scratch import pool2d

X = nd.arange(9).reshape((3, 3))
X4 = nd.arange(16).reshape((4, 4))


def test_the_sections_examples():
    assert pool2d(X, (2, 2)).asnumpy().tolist() == [[4, 5], [7, 8]]
    assert pool2d(X, (2, 2), "avg").asnumpy().tolist() == [[2, 3], [5, 6]]
    assert pool2d(X4, (3, 3), stride=(3, 3)).asnumpy().tolist() == [[10]]
    padded = pool2d(X4, (3, 3), padding=(1, 1), stride=(2, 2))
    assert padded.asnumpy().tolist() == [[5, 7], [13, 15]]
    uneven = pool2d(X4, (2, 3), padding=(1, 2), stride=(2, 3))
    assert uneven.asnumpy().tolist() == [[0, 3], [8, 11], [12, 15]]


def test_channels_are_pooled_one_by_one():
    both = pool2d(nd.stack(X4, X4 + 1), (3, 3), padding=(1, 1), stride=(2, 2))
    assert both.asnumpy().tolist() == [[[5, 7], [13, 15]], [[6, 8], [14, 16]]]


@given(
    mode=st.sampled_from(["max", "avg"]),
    size=st.tuples(st.integers(2, 7), st.integers(2, 7)),
    pool=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    padding=st.tuples(st.integers(0, 1), st.integers(0, 1)),
    stride=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    seed=st.integers(0, 1000),
)
@settings(deadline=None, max_examples=40)
def test_pooling_matches_gluon(mode, size, pool, padding, stride, seed):
    assume(all(2 * p <= k <= n + 2 * p for n, k, p in zip(size, pool, padding)))
    x = nd.array(np.random.default_rng(seed).normal(size=(2, *size)))
    layers = {"max": gluon.nn.MaxPool2D, "avg": gluon.nn.AvgPool2D}
    theirs = layers[mode](pool, stride, padding)(x.expand_dims(0))[0]
    ours = pool2d(x, pool, mode, padding, stride)
    np.testing.assert_allclose(ours.asnumpy(), theirs.asnumpy(), rtol=1e-5, atol=1e-6)


def test_the_gradient_of_the_maximum_goes_to_the_largest_element():
    x = X4.copy()
    x.attach_grad()
    with autograd.record():
        y = pool2d(x, (2, 2), stride=(2, 2)).sum()
    y.backward()
    where = np.flatnonzero(x.grad.asnumpy())
    assert where.tolist() == [5, 7, 13, 15]


def test_pooling_forgives_a_shift_inside_its_window():
    picture = nd.zeros((1, 8))
    picture[0, 2] = 1
    shifted = nd.zeros((1, 8))
    shifted[0, 3] = 1
    kept = [pool2d(each, (1, 2), stride=(1, 2)) for each in (picture, shifted)]
    np.testing.assert_array_equal(kept[0].asnumpy(), kept[1].asnumpy())


def test_unknown_modes_and_windows_that_do_not_fit_are_refused():
    with pytest.raises(ConfigError, match="'min'"):
        pool2d(X, (2, 2), "min")
    with pytest.raises(ShapeError, match="larger than the padded input"):
        pool2d(X, (4, 2))
    with pytest.raises(ShapeError, match="2 or 3 dimensions"):
        pool2d(nd.ones(3), (1, 1))
