"""The engine's threads while a net trains."""

import mxnet as mx
import numpy as np
import pytest
from mxnet import nd
from mxnet.gluon import nn

from gluon_course.base import engine
from gluon_course.base.run import RunOptions
from gluon_course.train import Callback, Classification, Trainer


@pytest.fixture
def three_threads():
    devices = [mx.cpu(0), mx.cpu(1)]
    before = [engine.threads_of(each) for each in devices]
    engine.set_threads(3, devices)
    yield
    for device, count in zip(devices, before):
        engine.set_threads(count, [device])


class Counts(Callback):
    """What the engine computes with in each epoch."""

    def __init__(self):
        self.seen = []

    def on_epoch_end(self, trainer):
        self.seen.append([engine.threads_of(each) for each in trainer.devices])


def dense(*sizes):
    net = nn.HybridSequential()
    net.add(*(nn.Dense(size) for size in sizes))
    return net


def batches(num_inputs, num=2, batch_size=16):
    rng = np.random.default_rng(0)
    X = rng.standard_normal((num, batch_size, num_inputs)).astype("float32")
    y = rng.integers(0, 4, (num, batch_size)).astype("float32")
    return [(nd.array(a), nd.array(b)) for a, b in zip(X, y)]


def fit(net, data, counts, device="cpu", num_epochs=1):
    run = RunOptions(device=device)
    trainer = Trainer(net, Classification(), run=run, callbacks=[counts])
    trainer.fit(data, None, num_epochs)
    return trainer


@pytest.mark.parametrize(
    ("sizes", "num_inputs", "threads"),
    [((4,), 8, 2), ((8, 8, 4), 8, 2), ((1024, 4), 1024, 3)],
)
def test_small_operators_leave_a_core(three_threads, sizes, num_inputs, threads):
    counts = Counts()
    fit(dense(*sizes), batches(num_inputs), counts)
    assert counts.seen == [[threads]]
    assert engine.threads_of(mx.cpu()) == 3


def test_training_on_has_the_same_threads(three_threads):
    counts = Counts()
    trainer = fit(dense(4), batches(8), counts)
    trainer.fit(batches(8), None, 2)
    assert counts.seen == [[2], [2]]
    assert engine.threads_of(mx.cpu()) == 3


def test_devices_share_the_threads(three_threads):
    counts = Counts()
    fit(dense(1024, 4), batches(1024), counts, device="cpu:2")
    assert counts.seen == [[1, 1]]
    assert [engine.threads_of(each) for each in (mx.cpu(0), mx.cpu(1))] == [3, 3]


def test_threads_come_back_after_an_error(three_threads):
    class Stop(Callback):
        def on_gradients(self, trainer):
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fit(dense(4), batches(8), Stop())
    assert engine.threads_of(mx.cpu()) == 3


def test_a_net_without_a_graph_has_all_threads(three_threads):
    class Imperative(mx.gluon.Block):
        def __init__(self):
            super().__init__()
            self.dense = nn.Dense(4)

        def forward(self, X):
            return self.dense(X)

    counts = Counts()
    fit(Imperative(), batches(8), counts)
    assert counts.seen == [[3]]
