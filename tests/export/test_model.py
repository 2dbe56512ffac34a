"""An export is the net: in this process, in a bare MXNet, for any batch size."""

import json
import subprocess
import sys

import mxnet as mx
import numpy as np
import pytest
from mxnet.gluon import nn

from gluon_course.base.errors import ExportError
from gluon_course.export import export_model, load_exported

SHAPE = (1, 12, 12)
NAMES = ("zero", "one", "two")

BARE = """
import sys
import numpy as np
import mxnet as mx
folder, x_file, y_file = sys.argv[1:]
block = mx.gluon.SymbolBlock.imports(
    folder + "/model-symbol.json", ["data"], folder + "/model-0000.params"
)
X = np.load(x_file)
np.save(y_file, block(mx.nd.array(X, dtype=X.dtype)).asnumpy())
"""


def build(*layers, dtype="float32", ctx=None):
    net = nn.HybridSequential()
    net.add(*layers)
    net.initialize(mx.init.Normal(0.5), ctx=ctx)
    net.cast(dtype)
    return net


def small_net(**options):
    return build(
        nn.Conv2D(4, 3, activation="relu"),
        nn.BatchNorm(),
        nn.MaxPool2D(2),
        nn.Dense(8, activation="sigmoid"),
        nn.Dropout(0.5),
        nn.Dense(3),
        **options,
    )


def pixels(batch_size, dtype="float32", ctx=None, shape=SHAPE):
    values = np.random.RandomState(7).uniform(size=(batch_size, *shape))
    return mx.nd.array(values, dtype=dtype, ctx=ctx)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "export"


def test_the_export_computes_what_the_net_does_for_any_batch_size(folder):
    net = small_net()
    model = load_exported(export_model(net, folder, SHAPE))
    for batch_size in (1, 3, 64):
        X = pixels(batch_size)
        np.testing.assert_allclose(
            model.block(X).asnumpy(), net(X).asnumpy(), rtol=0, atol=1e-6
        )


def test_mxnet_alone_loads_the_export(folder, tmp_path):
    net = small_net()
    export_model(net, folder, SHAPE)
    X, y_file = pixels(5), tmp_path / "y.npy"
    np.save(tmp_path / "x.npy", X.asnumpy())
    files = [str(folder), str(tmp_path / "x.npy"), str(y_file)]
    subprocess.run(
        [sys.executable, "-c", BARE, *files], check=True, cwd=tmp_path, timeout=500
    )
    np.testing.assert_allclose(np.load(y_file), net(X).asnumpy(), rtol=0, atol=1e-6)


def test_statistics_of_training_are_exported(folder):
    net = small_net()
    with mx.autograd.record():
        loss = net(pixels(8) * 3 + 1).sum()
    loss.backward()  # updates the running statistics
    X = pixels(4)
    model = load_exported(export_model(net, folder, SHAPE))
    np.testing.assert_allclose(model.block(X).asnumpy(), net(X).asnumpy(), atol=1e-6)
    assert abs(net[1].running_mean.data().asnumpy()).max() > 0.01


def test_the_net_stays_as_it_was(folder):
    net = small_net()
    X = pixels(2)
    before = net(X).asnumpy()
    export_model(net, folder, SHAPE)
    assert not net._active  # not hybridized behind the user's back
    np.testing.assert_array_equal(net(X).asnumpy(), before)
    with mx.autograd.record():
        loss = net(X).sum()
    loss.backward()
    assert abs(net[0].weight.grad().asnumpy()).sum() > 0


def test_a_hybridized_net_of_fixed_shape_is_exported_and_goes_on(folder):
    net = small_net()
    net.hybridize(static_alloc=True, static_shape=True)
    X = pixels(32)
    before = net(X).asnumpy()
    model = load_exported(export_model(net, folder, SHAPE))
    np.testing.assert_allclose(model.block(X).asnumpy(), before, atol=1e-6)
    np.testing.assert_array_equal(net(X).asnumpy(), before)


def test_a_net_that_was_cast_is_exported(folder):
    net = small_net()
    net(pixels(2))  # its variables now remember float32 and their shapes
    net.hybridize()
    net(pixels(2))
    net.cast("float64")
    model = load_exported(export_model(net, folder, SHAPE, dtype="float64"))
    X = pixels(3, "float64")
    got = model.block(X)
    assert got.dtype == np.float64 and model.meta["input"]["dtype"] == "float64"
    np.testing.assert_allclose(got.asnumpy(), net(X).asnumpy(), atol=1e-12)


def test_half_precision_is_exported_where_the_layers_know_it(folder):
    net = build(nn.PReLU(), nn.MaxPool2D(2), nn.Flatten(), dtype="float16")
    model = load_exported(export_model(net, folder, SHAPE, dtype="float16"))
    X = pixels(3, "float16")
    np.testing.assert_allclose(model.block(X).asnumpy(), net(X).asnumpy(), atol=1e-3)


def test_a_net_on_another_device_is_exported_and_loaded_anywhere(folder):
    there, here = mx.cpu(1), mx.cpu(0)
    net = small_net(ctx=there)
    export_model(net, folder, SHAPE)
    want = net(pixels(2, ctx=there)).asnumpy()
    for ctx in (here, there, mx.cpu(2)):
        model = load_exported(folder, ctx)
        got = model.block(pixels(2, ctx=ctx))
        assert model.ctx == ctx and got.context == ctx
        np.testing.assert_allclose(got.asnumpy(), want, atol=1e-6)


def test_a_net_on_several_devices_is_exported(folder):
    net = small_net(ctx=[mx.cpu(0), mx.cpu(1)])
    model = load_exported(export_model(net, folder, SHAPE))
    np.testing.assert_allclose(
        model.block(pixels(2)).asnumpy(), net(pixels(2)).asnumpy(), atol=1e-6
    )


def test_shared_layers_and_several_outputs_are_exported(folder):
    class Twice(nn.HybridBlock):
        def __init__(self):
            super().__init__()
            self.layer = nn.Dense(4, flatten=False)
            self.scale = self.params.get_constant("scale", [[2.0]])

        def hybrid_forward(self, F, x, scale):
            once = self.layer(x)
            return once, F.broadcast_mul(self.layer(once), scale)

    net = Twice()
    net.initialize(mx.init.Normal(0.5))
    model = load_exported(export_model(net, folder, (4,)))
    X = pixels(3, shape=(4,))
    for got, want in zip(model.block(X), net(X)):
        np.testing.assert_allclose(got.asnumpy(), want.asnumpy(), atol=1e-6)
    assert [each["shape"] for each in model.meta["outputs"]] == [[4], [4]]


def test_a_net_without_parameters_is_exported(folder):
    net = build(nn.MaxPool2D(2), nn.Flatten())
    model = load_exported(export_model(net, folder, SHAPE))
    assert model.block(pixels(2)).shape == (2, 36)


def test_whole_numbers_are_an_input(folder):
    net = build(nn.Embedding(2, 5), nn.Dense(3))
    model = load_exported(export_model(net, folder, (4,), dtype="int32"))
    assert model.block(mx.nd.ones((2, 4), dtype="int32")).shape == (2, 3)


def test_an_export_is_exported_again(folder, tmp_path):
    first = load_exported(export_model(small_net(), folder, SHAPE))
    again = load_exported(export_model(first.block, tmp_path / "again", SHAPE))
    X = pixels(3)
    np.testing.assert_array_equal(again.block(X).asnumpy(), first.block(X).asnumpy())


def test_the_facts_are_kept(folder):
    net = small_net()
    net.spec = {"model": "small", "options": {"num_classes": 3}}
    info = {
        "name": "digits",
        "title": "Digits",
        "shape": [1, 12, 12],
        "class_names": NAMES,
        "mean": (0.3,),
        "std": (0.2,),
        "is_sample": True,
        "notice": "sample data",
        "trained": {"epoch": 5},
    }
    meta = load_exported(export_model(net, folder, SHAPE, info=info)).meta
    assert meta["task"] == "classification" and meta["class_names"] == list(NAMES)
    assert meta["input"] == {"name": "data", "shape": [1, 12, 12], "dtype": "float32"}
    assert meta["normalisation"] == {"scale": 255, "mean": [0.3], "std": [0.2]}
    assert meta["model"] == net.spec and meta["notice"] == "sample data"
    assert meta["data"]["title"] == "Digits" and meta["data"]["is_sample"] is True
    assert meta["extra"] == {"trained": {"epoch": 5}}
    assert meta["versions"]["mxnet"] == mx.__version__
    assert meta["verified"]["largest_difference"] < 1e-6
    given = {"model": "other", "options": {}}
    meta = load_exported(export_model(net, folder, SHAPE, spec=given)).meta
    assert meta["model"] == given


def test_an_older_export_is_replaced_and_other_folders_are_not(folder):
    export_model(small_net(), folder, SHAPE)
    export_model(build(nn.Dense(2)), folder, (7,))
    assert load_exported(folder).input_shape == (7,)
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(ExportError, match=r"'notes.txt' is in the way"):
        export_model(small_net(), folder, SHAPE)
    assert (folder / "notes.txt").read_text() == "mine"
    file = folder / "notes.txt"
    with pytest.raises(ExportError, match="is not an export"):
        export_model(small_net(), file, SHAPE)


class Python(nn.Block):
    def forward(self, x):
        return x


class ReadsShape(nn.HybridBlock):
    def hybrid_forward(self, F, x):
        return x.reshape((x.shape[0], -1))


class Branches(nn.HybridBlock):
    def hybrid_forward(self, F, x):
        return x if x.sum() > 0 else -x


class FixedBatch(nn.HybridBlock):
    def hybrid_forward(self, F, x):
        return F.reshape(x, (2, -1))


class Random(nn.HybridBlock):
    def hybrid_forward(self, F, x):
        return F.broadcast_add(x, F.random.normal(shape=(1, 1, 1, 1)))


class Infinite(nn.HybridBlock):
    def hybrid_forward(self, F, x):
        return F.log(x - 1)


class NotSymbolic(nn.HybridBlock):
    def hybrid_forward(self, F, x):
        return mx.nd.relu(x)


def trained_to_nan():
    net = build(nn.Dense(3, in_units=4))
    weight = net[0].weight.data()
    weight[1, 2] = np.nan
    return net


@pytest.mark.parametrize(
    ("net", "shape", "message"),
    [
        (Python(), SHAPE, "derive it from nn.HybridBlock"),
        (nn.Sequential(), SHAPE, "build it as nn.HybridSequential"),
        (lambda x: x, SHAPE, "is a function"),
        (nn.Dense(3), (4,), r"has no values.*net\.initialize"),
        (ReadsShape(), SHAPE, "uses what only arrays have"),
        (Branches(), SHAPE, "uses what only arrays have"),
        (NotSymbolic(), SHAPE, "uses what only arrays have"),
        (build(nn.Conv2D(2, 20)), SHAPE, r"fails on a batch of \(1, 12, 12\)"),
        (build(nn.Dense(3, in_units=5)), (4,), r"fails on a batch of \(4,\)"),
        (build(nn.Dense(3)), (), "no shape of one sample"),
        (build(nn.Dense(3)), (0, 2), "no shape of one sample"),
        (build(nn.Dense(3)), ("a",), "no shape of one sample"),
        (build(nn.Dense(3)), 784, "no shape of one sample"),
        (FixedBatch(), SHAPE, "batch axis is not free"),
        (Random(), SHAPE, "differs from the net"),
        (Infinite(), SHAPE, "output is not finite"),
        (trained_to_nan(), (4,), "not finite.*earlier checkpoint"),
        (build(nn.Dense(3), dtype="float64"), (4,), "pass dtype='float64'"),
    ],
)
def test_nets_that_cannot_be_exported_say_why(folder, net, shape, message):
    with pytest.raises(ExportError, match=message):
        export_model(net, folder, shape)
    assert not folder.exists() and not list(folder.parent.iterdir())


@pytest.mark.parametrize(
    ("info", "message"),
    [
        ({"class_names": ["a", "b"]}, "2 class names for outputs of shape"),
        ({"mean": (0.1, 0.2), "std": (1, 1)}, "do not fit inputs"),
        ({"mean": (0.1,), "std": (0.0,)}, "positive std"),
        ({"mean": (0.1,)}, "do not fit"),
        ({"thing": object()}, "cannot be written as JSON"),
        ({"loss": float("nan")}, "cannot be written as JSON"),
    ],
)
def test_facts_that_do_not_fit_are_refused(folder, info, message):
    with pytest.raises(ExportError, match=message):
        export_model(small_net(), folder, SHAPE, info=info)
    assert not folder.exists()


def test_unknown_types_are_refused(folder):
    with pytest.raises(ExportError, match="complex64"):
        export_model(small_net(), folder, SHAPE, dtype="complex64")


def test_half_precision_on_the_cpu_says_what_lacks(folder):
    with pytest.raises(ExportError, match=r"float16 on the CPU.*cast\('float32'\)"):
        export_model(small_net(dtype="float16"), folder, SHAPE, dtype="float16")


def test_the_random_state_is_left_alone(folder):
    net = small_net()
    net(pixels(1))
    draws = []
    for export in (False, True):
        mx.random.seed(3)
        np.random.seed(3)
        if export:
            export_model(net, folder, SHAPE)
        draws.append((mx.nd.random.uniform(shape=3).asnumpy(), np.random.rand(3)))
    for before, after in zip(*draws):
        np.testing.assert_array_equal(before, after)


def test_the_graph_knows_shapes_and_types(folder):
    net = small_net()
    net(pixels(1))
    net.cast("float64")
    export_model(net, folder, SHAPE, dtype="float64")
    graph = json.loads((folder / "model-symbol.json").read_text())
    known = {node["name"]: node.get("attrs", {}) for node in graph["nodes"]}
    weight = net[0].weight
    assert known[weight.name]["__shape__"] == "(4, 1, 3, 3)"
    assert known[weight.name]["__dtype__"] == "1"
