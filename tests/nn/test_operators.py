"""The functions that nets use in place of MXNet's."""

import numpy as np
import pytest
from mxnet import autograd, gluon, nd

from gluon_course.nn.operators import first_max


class Largest(gluon.HybridBlock):
    def hybrid_forward(self, F, x):
        return first_max(x, axis=2)


@pytest.mark.parametrize("is_hybrid", [False, True])
def test_of_equal_maxima_the_first_alone_gets_the_gradient(is_hybrid):
    net = Largest()
    if is_hybrid:
        net.hybridize()
    X = nd.array([[[1, 3, 2, 3], [-2, -2, -2, -2]]])
    X.attach_grad()
    with autograd.record():
        Y = net(X)
    Y.backward(nd.array([[5, 7]]))
    assert Y.asnumpy().tolist() == [[3, -2]]
    assert X.grad.asnumpy().tolist() == [[[0, 5, 0, 0], [7, 0, 0, 0]]]


def test_the_maximum_and_its_gradient_are_those_of_pooling():
    X = nd.array(np.random.RandomState(0).randint(-3, 3, (4, 5, 9)))
    grads = []
    for compute in (
        lambda x: first_max(x, axis=2),
        lambda x: nd.Pooling(x, global_pool=True, kernel=(1,), pool_type="max"),
    ):
        X.attach_grad()
        with autograd.record():
            Y = compute(X)
        Y.backward()
        grads.append(X.grad.asnumpy())
        assert (Y.reshape((4, 5)).asnumpy() == X.asnumpy().max(axis=2)).all()
    np.testing.assert_array_equal(*grads)
