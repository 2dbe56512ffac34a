"""The nets of word vectors against slow NumPy; options, exports."""

import numpy as np
import pytest
from mxnet import nd

from gluon_course import models
from gluon_course.base.errors import ConfigError


def weights(net):
    net.initialize()
    return [
        p.data().asnumpy()
        for p in net.collect_params().values()
        if p.grad_req != "null"
    ]


def test_skip_gram_scores_products_of_centre_and_context_vectors():
    net = models.get_model("skip_gram", vocab_size=7, embed_size=4)
    v, u = weights(net)
    centers, words = [[3], [0]], [[1, 2, 6], [3, 3, 0]]
    found = net(nd.array(centers), nd.array(words)).asnumpy()
    wanted = [[[v[c] @ u[w] for w in row]] for (c,), row in zip(centers, words)]
    assert found.shape == (2, 1, 3)
    np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-7)
    np.testing.assert_array_equal(net.embedder()(nd.array([[5]])).asnumpy(), [[v[5]]])


def test_a_tree_has_one_inner_node_less_than_words():
    net = models.get_model("skip_gram", vocab_size=7, embed_size=4, hierarchical=True)
    assert [each.shape for each in weights(net)] == [(7, 4), (6, 4)]
    with pytest.raises(ConfigError, match="vocab_size - 1 is 0"):
        models.get_model("skip_gram", vocab_size=1, hierarchical=True)


@pytest.mark.parametrize("name", models.list_models("word-vectors"))
def test_number_of_parameters_is_that_of_the_facts(name):
    net = models.get_model(name)
    shapes = [p.shape for p in net.collect_params().values() if p.grad_req != "null"]
    assert sum(map(np.prod, shapes)) == models.model_facts(name).num_parameters


@pytest.mark.parametrize("name", models.list_models("word-vectors"))
@pytest.mark.parametrize("option", ["vocab_size", "embed_size"])
def test_sizes_below_one_are_refused(name, option):
    with pytest.raises(ConfigError, match=option):
        models.get_model(name, **{option: 0})
