"""The same calls of the text's own package and of ours: equal lines and values.

Needs the extra ``bench``. The package's ``set_matplotlib_formats`` is gone from IPython
and its private helpers stand in ``d2lzh.utils``.
"""

import re

import matplotlib
import mxnet as mx
import numpy as np
import pytest
from mxnet import gluon, init, nd

from gluon_course import d2lzh as d2l
from gluon_course.base.seeds import seed_everything

package = pytest.importorskip("d2lzh", reason="the extra bench is not installed")

LOSS = gluon.loss.SoftmaxCrossEntropyLoss()
TWO = [mx.cpu(0), mx.cpu(1)]


@pytest.fixture(autouse=True)
def figures(monkeypatch):
    monkeypatch.setattr(
        package.display, "set_matplotlib_formats", lambda *_: None, raising=False
    )
    d2l.plt.switch_backend("agg")
    with matplotlib.rc_context():
        yield
    d2l.plt.close("all")


def both(work, capsys):
    """What ``work(d2l)`` returns and prints, times struck out, for either package."""
    found = []
    for peer in (package, d2l):
        d2l.plt.close("all")
        seed_everything(1)
        value = work(peer)
        lines = capsys.readouterr().out
        lines = re.sub(r"(time )[\d.]+|[\d.]+( sec per epoch)", r"\1\2", lines)
        found.append((value, lines))
    return found


def batches(batch_size=12):
    random = np.random.RandomState(0)
    y = np.arange(60) % 3
    X = random.normal(size=(60, 1, 6, 6)) + y.reshape((-1, 1, 1, 1))
    pictures = gluon.data.ArrayDataset(nd.array(X), nd.array(y, dtype="int32"))
    return gluon.data.DataLoader(pictures, batch_size)


def lenet_like(ctx):
    net = gluon.nn.Sequential()
    net.add(gluon.nn.Conv2D(4, 3, activation="sigmoid"), gluon.nn.Dense(3))
    net.initialize(init.Xavier(), ctx=ctx)
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.2})
    return net, trainer


def weights(net):
    return [p.list_data()[0].asnumpy() for p in net.collect_params().values()]


def train_ch3(peer):
    net, trainer = lenet_like(mx.cpu())
    result = peer.train_ch3(net, batches(), batches(), LOSS, 2, 12, None, None, trainer)
    return result, weights(net)


def train_ch3_plain(peer):
    params = [nd.random.normal(0, 0.1, (36, 3)), nd.zeros(3)]
    for each in params:
        each.attach_grad()

    def net(X):
        return nd.dot(X.reshape((-1, 36)), params[0]) + params[1]

    result = peer.train_ch3(net, batches(25), batches(25), LOSS, 2, 25, params, 0.1)
    return result, [each.asnumpy() for each in params]


def train_ch5(peer):
    net, trainer = lenet_like(mx.cpu(1))
    result = peer.train_ch5(net, batches(), batches(), 12, trainer, mx.cpu(1), 2)
    return result, weights(net)


def train(peer):
    net, trainer = lenet_like(TWO)
    result = peer.train(batches(16), batches(16), net, LOSS, trainer, TWO, 2)
    return result, weights(net)


def train_on_one(peer):
    net, trainer = lenet_like(mx.cpu())
    result = peer.train(batches(25), batches(25), net, LOSS, trainer, mx.cpu(), 2)
    return result, weights(net)


@pytest.mark.parametrize(
    "work", [train_ch3, train_ch3_plain, train_ch5, train, train_on_one]
)
def test_training_prints_the_same_lines_and_learns_the_same(work, capsys):
    (theirs, lines), (ours, our_lines) = both(work, capsys)
    assert our_lines == lines and lines.count("epoch ") == 2
    assert ours[0] is theirs[0] is None
    for a, b in zip(theirs[1], ours[1]):
        np.testing.assert_allclose(b, a, rtol=1e-5, atol=1e-7)


def evaluate(peer):
    net, _ = lenet_like(TWO)
    return [
        float(peer.evaluate_accuracy(batches(20), net, *ctx))
        for ctx in ((), (mx.cpu(1),), (TWO,))
    ]


def chapter_7(peer):
    def sgd(params, states, hyperparams):
        for p in params:
            p[:] = p - hyperparams["lr"] * p.grad

    # one batch an epoch: the two shuffle with different generators
    features = nd.array(np.random.RandomState(3).normal(size=(200, 3)))
    labels = features[:, 0] * 2
    peer.train_ch7(sgd, None, {"lr": 0.05}, features, labels, 200)
    adam = ("adam", {"learning_rate": 0.01})
    peer.train_gluon_ch7(*adam, features, labels, 200, 3)
    return [len(line.get_xdata()) for line in peer.plt.gca().lines]


def descent(peer):
    return peer.train_2d(lambda x1, x2, s1, s2: (0.9 * x1, 0.7 * x2, s1 + 1, s2))


def helpers(peer):
    private = getattr(peer, "utils", peer)
    Xs, ys, batch_size = private._get_batch(next(iter(batches(8))), TWO)
    return (
        [X.asnumpy().tolist() for X in Xs],
        [(y.asnumpy().tolist(), y.dtype, y.context) for y in ys],
        batch_size,
        private._make_list("a"),
        private._make_list(None, [1]),
    )


def arithmetic(peer):
    X, w, b = nd.arange(6).reshape((2, 3)), nd.ones((3, 1)), nd.array([0.5])
    y_hat = peer.linreg(X, w, b)
    K = nd.array([[1, -1]])
    results = [y_hat, peer.squared_loss(y_hat, nd.array([1, 2])), peer.corr2d(X, K)]
    rows = [
        a for a, _ in peer.data_iter(2, nd.arange(10).reshape((5, 2)), nd.arange(5))
    ]
    return [each.asnumpy().tolist() for each in results + rows]


def labels(peer):
    return peer.get_fashion_mnist_labels(np.arange(10))


@pytest.mark.parametrize(
    "work", [evaluate, chapter_7, descent, helpers, arithmetic, labels]
)
def test_values_and_lines_are_the_same(work, capsys):
    (theirs, lines), (ours, our_lines) = both(work, capsys)
    assert ours == theirs and our_lines == lines


def semilogy(peer):
    peer.semilogy([1, 2], [3, 4], "a", "b", [1, 2], [5, 6], ["c", "d"], (3, 2))


def pictures(peer):
    peer.show_images([nd.full((3, 4, 3), i / 6) for i in range(6)], 2, 3)


def strip(peer):
    peer.show_fashion_mnist(nd.arange(1568).reshape((2, 28, 28, 1)), ["a", "b"])


@pytest.mark.parametrize("work", [semilogy, pictures, strip])
def test_figures_are_equal_pixel_by_pixel(work, capsys):
    drawn = []

    def draw(peer):
        work(peer)
        canvas = peer.plt.gcf().canvas
        canvas.draw()
        drawn.append(np.asarray(canvas.buffer_rgba()).copy())

    both(draw, capsys)
    np.testing.assert_array_equal(drawn[1], drawn[0])
