"""Statistics of channels against NumPy, and the layer against PyTorch's formula."""

import numpy as np
import pytest
from mxnet import autograd, nd
from mxnet.gluon import nn

from gluon_course.explain.batch_norm import channel_statistics


@pytest.mark.parametrize(("shape", "count"), [((6, 3), 3), ((4, 2, 3, 5), 2)])
def test_statistics_of_each_channel(shape, count):
    values = np.random.RandomState(0).normal(3, 2, shape).astype(np.float32)
    mean, deviation = channel_statistics(nd.array(values))
    flat = [values[:, i].astype(np.float64).ravel() for i in range(count)]
    np.testing.assert_allclose(mean, [each.mean() for each in flat], rtol=1e-6)
    wanted = [((each - each.mean()) ** 2).mean() ** 0.5 for each in flat]
    np.testing.assert_allclose(deviation, wanted, rtol=1e-6)


@pytest.mark.parametrize("shape", [(16, 3), (4, 3, 5, 5)])
def test_the_layer_leaves_mean_zero_and_deviation_one(shape):
    X = nd.array(np.random.RandomState(1).normal(-7, 4, shape))
    layer = nn.BatchNorm()
    layer.initialize()
    with autograd.train_mode():
        mean, deviation = channel_statistics(layer(X))
    np.testing.assert_allclose(mean, 0, atol=1e-5)
    np.testing.assert_allclose(deviation, 1, atol=1e-4)
