"""Texts from language models: greedy, drawn, seeded; prefixes that make no sense."""

import json

import mxnet as mx
import numpy as np
import pytest
from mxnet import nd

from gluon_course import models
from gluon_course.base.errors import ConfigError, DataError, ExportError
from gluon_course.export import export_model
from gluon_course.predict import Generator, generator, load_predictor
from gluon_course.predict.generator import choose

VOCAB = ("a", "b", "c", "d", "分", "<unk>")


class Alphabet:
    """Scores the next letter highest; the state counts the tokens that were read."""

    def __init__(self, vocab=VOCAB):
        self.size, self.read = len(vocab), []

    def begin_state(self, batch_size, ctx=None):
        return [nd.zeros((1, batch_size, 1))]

    def __call__(self, X, state):
        assert X.shape == (1, 1)
        self.read.append((int(X.asscalar()), int(state[0].asscalar())))
        following = (X + 1) % (self.size - 1)
        return nd.one_hot(following, self.size), [state[0] + 1]


def test_the_likeliest_token_follows_each_time():
    net = Alphabet()
    generate = Generator.of_net(net, VOCAB)
    assert generate("ab", 5) == "abcd分ab"
    # every token was read once, in order, with the state of those before it
    assert net.read == [(i % 5, i) for i in range(6)]


def test_prefix_of_one_character_and_length_zero():
    generate = Generator.of_net(Alphabet(), VOCAB)
    assert generate("d", 2) == "d分a"
    assert generate("d", 0) == "d"
    assert generate("dcba", 0) == "dcba"


def test_words_are_parted_by_spaces():
    vocab = ("the", "time", "machine", "<unk>")
    generate = Generator.of_net(Alphabet(vocab), vocab)
    assert generate("the  time", 2) == "the  time machine the"
    with pytest.raises(DataError, match=r"words that .* not know: 'traveller'"):
        generate("the traveller")


def test_unknown_characters_are_named():
    generate = Generator.of_net(Alphabet(), VOCAB)
    with pytest.raises(DataError, match=r"'abxy分' has characters .*: 'x', 'y'"):
        generate("abxy分")
    with pytest.raises(DataError, match="has no characters"):
        generate("")
    with pytest.raises(DataError, match="not know"):
        generate("<unk>")


@pytest.mark.parametrize(
    "options, message",
    [
        ({"length": -1}, "length is -1"),
        ({"temperature": -0.1}, "temperature is -0.1"),
        ({"temperature": float("nan")}, "temperature is nan"),
        ({"top_k": 0}, "top_k is 0"),
        ({"seed": -1}, "seed is -1"),
    ],
)
def test_numbers_out_of_range_are_named(options, message):
    with pytest.raises(ConfigError, match=message):
        Generator.of_net(Alphabet(), VOCAB)("a", **options)


def test_draws_follow_the_softmax_at_that_temperature():
    scores = np.array([1.0, 3.0, 2.0, -1.0], np.float32)
    for temperature, top_k in ((1.0, None), (2.0, None), (0.5, None), (1.0, 2)):
        powers = np.exp(scores.astype(float) / temperature)
        if top_k:
            powers[np.argsort(-scores)[top_k:]] = 0
        want = powers / powers.sum()
        rng = np.random.RandomState(0)
        draws = [choose(scores, temperature, top_k, rng) for _ in range(4000)]
        shares = np.bincount(draws, minlength=4) / 4000
        # four standard errors of a share; the seed is fixed
        assert (abs(shares - want) <= 4 * (want * (1 - want) / 4000) ** 0.5).all()


def test_one_candidate_and_no_temperature_are_greedy():
    scores = np.array([0.0, 5.0, 5.0], np.float32)
    rng = np.random.RandomState(0)
    assert choose(scores, 0, None, rng) == 1
    assert choose(scores, 3.0, 1, rng) == 1
    # scores far apart, and scores that are huge, overflow nothing
    assert choose(scores * 1e30, 1e-3, None, np.random.RandomState(0)) in (1, 2)


def test_the_last_candidate_can_be_drawn_and_no_other_after_it():
    class Highest:
        def uniform(self):
            return np.nextafter(1, 0)

    # sums in another order differ in their last digits
    scores = np.random.RandomState(0).normal(size=(200, 300)).astype(np.float32)
    drawn = [choose(each, 1.0, None, Highest()) for each in scores]
    assert drawn == scores.argmin(axis=1).tolist()


def test_equal_seeds_give_equal_texts():
    generate = Generator.of_net(Alphabet(), VOCAB[:-1] + ("e",))
    texts = [generate("a", 30, temperature=1.0, seed=s) for s in (1, 1, 2)]
    assert texts[0] == texts[1] != texts[2]
    assert len(texts[0]) == 31
    assert generate("a", 30, top_k=2, seed=1) != generate("a", 30)


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """A small LSTM with the letters as vocabulary, and its export."""
    mx.random.seed(1)
    net = models.get_model("lstm_lm", vocab_size=6, num_hiddens=8, num_layers=2)
    net.initialize(mx.init.Normal(1))
    folder = tmp_path_factory.mktemp("model") / "export"
    info = {"vocab": VOCAB, "task": "language", "notice": "learned from a sample"}
    return net, export_model(net, folder, net.inputs((4,)), info=info)


def test_the_export_writes_what_the_net_does(exported):
    net, folder = exported
    generate = load_predictor(folder)
    assert isinstance(generate, Generator)
    assert generate.notice == "learned from a sample"
    mine = Generator.of_net(net, VOCAB)
    for options in ({}, {"temperature": 1.5, "seed": 4}, {"top_k": 2}):
        assert generate("分a", 20, **options) == mine("分a", 20, **options)


@pytest.mark.parametrize("is_bidirectional", [False, True])
def test_a_long_prefix_is_read_as_step_by_step(tmp_path, is_bidirectional, monkeypatch):
    monkeypatch.setattr(generator, "CHUNK", 16)
    mx.random.seed(1)
    options = {"num_hiddens": 8, "is_bidirectional": is_bidirectional}
    net = models.get_model("gru_lm", vocab_size=6, **options)
    net.initialize(mx.init.Normal(1))
    info = {"vocab": VOCAB, "task": "language"}
    export_model(net, tmp_path / "export", net.inputs((4,)), info=info)
    generate, lengths = load_predictor(tmp_path), []
    step = generate._step

    def counted(X, state):
        lengths.append(X.shape[1])
        return step(X, state)

    generate._step = counted
    prefix = "".join(np.random.RandomState(0).choice(list("abcd分"), 38))
    assert generate(prefix, 9) == Generator.of_net(net, VOCAB)(prefix, 9)
    # one token of a net that reads backwards too may not know of the next
    read = [1] * 37 if is_bidirectional else [16, 16, 5]
    assert lengths == read + [1] * 9


def test_an_export_without_its_vocabulary_is_refused(exported, tmp_path):
    net, _ = exported
    folder = export_model(
        net, tmp_path / "bare", net.inputs((4,)), info={"task": "language"}
    )
    with pytest.raises(ExportError, match="0 tokens for 6 scores"):
        load_predictor(folder)


def test_the_manifest_names_the_tokens(exported):
    meta = json.loads((exported[1] / "model.json").read_text("utf-8"))
    assert meta["vocab"] == list(VOCAB)
    assert meta["task"] == "language"
