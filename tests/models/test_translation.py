"""Every translator in one loop: counts, steps, padding, compilation, export."""

import numpy as np
import pytest
from mxnet import init, nd

from gluon_course import export, models
from gluon_course.base.errors import ConfigError
from gluon_course.base.seeds import seed_everything

NAMES = models.list_models("translation")
V, W, T = 11, 9, 6


def gru(inputs, hiddens):
    return 3 * hiddens * (inputs + hiddens + 2)


def recurrent(source, target, embed, hiddens, attention=0):
    """Parameters of two layers of GRU on each side, embeddings and output."""
    count = (source + target) * embed + (hiddens + 1) * target
    count += gru(embed, hiddens) + gru(embed + hiddens, hiddens)
    return count + 2 * gru(hiddens, hiddens) + attention * (2 * hiddens + 1)


def of_transformer(source, target, d, ffn, layers):
    attention, norm = 4 * d * d, 2 * d
    net = d * ffn + ffn + ffn * d + d
    blocks = (attention + net + 2 * norm) + (2 * attention + net + 3 * norm)
    return (source + target) * d + layers * blocks + (d + 1) * target


PARAMETERS = {
    "bahdanau": recurrent(200, 200, 32, 32, attention=32),
    "gru_attention": recurrent(47, 39, 64, 64, attention=10),
    "seq2seq": recurrent(200, 200, 32, 32),
    "transformer": of_transformer(200, 200, 32, 64, 2),
}


@pytest.fixture(params=NAMES)
def name(request):
    return request.param


def small(name, **options):
    seed_everything(2)
    options = {"vocab_size": V, "target_vocab_size": W, "num_steps": T, **options}
    net = models.get_model(name, **options)
    net.initialize(init.Xavier())
    return net


def batch(batch_size=3, source=5, seed=0):
    random = np.random.RandomState(seed)
    X = nd.array(random.randint(0, V, (batch_size, source)))
    Y = nd.array(random.randint(0, W, (batch_size, T)))
    return X, nd.array(random.randint(1, source + 1, batch_size)), Y


def test_number_of_parameters_is_counted(name):
    net = models.get_model(name)
    net.initialize()
    steps = net.num_steps
    net(nd.zeros((1, steps)), nd.ones(1), nd.zeros((1, steps)))
    found = sum(
        each.data().size
        for each in net.collect_params().values()
        if each.grad_req != "null"
    )
    assert found == PARAMETERS[name] == models.model_facts(name).num_parameters


def test_word_by_word_is_what_teacher_forcing_computes(name):
    net = small(name)
    X, lengths, Y = batch()
    whole = net(X, lengths, Y).asnumpy()
    assert whole.shape == (3, T, W) and whole.std() > 0
    encode, step = net.encoding(), net.stepping()
    for block in (encode, step):
        block.hybridize()
    states, found = encode(X, lengths), []
    for t in range(T):
        scores, weights, *states = step(Y[:, t : t + 1], *states)
        found.append(scores.asnumpy())
        weights = weights.asnumpy()
        assert weights.shape[::2] == (3, 5)
        if name == "seq2seq":
            assert not weights.any()
            continue
        np.testing.assert_allclose(weights.sum(axis=2), 1, rtol=1e-5)
        for n, length in enumerate(lengths.asnumpy().astype(int)):
            assert not weights[n, :, length:].any()
    np.testing.assert_allclose(np.stack(found, axis=1), whole, atol=1e-5)


def test_more_padding_changes_nothing(name):
    net = small(name)
    X, lengths, Y = batch()
    longer = nd.concat(X, nd.ones((3, 4)), dim=1)
    np.testing.assert_allclose(
        net(longer, lengths, Y).asnumpy(), net(X, lengths, Y).asnumpy(), atol=1e-5
    )


def test_later_words_do_not_change_earlier_ones(name):
    net = small(name)
    X, lengths, Y = batch()
    other = Y.copy()
    other[:, 4:] = (other[:, 4:] + 1) % W
    found, changed = (net(X, lengths, each).asnumpy() for each in (Y, other))
    np.testing.assert_allclose(found[:, :4], changed[:, :4], atol=1e-6)
    assert np.abs(found[:, 4:] - changed[:, 4:]).max() > 1e-4


def test_compiled_computes_the_same(name):
    net = small(name)
    inputs = batch()
    expected = net(*inputs).asnumpy()
    net.hybridize(static_alloc=True, static_shape=True)
    for _ in range(2):
        np.testing.assert_allclose(net(*inputs).asnumpy(), expected, atol=1e-5)


def test_exported_parts_translate_alike(name, tmp_path):
    net = small(name)
    folder = export.export_parts(net.parts((5,)), tmp_path / "parts")
    encode, step = export.load_parts(folder, ("encoder", "step"))
    for batch_size, source in ((3, 5), (2, 8)):
        X, lengths, Y = batch(batch_size, source, seed=1)
        whole, states = net(X, lengths, Y).asnumpy(), encode(X, lengths)
        for t in range(T):
            scores, _, *states = step(Y[:, t : t + 1], *states)
            np.testing.assert_allclose(scores.asnumpy(), whole[:, t], atol=1e-5)


def test_every_length_of_the_source_leaves_later_ones_free(name):
    net = small(name)
    few, many = ([s.free for s in net.parts((n,))["step"][1]] for n in (5, 99))
    assert few == many and any(few)


def test_whole_numbers_are_words_and_lengths_too(name):
    net, inputs = small(name), batch()
    found = net(*(each.astype("int32") for each in inputs))
    np.testing.assert_array_equal(found.asnumpy(), net(*inputs).asnumpy())


@pytest.mark.parametrize(
    ("option", "value"),
    [("vocab_size", 0), ("target_vocab_size", 0), ("num_steps", 1), ("dropout", 1)],
)
def test_options_out_of_range_are_refused(name, option, value):
    with pytest.raises(ConfigError, match=f"{option} is {value}"):
        models.get_model(name, **{option: value})
