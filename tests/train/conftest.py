"""Small learnable data and nets for the trainer's tests."""

import mxnet as mx
import numpy as np
import pytest
from mxnet.gluon import nn


class Batches:
    """Shuffled batches of (X, y) whose order is a function of the epoch alone."""

    info = None

    def __init__(self, X, y, batch_size):
        self.X, self.y, self.batch_size = X, y, batch_size
        self._epoch = 0

    def set_epoch(self, epoch):
        self._epoch = epoch

    def __len__(self):
        return -(-len(self.X) // self.batch_size)

    def __iter__(self):
        order = np.random.default_rng(self._epoch).permutation(len(self.X))
        for start in range(0, len(order), self.batch_size):
            rows = order[start : start + self.batch_size]
            yield mx.nd.array(self.X[rows]), mx.nd.array(self.y[rows], dtype="int32")


@pytest.fixture
def blobs():
    """70 points of 8 features in 3 classes; batches of 16, the last one of 6."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, 3, 70)
    X = rng.normal(size=(70, 8)).astype("float32") + 2 * np.eye(3, 8)[y]
    return Batches(X.astype("float32"), y.astype("int32"), 16)


@pytest.fixture
def make_mlp():
    """A builder of an 8-16-3 net, with dropout and BatchNorm if asked."""

    def build(is_noisy=False):
        net = nn.HybridSequential()
        net.add(nn.Dense(16, activation="relu"))
        if is_noisy:
            net.add(nn.BatchNorm(), nn.Dropout(0.3))
        net.add(nn.Dense(3))
        return net

    return build
