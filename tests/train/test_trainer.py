import os
import signal

import mxnet as mx
import numpy as np
import pytest
from mxnet import autograd, gluon, nd
from mxnet.gluon import nn

from gluon_course.base.errors import ConfigError, DataError, ShapeError, TrainingError
from gluon_course.base.run import RunOptions
from gluon_course.train import (
    Callback,
    Classification,
    Regression,
    Trainer,
    TrainingInterrupted,
)

XAVIER = mx.init.Xavier()


def parameters(net):
    return [p.list_data()[0].asnumpy() for p in net.collect_params().values()]


def fit(net, data, epochs=3, optimizer="sgd", options=None, run=None, **more):
    options = options or {"learning_rate": 0.1, "momentum": 0.9, "wd": 1e-3}
    trainer = Trainer(
        net,
        Classification(),
        optimizer,
        options,
        init=XAVIER,
        run=run or RunOptions(device="cpu"),
        read_every=2,
        **more,
    )
    return trainer, trainer.fit(data, data, epochs)


def test_parameters_equal_those_of_a_plain_gluon_loop(blobs, make_mlp):
    net = make_mlp()
    trainer, _ = fit(net, blobs, epochs=0)
    for X, _ in blobs:
        net(X)
        break
    start = parameters(net)

    twin = make_mlp()
    twin.initialize()
    twin(X)
    for parameter, value in zip(twin.collect_params().values(), start):
        parameter.set_data(value)
    loss = gluon.loss.SoftmaxCrossEntropyLoss()
    plain = gluon.Trainer(
        twin.collect_params(),
        "sgd",
        {"learning_rate": 0.1, "momentum": 0.9, "wd": 1e-3},
    )
    for epoch in (1, 2, 3):
        blobs.set_epoch(epoch)
        for X, y in blobs:
            with autograd.record():
                losses = loss(twin(X), y)
            losses.backward()
            plain.step(blobs.batch_size)  # as the text, also in the last batch of 6

    trainer.fit(blobs, None, 3)
    for ours, theirs in zip(parameters(net), parameters(twin)):
        np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)


def test_loss_is_summed_over_samples_and_divided_by_samples(blobs, make_mlp):
    # With a learning rate of 0 the net stands still, and NumPy can do the sum.
    net = make_mlp()
    _, result = fit(net, blobs, 1, options={"learning_rate": 0.0})
    W1, b1, W2, b2 = (each.astype("float64") for each in parameters(net))
    scores = np.maximum(blobs.X @ W1.T + b1, 0) @ W2.T + b2
    log_sum = np.log(np.exp(scores).sum(axis=1))
    losses = log_sum - scores[np.arange(70), blobs.y]
    assert result.final["train_loss"] == pytest.approx(losses.mean(), rel=1e-5)
    accuracy = (scores.argmax(axis=1) == blobs.y).mean()
    assert result.final["train_acc"] == pytest.approx(accuracy)
    assert result.final["test_acc"] == pytest.approx(accuracy)


def test_learns_separable_classes(blobs, make_mlp):
    _, result = fit(make_mlp(), blobs, epochs=15)
    assert result.final["test_acc"] > 0.95
    assert [row["epoch"] for row in result.history] == list(range(1, 16))


def test_two_runs_with_one_seed_are_equal_to_the_bit(blobs, make_mlp):
    runs = [fit(make_mlp(is_noisy=True), blobs)[1] for _ in range(2)]
    for one, other in zip(parameters(runs[0].net), parameters(runs[1].net)):
        np.testing.assert_array_equal(one, other)
    other = fit(make_mlp(is_noisy=True), blobs, run=RunOptions(device="cpu", seed=7))[1]
    assert not np.array_equal(parameters(other.net)[0], parameters(runs[0].net)[0])


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_two_cpu_contexts_give_the_result_of_one(blobs, make_mlp, optimizer):
    options = {"learning_rate": 0.05}
    one = fit(make_mlp(), blobs, 3, optimizer, options)[1]
    two = fit(make_mlp(), blobs, 3, optimizer, options, RunOptions(device="cpu:2"))[1]
    for a, b in zip(parameters(one.net), parameters(two.net)):
        np.testing.assert_allclose(a, b, atol=1e-5)
    assert two.final["train_loss"] == pytest.approx(one.final["train_loss"], abs=1e-5)


def test_last_batch_of_fewer_samples_than_devices(blobs, make_mlp):
    blobs.X, blobs.y = blobs.X[:33], blobs.y[:33]  # 16 + 16 + 1
    one = fit(make_mlp(), blobs, 2)[1]
    three = fit(make_mlp(), blobs, 2, run=RunOptions(device="cpu:3"))[1]
    for a, b in zip(parameters(one.net), parameters(three.net)):
        np.testing.assert_allclose(a, b, atol=1e-5)


def test_devices_share_the_mean_of_their_running_statistics(blobs):
    net = nn.HybridSequential()
    net.add(nn.BatchNorm(momentum=0.5), nn.Dense(3))
    blobs.X, blobs.y = blobs.X[:16], blobs.y[:16]
    fit(net, blobs, 1, run=RunOptions(device="cpu:2"))
    blobs.set_epoch(1)
    ((X, _),) = blobs
    halves = X.asnumpy().reshape(2, 8, 8).astype("float64")
    expected = (0.5 * halves.mean(axis=1)).mean(axis=0)  # running mean starts at 0
    for copy in net[0].running_mean.list_data():
        np.testing.assert_allclose(copy.asnumpy(), expected, atol=1e-6)


def test_plain_block_and_function_train_like_the_hybrid_net(blobs, make_mlp):
    hybrid_net = make_mlp()
    hybrid = fit(hybrid_net, blobs, 3)[1]

    plain_net = nn.Sequential()
    plain_net.add(nn.Dense(16, activation="relu"), nn.Dense(3))
    plain = fit(plain_net, blobs, 3)[1]
    assert plain.final["train_loss"] == pytest.approx(
        hybrid.final["train_loss"], rel=1e-5
    )

    first = make_mlp()
    fit(first, blobs, 0)
    blobs.set_epoch(1)
    X, _ = next(iter(blobs))
    mx.random.seed(0)
    first(X)
    params = [nd.array(each) for each in parameters(first)]
    for each in params:
        each.attach_grad()

    def net(X):
        W1, b1, W2, b2 = params
        return nd.dot(nd.relu(nd.dot(X, W1.T) + b1), W2.T) + b2

    options = {"learning_rate": 0.1}
    run = RunOptions(device="cpu")
    Trainer(net, Classification(), "sgd", options, params=params, run=run).fit(blobs)
    twin = Trainer(first, Classification(), "sgd", options, run=run)
    twin.fit(blobs)
    for ours, theirs in zip(params, parameters(first)):
        np.testing.assert_allclose(ours.asnumpy(), theirs, atol=1e-5)


def test_gluon_data_loader_and_data_iter_are_accepted(blobs, make_mlp):
    dataset = gluon.data.ArrayDataset(blobs.X, blobs.y)
    loader = gluon.data.DataLoader(dataset, batch_size=70)
    data_iter = mx.io.NDArrayIter(blobs.X, blobs.y, batch_size=70)
    losses = [
        fit(make_mlp(), each, 2)[1].final["train_loss"] for each in (loader, data_iter)
    ]
    assert losses[0] == pytest.approx(losses[1], rel=1e-5)


def test_regression_finds_the_line():
    rng = np.random.default_rng(1)
    X = rng.normal(size=(200, 2)).astype("float32")
    y = X @ np.array([2, -3.4], "float32") + 4.2
    loader = gluon.data.DataLoader(gluon.data.ArrayDataset(X, y), 10, shuffle=True)
    net = nn.HybridSequential()
    net.add(nn.Dense(1))
    run = RunOptions(device="cpu")
    options = {"learning_rate": 0.1}
    result = Trainer(net, Regression(), "sgd", options, run=run).fit(loader, loader, 5)
    np.testing.assert_allclose(net[0].weight.data().asnumpy(), [[2, -3.4]], atol=1e-3)
    assert result.final["test_loss"] < 1e-5


def test_loss_that_is_not_finite_names_epoch_steps_and_learning_rate(blobs, make_mlp):
    with pytest.raises(TrainingError) as caught:
        fit(make_mlp(), blobs, 5, options={"learning_rate": 1e30})
    assert "epoch 1" in str(caught.value)
    assert "steps 1-2" in str(caught.value)
    assert "1e+30" in str(caught.value)


def test_ctrl_c_finishes_the_batch_and_is_raised(blobs, make_mlp):
    class PressCtrlC(Callback):
        def on_gradients(self, trainer):
            if trainer.state.epoch == 2 and trainer.state.step == 7:
                os.kill(os.getpid(), signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(TrainingInterrupted) as caught:
        fit(make_mlp(), blobs, 3, callbacks=[PressCtrlC()])
    assert caught.value.epoch == 2
    assert signal.getsignal(signal.SIGINT) is before


def test_ctrl_c_during_the_last_evaluation_is_not_lost(blobs, make_mlp):
    class PressCtrlC(Callback):
        def on_epoch_end(self, trainer):
            if trainer.state.epoch == 3:
                os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(TrainingInterrupted):
        fit(make_mlp(), blobs, 3, callbacks=[PressCtrlC()])


def test_data_without_a_batch_is_named(make_mlp):
    with pytest.raises(DataError, match="no batch"):
        fit(make_mlp(), [], 1)


def test_generator_used_up_by_the_first_epoch_is_named(blobs, make_mlp):
    trainer = Trainer(make_mlp(), Classification(), run=RunOptions(device="cpu"))
    with pytest.raises(DataError, match="used up"):
        trainer.fit(iter(list(blobs)), None, 2)


def test_wrong_shape_is_named(blobs):
    net = nn.HybridSequential()
    net.add(nn.Conv2D(4, 3), nn.Dense(3))
    with pytest.raises(ShapeError, match=r"\(16, 8\)"):
        fit(net, blobs, 1)


@pytest.mark.parametrize(
    "optimizer, options",
    [("sdg", {"learning_rate": 0.1}), ("sgd", {"learning_rat": 0.1})],
)
def test_unknown_optimizer_or_option_is_named(make_mlp, optimizer, options):
    with pytest.raises(ConfigError):
        Trainer(make_mlp(), Classification(), optimizer, options)


def test_net_that_was_initialized_keeps_its_weights(blobs, make_mlp):
    net = make_mlp()
    net.initialize(mx.init.One())
    options = {"learning_rate": 0.0}
    run = RunOptions(device="cpu:2")
    Trainer(net, Classification(), "sgd", options, run=run).fit(blobs)
    for copy in net[0].weight.list_data():
        assert (copy.asnumpy() == 1).all()


def test_compiled_graphs_are_one_per_shape_and_mode(blobs, make_mlp):
    trainer, _ = fit(make_mlp(), blobs, epochs=3)
    # Batches of 16 and of 6, in training and in evaluation.
    assert len(trainer.objective._forwards) == 4


@pytest.mark.parametrize("block", [nn.Sequential, nn.HybridSequential])
@pytest.mark.parametrize("shape", [(16, 1), (16, 3), (15,)])
def test_labels_that_are_not_one_number_a_sample_are_refused(blobs, block, shape):
    net = block()
    net.add(nn.Dense(3))
    batch = (nd.array(blobs.X[:16]), nd.zeros(shape))
    with pytest.raises(ShapeError, match="Labels of shape") as caught:
        fit(net, [batch])
    assert "(16,)" in str(caught.value)


@pytest.mark.parametrize("is_hybrid", [False, True])
@pytest.mark.parametrize("strange", [-1, 3, 255])
def test_a_label_that_is_no_class_is_refused_while_the_first_epoch_runs(
    blobs, make_mlp, strange, is_hybrid
):
    blobs.y[[5, 60]] = strange
    net = make_mlp()
    if not is_hybrid:
        plain = nn.Sequential()
        plain.add(*net)
        net = plain
    trainer = Trainer(net, Classification(), read_every=1, run=RunOptions(device="cpu"))
    with pytest.raises(DataError, match=r"[12] of the first \d+ labels are no class"):
        trainer.fit(blobs)
    assert trainer.state.step < 7
    blobs.y[[5, 60]] = 2
    trainer.fit(blobs, num_epochs=2)
    blobs.y[[5, 60]] = strange
    with pytest.raises(DataError, match="2 of the first 70 labels are no class"):
        trainer.evaluate(blobs)


@pytest.mark.parametrize("lr", [float("nan"), float("inf"), "0.1"])
def test_a_learning_rate_that_is_no_finite_number_is_refused(blobs, make_mlp, lr):
    with pytest.raises(ConfigError, match="learning rate"):
        fit(make_mlp(), blobs, options={"learning_rate": lr})


def test_reading_never_is_refused(make_mlp):
    with pytest.raises(ConfigError, match="read_every"):
        Trainer(make_mlp(), Classification(), read_every=0)
