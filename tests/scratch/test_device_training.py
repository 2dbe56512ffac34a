"""The loops of 5.5 and 9.1: one device or several give the same training."""

import mxnet as mx
import numpy as np
import pytest
from mxnet import gluon, init, nd

from gluon_course.base.errors import DataError, TrainingError
from gluon_course.base.seeds import seed_everything
from gluon_course.scratch import evaluate_accuracy, split_batch, train_on_devices
from gluon_course.scratch.devices import STEPS_AHEAD, DeviceSum

LOSS = gluon.loss.SoftmaxCrossEntropyLoss()
TWO = [mx.cpu(0), mx.cpu(1)]
RNG = np.random.RandomState(0)
Y = RNG.randint(0, 3, 60)
X = (RNG.normal(size=(60, 4)) + 3 * np.eye(3, 4)[Y]).astype(np.float32)


def batches(size=16, num=60):
    return [
        (nd.array(X[i : i + size]), nd.array(Y[i : i + size], dtype="int32"))
        for i in range(0, num, size)
    ]


def trained(ctx, num_epochs=2, lr=0.1, data=None, batch_size=None, **kwargs):
    seed_everything(0)
    net = gluon.nn.Dense(3, in_units=4)
    net.initialize(init.Normal(0.1), ctx=ctx)
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": lr})
    data = batches() if data is None else data
    history = train_on_devices(
        net, data, data, LOSS, trainer, ctx, num_epochs, batch_size, **kwargs
    )
    device = ctx if isinstance(ctx, mx.Context) else ctx[-1]
    return history, net.weight.data(device).asnumpy()


def reference(num_epochs, lr, divisor=None):
    """Mean losses and weights by NumPy, one sample at a time."""
    seed_everything(0)
    net = gluon.nn.Dense(3, in_units=4)
    net.initialize(init.Normal(0.1))
    W, b = net.weight.data().asnumpy().astype(float), np.zeros(3)
    losses = []
    for _ in range(num_epochs):
        total = 0.0
        for i in range(0, 60, 16):
            x, y = X[i : i + 16], Y[i : i + 16]
            p = np.exp(x @ W.T + b)
            p /= p.sum(axis=1, keepdims=True)
            total -= np.log(p[np.arange(len(y)), y]).sum()
            d = (p - np.eye(3)[y]) / (divisor or len(y))
            W, b = W - lr * d.T @ x, b - lr * d.sum(axis=0)
        losses.append(total / 60)
    return losses, W


@pytest.mark.parametrize("ctx", [mx.cpu(), [mx.cpu()], TWO])
def test_losses_and_weights_are_those_of_numpy_on_any_number_of_devices(ctx):
    history, weight = trained(ctx)
    losses, W = reference(2, 0.1)
    assert [row["train_loss"] for row in history] == pytest.approx(losses, rel=1e-5)
    np.testing.assert_allclose(weight, W, atol=1e-5)


def test_a_given_batch_size_divides_the_smaller_last_batch_too():
    _, weight = trained(mx.cpu(), batch_size=16)
    np.testing.assert_allclose(weight, reference(2, 0.1, divisor=16)[1], atol=1e-5)


def test_rows_have_the_keys_of_the_other_loops_and_the_line_is_the_texts(capsys):
    history, _ = trained(TWO, num_epochs=1, progress=True)
    (row,) = history
    keys = ["epoch", "train_loss", "train_acc", "test_acc"]
    assert list(row) == [*keys, "lr", "seconds", "samples_per_s"]
    assert capsys.readouterr().out == (
        f"epoch 1, loss {row['train_loss']:.4f}, train acc {row['train_acc']:.3f}, "
        f"test acc {row['test_acc']:.3f}, time {row['seconds']:.1f} sec\n"
    )


def test_accuracy_counts_pixels_where_labels_are_maps():
    scores = RNG.normal(size=(5, 3, 4, 6)).astype(np.float32)
    labels = RNG.randint(0, 3, (5, 4, 6))
    expected = (scores.argmax(axis=1) == labels).mean()
    data = [
        (nd.array(scores[:4]), nd.array(labels[:4])),
        (nd.array(scores[4:]), nd.array(labels[4:])),  # one sample for two devices
    ]
    for ctx in (None, mx.cpu(1), TWO):
        assert evaluate_accuracy(data, lambda X: X, ctx) == pytest.approx(expected)


def test_parts_lie_on_their_devices_and_keep_the_order():
    Xs, ys = split_batch((nd.arange(10).reshape((5, 2)), nd.arange(5)), TWO)
    assert [each.context for each in Xs] == [each.context for each in ys] == TWO
    order = np.concatenate([y.asnumpy() for y in ys])
    assert order.tolist() == [0, 1, 2, 3, 4]
    assert abs(len(Xs[0]) - len(Xs[1])) == 1 and len(Xs[0]) == len(ys[0])


def test_labels_take_the_type_of_the_features():
    _, ys = split_batch((nd.zeros((2, 2)), nd.array([1, 0], dtype="int32")), TWO)
    assert {y.dtype for y in ys} == {np.float32}


def test_a_batch_of_fewer_samples_than_devices_is_refused():
    with pytest.raises(DataError, match="1 samples for 2 devices"):
        trained(TWO, data=batches(59))


def test_no_batch_is_an_error_and_so_is_a_loss_that_is_not_finite():
    with pytest.raises(DataError, match="nothing to train on"):
        trained(mx.cpu(), data=[])
    with pytest.raises(TrainingError, match=r"epoch 1 is (nan|inf)"):
        trained(mx.cpu(), lr=1e38)


def test_nothing_is_copied_to_the_host_inside_the_epoch(monkeypatch):
    reads, counts = [], []
    original = nd.NDArray.asnumpy
    monkeypatch.setattr(
        nd.NDArray, "asnumpy", lambda self: reads.append(1) or original(self)
    )
    for size in (16, 4):
        reads.clear()
        trained(TWO, num_epochs=1, data=batches(size))
        counts.append(len(reads))
    assert counts[0] == counts[1] > 0


def test_a_sum_waits_only_for_what_is_some_batches_old(monkeypatch):
    waited = []
    monkeypatch.setattr(nd.NDArray, "wait_to_read", lambda self: waited.append(self))
    values = [nd.array([float(i)], ctx=TWO[i % 2]) for i in range(STEPS_AHEAD + 3)]
    total = DeviceSum()
    for value in values:
        total.add([value])
    assert [id(each) for each in waited] == [id(each) for each in values[:3]]
    assert total.read() == sum(range(STEPS_AHEAD + 3))
