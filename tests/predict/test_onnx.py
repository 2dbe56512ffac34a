"""Predictors of ONNX exports answer as those of symbol exports do."""

import numpy as np
import pytest
from mxnet import init, nd

from gluon_course import data, export, models, text
from gluon_course.base.seeds import seed_everything
from gluon_course.predict import load_predictor

pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

PAIRS = (
    [["the", "cat", "."], ["a", "dog", "sleeps", "!"]],
    [["le", "chat", "."], ["un", "chien", "dort", "!"]],
)


def made(name, **options):
    seed_everything(3)
    net = models.get_model(name, **options)
    net.initialize(init.Xavier(magnitude=4))
    return net


def test_a_detector_finds_the_same_boxes(tmp_path):
    net = made("tiny_ssd", num_classes=2)
    net(nd.zeros((1, 3, 64, 64)))
    info = {"class_names": ["cat", "dog"], "mean": [0.5] * 3, "std": [0.2] * 3}
    info["task"] = "detection"
    export.export_model(net.detector(), tmp_path / "symbol", (3, 64, 64), info=info)
    export.export_onnx(net.detector(), tmp_path / "onnx", (3, 64, 64), info=info)
    picture = np.random.RandomState(0).randint(0, 255, (90, 150, 3)).astype(np.uint8)
    ours, theirs = (
        load_predictor(tmp_path / form)([picture], least_score=0)[0].boxes
        for form in ("symbol", "onnx")
    )
    assert len(ours) == len(theirs) > 0
    # tied scores may be in another order, so each box is looked for
    for one in ours:
        distances = [
            np.abs(np.subtract(one.corners, other.corners)).max()
            + (one.class_name != other.class_name)
            + abs(one.score - other.score)
            for other in theirs
        ]
        assert min(distances) < 0.05


def test_a_language_model_writes_the_same_text(tmp_path):
    vocab = ["<unk>", "a", "b", "c", "分", "开"]
    net = made("gru_lm", vocab_size=6, num_hiddens=8, num_layers=2)
    given, info = net.inputs((4,)), {"vocab": vocab, "task": "language"}
    export.export_model(net, tmp_path / "symbol", given, info=info)
    export.export_onnx(net, tmp_path / "onnx", given, info=info)
    ours, theirs = (load_predictor(tmp_path / form) for form in ("symbol", "onnx"))
    for options in ({}, {"temperature": 1.5, "seed": 4}):
        assert ours("分a", 20, **options) == theirs("分a", 20, **options)


def test_a_translator_says_the_same_sentences(tmp_path):
    info = data.DataInfo("toy", "toy", (5,))
    info = text.load_pairs(*PAIRS, 2, 5, info).info
    sizes = {"vocab_size": len(info.vocab), "target_vocab_size": len(info.target_vocab)}
    net = made("bahdanau", num_steps=5, **sizes)
    options = {"info": {**info.as_dict(), "task": "translation"}, "spec": net.spec}
    export.export_parts(net.parts((5,)), tmp_path / "symbol", **options)
    export.export_onnx_parts(net.parts((5,)), tmp_path / "onnx", **options)
    ours, theirs = (load_predictor(tmp_path / form) for form in ("symbol", "onnx"))
    for beam_size in (1, 2):
        for one, other in zip(
            ours(["the cat .", "a dog"], beam_size),
            theirs(["the cat .", "a dog"], beam_size),
        ):
            assert one.words == other.words
            np.testing.assert_allclose(one.weights, other.weights, atol=1e-5)
