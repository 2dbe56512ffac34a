"""Averages over views and runs against loops."""

import mxnet as mx
import numpy as np
import pytest
from mxnet import gluon, nd

from gluon_course.base.errors import DataError
from gluon_course.predict import average_predictions, predict_all, predict_views
from gluon_course.predict.averaging import as_it_is, mirrored, shifted


@pytest.fixture
def net():
    mx.random.seed(0)
    net = gluon.nn.Dense(4)
    net.initialize(mx.init.Normal(0.5))
    return net


BATCHES = [(nd.random.uniform(shape=(n, 2, 3, 5)), nd.arange(n) % 4) for n in (3, 3, 2)]


def test_views_are_averaged_after_softmax(net):
    labels, found = predict_views(net, BATCHES)
    expected = []
    for X, _ in BATCHES:
        both = [nd.softmax(net(each)) for each in (X, nd.array(X.asnumpy()[..., ::-1]))]
        expected.append(((both[0] + both[1]) / 2).asnumpy())
    np.testing.assert_allclose(found, np.concatenate(expected), rtol=1e-5)
    assert labels.tolist() == [0, 1, 2, 0, 1, 2, 0, 1]


def test_one_view_is_an_ordinary_prediction(net):
    alone, plain = (
        predict_views(net, BATCHES, [as_it_is])[1],
        predict_all(net, BATCHES)[1],
    )
    np.testing.assert_array_equal(alone, plain)
    flipped = [(mirrored(X), y) for X, y in BATCHES]
    both, other = predict_views(net, BATCHES)[1], predict_views(net, flipped)[1]
    np.testing.assert_allclose(both, other, rtol=1e-6)


def test_shifted_views_repeat_the_border():
    X = nd.arange(6).reshape(1, 1, 2, 3)
    assert shifted(0, 1)(X).asnumpy().tolist() == [[[[0, 0, 1], [3, 3, 4]]]]
    assert shifted(-1, 0)(X).asnumpy().tolist() == [[[[3, 4, 5], [3, 4, 5]]]]


def test_runs_are_averaged_with_weights():
    P, Q = np.array([[0.2, 0.8]]), np.array([[0.6, 0.4]])
    np.testing.assert_allclose(average_predictions([P, Q]), [[0.4, 0.6]])
    np.testing.assert_allclose(average_predictions([P, Q], [3, 1]), [[0.3, 0.7]])
    for runs, weights in (([], None), ([P, P[:, :1]], None), ([P], [0]), ([P], [1, 1])):
        with pytest.raises(DataError):
            average_predictions(runs, weights)


def test_shuffled_data_are_noticed(net):
    class Shuffled:
        count = 0

        def __iter__(self):
            self.count += 1
            return iter(BATCHES[:: 1 if self.count % 2 else -1])

    with pytest.raises(DataError, match="order"):
        predict_views(net, Shuffled())
    with pytest.raises(DataError, match="no views"):
        predict_views(net, BATCHES, [])
