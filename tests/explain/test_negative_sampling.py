"""The topic's counts on nets and distributions where they are known."""

import numpy as np
import pytest
from mxnet import nd

from gluon_course import models, train
from gluon_course.explain import negative_sampling as topic


@pytest.fixture
def net():
    net = models.get_model("skip_gram", vocab_size=9, embed_size=3)
    net.initialize()
    for parameter in net.collect_params().values():
        parameter.set_data(nd.random.normal(shape=parameter.shape))
    return net


def test_vectors_with_a_gradient_are_counted(net):
    assert topic.softmax_rows(net, 2, 4, 9) == 9
    task = train.NegativeSampling()
    assert topic.task_rows(net, task, 2, [4, 1, 1, 7], [1, 0, 0, 0]) == 3


def test_entropy_of_equal_words_is_the_logarithm_of_their_number():
    assert topic.entropy([3, 3, 3, 3]) == pytest.approx(2)
    assert topic.entropy([5, 0]) == 0
    assert topic.entropy([1, 1, 2]) == pytest.approx(1.5)


def test_counts_follow_zipf():
    counts = topic.zipf_counts(7)
    np.testing.assert_allclose(counts * np.arange(1, 8), counts[0])
