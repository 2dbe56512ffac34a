"""Nets as ONNX: computed by onnxruntime, described, loaded, refused where damaged."""

import json
import subprocess
import sys

import numpy as np
import pytest
from mxnet import gluon, init, nd

from gluon_course import models
from gluon_course.base.errors import ExportError
from gluon_course.base.inputs import Input
from gluon_course.base.seeds import seed_everything
from gluon_course.export import export_onnx, load_model, load_onnx, preflight

onnx = pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

BARE = """
import json, sys
import numpy as np, onnxruntime
folder = sys.argv[1]
meta = json.load(open(folder + "/model.json", encoding="utf-8"))
session = onnxruntime.InferenceSession(
    folder + "/model.onnx", providers=["CPUExecutionProvider"]
)
name = meta["inputs"][0]["name"]
for i in (1, 4):
    (scores,) = session.run(["output"], {name: np.load(f"{folder}/../X{i}.npy")})
    np.save(f"{folder}/../y{i}.npy", scores)
assert "mxnet" not in sys.modules and "gluon_course" not in sys.modules
"""


def lenet(seed=0):
    seed_everything(seed)
    net = models.get_model("lenet")
    net.initialize(init.Xavier())
    return net


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    net = lenet()
    info = {"class_names": list("0123456789"), "mean": [0.5], "std": [0.25]}
    folder = tmp_path_factory.mktemp("onnx") / "export-onnx"
    return net, export_onnx(net, folder, (1, 28, 28), info=info)


def test_onnxruntime_and_numpy_alone_compute_the_same(exported):
    net, folder = exported
    for size in (1, 4):
        X = np.random.RandomState(size).normal(size=(size, 1, 28, 28))
        np.save(folder.parent / f"X{size}.npy", X.astype(np.float32))
    subprocess.run([sys.executable, "-I", "-c", BARE, str(folder)], check=True)
    for size in (1, 4):
        want = net(nd.array(np.load(folder.parent / f"X{size}.npy"))).asnumpy()
        found = np.load(folder.parent / f"y{size}.npy")
        np.testing.assert_allclose(found, want, atol=1e-5)


def test_the_description_says_form_opset_batch_and_difference(exported):
    _, folder = exported
    assert {each.name for each in folder.iterdir()} == {"model.onnx", "model.json"}
    meta = json.loads((folder / "model.json").read_text("utf-8"))
    assert (meta["form"], meta["onnx"]["opset"]) == ("onnx", 13)
    assert meta["onnx"]["batch_is_free"] is True
    assert meta["verified"]["batch_sizes"] == [2, 1, 5]
    assert 0 <= meta["verified"]["largest_difference"] < 1e-5
    assert set(meta["files"]) == {"model.onnx"}


def test_the_file_is_sound_by_onnx_and_lists_no_parameter_as_input(exported):
    _, folder = exported
    model = onnx.load(folder / "model.onnx")
    onnx.checker.check_model(model, full_check=True)
    assert [each.name for each in model.graph.input] == ["data"]
    assert [each.name for each in model.graph.output] == ["output"]
    sizes = model.graph.input[0].type.tensor_type.shape.dim
    assert (sizes[0].dim_param, sizes[1].dim_value) == ("N", 1)
    assert model.opset_import[0].version == 13
    assert model.ir_version == 7


def test_a_loaded_model_answers_as_a_symbol_export_does(exported):
    net, folder = exported
    model = load_model(folder)
    assert model.input_shape == (1, 28, 28)
    assert model.class_names == tuple("0123456789")
    X = nd.random.uniform(shape=(3, 1, 28, 28))
    for answer in (model(X), model.block(X)):
        assert isinstance(answer, nd.NDArray)
        np.testing.assert_allclose(answer.asnumpy(), net(X).asnumpy(), atol=1e-5)


@pytest.mark.parametrize("file", ["model.onnx", "model.json"])
def test_a_changed_file_is_refused(exported, tmp_path, file):
    _, folder = exported
    for each in folder.iterdir():
        (tmp_path / each.name).write_bytes(each.read_bytes())
    content = bytearray((tmp_path / file).read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / file).write_bytes(content)
    with pytest.raises(ExportError):
        load_onnx(tmp_path)
    (tmp_path / file).unlink()
    with pytest.raises(ExportError):
        load_onnx(tmp_path)


def test_an_operator_without_conversion_is_named_before_anything_is_written(tmp_path):
    class Odd(gluon.HybridBlock):
        def hybrid_forward(self, F, x):
            return F.gammaln(x)

    net = Odd(prefix="odd_")
    (problem,) = preflight(net, (8,))
    assert problem.operator == "gammaln"
    assert problem.nodes[0].startswith("odd_")
    net.initialize()
    with pytest.raises(ExportError, match="gammaln"):
        export_onnx(net, tmp_path / "x", (8,))
    assert not list(tmp_path.iterdir())


def test_an_option_without_conversion_names_its_operator(tmp_path):
    class Sum(gluon.HybridBlock):
        def hybrid_forward(self, F, x):
            return F.Pooling(x, kernel=(2, 2), pool_type="sum")

    net = Sum()
    net.initialize()
    with pytest.raises(ExportError, match=r"operator Pooling of .* pool_type=sum"):
        export_onnx(net, tmp_path / "x", (1, 8, 8))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("axis", [1, -1])
@pytest.mark.parametrize("keepdims", [False, True])
def test_a_number_is_picked_from_each_row_the_nearest_if_there_is_none(
    tmp_path, axis, keepdims
):
    class Picking(gluon.HybridBlock):
        def hybrid_forward(self, F, x):
            places = F.sum(x, axis=axis) * 3  # some below 0, some above 2
            return F.pick(x, places, axis=axis, keepdims=keepdims)

    folder = export_onnx(Picking(), tmp_path / "picked", (3, 3))
    meta = json.loads((folder / "model.json").read_text("utf-8"))
    assert meta["verified"]["largest_difference"] == 0


def test_a_place_counted_around_the_end_has_no_conversion(tmp_path):
    class Around(gluon.HybridBlock):
        def hybrid_forward(self, F, x):
            return F.pick(x, F.argmax(x, axis=1), axis=1, mode="wrap")

    with pytest.raises(ExportError, match="around"):
        export_onnx(Around(), tmp_path / "around", (3,))


def test_several_inputs_and_outputs_keep_their_order(tmp_path):
    class Two(gluon.HybridBlock):
        def hybrid_forward(self, F, x, y):
            return x - y, F.concat(y, x, dim=1), x * 2

    net = Two()
    net.initialize()
    inputs = (Input("second", (3,)), Input("first", (3,)))
    model = load_onnx(export_onnx(net, tmp_path / "x", inputs))
    X, Y = nd.array([[1, 2, 3]]), nd.array([[5, 6, 8]])
    for found, want in zip(model(X, Y), net(X, Y)):
        np.testing.assert_array_equal(found.asnumpy(), want.asnumpy())
