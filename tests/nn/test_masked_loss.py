"""The masked loss: the section's numbers, and a slow version."""

import numpy as np
import pytest
from mxnet import autograd, nd

from gluon_course.nn import MaskedSoftmaxCELoss, token_losses, token_mask


def test_the_section_s_example():
    loss = MaskedSoftmaxCELoss()
    found = loss(nd.ones((3, 4, 10)), nd.ones((3, 4)), nd.array([4, 2, 0]))
    np.testing.assert_allclose(found.asnumpy(), [2.3026, 1.1513, 0], atol=5e-5)


@pytest.mark.parametrize("dtype", ["float32", "int32"])
def test_losses_are_those_of_loops(dtype):
    random = np.random.RandomState(0)
    scores, lengths = random.normal(size=(3, 4, 5)), [4, 1, 3]
    labels = random.randint(0, 5, (3, 4))
    Y = nd.array(labels, dtype=dtype)
    mask = token_mask(nd, Y, nd.array(lengths, dtype=dtype))
    found = token_losses(nd, nd.array(scores), Y, mask).asnumpy()
    for n, t in np.ndindex(3, 4):
        log = scores[n, t] - np.log(np.exp(scores[n, t]).sum())
        expected = -log[labels[n, t]] if t < lengths[n] else 0
        assert found[n, t] == pytest.approx(expected, abs=1e-5)


def test_padding_has_no_gradient():
    scores = nd.random.normal(shape=(2, 3, 4))
    scores.attach_grad()
    with autograd.record():
        losses = MaskedSoftmaxCELoss()(scores, nd.ones((2, 3)), nd.array([1, 3]))
    losses.backward()
    gradient = np.abs(scores.grad.asnumpy()).sum(axis=2)
    assert (gradient[0, 1:] == 0).all()
    assert (gradient[0, :1] > 0).all() and (gradient[1] > 0).all()
