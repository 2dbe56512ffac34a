"""Language models: published sizes, states, forms that agree, exports."""

import json
import subprocess
import sys

import mxnet as mx
import numpy as np
import pytest
from mxnet import autograd, nd

from gluon_course import models
from gluon_course.base.errors import ConfigError
from gluon_course.export import export_model, load_exported
from gluon_course.nn.rnn_model import RNNModel

V, H, N, T = 11, 6, 3, 5
NAMES = ("rnn_lm", "gru_lm", "lstm_lm")
COUNTS = {"rnn_lm": 592_899, "gru_lm": 1_250_819, "lstm_lm": 1_579_779}
BARE = """
import sys
import numpy as np
import mxnet as mx
folder, names, file, out = sys.argv[1:]
block = mx.gluon.SymbolBlock.imports(
    folder + "/model-symbol.json", names.split(","), folder + "/model-0000.params"
)
arrays = np.load(file)
outputs = block(*(mx.nd.array(arrays[name]) for name in names.split(",")))
np.savez(out, *(each.asnumpy() for each in outputs))
"""


@pytest.fixture(params=NAMES)
def name(request):
    return request.param


def small(name, **options):
    mx.random.seed(3)
    net = models.get_model(name, vocab_size=V, num_hiddens=H, **options)
    net.initialize(mx.init.Normal(0.5))
    return net


def tokens(shape=(N, T), seed=0):
    return nd.array(np.random.RandomState(seed).randint(0, V, shape))


def random_state(net, batch_size=N):
    return [nd.random.normal(shape=s.shape) for s in net.begin_state(batch_size)]


def outputs_of(net, X, state):
    scores, state = net(X, state)
    return [each.asnumpy() for each in (scores, *state)]


def test_the_text_s_models_have_the_parameters_of_the_text(name):
    net = models.get_model(name)
    net.initialize()
    net(tokens((1, 1)), net.begin_state(1))
    sizes = [np.prod(each.shape) for each in net.collect_params().values()]
    facts = models.model_facts(name)
    assert sum(sizes) == COUNTS[name] == facts.num_parameters
    assert facts.task == "language"


def test_a_text_in_two_pieces_is_the_text_in_one(name):
    net, X = small(name, num_layers=2), tokens()
    whole = outputs_of(net, X, random_state(net))
    mx.random.seed(3)
    net = small(name, num_layers=2)
    first, state = net(X[:, :2], random_state(net))
    second, *state = outputs_of(net, X[:, 2:], state)
    np.testing.assert_allclose(
        np.concatenate([first.asnumpy(), second], axis=1), whole[0], atol=1e-6
    )
    for got, want in zip(state, whole[1:]):
        np.testing.assert_allclose(got, want, atol=1e-6)


def test_shapes(name):
    net = small(name, num_layers=2, embed_size=4, is_bidirectional=True)
    scores, state = net(tokens(), net.begin_state(N))
    assert scores.shape == (N, T, V)
    assert [each.shape for each in state] == [(4, N, H)] * (1 + (name == "lstm_lm"))


def test_the_first_model_of_the_text_computes_the_same():
    """Section 6.5 has the rows of the first step first, and a layer made outside."""
    net, X = small("rnn_lm"), tokens()
    theirs = RNNModel(mx.gluon.rnn.RNN(H, input_size=V), V)
    theirs.initialize()
    state = random_state(net)
    theirs(X, state)
    for mine, other in zip(
        net.collect_params().values(), theirs.collect_params().values()
    ):
        other.set_data(mine.data())
    want = theirs(X, state)[0].asnumpy().reshape(T, N, V).transpose(1, 0, 2)
    np.testing.assert_allclose(outputs_of(net, X, state)[0], want, atol=1e-6)


@pytest.mark.parametrize("name, theirs", [("rnn_lm", "RNN"), ("lstm_lm", "LSTM")])
def test_pytorch_with_the_same_weights_computes_the_same(name, theirs):
    torch = pytest.importorskip("torch")
    options = {"activation": "tanh"} if name == "rnn_lm" else {}
    net, X = small(name, num_layers=2, embed_size=4, **options), tokens()
    state = random_state(net)
    want = outputs_of(net, X, state)
    layers = getattr(torch.nn, theirs)(4, H, 2)
    weights = net.rnn.collect_params()
    for layer in range(2):
        for part in ("i2h", "h2h"):
            for kind in ("weight", "bias"):
                value = weights[f"{net.rnn.prefix}l{layer}_{part}_{kind}"].data()
                theirs = f"{kind}_{part.replace('i2h', 'ih').replace('h2h', 'hh')}"
                with torch.no_grad():
                    array = torch.tensor(value.asnumpy())
                    getattr(layers, f"{theirs}_l{layer}").copy_(array)
    vectors = torch.tensor(net.embedding(X.T).asnumpy())
    first = [torch.tensor(each.asnumpy()) for each in state]
    Y, states = layers(vectors, first[0] if len(first) == 1 else tuple(first))
    scores = net.dense(nd.array(Y.detach().numpy()).transpose((1, 0, 2)))
    np.testing.assert_allclose(want[0], scores.asnumpy(), atol=1e-5)
    states = states if isinstance(states, tuple) else (states,)
    for got, theirs in zip(want[1:], states):
        np.testing.assert_allclose(got, theirs.detach().numpy(), atol=1e-5)


def test_hybridized_with_states_it_computes_and_learns_the_same(name):
    X, Y = tokens(), tokens(seed=1)
    found = []
    for is_hybrid in (False, True):
        net = small(name, embed_size=H, tie_weights=True)
        if is_hybrid:
            net.hybridize(static_alloc=True, static_shape=True)
        state = random_state(net)
        for _ in range(2):  # the second run uses the plan of the first
            with autograd.record():
                scores, state = net(X, [each.detach() for each in state])
                loss = -nd.log_softmax(scores).pick(Y).mean()
            loss.backward()
        grads = [p.grad().asnumpy() for p in net.collect_params().values()]
        found.append([scores.asnumpy(), *(s.asnumpy() for s in state), *grads])
    for a, b in zip(*found):
        np.testing.assert_allclose(a, b, atol=1e-6)
    assert abs(found[0][-1]).max() > 0


def test_tied_weights_are_one_matrix():
    net = small("gru_lm", embed_size=H, tie_weights=True)
    names = [each for each in net.collect_params() if each.endswith("weight")]
    assert net.dense.weight is net.embedding.weight
    assert len(names) == 3  # the matrix and the layer's two


def test_dropout_works_in_training_only():
    net, X = small("lstm_lm", embed_size=4, dropout=0.5), tokens()
    state = net.begin_state(N)
    first, again = (outputs_of(net, X, state)[0] for _ in range(2))
    np.testing.assert_array_equal(first, again)
    with autograd.train_mode():
        assert abs(outputs_of(net, X, state)[0] - first).max() > 1e-3


def test_it_is_exported_with_its_states_for_any_length(name, tmp_path):
    net = small(name, num_layers=2)
    folder = export_model(net, tmp_path / "export", net.inputs((T,)))
    model = load_exported(folder)
    names = [each.name for each in model.inputs]
    assert names == ["tokens", "hidden", "cell"][: len(names)]
    assert model.inputs[0].span == (0, V - 1)
    for steps in (1, 2 * T):
        X, state = tokens((N, steps)), random_state(net)
        scores, *states = model(X, state)
        for got, want in zip((scores, *states), outputs_of(net, X, state)):
            np.testing.assert_allclose(got.asnumpy(), want, atol=1e-6)


def test_mxnet_alone_computes_what_was_exported(tmp_path):
    net = small("lstm_lm")
    folder = export_model(net, tmp_path / "export", net.inputs((T,)))
    X, state = tokens(), random_state(net)
    names = ("tokens", "hidden", "cell")
    values = dict(zip(names, (each.asnumpy() for each in (X, *state))))
    np.savez(tmp_path / "in.npz", **values)
    words = [str(folder), ",".join(names), str(tmp_path / "in.npz")]
    subprocess.run(
        [sys.executable, "-c", BARE, *words, str(tmp_path / "out.npz")],
        check=True,
        cwd=tmp_path,
        timeout=500,
    )
    found = np.load(tmp_path / "out.npz")
    for key, want in zip(found.files, outputs_of(net, X, state)):
        np.testing.assert_allclose(found[key], want, atol=1e-6)


def test_its_record_builds_it_again(name):
    net = small(name, embed_size=np.int64(4), dropout=0.5)
    spec = json.loads(json.dumps(net.spec))
    again = models.get_model(spec["model"], **spec["options"])
    assert again.spec == net.spec and again.embed_size == 4


@pytest.mark.parametrize(
    "options, message",
    [
        ({"vocab_size": 0}, "vocab_size is 0"),
        ({"num_hiddens": -1}, "num_hiddens is -1"),
        ({"num_layers": 1.5}, "num_layers is"),
        ({"embed_size": -1}, "embed_size is -1"),
        ({"dropout": 1}, "dropout is 1"),
        ({"activation": "sigmoid"}, "choose 'tanh' or 'relu'"),
        ({"tie_weights": True}, "choose embed_size=256"),
        (
            {"tie_weights": True, "embed_size": 256, "is_bidirectional": True},
            "choose embed_size=512",
        ),
    ],
)
def test_options_out_of_range_are_named(options, message):
    with pytest.raises(ConfigError, match=message):
        models.get_model("rnn_lm", **options)
