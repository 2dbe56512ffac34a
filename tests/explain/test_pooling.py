"""How a shift changes what comes out: cases that are known exactly."""

import numpy as np
import pytest
from mxnet import nd
from mxnet.gluon import nn

from gluon_course.base.errors import ConfigError
from gluon_course.explain.pooling import shift_response


def test_a_picture_without_columns_does_not_change():
    X = nd.broadcast_axis(nd.arange(4).reshape((1, 1, 4, 1)), axis=3, size=5)
    assert shift_response(nn.MaxPool2D(2), X) == 0


def test_by_hand():
    X = nd.array([[[[1, 0, 0, 0]]]])  # moves to 0 1 0 0
    assert shift_response(lambda X: X, X) == pytest.approx(2**0.5)
    in_window = nn.MaxPool2D((1, 2))
    assert shift_response(in_window, X) == 0  # still in the first window
    assert shift_response(in_window, X, 2) == pytest.approx(2**0.5)


def test_a_shift_by_the_stride_moves_the_output():
    X = nd.array(np.random.RandomState(0).uniform(size=(2, 3, 8, 8)))
    layer = nn.AvgPool2D(2)
    moved = np.roll(layer(X).asnumpy(), 1, axis=3)
    still = layer(X).asnumpy()
    wanted = np.linalg.norm(moved - still) / np.linalg.norm(still)
    assert shift_response(layer, X, 2) == pytest.approx(wanted, rel=1e-5)


@pytest.mark.parametrize("shift", [0, 8])
def test_a_shift_out_of_range_is_refused(shift):
    with pytest.raises(ConfigError, match="A shift of"):
        shift_response(nn.MaxPool2D(2), nd.ones((1, 1, 8, 8)), shift)
