"""BiRNN and TextCNN: torch's values, padding left out, sizes, export, options."""

import mxnet as mx
import numpy as np
import pytest
from mxnet import autograd, init, nd

from gluon_course import models, train
from gluon_course.base.errors import ConfigError
from gluon_course.base.run import RunOptions
from gluon_course.export import export_model, load_exported
from gluon_course.nn import MaskedBiLSTM

V, E, H, PAD = 30, 6, 5, 1
SIZES = {
    "birnn": {"vocab_size": V, "embed_size": E, "num_hiddens": H},
    "text_cnn": {
        "vocab_size": V,
        "embed_size": E,
        "kernel_sizes": (1, 2, 4),
        "num_channels": (3, 4, 5),
        "dropout": 0.0,
    },
}
MASKED = [
    *(("birnn", {"pool": pool}) for pool in ("ends", "mean", "max")),
    ("text_cnn", {}),
    ("text_cnn", {"average": True}),
]


def made(name, seed=0, **options):
    mx.random.seed(seed)
    np.random.seed(seed)
    net = models.get_model(name, **{**SIZES[name], **options})
    net.initialize(init.Uniform(0.5))
    net(nd.ones((1, 8)))
    return net


def indices(num_texts, length, seed=0):
    draw = np.random.RandomState(seed).randint(2, V, (num_texts, length))
    return draw.astype(np.float32)


def copied(target, source):
    """Copy MXNet's parameters of a block, in order, to tensors of the same shapes."""
    import torch

    arrays = [p.data().asnumpy() for p in source.collect_params().values()]
    tensors = list(target.parameters())
    assert [a.shape for a in arrays] == [tuple(t.shape) for t in tensors]
    with torch.no_grad():
        for tensor, array in zip(tensors, arrays):
            tensor.copy_(torch.tensor(array))


def test_birnn_computes_what_torch_does():
    torch = pytest.importorskip("torch", reason="the extra bench is not installed")
    net = made("birnn")
    X = indices(3, 7)
    embedding = torch.nn.Embedding(V, E)
    lstm = torch.nn.LSTM(E, H, 2, bidirectional=True)
    dense = torch.nn.Linear(4 * H, 2)
    copied(embedding, net.embedding)
    copied(dense, net.decoder)
    # Gluon's order within a layer and direction is torch's; its names say which
    ours = {
        name[len(net.encoder.prefix) :]: p for name, p in net.encoder.params.items()
    }
    with torch.no_grad():
        for layer in range(2):
            for way, suffix in (("l", ""), ("r", "_reverse")):
                for part in ("i2h_weight", "h2h_weight", "i2h_bias", "h2h_bias"):
                    kind = ("weight" if "weight" in part else "bias") + (
                        "_ih" if part.startswith("i2h") else "_hh"
                    )
                    value = ours[f"{way}{layer}_{part}"].data().asnumpy()
                    getattr(lstm, f"{kind}_l{layer}{suffix}").copy_(torch.tensor(value))
        outputs, _ = lstm(embedding(torch.tensor(X.T).long()))
        wanted = dense(torch.cat((outputs[0], outputs[-1]), dim=1)).numpy()
    np.testing.assert_allclose(net(nd.array(X)).asnumpy(), wanted, atol=1e-5)


def test_text_cnn_computes_what_torch_does_and_so_are_its_gradients():
    torch = pytest.importorskip("torch", reason="the extra bench is not installed")
    net = made("text_cnn")
    X = indices(3, 7)
    moving, fixed = torch.nn.Embedding(V, E), torch.nn.Embedding(V, E)
    convs = [torch.nn.Conv1d(2 * E, c, k) for c, k in ((3, 1), (4, 2), (5, 4))]
    dense = torch.nn.Linear(12, 2)
    copied(moving, net.embedding)
    copied(fixed, net.constant_embedding)
    copied(dense, net.decoder)
    for target, source in zip(convs, net.convs):
        copied(target, source)
    tokens = torch.tensor(X).long()
    found = torch.cat((moving(tokens), fixed(tokens)), dim=2).permute(0, 2, 1)
    found = [torch.relu(conv(found)).max(dim=2).values for conv in convs]
    wanted = dense(torch.cat(found, dim=1))
    wanted.sum().backward()
    with autograd.record():
        scores = net(nd.array(X))
        total = scores.sum()
    total.backward()
    np.testing.assert_allclose(scores.asnumpy(), wanted.detach().numpy(), atol=1e-5)
    for ours, theirs in ((net.embedding, moving), (net.convs[2], convs[2])):
        gradient = ours.weight.grad().asnumpy()
        np.testing.assert_allclose(gradient, theirs.weight.grad.numpy(), atol=1e-5)


@pytest.mark.parametrize(("name", "options"), MASKED)
def test_what_a_masked_net_says_does_not_depend_on_the_padding(name, options):
    net = made(name, masked=True, **options)
    short = indices(4, 9)
    for row, valid in enumerate((9, 5, 1, 0)):
        short[row, valid:] = PAD
    wide = np.pad(short, ((0, 0), (0, 6)), constant_values=PAD)
    scores = net(nd.array(short)).asnumpy()
    np.testing.assert_allclose(net(nd.array(wide)).asnumpy(), scores, atol=1e-5)
    # alone, without any padding, as a text of its own length
    alone = np.concatenate(
        [net(nd.array(short[i : i + 1, :n])).asnumpy() for i, n in ((0, 9), (1, 5))]
    )
    np.testing.assert_allclose(alone, scores[:2], atol=1e-5)
    assert np.isfinite(scores).all()


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize(("name", "options"), MASKED)
def test_whole_numbers_are_tokens_too(name, options, masked):
    net, X = made(name, masked=masked, **options), nd.array(indices(2, 9))
    X[1, 6:] = PAD
    found = net(X.astype("int32")).asnumpy()
    np.testing.assert_array_equal(found, net(X).asnumpy())


@pytest.mark.parametrize("name", ["birnn", "text_cnn"])
def test_what_the_net_of_the_text_says_depends_on_the_padding(name):
    net = made(name)
    X = indices(1, 9)
    wide = np.pad(X, ((0, 0), (0, 6)), constant_values=PAD)
    difference = net(nd.array(X)) - net(nd.array(wide))
    assert difference.abs().max().asscalar() > 1e-3


def test_without_padding_the_masked_lstm_is_gluons_bidirectional_one():
    mx.random.seed(0)
    masked = MaskedBiLSTM(H, num_layers=2)
    whole = mx.gluon.rnn.LSTM(H, 2, bidirectional=True)
    X = nd.random.normal(shape=(7, 3, E))
    valid = nd.array([7, 7, 7])
    for block, inputs in ((masked, (X, valid)), (whole, (X,))):
        block.initialize(init.Uniform(0.5))
        block(*inputs)
    for layer in range(2):
        for way, stack in (("l", masked.forwards), ("r", masked.backwards)):
            for part in ("i2h_weight", "h2h_weight", "i2h_bias", "h2h_bias"):
                value = getattr(whole, f"{way}{layer}_{part}").data()
                getattr(stack[layer], f"l0_{part}").set_data(value)
    np.testing.assert_allclose(
        masked(X, valid).asnumpy(), whole(X).asnumpy(), atol=1e-5
    )


@pytest.mark.parametrize(
    ("name", "options"), [*MASKED, ("birnn", {"masked": False}), ("text_cnn", {})]
)
def test_compiled_and_exported_they_say_the_same(name, options, tmp_path):
    net = made(name, **{"masked": True, **options})
    X = indices(3, 8)
    X[1, 4:] = PAD
    X = nd.array(X)
    wanted = net(X).asnumpy()
    folder = export_model(net, tmp_path / "export", (8,))
    found = load_exported(folder).block(X).asnumpy()
    net.hybridize()
    np.testing.assert_allclose(found, wanted, atol=1e-5)
    np.testing.assert_allclose(net(X).asnumpy(), wanted, atol=1e-5)


TRAINED = [
    (name, {"masked": masked, **options})
    for name, options in MASKED
    for masked in (False, True)
]


@pytest.mark.parametrize(("name", "options"), TRAINED)
def test_the_trainer_fits_one_batch(name, options):
    net = made(name, **options)
    X = indices(6, 8)
    X[1, 4:] = PAD
    batch = nd.array(X), nd.array([0, 1, 0, 1, 0, 1])
    trainer = train.Trainer(
        net,
        train.Classification(),
        "adam",
        {"learning_rate": 0.05},
        run=RunOptions(device="cpu"),
    )
    result = trainer.fit([batch], [batch], num_epochs=25)
    assert result.final["test_loss"] < 0.1 < result.history[0]["train_loss"]


@pytest.mark.parametrize("name", ["birnn", "text_cnn"])
def test_the_parameters_are_as_many_as_the_facts_say(name):
    facts = models.model_facts(name)
    net = models.get_model(name)
    net.initialize()
    assert models.infer_output_shape(net, (2, *facts.input_shape)) == (2, 2)
    net(nd.ones((1, *facts.input_shape)))
    sizes = [p.data().size for p in net.collect_params().values()]
    assert sum(sizes) == facts.num_parameters
    assert facts.task == "sentiment" and facts.paper and facts.summary
    assert models.list_models("sentiment") == ["birnn", "text_cnn"]


@pytest.mark.parametrize("masked", [False, True])
def test_the_average_is_that_of_the_words_and_stands_first(masked):
    net = made("text_cnn", masked=masked, average=True)
    X = indices(2, 9)
    X[1, 6:] = PAD
    weight = np.zeros((2, 2 * E + 12), np.float32)
    weight[0, 0], weight[1, E] = 1, 1  # first number of either vector
    net.decoder.weight.set_data(nd.array(weight))
    net.decoder.bias.set_data(nd.zeros(2))
    tables = [
        each.weight.data().asnumpy()[:, 0]
        for each in (net.embedding, net.constant_embedding)
    ]
    wanted = [
        [table[row[row != PAD].astype(int)].mean() for table in tables] for row in X
    ]
    np.testing.assert_allclose(net(nd.array(X)).asnumpy(), wanted, atol=1e-5)


def test_dropped_words_are_dropped_whole_and_only_in_training():
    net = made("text_cnn", word_dropout=0.5)
    X = nd.array(indices(2, 200))
    with autograd.train_mode():
        vectors = net.word_dropout(nd.ones((2, 200, 2 * E))).asnumpy()
    kept = vectors[:, :, 0]
    assert (vectors == kept[:, :, None]).all()
    assert set(np.unique(kept)) == {0, 2} and 0.3 < (kept == 0).mean() < 0.7
    assert (net(X) == net(X)).min().asscalar() == 1


@pytest.mark.parametrize("name", ["birnn", "text_cnn"])
@pytest.mark.parametrize(
    "options",
    [
        {"vocab_size": 0},
        {"num_classes": 0},
        {"embed_size": 2.5},
        {"dropout": 1},
        {"word_dropout": -0.1},
        {"pad": -1},
        {"pad": V},
    ],
)
def test_options_out_of_range_are_refused(name, options):
    with pytest.raises(ConfigError, match="|".join(options)):
        models.get_model(name, **{**SIZES[name], **options})


def test_options_that_do_not_fit_each_other_are_refused():
    with pytest.raises(ConfigError, match="'last'"):
        models.get_model("birnn", pool="last")
    with pytest.raises(ConfigError, match="2 kernel_sizes and 3"):
        models.get_model("text_cnn", kernel_sizes=(3, 4))
