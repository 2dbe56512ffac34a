"""One net of each family as ONNX, at its smallest: free batch, equal to the net."""

import json

import numpy as np
import pytest
from mxnet import init, nd

from gluon_course import models
from gluon_course.base.seeds import seed_everything
from gluon_course.export import (
    export_model,
    export_onnx,
    export_onnx_parts,
    load_exported,
    load_onnx,
    load_parts,
)

pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

PICTURES = {
    "lenet_bn": ((1, 28, 28), {}),
    "densenet": ((1, 32, 32), {}),
    "resnet18_small": ((1, 16, 16), {}),
    "fcn8s": ((3, 64, 64), {"base": "small", "num_classes": 4}),
}
DETECTORS = {
    "tiny_ssd": {"num_classes": 3},
    "yolo3_tiny": {"num_classes": 3},
    "faster_rcnn_tiny": {"num_classes": 3, "num_proposals": 8},
    "mask_rcnn_tiny": {"num_classes": 3, "num_proposals": 8},
}
SEQUENCES = {
    "rnn_lm": ((5,), {"vocab_size": 7, "num_hiddens": 4}),
    "gru_lm": ((5,), {"vocab_size": 7, "num_hiddens": 4, "num_layers": 2}),
    "lstm_lm": ((5,), {"vocab_size": 7, "num_hiddens": 4, "num_layers": 2}),
    "birnn": ((6,), {"vocab_size": 9, "embed_size": 5, "num_hiddens": 3}),
    "text_cnn": ((9,), {"vocab_size": 9, "embed_size": 5}),
    "skip_gram": ((1,), {"vocab_size": 9, "embed_size": 4}),
    "fasttext": ((1,), {"vocab_size": 9, "embed_size": 4, "num_buckets": 20}),
}
TRANSLATORS = {
    "seq2seq": {},
    "bahdanau": {},
    "gru_attention": {},
    "transformer": {"num_layers": 1},
}


def made(name, options, shape=None):
    seed_everything(0)
    net = models.get_model(name, **options)
    net.initialize(init.Xavier(magnitude=4))
    if shape:
        net(nd.zeros((1, *shape)))
    return net


def facts(folder):
    return json.loads((folder / "model.json").read_text("utf-8"))


@pytest.mark.parametrize("name", PICTURES)
def test_a_net_for_pictures_takes_batches_of_any_size(name, tmp_path):
    shape, options = PICTURES[name]
    meta = facts(export_onnx(made(name, options), tmp_path / name, shape))
    assert meta["onnx"]["batch_is_free"], meta
    assert meta["verified"]["batch_sizes"] == [2, 1, 5]


@pytest.mark.parametrize("name", DETECTORS)
def test_a_detector_says_the_boxes_of_its_symbol_export(name, tmp_path):
    net = made(name, DETECTORS[name], (3, 64, 64))
    is_masked = hasattr(net, "mask_detector")
    net = net.mask_detector() if is_masked else net.detector()
    info = {"task": "detection"}
    folder = export_onnx(net, tmp_path / "onnx", (3, 64, 64), info=info)
    assert facts(folder)["onnx"]["batch_is_free"]
    assert "non-maximum suppression" in facts(folder)["onnx"]["postprocessing"]
    symbol = export_model(net, tmp_path / "symbol", (3, 64, 64), info=info)
    X = nd.random.normal(shape=(1, 3, 64, 64))
    ours, theirs = load_exported(symbol)(X), load_onnx(folder)(X)
    if not is_masked:
        ours, theirs = [ours], [theirs]
    assert [each.shape for each in ours] == [each.shape for each in theirs]
    rows, found = (each[0][0].asnumpy() for each in (ours, theirs))
    assert (rows[:, 0] >= 0).any()
    np.testing.assert_allclose(np.sort(found[:, 1]), np.sort(rows[:, 1]), atol=1e-4)


@pytest.mark.parametrize("name", SEQUENCES)
def test_a_net_for_texts_takes_any_number_of_rows(name, tmp_path):
    shape, options = SEQUENCES[name]
    net = made(name, options)
    net = net.embedder() if hasattr(net, "embedder") else net
    inputs = net.inputs(shape) if hasattr(net, "inputs") else shape
    meta = facts(export_onnx(net, tmp_path / name, inputs))
    assert meta["onnx"]["batch_is_free"]
    assert meta["verified"]["largest_difference"] < 1e-5


@pytest.mark.parametrize("name", TRANSLATORS)
def test_a_translator_has_a_model_for_each_part(name, tmp_path):
    sizes = {"vocab_size": 6, "target_vocab_size": 5, **TRANSLATORS[name]}
    net = made(name, sizes)
    folder = export_onnx_parts(net.parts((4,)), tmp_path / name)
    assert {each.name for each in folder.iterdir()} == {"encoder", "step"}
    for part in ("encoder", "step"):
        assert facts(folder / part)["onnx"]["batch_is_free"]
    encode, step = load_parts(folder, ("encoder", "step"))
    X, lengths = nd.array([[1, 2, 3, 0]]), nd.array([3])
    states, wanted = encode(X, lengths), net.encoding()(X, lengths)
    token = nd.array([[2]])
    np.testing.assert_allclose(
        step(token, states)[0].asnumpy(),
        net.stepping()(token, *wanted)[0].asnumpy(),
        atol=1e-5,
    )


def test_steps_of_a_language_model_are_free(tmp_path):
    shape, options = SEQUENCES["gru_lm"]
    net = made("gru_lm", options)
    model = load_onnx(export_onnx(net, tmp_path / "x", net.inputs(shape)))
    X, state = nd.array([[1, 2, 3, 4, 5, 6, 0, 1, 2]]), nd.zeros((2, 1, 4))
    for found, want in zip(model(X, state), (net(X, [state])[0],)):
        np.testing.assert_allclose(found.asnumpy(), want.asnumpy(), atol=1e-5)
