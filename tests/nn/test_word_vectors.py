"""Words as sums of their parts, beside loops."""

import numpy as np
import pytest
from mxnet import autograd, nd

from gluon_course.base.errors import ShapeError
from gluon_course.nn import SubwordEmbedding, masked_sum

TABLE = [[3, 1, 0], [5, 0, 0], [2, 3, 4]]


def test_masked_sums_are_those_of_a_loop():
    vectors = np.random.RandomState(0).normal(size=(2, 3, 4))
    mask = np.array([[1, 0, 1], [0, 0, 0]])
    found = masked_sum(nd, nd.array(vectors), nd.array(mask)).asnumpy()
    wanted = [
        [sum((v for v, m in zip(*each) if m), np.zeros(4))]
        for each in zip(vectors, mask)
    ]
    np.testing.assert_allclose(found, wanted, rtol=1e-6)


@pytest.mark.parametrize("hybrid", [False, True])
def test_a_word_is_the_sum_of_its_parts(hybrid):
    net = SubwordEmbedding(3, 6, 3, 4)
    net.set_table(TABLE)
    net.vectors.initialize()
    if hybrid:
        net.hybridize(static_alloc=True, static_shape=True)
    words = nd.array([[0, 2], [1, 1]])
    with autograd.record():
        found = net(words)
        found.sum().backward()
    parts = net.vectors.weight.data().asnumpy()
    wanted = [
        [sum(parts[row] for row in TABLE[word] if row) for word in line]
        for line in words.astype(int).asnumpy()
    ]
    np.testing.assert_allclose(found.asnumpy(), wanted, rtol=1e-5, atol=1e-7)
    # each part as often as it is summed up; padding never
    gradient = net.vectors.weight.grad().asnumpy()[:, 0]
    assert gradient.tolist() == [0, 1, 1, 2, 1, 2]
    unseen = net.compose(nd, nd.array([[1, 4, 0]])).asnumpy()[0, 0]
    np.testing.assert_allclose(unseen, parts[1] + parts[4], rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("table", [[[1, 2]], [[6, 0, 0]] * 3, [[-1, 0, 0]] * 3])
def test_a_table_that_does_not_fit_is_refused(table):
    with pytest.raises(ShapeError, match="table of parts"):
        SubwordEmbedding(3, 6, 3, 4).set_table(table)
