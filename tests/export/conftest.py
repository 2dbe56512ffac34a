"""A small net for the tests of exports in fewer bits."""

import mxnet as mx
import numpy as np
import pytest
from mxnet.gluon import nn


@pytest.fixture(scope="session")
def build():
    """``build(*layers)``: a net of these layers, with random weights."""

    def make(*layers):
        net = nn.HybridSequential()
        net.add(*layers)
        net.initialize(mx.init.Normal(0.2))
        return net

    return make


@pytest.fixture(scope="session")
def small_net(build):
    """``small_net(activation)``: a classifier of maps (2, 8, 8), with 3 classes."""

    def make(activation="relu"):
        return build(
            nn.Conv2D(8, 3, activation="relu"),
            nn.BatchNorm(),
            nn.MaxPool2D(2),
            nn.Dense(16, activation=activation),
            nn.Dense(3),
        )

    return make


@pytest.fixture(scope="session")
def pixels():
    """``pixels(batch_size, seed, shape)``: a batch of numbers from 0 to 1."""

    def make(batch_size, seed=0, shape=(2, 8, 8)):
        values = np.random.RandomState(seed).uniform(size=(batch_size, *shape))
        return mx.nd.array(values)

    return make
