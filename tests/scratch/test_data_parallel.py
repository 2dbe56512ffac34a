"""Data parallelism from scratch: several devices step as one would."""

import mxnet as mx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import autograd, gluon, nd

from gluon_course import scratch, simulate_gpus
from gluon_course.base.errors import ConfigError, DataError, ShapeError, TrainingError

CPUS = [mx.cpu(0), mx.cpu(1), mx.cpu(2)]


@pytest.fixture
def two_gpus():
    simulate_gpus(2)
    yield [mx.gpu(0), mx.gpu(1)]
    simulate_gpus(0)


def batch(n, seed=0):
    mx.random.seed(seed)
    return nd.random.normal(shape=(n, 1, 28, 28)), nd.arange(n) % 10


@settings(max_examples=20)
@given(
    st.integers(1, 4),
    st.lists(st.integers(1, 4), min_size=1, max_size=3),
    st.integers(0, 99),
)
def test_allreduce_gives_all_the_sum(num_devices, shape, seed):
    arrays = np.random.default_rng(seed).normal(size=(num_devices, *shape))
    data = [nd.array(a, ctx=mx.cpu(i)) for i, a in enumerate(arrays)]
    scratch.allreduce(data)
    for i, each in enumerate(data):
        assert each.context == mx.cpu(i)
        np.testing.assert_allclose(each.asnumpy(), arrays.sum(axis=0), atol=1e-5)


def test_allreduce_refuses_other_shapes():
    with pytest.raises(ShapeError, match=r"\(1, 2\), \(1, 3\)"):
        scratch.allreduce([nd.ones((1, 2)), nd.ones((1, 3))])


def test_split_and_load_shares_equally_and_in_order():
    parts = scratch.split_and_load(nd.arange(12).reshape((6, 2)), CPUS)
    assert [each.context for each in parts] == CPUS
    expected = gluon.utils.split_and_load(nd.arange(12).reshape((6, 2)), CPUS)
    for part, other in zip(parts, expected):
        np.testing.assert_array_equal(part.asnumpy(), other.asnumpy())
    with pytest.raises(ShapeError, match=r"A batch of 7 samples .*equally by 3 dev"):
        scratch.split_and_load(nd.ones((7, 2)), CPUS)


@given(st.integers(1, 9), st.integers(1, 3))
def test_uneven_parts_differ_by_one_sample_and_lose_none(n, k):
    data = nd.arange(2 * n).reshape((n, 2))
    if n < k:
        with pytest.raises(ShapeError, match=f"{n} samples cannot be shared by {k}"):
            scratch.split_and_load(data, CPUS[:k], even_split=False)
        return
    parts = scratch.split_and_load(data, CPUS[:k], even_split=False)
    sizes = [len(each) for each in parts]
    assert max(sizes) - min(sizes) <= 1
    joined = np.concatenate([each.asnumpy() for each in parts])
    np.testing.assert_array_equal(joined, data.asnumpy())


def test_the_function_computes_what_gluon_layers_compute():
    X, _ = batch(3)
    params = scratch.lenet_params(0.2)
    net = gluon.nn.Sequential()
    net.add(
        gluon.nn.Conv2D(20, 3, activation="relu"),
        gluon.nn.AvgPool2D(2, 2),
        gluon.nn.Conv2D(50, 5, activation="relu"),
        gluon.nn.AvgPool2D(2, 2),
        gluon.nn.Dense(128, activation="relu"),
        gluon.nn.Dense(10),
    )
    net.initialize()
    net(X)
    for parameter, value in zip(net.collect_params().values(), params):
        is_dense = value.ndim == 2
        parameter.set_data(value.T if is_dense else value)
    expected = net(X).asnumpy()
    assert np.abs(expected).max() > 0.01
    np.testing.assert_allclose(
        scratch.lenet(X, params).asnumpy(), expected, rtol=1e-4, atol=1e-5
    )


def test_copies_of_parameters_are_on_their_device_with_gradients():
    params = scratch.lenet_params()
    copies = scratch.get_params(params, mx.cpu(1))
    assert {each.context for each in copies} == {mx.cpu(1)}
    assert all(each.grad is not None for each in copies)
    copies[0][:] = 7
    assert params[0].asnumpy().max() < 1


def test_one_step_is_that_of_plain_autograd():
    X, y = batch(6)
    params = scratch.lenet_params(0.1)
    (mine,) = gpu_params = [scratch.get_params(params, mx.cpu())]
    losses = scratch.train_batch(X, y, gpu_params, [mx.cpu()], lr=0.5)
    plain = scratch.get_params(params, mx.cpu())
    with autograd.record():
        loss = gluon.loss.SoftmaxCrossEntropyLoss()(scratch.lenet(X, plain), y).sum()
    loss.backward()
    assert losses[0].asscalar() == pytest.approx(loss.asscalar())
    for before, after in zip(plain, mine):
        expected = (before - 0.5 * before.grad / 6).asnumpy()
        np.testing.assert_allclose(after.asnumpy(), expected, atol=1e-6)


def trained(devices, num_epochs=2):
    mx.random.seed(1)
    batches = [batch(12, 1), batch(12, 2), batch(7, 3)]  # the last is smaller
    params = scratch.lenet_params(0.1)
    return scratch.train_data_parallel(
        batches, batches[:1], params, devices, num_epochs, lr=0.1
    )


def test_two_simulated_gpus_end_with_the_parameters_of_one_device(two_gpus):
    history, (alone,) = trained([mx.cpu()])
    history_of_two, copies = trained(two_gpus)
    assert history_of_two[-1]["train_loss"] == pytest.approx(
        history[-1]["train_loss"], abs=1e-5
    )
    assert history_of_two[-1]["test_acc"] == history[-1]["test_acc"]
    for device, params in zip(two_gpus, copies):
        for one, many in zip(alone, params):
            assert many.context == device
            np.testing.assert_allclose(many.asnumpy(), one.asnumpy(), atol=1e-5)


def test_three_cpu_devices_end_with_the_parameters_of_one():
    _, (alone,) = trained([mx.cpu()], num_epochs=1)
    _, copies = trained(CPUS, num_epochs=1)
    for params in copies:
        for one, many in zip(alone, params):
            np.testing.assert_allclose(many.asnumpy(), one.asnumpy(), atol=1e-5)


def test_training_lowers_the_loss_and_prints_a_line_an_epoch(capsys):
    batches = [batch(8)]
    start = scratch.lenet_params(0.1)
    history, _ = scratch.train_data_parallel(
        batches, batches, start, CPUS[:2], 6, lr=0.1, progress=True
    )
    losses = [row["train_loss"] for row in history]
    assert losses[-1] < losses[0]
    first, *lines = capsys.readouterr().out.splitlines()
    assert first == "training on cpu(0), cpu(1)"
    assert len(lines) == 6
    assert lines[0].startswith("epoch 1, time ")


def test_mistakes_are_told():
    params, iterator = scratch.lenet_params(), [batch(2)]
    with pytest.raises(ConfigError, match="0 devices"):
        scratch.train_data_parallel(iterator, iterator, params, [], 1, 0.1)
    with pytest.raises(DataError, match="nothing to train on"):
        scratch.train_data_parallel([], iterator, params, [mx.cpu()], 1, 0.1)
    with pytest.raises(ShapeError, match="2 samples"):
        scratch.train_data_parallel(iterator, iterator, params, CPUS, 1, 0.1)
    with pytest.raises(TrainingError, match=r"epoch \d is nan"):
        params = scratch.lenet_params(0.1)
        scratch.train_data_parallel(iterator, iterator, params, CPUS[:1], 3, 1e9)
