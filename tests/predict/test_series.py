"""Predictions on predictions, against a loop over single windows."""

import numpy as np
import pytest
from mxnet import nd

from gluon_course import predict
from gluon_course.base.errors import ConfigError, DataError

WEIGHTS = np.array([0.2, -0.5, 0.9], np.float32)


def net(X):
    return nd.dot(X, nd.array(WEIGHTS).reshape((-1, 1))) + 0.1


def onward_slowly(window, num_steps):
    window = list(window)
    for _ in range(num_steps):
        window.append(float(np.dot(window[-3:], WEIGHTS) + 0.1))
    return window[3:]


def test_going_on_feeds_every_prediction_back():
    found = predict.predict_onward(net, nd.array([1, 2, 3]), 7)
    np.testing.assert_allclose(found.asnumpy(), onward_slowly([1, 2, 3], 7), rtol=1e-5)


def test_each_window_is_predicted_from_as_alone():
    x = np.random.RandomState(0).randn(12)
    found = predict.predict_ahead(net, nd.array(x), 3, 4)
    assert found.shape == (4, 12 - 3 - 4 + 1)
    for i in range(found.shape[1]):
        expected = onward_slowly(x[i : i + 3], 4)
        np.testing.assert_allclose(
            found[:, i].asnumpy(), expected, rtol=1e-4, atol=1e-6
        )


def test_a_straight_line_is_continued_exactly():
    def line(X):
        return 2 * X[:, 1:] - X[:, :1]

    found = predict.predict_ahead(line, nd.arange(10), 2, 5).asnumpy()
    np.testing.assert_array_equal(found[4], np.arange(6, 10))  # five steps after 1..4


def test_too_few_values_and_no_steps_are_refused():
    with pytest.raises(DataError, match="6 values is too short for 4 steps"):
        predict.predict_ahead(net, nd.arange(6), 3, 4)
    for call in (
        lambda: predict.predict_ahead(net, nd.arange(6), 3, 0),
        lambda: predict.predict_onward(net, nd.arange(3), 0),
    ):
        with pytest.raises(ConfigError, match="num_steps is 0"):
            call()
