"""Simulated GPUs behave as sections 4.6, 8.4 and 8.5 of the text have real ones do."""

import types

import mxnet as mx
import numpy as np
import pytest
from mxnet import autograd, gluon, nd

import gluon_course
from gluon_course.base import simulated_gpus
from gluon_course.base.device_calls import DeviceCalls
from gluon_course.base.devices import parse_devices, try_all_gpus, try_gpu
from gluon_course.base.errors import ConfigError, DeviceError
from gluon_course.base.run import RunOptions


@pytest.fixture(autouse=True)
def two_gpus():
    gluon_course.simulate_gpus(2)
    yield
    gluon_course.simulate_gpus(0)


def test_devices_are_counted_named_and_compared_as_gpus():
    assert mx.context.num_gpus() == 2
    assert str(mx.gpu(1)) == repr(mx.gpu(1)) == "gpu(1)"
    assert mx.gpu(1).device_type == "gpu"
    x = nd.array([1, 2], ctx=mx.gpu(1))
    assert x.context == mx.gpu(1) != mx.cpu(1)
    assert repr(x).splitlines()[-1] == "<NDArray 2 @gpu(1)>"
    assert x.asnumpy().tolist() == [1, 2]


@pytest.mark.parametrize(
    "make",
    [
        lambda **kw: nd.array([1, 2], **kw),
        lambda **kw: nd.zeros(3, **kw),
        lambda **kw: nd.ones((2, 3), **kw),
        lambda **kw: nd.full((2,), 3, **kw),
        lambda **kw: nd.empty(2, **kw),
        lambda **kw: nd.arange(4, **kw),
        lambda **kw: nd.eye(2, **kw),
        lambda **kw: nd.random.uniform(shape=(2, 2), **kw),
        lambda **kw: nd.random.normal(shape=(2, 2), **kw),
        lambda **kw: nd.random.randint(0, 5, shape=(2,), **kw),
        lambda **kw: nd.sparse.zeros("csr", (2, 2), **kw),
        lambda **kw: mx.np.ones((2,), **kw),
        lambda **kw: mx.np.random.uniform(size=(2,), **kw),
    ],
)
def test_arrays_are_made_where_asked(make):
    assert make(ctx=mx.gpu(1)).context == mx.gpu(1)
    assert make(ctx=mx.cpu()).context == mx.cpu()
    with mx.gpu(0):
        assert make().context == mx.gpu(0)
    with pytest.raises(mx.MXNetError, match=r"gpu\(2\): invalid device ordinal"):
        make(ctx=mx.gpu(2))


def test_copyto_always_copies_and_as_in_context_only_between_devices():
    x = nd.ones(3, ctx=mx.gpu(0))
    assert x.as_in_context(mx.gpu(0)) is x
    same = x.copyto(mx.gpu(0))
    assert same is not x
    y = x.as_in_context(mx.gpu(1))
    y[:] = 5
    same += 1
    assert x.asnumpy().tolist() == [1, 1, 1]
    assert y.context == mx.gpu(1)
    y.copyto(x)
    assert x.asnumpy().tolist() == [5, 5, 5]
    assert x.context == mx.gpu(0) == x.copy().context == x[1:].context
    assert (x + 1).exp().context == mx.gpu(0)


@pytest.mark.parametrize(
    "compute",
    [
        lambda x, y: x + y,
        lambda x, y: nd.dot(x, y),
        lambda x, y: x.__iadd__(y),
        lambda x, y: nd.concat(x, y, dim=0),
        lambda x, y: nd.elemwise_add(x, x, out=y),
        lambda x, y: x.as_np_ndarray() + y.as_np_ndarray(),
    ],
)
@pytest.mark.parametrize("other", [mx.gpu(1), mx.cpu()])
def test_operands_on_different_devices_are_refused_with_both_names(compute, other):
    x, y = nd.ones(3, ctx=mx.gpu(0)), nd.ones(3, ctx=other)
    name = "the CPU" if other == mx.cpu() else r"gpu\(1\)"
    for pair in ((x, y), (y, x)):
        with pytest.raises(mx.MXNetError, match=name) as caught:
            compute(*pair)
        assert "gpu(0)" in str(caught.value)
    assert compute(x, nd.ones(3, ctx=mx.gpu(0))).context == mx.gpu(0)


def test_seeding_one_device_repeats_its_numbers():
    draws = []
    for _ in range(2):
        mx.random.seed(3, ctx=mx.gpu(1))
        draws.append(nd.random.normal(shape=5, ctx=mx.gpu(1)).asnumpy())
    np.testing.assert_array_equal(*draws)


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "rmsprop"])
@pytest.mark.parametrize("on_store", [None, False])
def test_gluon_trains_replicas_as_one_device_would(optimizer, on_store):
    X, y = nd.random.normal(shape=(8, 5)), nd.arange(8) % 3
    loss = gluon.loss.SoftmaxCrossEntropyLoss()
    found = []
    for devices in ([mx.cpu()], [mx.gpu(0), mx.gpu(1)]):
        mx.random.seed(0)
        net = gluon.nn.HybridSequential(prefix="net_")
        net.add(gluon.nn.Dense(6, "tanh", in_units=5), gluon.nn.Dense(3, in_units=6))
        net.initialize(mx.init.Normal(0.5), ctx=devices)
        net.hybridize()
        trainer = gluon.Trainer(
            net.collect_params(),
            optimizer,
            {"learning_rate": 0.1},
            kvstore="device",
            update_on_kvstore=on_store,
        )
        for _ in range(4):
            parts = [gluon.utils.split_and_load(each, devices) for each in (X, y)]
            with autograd.record():
                losses = [loss(net(a), b) for a, b in zip(*parts)]
            for each in losses:
                each.backward()
            trainer.step(8)
        assert net[0].weight.list_ctx() == devices
        found += [[p.data(d) for p in net.collect_params().values()] for d in devices]
    for replica in found[1:]:
        for one, many in zip(found[0], replica):
            np.testing.assert_allclose(many.asnumpy(), one.asnumpy(), atol=1e-6)


def test_nets_say_which_device_they_lack():
    net = gluon.nn.Dense(2, in_units=3)
    net.initialize(ctx=mx.gpu(0))
    with pytest.raises(RuntimeError, match=r"not initialized on context gpu\(1\)"):
        net(nd.ones((1, 3), ctx=mx.gpu(1)))
    net.hybridize()
    with pytest.raises(mx.MXNetError, match=r"is on gpu\(1\) while .* on gpu\(0\)"):
        net(nd.ones((1, 3), ctx=mx.gpu(1)))
    net.collect_params().reset_ctx(mx.gpu(1))
    assert net(nd.ones((1, 3), ctx=mx.gpu(1))).context == mx.gpu(1)


def test_files_bring_the_numbers_to_any_device(tmp_path):
    net = gluon.nn.HybridSequential()
    net.add(gluon.nn.Dense(2, in_units=3))
    net.initialize(ctx=mx.gpu(1))
    net.hybridize()
    expected = net(nd.ones((1, 3), ctx=mx.gpu(1))).asnumpy()
    net.export(str(tmp_path / "net"))
    files = (
        str(tmp_path / "net-symbol.json"),
        ["data"],
        str(tmp_path / "net-0000.params"),
    )
    for device in (mx.gpu(0), mx.cpu()):
        loaded = gluon.SymbolBlock.imports(*files, ctx=device)
        out = loaded(nd.ones((1, 3), ctx=device))
        assert out.context == device
        np.testing.assert_array_equal(out.asnumpy(), expected)
    nd.save(str(tmp_path / "x"), nd.ones(2, ctx=mx.gpu(1)))
    assert nd.load(str(tmp_path / "x"))[0].asnumpy().tolist() == [1, 1]


def test_symbols_are_bound_to_gpus():
    executor = (mx.sym.var("a") * 2).bind(mx.gpu(1), {"a": nd.ones(2, ctx=mx.gpu(1))})
    (out,) = executor.forward()
    assert out.context == mx.gpu(1)
    assert out.asnumpy().tolist() == [2, 2]


def test_options_name_the_simulated_devices():
    both = [mx.gpu(0), mx.gpu(1)]
    assert parse_devices("auto") == parse_devices("gpu") == both[:1]
    assert parse_devices("gpu:0,1") == both == try_all_gpus()
    assert try_gpu(1) == mx.gpu(1)
    assert try_gpu(2) == mx.cpu()
    with pytest.raises(DeviceError, match="no gpu:2, only gpu:0, gpu:1"):
        parse_devices("gpu:0,2")


def test_the_trainer_of_the_course_trains_on_both():
    batch = nd.random.normal(shape=(6, 4)), nd.arange(6) % 2
    net = gluon.nn.Dense(2)
    trainer = gluon_course.Trainer(
        net, gluon_course.train.Classification(), run=RunOptions(device="gpu:0,1")
    )
    trainer.fit([batch], [batch], 2)
    assert net.weight.list_ctx() == [mx.gpu(0), mx.gpu(1)]
    replicas = [each.asnumpy() for each in net.weight.list_data()]
    np.testing.assert_array_equal(*replicas)


def test_what_has_no_simulation_says_so():
    with pytest.raises(mx.MXNetError, match="no memory of their own"):
        mx.context.gpu_memory_info(0)
    with pytest.raises(mx.MXNetError, match="profiler"):
        mx.profiler.set_state("run")


def test_the_end_of_the_simulation_leaves_mxnet_as_it_was():
    x = nd.ones(2, ctx=mx.gpu(1))
    gluon_course.simulate_gpus(0)
    assert simulated_gpus.simulated_gpus() == 0
    replaced = [
        f for f in vars(mx.base._LIB).values() if isinstance(f, types.FunctionType)
    ]
    assert replaced == []
    assert (x + x).asnumpy().tolist() == [2, 2]
    gluon_course.simulate_gpus(3)
    assert x.context == mx.gpu(1)
    assert mx.context.num_gpus() == 3


@pytest.mark.parametrize("count", [-1, 33, "2", 1.5, None])
def test_impossible_counts_are_refused(count):
    with pytest.raises(ConfigError, match="cannot be simulated"):
        gluon_course.simulate_gpus(count)


def test_real_gpus_are_counted_before_they_are_replaced():
    def count(number):
        number._obj.value = 4
        return 0

    library = types.SimpleNamespace(MXGetGPUCount=count)
    assert DeviceCalls(library, RuntimeError, 2).real_gpus() == 4
    library.MXGetGPUCount = lambda number: -1  # no driver
    assert DeviceCalls(library, RuntimeError, 2).real_gpus() == 0


@pytest.mark.parametrize(
    ("num_real", "said"), [(0, ""), (1, "1 real GPU is"), (4, "4 real GPUs are")]
)
def test_real_gpus_out_of_reach_are_named_once(monkeypatch, capsys, num_real, said):
    monkeypatch.setattr(DeviceCalls, "real_gpus", lambda self: num_real)
    monkeypatch.setattr(simulated_gpus, "_is_said", False)
    gluon_course.simulate_gpus(2)
    gluon_course.simulate_gpus(3)
    printed = capsys.readouterr().err
    assert printed.startswith("gluon_course: 2 GPUs are simulated on the CPU")
    assert printed.count("\n") == 1
    assert said in printed
    assert ("real" in printed) == bool(num_real)


def test_assigning_copies_between_devices():
    x, y = nd.zeros((2, 2), ctx=mx.gpu(0)), nd.ones((2, 2), ctx=mx.gpu(1))
    x[:] = y
    assert x.asnumpy().tolist() == [[1, 1], [1, 1]]
    x[0] = nd.array([2, 3])
    assert x.asnumpy().tolist() == [[2, 3], [1, 1]]
    net = gluon.nn.Dense(2, in_units=2)
    net.initialize(ctx=[mx.gpu(0), mx.gpu(1)])
    net.weight.set_data(x)
    assert [each.context for each in net.weight.list_data()] == [mx.gpu(0), mx.gpu(1)]
    for each in net.weight.list_data():
        assert each.asnumpy().tolist() == [[2, 3], [1, 1]]
