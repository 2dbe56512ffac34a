"""The frame of translators and the stack of GRUs inside."""

import numpy as np
import pytest
from mxnet import gluon, nd

from gluon_course.nn import Decoder, Encoder, EncoderDecoder, GRUEncoder, GRUStack


class Average(Encoder):
    """Memory is the mean of the word numbers."""

    def hybrid_forward(self, F, X, valid_len):
        words = F.SequenceMask(X, valid_len, use_sequence_length=True, axis=1)
        return [F.sum(words, axis=1, keepdims=True) / F.expand_dims(valid_len, 1)]


class Counter(Decoder):
    """Says how many words it has read, and the mean of the source."""

    def init_state(self, F, memory):
        return [memory, F.zeros_like(memory)]

    def step(self, F, tokens, memory, count):
        count = count + F.reshape(tokens, (-1, 1))
        return F.concat(memory, count, dim=1), F.expand_dims(count, 1), [memory, count]


@pytest.fixture
def net():
    return EncoderDecoder(Average(9), Counter(5, num_steps=3))


def test_words_are_computed_one_after_the_other(net):
    X, lengths = nd.array([[1, 3, 9], [4, 9, 9]]), nd.array([2, 1])
    Y = nd.array([[1, 1, 1], [1, 2, 3]])
    expected = [[[2, 1], [2, 2], [2, 3]], [[4, 1], [4, 3], [4, 6]]]
    np.testing.assert_array_equal(net(X, lengths, Y).asnumpy(), expected)
    net.hybridize()
    np.testing.assert_array_equal(net(X, lengths, Y).asnumpy(), expected)


def test_encoding_and_stepping_do_what_the_whole_does(net):
    states = net.encoding()(nd.array([[1, 3]]), nd.array([2]))
    step = net.stepping()
    for t in range(1, 4):
        scores, weights, *states = step(nd.array([[1]]), *states)
        assert scores.asnumpy().tolist() == [[2, t]]
        assert weights.shape == (1, 1, 1)


def test_parts_say_their_inputs(net):
    parts = net.parts((7,))
    assert list(parts) == ["encoder", "step"]
    tokens, length = parts["encoder"][1]
    assert (tokens.shape, tokens.span, tokens.free) == ((7,), (0, 8), (0,))
    assert (length.shape, length.span) == ((), (1, 7))
    token, *states = parts["step"][1]
    assert (token.shape, token.span) == ((1,), (0, 4))
    assert [each.shape for each in states] == [(1,), (1,)]


def test_a_class_without_methods_says_so():
    with pytest.raises(TypeError, match="Encoder does not say how to encode"):
        Encoder(3)(nd.ones((1, 2)), nd.ones(1))
    decoder = Decoder(3, 2)
    with pytest.raises(TypeError, match="how it starts"):
        decoder(nd.ones((1, 2)), nd.ones(1))
    with pytest.raises(TypeError, match="how it goes on"):
        decoder.step(nd, nd.ones(1))


def test_the_stack_is_gluon_s_with_the_same_weights():
    ours, other = GRUStack(4, 3, 2), gluon.rnn.GRU(3, 2, input_size=4)
    for each in (ours, other):
        each.initialize()
    for layer, part in enumerate(ours.layers):
        for name in ("i2h_weight", "h2h_weight", "i2h_bias", "h2h_bias"):
            value = getattr(part, f"l0_{name}").data()
            getattr(other, f"l{layer}_{name}").set_data(value)
    X, state = nd.random.normal(shape=(5, 2, 4)), nd.random.normal(shape=(2, 2, 3))
    expected, (last,) = other(X, [state])
    outputs = ours(X, *state)
    np.testing.assert_allclose(outputs[-1].asnumpy(), expected.asnumpy(), atol=1e-6)
    for output, each in zip(outputs, last):
        np.testing.assert_allclose(output[-1].asnumpy(), each.asnumpy(), atol=1e-6)


def test_the_state_is_that_after_the_last_real_word():
    net = GRUEncoder(9, 3, 4, 2)
    net.initialize()
    X = nd.array([[1, 2, 3, 0, 0]])
    outputs, lengths, *states = net(X, nd.array([3]))
    alone = net(X[:, :3], nd.array([3]))
    assert lengths.asnumpy().tolist() == [3]
    np.testing.assert_allclose(outputs[:, :3].asnumpy(), alone[0].asnumpy(), atol=1e-6)
    for state, other in zip(states, alone[2:]):
        np.testing.assert_allclose(state.asnumpy(), other.asnumpy(), atol=1e-6)
    np.testing.assert_array_equal(states[-1].asnumpy(), outputs[:, 2].asnumpy())
