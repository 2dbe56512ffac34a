"""Losses of style transfer against slow versions, number by number."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import nd, sym

from gluon_course.nn import content_loss, gram, style_loss, tv_loss

SHAPES = st.tuples(*(st.integers(low, 4) for low in (1, 1, 2, 2)))


def slow_gram(X):
    batch, channels, height, width = X.shape
    G = np.zeros((batch, channels, channels))
    for n in range(batch):
        for i in range(channels):
            for j in range(channels):
                for y in range(height):
                    for x in range(width):
                        G[n, i, j] += X[n, i, y, x] * X[n, j, y, x]
    return G / (channels * height * width)


def slow_roughness(X):
    batch, channels, height, width = X.shape
    below, beside = [], []
    for n in range(batch):
        for c in range(channels):
            for y in range(height):
                for x in range(width):
                    if y:
                        below.append(abs(X[n, c, y, x] - X[n, c, y - 1, x]))
                    if x:
                        beside.append(abs(X[n, c, y, x] - X[n, c, y, x - 1]))
    return (np.mean(below) + np.mean(beside)) / 2


@settings(max_examples=20, deadline=None)
@given(SHAPES, st.integers(0, 2**31 - 1))
def test_losses_are_those_of_the_slow_versions(shape, seed):
    random = np.random.RandomState(seed)
    X, Y = random.normal(size=shape), random.normal(size=shape)
    a, b = nd.array(X), nd.array(Y)
    np.testing.assert_allclose(gram(a).asnumpy(), slow_gram(X), atol=1e-5)
    want = np.mean((X - Y) ** 2)
    assert content_loss(a, b).asscalar() == pytest.approx(want, rel=1e-4)
    want = np.mean((slow_gram(X) - slow_gram(Y)) ** 2)
    got = style_loss(a, gram(b)).asscalar()
    assert got == pytest.approx(want, rel=1e-3, abs=1e-6)
    assert tv_loss(a).asscalar() == pytest.approx(slow_roughness(X), rel=1e-4)


def test_a_style_is_the_same_wherever_it_lies():
    X = nd.random.normal(shape=(1, 3, 4, 6))
    turned = X[:, :, ::-1].transpose((0, 1, 3, 2))
    assert style_loss(turned, gram(X)).asscalar() < 1e-10


def test_losses_work_in_a_graph():
    x, y = sym.var("x"), sym.var("y")
    total = content_loss(x, y) + style_loss(x, gram(y)) + tv_loss(x)
    X, Y = nd.random.normal(shape=(1, 2, 3, 4)), nd.random.normal(shape=(1, 2, 3, 4))
    got = total.eval(x=X, y=Y)[0].asscalar()
    want = content_loss(X, Y) + style_loss(X, gram(Y)) + tv_loss(X)
    assert got == pytest.approx(want.asscalar(), rel=1e-5)
