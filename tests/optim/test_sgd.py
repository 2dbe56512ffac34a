"""SGD cut another way gives the parameters that MXNet's gives."""

import mxnet as mx
import numpy as np
import pytest
from mxnet import nd

from gluon_course.optim import SGD
from gluon_course.optim.sgd import LARGE

SHAPES = [(3,), (LARGE,), (5, 2), (1, LARGE + 1), *([(2,)] * 60)]


def updated(optimizer, dtype="float32"):
    rng = np.random.RandomState(0)
    weights = [nd.array(rng.randn(*shape), dtype=dtype) for shape in SHAPES]
    updater = mx.optimizer.get_updater(optimizer)
    for _ in range(3):
        grads = [nd.array(rng.randn(*shape), dtype=dtype) for shape in SHAPES]
        updater(list(range(len(SHAPES))), grads, weights)
    return [each.asnumpy() for each in weights], optimizer


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"momentum": 0.9, "wd": 0.1},
        {"clip_gradient": 0.5, "rescale_grad": 0.25},
    ],
)
def test_parameters_are_those_of_the_one_of_mxnet(options):
    ours, optimizer = updated(SGD(learning_rate=0.1, **options))
    theirs, _ = updated(mx.optimizer.SGD(learning_rate=0.1, **options))
    for got, want in zip(ours, theirs):
        np.testing.assert_allclose(got, want, rtol=1e-5, atol=1e-6)
    assert optimizer.num_update == 3


def test_one_array_is_updated_as_among_others():
    weight, grad = nd.ones((4,)), nd.ones((4,))
    mx.optimizer.get_updater(SGD(learning_rate=0.5))(0, grad, weight)
    np.testing.assert_allclose(weight.asnumpy(), 0.5)


def test_sparse_gradients_touch_their_rows_only():
    weight = nd.ones((3, 2))
    grad = nd.sparse.row_sparse_array(([[1.0, 1.0]], [1]), shape=(3, 2))
    updater = mx.optimizer.get_updater(SGD(learning_rate=0.5, wd=0.1))
    updater([0], [grad], [weight])
    np.testing.assert_allclose(weight.asnumpy(), [[1, 1], [0.45, 0.45], [1, 1]])


def test_half_precision_keeps_its_master_copy():
    optimizer = SGD(learning_rate=1e-4, multi_precision=True)
    weight, grad = nd.ones((2,), dtype="float16"), nd.ones((2,), dtype="float16")
    updater = mx.optimizer.get_updater(optimizer)
    for _ in range(10):
        updater([0], [grad], [weight])
    assert float(weight[0].asscalar()) == pytest.approx(0.999, abs=3e-4)
