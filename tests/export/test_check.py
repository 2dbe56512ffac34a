"""A net in all its forms: what agrees, and the first layer of what does not."""

import json

import mxnet as mx
import numpy as np
import pytest
from mxnet import nd
from mxnet.gluon import nn

from gluon_course import models
from gluon_course.base.errors import ConfigError, ExportError
from gluon_course.base.params_file import read_params, write_params
from gluon_course.base.seeds import seed_everything
from gluon_course.export import check_parity, export_model
from gluon_course.export.manifest import ONNX, PARAMS, read_manifest, write_manifest

MXNET = ("imperative", "hybridized", "exported")


class Branching(nn.HybridBlock):
    """Computes a little more once there is a graph."""

    def hybrid_forward(self, F, x):
        return F.relu(x) if F is mx.nd else F.relu(x) * 1.001


class Random(nn.HybridBlock):
    """Leaves values out, while predicting too."""

    def hybrid_forward(self, F, x):
        return F.Dropout(x, p=0.5, mode="always")


class Between(nn.HybridBlock):
    """Computes something of its own between two layers."""

    def __init__(self):
        super().__init__()
        with self.name_scope():
            self.hidden, self.output = nn.Dense(5), nn.Dense(2)

    def hybrid_forward(self, F, x):
        x = self.hidden(x)
        return self.output(x if F is mx.nd else x + 0.01)


def small_net(third):
    """Dense, Dense, ``third``, Dense."""
    seed_everything(0)
    net = nn.HybridSequential()
    with net.name_scope():
        net.add(nn.Dense(8), nn.Dense(8), third, nn.Dense(3))
    net.initialize(mx.init.Xavier())
    return net


def test_equal_forms_are_called_equal():
    net = small_net(nn.Activation("relu"))
    found = check_parity(net, (6,), forms=MXNET)
    assert found.is_equal
    assert [each.form for each in found.forms] == list(MXNET)
    assert [each.difference for each in found.forms] == [0, 0, 0]
    assert all(each.first is None and not each.reason for each in found.forms)
    assert "hybridized             0" in str(found)


def test_a_branch_on_the_mode_is_found_in_its_layer():
    found = check_parity(small_net(Branching()), (6,), forms=MXNET)
    assert not found.is_equal and found["imperative"].is_equal
    for form in ("hybridized", "exported"):
        first = found[form].first
        assert (first.layer, first.type, first.before) == ("2", "Branching", "")
        assert first.difference == pytest.approx(1e-3 * first.size, rel=1e-3)
    assert "first in layer 2 (Branching): by" in str(found)


def test_what_a_block_computes_between_its_layers_is_told_from_them():
    found = check_parity(small_net(Between()), (6,), forms=MXNET)
    first = found["hybridized"].first
    assert (first.layer, first.type, first.before) == ("2", "Between", "2.output")
    assert first.difference == pytest.approx(0.01, rel=1e-3)
    assert "layer 2 (Between), before it calls 2.output" in str(first)


def test_random_numbers_are_found_in_their_layer():
    found = check_parity(small_net(Random()), (6,), forms=MXNET)
    assert not any(each.is_equal for each in found.forms)
    assert {each.first.layer for each in found.forms} == {"2"}
    assert "two runs differ" in found["imperative"].reason


def tampered(net, folder, layer, add):
    """An export of ``net`` with other weights in a layer, and checksums that fit."""
    export_model(net, folder, (6,))
    arrays = read_params(folder / PARAMS)
    name = f"arg:{net[layer].weight.name}"
    arrays[name] = arrays[name] + np.float32(add)
    write_params(folder / PARAMS, arrays)
    meta = json.loads((folder / "model.json").read_text("utf-8"))
    write_manifest(folder, meta)
    return folder


def test_a_changed_parameter_is_found_in_its_layer(tmp_path):
    net = small_net(nn.Activation("relu"))
    folder = tampered(net, tmp_path / "export", 1, 0.01)
    read_manifest(folder)  # nothing else is odd
    found = check_parity(net, (6,), forms=MXNET, folders={"exported": folder})
    assert found["hybridized"].is_equal
    first = found["exported"].first
    assert (first.layer, first.type) == ("1", "Dense")


def test_an_onnx_model_that_agrees_is_within_rounding():
    pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    found = check_parity(small_net(nn.Activation("relu")), (6,), forms=("onnx",))
    assert found["onnx"].is_equal and found["onnx"].difference < 1e-5


def test_the_layer_is_named_where_an_onnx_model_differs(tmp_path):
    onnx = pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    from gluon_course.export import export_onnx

    found = check_parity(small_net(Branching()), (6,), forms=("onnx",))
    assert not found["onnx"].is_equal
    assert (found["onnx"].first.layer, found["onnx"].first.type) == ("2", "Branching")

    net = small_net(nn.Activation("relu"))
    folder = export_onnx(net, tmp_path / "onnx", (6,))
    model = onnx.load(str(folder / ONNX))
    (weight,) = (x for x in model.graph.initializer if x.name == net[1].weight.name)
    changed = onnx.numpy_helper.to_array(weight) + np.float32(0.01)
    weight.CopyFrom(onnx.numpy_helper.from_array(changed, weight.name))
    onnx.save(model, str(folder / ONNX))
    write_manifest(folder, json.loads((folder / "model.json").read_text("utf-8")))
    found = check_parity(net, (6,), forms=("onnx",), folders={"onnx": folder})
    assert (found["onnx"].first.layer, found["onnx"].first.type) == ("1", "Dense")


def test_a_folder_that_cannot_be_trusted_is_a_reason(tmp_path):
    net = small_net(nn.Activation("relu"))
    export_model(net, tmp_path / "export", (6,))
    with (tmp_path / "export" / PARAMS).open("ab") as stream:
        stream.write(b"more")
    found = check_parity(
        net, (6,), forms=("exported",), folders={"exported": tmp_path / "export"}
    )
    assert found["exported"].difference is None
    assert "is not the file that was exported" in found["exported"].reason


def test_a_net_without_graph_says_so():
    class Looks(nn.HybridBlock):
        def hybrid_forward(self, F, x):
            return x * 2 if x.sum().asscalar() > 0 else x

    found = check_parity(Looks(), (6,), forms=MXNET)
    assert found["imperative"].is_equal
    assert found["hybridized"].difference is None
    assert "cannot be traced" in found["hybridized"].reason


def test_a_net_stays_as_it_was():
    net = small_net(Branching())
    net.hybridize(static_alloc=True, static_shape=True)
    X = nd.ones((2, 6))
    before = net(X).asnumpy()
    check_parity(net, (6,), forms=MXNET)
    assert net._active and ("static_shape", True) in net._flags
    assert not net[0]._forward_hooks
    np.testing.assert_array_equal(net(X).asnumpy(), before)


def test_the_tolerance_can_be_chosen_and_dropout_is_off():
    net = small_net(Branching())
    found = check_parity(net, (6,), forms=MXNET, tolerance=0.1)
    assert found.is_equal and found["hybridized"].difference > 0
    assert not check_parity(net, (6,), forms=MXNET, tolerance=0).is_equal
    with mx.autograd.record():
        assert check_parity(small_net(nn.Dropout(0.5)), (6,), forms=MXNET).is_equal


def test_states_and_several_outputs_are_compared():
    net = models.get_model("lstm_lm", vocab_size=7, num_hiddens=4)
    net.initialize()
    found = check_parity(net, net.inputs((3,)), forms=MXNET)
    assert found.is_equal and len(found.inputs) == 3
    assert "tokens (N, 3), hidden (1, N, 4)" in str(found)


def test_an_unknown_form_is_refused():
    with pytest.raises(ConfigError, match="no form 'tensorrt'"):
        check_parity(small_net(Random()), (6,), forms=("tensorrt",))


def test_a_net_that_does_not_run_is_our_error():
    net = models.get_model("lenet")
    with pytest.raises(ExportError, match="has no values"):
        check_parity(net, (1, 28, 28))
    net.initialize()
    with pytest.raises(ExportError, match="fails on a batch"):
        check_parity(net, (1, 2, 2))
    translator = models.get_model(
        "transformer", vocab_size=9, target_vocab_size=9, num_steps=5
    )
    translator.initialize()
    with pytest.raises(ExportError, match="fails on a batch"):
        check_parity(translator, (5,))
    with pytest.raises(ExportError, match="no graph"):
        check_parity(nn.Sequential(), (5,))
