"""Data are copied to a device, a net moves there; a missing GPU is said, once."""

from typing import NamedTuple

import mxnet as mx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import autograd, gluon, nd
from mxnet.gluon import nn

from gluon_course.base.errors import ConfigError, DeviceError
from gluon_course.base.gpu import Gpu
from gluon_course.base.simulated_gpus import simulate_gpus
from gluon_course.explain import devices
from gluon_course.explain.devices import as_device, usable_device

TARGET = mx.cpu(1)
arrays = st.builds(lambda n: nd.ones(n), st.integers(1, 3))
nested = st.recursive(
    arrays | st.integers() | st.text(max_size=2),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=2), inner, max_size=3)
    ),
    max_leaves=6,
)


class Batch(NamedTuple):
    X: nd.NDArray
    y: nd.NDArray


@pytest.fixture(autouse=True)
def nothing_said_yet():
    devices._say_once.cache_clear()
    yield
    simulate_gpus(0)


def flat(data):
    if isinstance(data, dict):
        return [leaf for each in data.values() for leaf in flat(each)]
    if isinstance(data, (list, tuple)):
        return [leaf for each in data for leaf in flat(each)]
    return [data]


@given(nested)
@settings(deadline=None, max_examples=50)
def test_every_array_inside_is_moved_and_the_rest_stays(data):
    moved = as_device(data, TARGET)
    assert type(moved) is type(data)
    for old, new in zip(flat(data), flat(moved)):
        if isinstance(old, nd.NDArray):
            assert (old.context, new.context) == (mx.cpu(), TARGET)
            np.testing.assert_array_equal(old.asnumpy(), new.asnumpy())
        else:
            assert new is old


def test_a_named_tuple_keeps_its_names():
    moved = as_device(Batch(nd.ones((2, 3)), nd.zeros(2)), TARGET)
    assert isinstance(moved, Batch)
    assert moved.y.context == TARGET


def test_a_net_gives_the_same_numbers_and_trains_where_it_was_moved():
    net = nn.HybridSequential()
    net.add(nn.Dense(4, activation="relu"), nn.BatchNorm(), nn.Dense(1))
    net.initialize()
    net.hybridize()
    X = nd.random.uniform(shape=(5, 3))
    before = net(X).asnumpy()
    assert as_device(net, TARGET) is net
    X = as_device(X, TARGET)
    np.testing.assert_allclose(net(X).asnumpy(), before, rtol=1e-6)
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1})
    with autograd.record():
        loss = (net(X) ** 2).sum()
    loss.backward()
    trainer.step(5)
    assert (net(X) ** 2).sum().asscalar() < loss.asscalar()
    assert {
        str(each) for p in net.collect_params().values() for each in p.list_ctx()
    } == {"cpu(1)"}


def test_a_net_before_its_first_batch_can_be_moved():
    net = nn.Dense(2)
    net.initialize()
    assert as_device(net, TARGET)(nd.ones((1, 3), ctx=TARGET)).context == TARGET


def test_a_net_without_parameters_yet_is_refused():
    with pytest.raises(DeviceError, match=r"not initialized\. call net\.initialize"):
        as_device(nn.Dense(2), TARGET)


def test_a_missing_gpu_is_said_once_and_the_cpu_taken(capsys):
    for _ in range(3):
        moved = as_device(nd.ones(2), mx.gpu(3), gpus=[])
        assert moved.context == mx.cpu()
    assert capsys.readouterr().err == (
        "No NVIDIA GPU with a driver was found: taking the CPU.\n"
    )


def test_the_reason_names_the_card_that_mxnet_cannot_use():
    context, reason = usable_device("gpu:0", [Gpu(0, "card", (9, 0))])
    assert context == mx.cpu()
    assert "card" in reason and "9.0" in reason


def test_a_gpu_that_is_there_is_used():
    simulate_gpus(2)
    assert as_device(nd.ones(2), mx.gpu(1)).context == mx.gpu(1)
    assert as_device([nd.ones(2)], "auto")[0].context == mx.gpu(0)


def test_several_or_unknown_devices_are_refused():
    with pytest.raises(ConfigError, match="names 2 devices"):
        as_device(nd.ones(2), "cpu:2")
    with pytest.raises(ConfigError, match="'tpu' is not known"):
        as_device(nd.ones(2), "tpu")
