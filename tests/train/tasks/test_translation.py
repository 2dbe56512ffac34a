"""The task of translation: loss and figures against loops, and a set that is learnt."""

import numpy as np
import pytest
from mxnet import autograd, init, nd

from gluon_course import data, models, text, train
from gluon_course.base.errors import ConfigError, DataError, ShapeError
from gluon_course.base.run import RunOptions
from gluon_course.train import Translation


class Given:
    """A net whose scores are given; it remembers what the decoder read."""

    def __init__(self, scores):
        self.scores = scores

    def __call__(self, X, X_len, Y):
        self.read = Y
        return self.scores


def figures_of(scores, Y, Y_len, bos=2):
    net, task = Given(nd.array(scores)), Translation(bos)
    X = nd.ones((len(Y), 3))
    head, counters = task.forward(
        nd, net, X, nd.ones(len(Y)), nd.array(Y), nd.array(Y_len)
    )
    totals = dict(zip(task.counters, counters.asnumpy().tolist()))
    task.verify(totals)
    assert head.asscalar() == pytest.approx(totals["loss"])
    return task.figures(totals), net


def test_figures_are_those_of_loops():
    random = np.random.RandomState(0)
    scores = random.normal(size=(4, 3, 5)).astype(np.float32)
    Y, lengths = random.randint(0, 5, (4, 3)), np.array([3, 1, 2, 3])
    Y[3] = scores[3].argmax(axis=1)  # one sentence is right
    losses, right, exact = [], 0, 0
    for n in range(4):
        hits = 0
        for t in range(lengths[n]):
            log = scores[n, t] - np.log(np.exp(scores[n, t]).sum())
            losses.append(-log[Y[n, t]])
            hits += scores[n, t].argmax() == Y[n, t]
        right, exact = right + hits, exact + (hits == lengths[n])
    figures, net = figures_of(scores, Y, lengths)
    tokens = lengths.sum()
    expected = {"loss": sum(losses) / tokens, "acc": right / tokens, "exact": exact / 4}
    assert figures == pytest.approx(expected, rel=1e-5)
    read = net.read.asnumpy()
    assert (read[:, 0] == 2).all()
    np.testing.assert_array_equal(read[:, 1:], Y[:, :-1])


def test_padding_counts_in_nothing():
    scores = np.random.RandomState(0).normal(size=(1, 3, 5))
    figures, _ = figures_of(scores, np.array([[1, 2, 3]]), [2])
    other, _ = figures_of(scores, np.array([[1, 2, 4]]), [2])
    assert figures == other


def test_the_gradient_is_that_of_the_mean_over_the_tokens_of_the_batch():
    scores = nd.random.normal(shape=(2, 3, 5))
    scores.attach_grad()
    task, Y = Translation(2), nd.array([[1, 3, 1], [4, 3, 1]])
    with autograd.record():
        net = Given(scores)
        head, _ = task.forward(
            nd, net, nd.ones((2, 3)), nd.ones(2), Y, nd.array([3, 1])
        )
    head.backward()
    step_size = task.step_size((Y,), full_size=64)
    gradient = scores.grad.asnumpy() / step_size
    probability = nd.softmax(scores).asnumpy()
    expected = (probability - np.eye(5)[Y.asnumpy().astype(int)]) / 4
    expected[1, 1:] = 0
    np.testing.assert_allclose(gradient, expected, atol=1e-6)


@pytest.mark.parametrize(
    ("name", "lr", "options"),
    [
        ("gru_attention", 0.02, {"embed_size": 24, "num_hiddens": 24}),
        ("transformer", 0.003, {"num_layers": 1}),
    ],
)
def test_the_trainer_learns_to_turn_sentences_round(name, lr, options):
    random = np.random.RandomState(3)
    words = np.array(list("abcd"))
    sources = [list(random.choice(words, length)) for length in [2, 3] * 32]
    targets = [each[::-1] for each in sources]
    info = data.DataInfo("toy", "toy", (4,))
    loader = text.load_pairs(sources, targets, 8, 4, info, RunOptions())
    sizes = {"vocab_size": 8, "target_vocab_size": 8, "num_steps": 4, "dropout": 0}
    net = models.get_model(name, **sizes, **options)
    trainer = train.Trainer(
        net, Translation(2), "adam", {"learning_rate": lr}, init=init.Xavier()
    )
    history = trainer.fit(loader, loader, 15).history
    assert history[-1]["train_loss"] < 0.35 * history[0]["train_loss"]
    assert history[-1]["test_exact"] > 0.5


def test_mistakes_are_told():
    net = models.get_model(
        "gru_attention", vocab_size=5, target_vocab_size=5, num_steps=4
    )
    X, lengths = nd.ones((2, 4)), nd.ones(2)
    with pytest.raises(ShapeError, match="cannot"):
        train.Trainer(net, Translation(2)).fit([(X, lengths, nd.ones((2, 5)), lengths)])
    with pytest.raises(ShapeError, match="each of both a length"):
        train.Trainer(net, Translation(2)).fit([(X, lengths, X, nd.ones(3))])
    with pytest.raises(DataError, match="2 of the first 2 target tokens"):
        train.Trainer(net, Translation(2)).fit([(X, lengths, X * 9, lengths)])
    with pytest.raises(ConfigError, match="bos is -1"):
        Translation(-1)


def test_the_record_of_a_run_names_the_task():
    assert Translation(2).describe() == {"name": "Translation", "bos": 2}
