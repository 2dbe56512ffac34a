"""The nets of word vectors against slow NumPy; options, exports."""

import numpy as np
import pytest
from mxnet import nd

from gluon_course import export, models
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


def test_cbow_scores_products_with_the_mean_of_the_contexts():
    net = models.get_model("cbow", vocab_size=7, embed_size=4)
    v, u = weights(net)
    contexts, masks = [[3, 1, 0], [0, 5, 5]], [[1, 1, 0], [1, 1, 1]]
    words = [[1, 2], [6, 0]]
    found = net(*map(nd.array, (contexts, masks, words))).asnumpy()
    wanted = []
    for row, mask, scored in zip(contexts, masks, words):
        mean = np.mean([v[c] for c, m in zip(row, mask) if m], axis=0)
        wanted.append([[mean @ u[w] for w in scored]])
    np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-7)
    nothing = net(*map(nd.array, ([[0]], [[0]], [[1]]))).asnumpy()
    assert nothing.tolist() == [[[0.0]]]


def test_fasttext_scores_products_with_sums_of_parts():
    net = models.get_model(
        "fasttext", vocab_size=3, num_buckets=4, max_parts=3, embed_size=5
    )
    table = [[1, 2, 5], [4, 6, 0], [7, 0, 0]]
    net.initialize()
    net.centers.set_table(table)
    parts = net.centers.vectors.weight.data().asnumpy()
    u = net.contexts.weight.data().asnumpy()
    centers, words = [[0], [2], [1]], [[1, 2], [0, 0], [2, 1]]
    found = net(nd.array(centers), nd.array(words)).asnumpy()
    wanted = []
    for (c,), row in zip(centers, words):
        v = sum(parts[p] for p in table[c] if p)
        wanted.append([[v @ u[w] for w in row]])
    np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-7)


def test_glove_adds_biases_to_the_product():
    net = models.get_model("glove", vocab_size=5, embed_size=3)
    v, u, b, c = weights(net)
    i, j = [0, 4, 4], [1, 4, 2]
    found = net(nd.array(i), nd.array(j)).asnumpy()
    wanted = [v[x] @ u[y] + b[x, 0] + c[y, 0] for x, y in zip(i, j)]
    np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-7)


@pytest.mark.parametrize("name", models.list_models("word-vectors"))
def test_an_export_holds_the_vectors(name, tmp_path):
    options = {"num_buckets": 6, "max_parts": 2} if name == "fasttext" else {}
    net = models.get_model(name, vocab_size=4, embed_size=3, **options)
    net.initialize()
    if name == "fasttext":
        net.centers.set_table([[1, 7], [2, 8], [3, 9], [4, 10]])
    info = {"task": "word-vectors", "vocab": ["a", "b", "c", "d"]}
    export.export_model(net.embedder(), tmp_path / "export", (1,), info=info)
    block = export.load_exported(tmp_path / "export").block
    words = nd.array([[3], [0], [1]])
    wanted = net.embedder()(words).asnumpy()
    np.testing.assert_allclose(block(words).asnumpy(), wanted, rtol=1e-6)
    assert abs(wanted).max() > 0


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
