"""train_ch3, train_ch5, train and evaluate_accuracy: arguments and printed lines."""

import re

import mxnet as mx
import numpy as np
import pytest
from mxnet import autograd, gluon, init, nd

from gluon_course import d2lzh as d2l
from gluon_course.base.seeds import seed_everything

LOSS = gluon.loss.SoftmaxCrossEntropyLoss()
TWO = [mx.cpu(0), mx.cpu(1)]
FIGURES = r"epoch (\d+), loss \d+\.\d{4}, train acc [01]\.\d{3}, test acc [01]\.\d{3}"


def batches(batch_size=10):
    """40 points of three classes in batches, as Gluon's DataLoader gives them."""
    random = np.random.RandomState(0)
    y = np.arange(40) % 3
    X = random.normal(size=(40, 4)) + 3 * np.eye(3, 4)[y]
    points = gluon.data.ArrayDataset(nd.array(X), nd.array(y, dtype="int32"))
    return gluon.data.DataLoader(points, batch_size)


def dense(ctx=mx.cpu(), lr=0.1):  # noqa: B008
    seed_everything(0)
    net = gluon.nn.Dense(3, in_units=4)
    net.initialize(init.Normal(0.1), ctx=ctx)
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": lr})
    return net, trainer


def parameters():
    """The start of :func:`dense`, as arrays of one's own."""
    weight = dense()[0].weight.data().T.copy()
    params = [weight, nd.zeros(3)]
    for each in params:
        each.attach_grad()
    return params


def plain_net(params):
    return lambda X: d2l.linreg(X.reshape((-1, 4)), *params)


def test_train_ch3_takes_parameters_and_a_rate_or_a_trainer(capsys):
    params = parameters()
    result = d2l.train_ch3(
        plain_net(params), batches(), batches(), LOSS, 2, 10, params, 0.1
    )
    first = capsys.readouterr().out
    net, trainer = dense()
    d2l.train_ch3(net, batches(), batches(), LOSS, 2, 10, None, None, trainer)
    second = capsys.readouterr().out
    assert result is None and first == second
    lines = first.splitlines()
    epochs = [re.fullmatch(FIGURES, line).group(1) for line in lines]
    assert epochs == ["1", "2"]
    np.testing.assert_allclose(
        params[0].T.asnumpy(), net.weight.data().asnumpy(), atol=1e-6
    )


def test_train_ch5_prints_the_device_and_the_time_of_each_epoch(capsys):
    net, trainer = dense(mx.cpu(1))
    args = (net, batches(), batches(), 10, trainer, mx.cpu(1), 2)
    assert d2l.train_ch5(*args) is None
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "training on cpu(1)"
    for line in lines[1:]:
        assert re.fullmatch(FIGURES + r", time \d+\.\d sec", line)
    assert len(lines) == 3


def test_train_ch5_is_train_ch3_with_a_trainer(capsys):
    net, trainer = dense()
    d2l.train_ch5(net, batches(12), batches(12), 12, trainer, mx.cpu(), 2)
    timed = capsys.readouterr().out.splitlines()[1:]
    other, trainer = dense()
    d2l.train_ch3(other, batches(12), batches(12), LOSS, 2, 12, trainer=trainer)
    plain = capsys.readouterr().out.splitlines()
    assert [line.split(", time")[0] for line in timed] == plain
    assert (net.weight.data() == other.weight.data()).asnumpy().all()


@pytest.mark.parametrize(("ctx", "said"), [(mx.cpu(), "cpu(0)"), (TWO, str(TWO))])
def test_train_on_one_device_or_two_gives_the_same_lines(ctx, said, capsys):
    net, trainer = dense(ctx)
    assert d2l.train(batches(), batches(), net, LOSS, trainer, ctx, 2) is None
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"training on {said}"
    other, trainer = dense()
    d2l.train_ch3(other, batches(), batches(), LOSS, 2, 10, trainer=trainer)
    plain = capsys.readouterr().out.splitlines()
    assert [line.split(", time")[0] for line in lines[1:]] == plain
    assert all(re.search(r", time \d+\.\d sec$", line) for line in lines[1:])


def test_train_divides_a_smaller_last_batch_by_its_own_length():
    """40 points in batches of 36 and 4: two steps by mean gradients."""
    net, trainer = dense()
    d2l.train(batches(36), batches(36), net, LOSS, trainer, mx.cpu(), 1)
    params = parameters()
    for X, y in batches(36):
        with autograd.record():
            mean = LOSS(d2l.linreg(X, *params), y).mean()
        mean.backward()
        d2l.sgd(params, 0.1, 1)
    np.testing.assert_allclose(
        net.weight.data().asnumpy(), params[0].T.asnumpy(), atol=1e-6
    )


def test_train_divides_the_loss_by_its_values_and_the_hits_by_the_labels(capsys):
    """A label for each pixel: as many losses as samples, more labels."""
    X = nd.array(np.random.RandomState(1).normal(size=(4, 2, 3, 5)))
    y = nd.array(np.random.RandomState(2).randint(0, 2, (4, 3, 5)))
    loss = gluon.loss.SoftmaxCrossEntropyLoss(axis=1)
    net = gluon.nn.Conv2D(2, 1, in_channels=2)
    net.initialize(init.Normal(1))
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.0})
    d2l.train([(X, y)], [(X, y)], net, loss, trainer, [mx.cpu()], 1)
    expected_loss = loss(net(X), y).mean().asscalar()
    expected_acc = (net(X).asnumpy().argmax(axis=1) == y.asnumpy()).mean()
    assert (
        capsys.readouterr()
        .out.splitlines()[1]
        .startswith(
            f"epoch 1, loss {expected_loss:.4f}, train acc {expected_acc:.3f}, "
            f"test acc {expected_acc:.3f}, "
        )
    )


@pytest.mark.parametrize("ctx", [mx.cpu(1), [mx.cpu(0)], TWO])
def test_evaluate_accuracy_takes_a_device_or_a_list(ctx):
    net, _ = dense(ctx)
    X, y = next(iter(batches(40)))
    expected = (plain_net(parameters())(X).asnumpy().argmax(1) == y.asnumpy()).mean()
    assert d2l.evaluate_accuracy(batches(), net, ctx) == pytest.approx(expected)


def test_evaluate_accuracy_of_a_plain_function_is_on_the_cpu():
    is_right = d2l.evaluate_accuracy(
        [(nd.array([[1, 2], [3, 0], [0, 1]]), nd.array([1, 1, 1]))], lambda X: X
    )
    assert type(is_right) is float and is_right == pytest.approx(2 / 3)


def test_get_batch_puts_a_part_on_each_device():
    X, y = nd.arange(12).reshape((6, 2)), nd.array([0, 1, 2, 0, 1, 2], dtype="int32")
    Xs, ys, batch_size = d2l._get_batch((X, y), TWO)
    assert batch_size == 6 and [each.context for each in Xs] == TWO
    assert [part.asnumpy().tolist() for part in ys] == [[0, 1, 2], [0, 1, 2]]
    assert {part.dtype for part in ys} == {np.float32}
    np.testing.assert_array_equal(Xs[1].asnumpy(), X[3:].asnumpy())


def test_make_list_makes_a_list_of_one_and_leaves_lists():
    assert d2l._make_list(3) == [3] and d2l._make_list((1, 2)) == (1, 2)
    assert d2l._make_list(None, [5]) == [5] and d2l._make_list(None) is None


def test_the_devices_are_the_courses(monkeypatch):
    from gluon_course.base import devices

    monkeypatch.setattr(devices, "try_gpu", lambda: mx.gpu(0))
    monkeypatch.setattr(devices, "try_all_gpus", lambda: [mx.gpu(i) for i in range(20)])
    assert d2l.try_gpu() == mx.gpu(0)
    assert d2l.try_all_gpus() == [mx.gpu(i) for i in range(16)]


def test_without_a_gpu_the_devices_are_the_cpu():
    if mx.context.num_gpus():
        pytest.skip("this machine has a GPU")
    assert d2l.try_gpu() == mx.cpu() and d2l.try_all_gpus() == [mx.cpu()]
