"""The engine's threads while a net trains."""

import mxnet as mx
import numpy as np
import pytest
from mxnet import nd
from mxnet.gluon import nn

from gluon_course.base import engine
from gluon_course.base.run import RunOptions
from gluon_course.train import Callback, Classification, Trainer, spare_core


@pytest.fixture
def three_threads(monkeypatch):
    devices = [mx.cpu(0), mx.cpu(1)]
    before = [engine.threads_of(each) for each in devices]
    for device in devices:
        engine.set_threads(3, device)
    monkeypatch.setattr(spare_core, "own_cores", lambda: 3)
    yield
    for device, count in zip(devices, before):
        engine.set_threads(count, device)


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


def test_a_core_that_is_free_anyway_is_left(three_threads, monkeypatch):
    monkeypatch.setattr(spare_core, "own_cores", lambda: 4)
    counts = Counts()
    fit(dense(4), batches(8), counts)
    assert counts.seen == [[3]]


def test_every_epoch_has_the_threads_of_its_first_batch(three_threads):
    """So a run that is resumed there has them too."""

    class Growing:
        def set_epoch(self, epoch):
            self.size = 8 if epoch == 1 else 4096

        def __iter__(self):
            return iter(batches(8, batch_size=self.size))

    net = dense(256, 256, 4)
    counts = Counts()
    fit(net, Growing(), counts, num_epochs=2)
    assert counts.seen == [[2], [3]]


def test_unknown_shapes_count_as_large(three_threads):
    class Masked(nn.HybridBlock):
        def __init__(self):
            super().__init__()
            self.dense = nn.Dense(4, flatten=False, in_units=8)

        def hybrid_forward(self, F, X):
            return self.dense(F.contrib.boolean_mask(X, F.ones_like(X[:, 0])))

    assert not spare_core.has_small_operators(Masked(), Classification(), batches(8)[0])


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
