"""Several batches in one update are one batch so many times larger."""

import mxnet as mx
import numpy as np
import pytest
from mxnet import nd

from gluon_course.base.errors import ConfigError
from gluon_course.base.run import RunOptions
from gluon_course.train import Callback, Classification, ClipGradients, Trainer


class Steps(Callback):
    def __init__(self):
        self.sizes = []

    def on_batch_end(self, trainer, is_news):
        self.sizes.append(trainer.step_size)


def fit(net, data, accumulate=1, epochs=2, device="cpu", clip=None, **options):
    steps = Steps()
    run = RunOptions(device=device, accumulate=accumulate, seed=3, **options)
    trainer = Trainer(
        net,
        Classification(),
        "sgd",
        {"learning_rate": 0.2, "momentum": 0.9, "wd": 1e-3},
        init=mx.init.Xavier(),
        run=run,
        callbacks=[steps, *([ClipGradients(clip)] if clip else [])],
        read_every=2,
    )
    result = trainer.fit(data, data, epochs)
    values = [p.list_data()[0].asnumpy() for p in net.collect_params().values()]
    return values, result, steps, trainer


def assert_equal(ours, theirs):
    for a, b in zip(ours, theirs):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-5)


def larger(blobs, number):
    return type(blobs)(blobs.X, blobs.y, number * blobs.batch_size)


@pytest.mark.parametrize("number", [2, 3])
@pytest.mark.parametrize("device", ["cpu", "cpu:2"])
def test_batches_added_up_are_one_larger_batch(blobs, make_mlp, number, device):
    # 70 samples in batches of 16: the last group is smaller than the others
    ours, result, steps, trainer = fit(make_mlp(), blobs, number, device=device)
    theirs, one_batch, large, _ = fit(make_mlp(), larger(blobs, number), device=device)
    assert_equal(ours, theirs)
    assert steps.sizes == large.sizes
    assert trainer.num_steps == len(larger(blobs, number))
    assert trainer.state.step == len(steps.sizes)
    for ours, theirs in zip(result.history, one_batch.history):
        assert ours["train_loss"] == pytest.approx(theirs["train_loss"], rel=1e-4)
        assert ours["train_acc"] == theirs["train_acc"]


def test_clipping_looks_at_the_sum(blobs, make_mlp):
    ours, *_ = fit(make_mlp(), blobs, 2, clip=0.05)
    theirs, *_ = fit(make_mlp(), larger(blobs, 2), clip=0.05)
    assert_equal(ours, theirs)


def test_resuming_goes_on_at_the_boundary_of_an_epoch(blobs, make_mlp, tmp_path):
    whole, *_ = fit(make_mlp(), blobs, 2, epochs=3)
    fit(make_mlp(), blobs, 2, epochs=1, out=tmp_path)
    resumed, *_ = fit(make_mlp(), blobs, 2, epochs=3, out=tmp_path, resume=True)
    for a, b in zip(resumed, whole):
        np.testing.assert_array_equal(a, b)


def test_plain_arrays_accumulate_too(blobs):
    def train(data, number):
        W = nd.ones((8, 3)) * 0.1
        W.attach_grad()
        trainer = Trainer(
            lambda X: nd.dot(X, W),
            Classification(),
            "sgd",
            {"learning_rate": 0.1},
            params=[W],
            run=RunOptions(device="cpu", accumulate=number),
        )
        trainer.fit(data, None, 1)
        return [W.asnumpy()]

    assert_equal(train(blobs, 3), train(larger(blobs, 3), 1))


def test_a_parameter_of_some_batches_only_counts_once(make_mlp):
    class Halves(mx.gluon.HybridBlock):
        def __init__(self):
            super().__init__()
            self.left, self.right = mx.gluon.nn.Dense(3), mx.gluon.nn.Dense(3)

        def forward(self, X):
            return self.left(X) if X.shape[0] > 2 else self.right(X)

    def grads(batches, number):
        net = Halves()
        net.initialize(mx.init.One())
        for rows in (3, 2):
            net(nd.ones((rows, 4)))
        before = [p.data().asnumpy() for p in net.collect_params().values()]
        fit_of = Trainer(
            net,
            Classification(),
            "sgd",
            {"learning_rate": 1.0},
            run=RunOptions(device="cpu", accumulate=number),
        )
        fit_of.task.check = lambda *_: None
        fit_of.objective._is_hybrid = False
        fit_of.fit(batches, None, 1)
        after = [p.data().asnumpy() for p in net.collect_params().values()]
        return [a - b for a, b in zip(after, before)]

    X, y = nd.ones((3, 4)), nd.array([0, 1, 0], dtype="int32")
    # the second batch does not touch the left half
    ours = grads([(X, y), (X[:2], y[:2])], 2)
    left, right = grads([(X, y)], 1)[:2], grads([(X[:2], y[:2])], 1)[2:]
    for a, b in zip(ours[:2], left):
        np.testing.assert_allclose(a, b * 3 / 5, atol=1e-5)
    for a, b in zip(ours[2:], right):
        np.testing.assert_allclose(a, b * 2 / 5, atol=1e-5)


def test_less_than_one_batch_is_refused():
    with pytest.raises(ConfigError, match="0 batches"):
        RunOptions(accumulate=0)


def test_devices_without_a_sample_lose_no_counters(make_mlp):
    X, y = nd.ones((5, 8)), nd.array([0, 1, 2, 0, 1], dtype="int32")
    # the last batch has one sample for two devices
    _, result, *_ = fit(make_mlp(), [(X[:4], y[:4]), (X[4:], y[4:])], device="cpu:2")
    losses = [row["train_acc"] * 5 for row in result.history]
    assert losses == [pytest.approx(round(each), abs=1e-6) for each in losses]
