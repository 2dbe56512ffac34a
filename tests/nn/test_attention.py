"""Attention against slow NumPy and PyTorch with the same weights."""

import numpy as np
import pytest
from mxnet import autograd, gluon, nd

from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.nn import (
    AdditiveAttention,
    AddNorm,
    DotProductAttention,
    MultiHeadAttention,
    NWKernelRegression,
    PositionalEncoding,
    PositionWiseFFN,
    kernel_weights,
    masked_softmax,
)

LENGTHS = {
    "one a sequence": np.array([3, 1]),
    "one a query": np.array([[1, 2, 3, 4], [4, 4, 1, 2]]),
}


def normal(*shape, seed=0):
    return nd.array(np.random.RandomState(seed).normal(size=shape))


def slow_weights(scores, lengths):
    """Softmax over the first keys, by loops."""
    weights = np.zeros(scores.shape)
    for n, q in np.ndindex(scores.shape[:2]):
        length = int(lengths[n] if lengths.ndim == 1 else lengths[n, q])
        exponentials = np.exp(scores[n, q, :length].astype(float))
        weights[n, q, :length] = exponentials / exponentials.sum()
    return weights


@pytest.mark.parametrize("lengths", LENGTHS.values(), ids=LENGTHS)
def test_masked_softmax_is_that_of_loops(lengths):
    scores = normal(2, 4, 5)
    expected = slow_weights(scores.asnumpy(), lengths)
    for dtype in ("float32", "int32"):
        given = nd.array(lengths, dtype=dtype)
        weights = masked_softmax(nd, scores, given).asnumpy()
        np.testing.assert_allclose(weights, expected, atol=1e-6)
        assert (weights[expected == 0] == 0).all()


def test_a_row_of_padding_alone_has_weights_and_gradients_of_zero():
    scores = normal(2, 3, 4)
    scores.attach_grad()
    with autograd.record():
        weights = masked_softmax(nd, scores, nd.array([0, 2]))
        total = (weights * normal(2, 3, 4, seed=1)).sum()
    total.backward()
    assert (weights[0].asnumpy() == 0).all()
    gradient = scores.grad.asnumpy()
    assert (gradient[0] == 0).all() and (gradient[1, :, 2:] == 0).all()
    assert np.isfinite(gradient).all() and np.abs(gradient[1]).max() > 0


@pytest.mark.parametrize("lengths", [[6, 2], [2, -1], [[1, 2, 3, 9], [1, 1, 1, 1]]])
def test_lengths_beyond_the_keys_are_refused(lengths):
    with pytest.raises(ShapeError, match=r"(6|-1|9) and there are 5 keys"):
        masked_softmax(nd, normal(2, 4, 5), nd.array(lengths))


def test_what_the_padding_holds_changes_nothing():
    scores = normal(1, 2, 5)
    other = scores.copy()
    other[:, :, 3:] = 1e6
    for each in (scores, other):
        weights = masked_softmax(nd, each, nd.array([3])).asnumpy()
        np.testing.assert_array_equal(
            weights, masked_softmax(nd, scores, nd.array([3])).asnumpy()
        )


@pytest.mark.parametrize("lengths", LENGTHS.values(), ids=LENGTHS)
def test_additive_attention_is_that_of_numpy(lengths):
    net = AdditiveAttention(6, query_size=3, key_size=2)
    net.initialize()
    queries, keys, values = normal(2, 4, 3), normal(2, 5, 2), normal(2, 5, 7)
    context, weights = net(queries, net.project(keys), values, nd.array(lengths))
    W_q, W_k, v = (each.weight.data().asnumpy() for each in (net.W_q, net.W_k, net.v))
    q, k = queries.asnumpy() @ W_q.T, keys.asnumpy() @ W_k.T
    scores = np.zeros((2, 4, 5))
    for n, i, j in np.ndindex(scores.shape):
        scores[n, i, j] = v[0] @ np.tanh(q[n, i] + k[n, j])
    expected = slow_weights(scores, lengths)
    np.testing.assert_allclose(weights.asnumpy(), expected, atol=1e-6)
    np.testing.assert_allclose(
        context.asnumpy(), expected @ values.asnumpy(), atol=1e-5
    )


def test_equal_keys_are_averaged_over_the_valid_ones():
    # the section's example: 10 equal keys, of which 2 and 6 count
    values = nd.arange(40).reshape((1, 10, 4)).repeat(repeats=2, axis=0)
    lengths = nd.array([2, 6])
    expected = [[[2, 3, 4, 5]], [[10, 11, 12, 13]]]
    additive = AdditiveAttention(8)
    additive.initialize()
    keys = nd.ones((2, 10, 2))
    found, _ = additive(normal(2, 1, 20), additive.project(keys), values, lengths)
    np.testing.assert_allclose(found.asnumpy(), expected, rtol=1e-5)
    dot = DotProductAttention(2, dropout=0.5)
    found, _ = dot(normal(2, 1, 2), keys, values, lengths)
    np.testing.assert_allclose(found.asnumpy(), expected, rtol=1e-5)


def test_dot_product_attention_is_that_of_torch():
    torch = pytest.importorskip("torch")
    queries, keys, values = normal(2, 4, 6), normal(2, 5, 6), normal(2, 5, 3)
    lengths = LENGTHS["one a query"]
    found, _ = DotProductAttention(6)(queries, keys, values, nd.array(lengths))
    mask = np.arange(5) < lengths[:, :, None]
    expected = torch.nn.functional.scaled_dot_product_attention(
        *(torch.tensor(each.asnumpy()) for each in (queries, keys, values)),
        attn_mask=torch.tensor(mask),
    )
    np.testing.assert_allclose(found.asnumpy(), expected.numpy(), atol=1e-5)


@pytest.mark.parametrize("has_bias", [False, True])
def test_multi_head_attention_is_that_of_torch(has_bias):
    torch = pytest.importorskip("torch")
    net = MultiHeadAttention(12, 3, use_bias=has_bias)
    net.initialize()
    queries, keys = normal(2, 4, 12), normal(2, 5, 12, seed=1)
    lengths = np.array([3, 5])
    found, weights = net(queries, keys, keys, nd.array(lengths))
    other = torch.nn.MultiheadAttention(12, 3, bias=has_bias, batch_first=True)
    dense = (net.W_q, net.W_k, net.W_v)
    with torch.no_grad():
        joint = [each.weight.data().asnumpy() for each in dense]
        other.in_proj_weight.copy_(torch.tensor(np.concatenate(joint)))
        other.out_proj.weight.copy_(torch.tensor(net.W_o.weight.data().asnumpy()))
        if has_bias:
            joint = [each.bias.data().asnumpy() for each in dense]
            other.in_proj_bias.copy_(torch.tensor(np.concatenate(joint)))
            other.out_proj.bias.copy_(torch.tensor(net.W_o.bias.data().asnumpy()))
        expected, expected_weights = other(
            *(torch.tensor(each.asnumpy()) for each in (queries, keys, keys)),
            key_padding_mask=torch.tensor(np.arange(5) >= lengths[:, None]),
            average_attn_weights=False,
        )
    np.testing.assert_allclose(found.asnumpy(), expected.numpy(), atol=1e-5)
    np.testing.assert_allclose(
        weights.asnumpy().reshape(2, 3, 4, 5), expected_weights.numpy(), atol=1e-5
    )


def test_heads_are_split_and_merged_again():
    net = MultiHeadAttention(100, 5, dropout=0.5)
    net.initialize()
    X = normal(2, 4, 100)
    heads = net.split_heads(nd, X)
    assert heads.shape == (10, 4, 20)
    np.testing.assert_array_equal(heads[1].asnumpy(), X[0, :, 20:40].asnumpy())
    np.testing.assert_array_equal(net.merge_heads(nd, heads).asnumpy(), X.asnumpy())
    keys = nd.ones((2, 6, 100))  # the section's shapes
    assert net(X, keys, keys, nd.array([3, 2]))[0].shape == (2, 4, 100)


def test_waves_are_those_of_the_formula():
    size, steps = 32, 60
    net = PositionalEncoding(size)
    net.initialize()
    found = net(nd.zeros((1, steps, size))).asnumpy()[0]
    for t, j in np.ndindex(steps, size // 2):
        angle = t / 10_000 ** (2 * j / size)
        assert found[t, 2 * j] == pytest.approx(np.sin(angle), abs=1e-5)
        assert found[t, 2 * j + 1] == pytest.approx(np.cos(angle), abs=1e-5)


def test_the_waves_of_single_words_are_those_of_the_sentence():
    net = PositionalEncoding(8)
    net.initialize()
    X = normal(3, 6, 8)
    whole = net(X)
    for t in (0, 5):
        one = net(X[:, t : t + 1], nd.full((3,), t))
        np.testing.assert_allclose(one.asnumpy(), whole[:, t : t + 1].asnumpy())
    net.hybridize()
    np.testing.assert_allclose(net(X).asnumpy(), whole.asnumpy(), atol=1e-6)


def test_ffn_and_add_norm_are_those_of_torch():
    torch = pytest.importorskip("torch")
    X, Y = normal(2, 3, 8), normal(2, 3, 8, seed=1)
    net = AddNorm()
    net.initialize()
    expected = torch.nn.functional.layer_norm(
        torch.tensor((X + Y).asnumpy()), (8,), eps=1e-5
    )
    np.testing.assert_allclose(net(X, Y).asnumpy(), expected.numpy(), atol=1e-5)
    ffn = PositionWiseFFN(5, 8)
    ffn.initialize(init="xavier")
    whole = ffn(X)
    assert whole.shape == (2, 3, 8)
    hidden = np.maximum(X.asnumpy() @ ffn.dense1.weight.data().asnumpy().T, 0)
    expected = hidden @ ffn.dense2.weight.data().asnumpy().T
    np.testing.assert_allclose(whole.asnumpy(), expected, atol=1e-5)


def test_mistakes_are_told():
    with pytest.raises(ConfigError, match="3 heads of 8 features"):
        MultiHeadAttention(8, 3)
    with pytest.raises(ConfigError, match="of 7 features"):
        PositionalEncoding(7)


@pytest.mark.filterwarnings("ignore:Cannot decide type")
def test_exported_attention_computes_the_same(tmp_path):
    net = MultiHeadAttention(8, 2)
    net.initialize()
    net.hybridize()
    X, lengths = normal(2, 4, 8), nd.array([1, 3])
    expected = net(X, X, X, lengths)[0].asnumpy()
    net.export(str(tmp_path / "net"))
    names = ["data0", "data1", "data2", "data3"]
    files = [str(tmp_path / each) for each in ("net-symbol.json", "net-0000.params")]
    loaded = gluon.SymbolBlock.imports(files[0], names, files[1])
    np.testing.assert_allclose(loaded(X, X, X, lengths)[0].asnumpy(), expected)


def test_kernel_weights_are_those_of_loops():
    queries, keys = normal(3), normal(3, 4, seed=1)
    for width in (1.0, nd.array([2.5])):
        factor = width if isinstance(width, float) else 2.5
        found = kernel_weights(nd, queries, keys, width).asnumpy()
        for i in range(3):
            distances = queries.asnumpy()[i] - keys.asnumpy()[i]
            terms = np.exp(-((distances * factor) ** 2) / 2)
            np.testing.assert_allclose(found[i], terms / terms.sum(), rtol=1e-4)


def test_kernel_regression_begins_as_the_plain_one():
    net = NWKernelRegression()
    net.initialize()
    queries, keys, values = normal(3), normal(3, 4, seed=1), normal(3, 4, seed=2)
    found, weights = net(queries, keys, values)
    expected = kernel_weights(nd, queries, keys)
    np.testing.assert_allclose(weights.asnumpy(), expected.asnumpy(), rtol=1e-5)
    np.testing.assert_allclose(
        found.asnumpy(), (expected * values).sum(axis=1).asnumpy(), rtol=1e-4
    )
