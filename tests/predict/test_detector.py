"""Boxes on pictures: of an export, drawn, written, and in a process of MXNet alone."""

import json
import subprocess
import sys

import numpy as np
import pytest
from mxnet import init, nd
from PIL import Image

from gluon_course import models
from gluon_course.base.errors import ConfigError, DataError, ExportError
from gluon_course.base.seeds import seed_everything
from gluon_course.export import export_model
from gluon_course.predict import Detector, load_predictor

INFO = {
    "task": "detection",
    "class_names": ["cat", "dog"],
    "mean": (0.5, 0.4, 0.3),
    "std": (0.2, 0.2, 0.2),
    "notice": "a toy",
}
ALONE = """
import sys
import mxnet as mx, numpy as np
symbol, params, X, out = sys.argv[1:]
net = mx.gluon.SymbolBlock.imports(symbol, ["data"], params)
np.save(out, net(mx.nd.array(np.load(X))).asnumpy())
assert not [name for name in sys.modules if name.startswith("gluon_course.export")]
"""


@pytest.fixture(scope="module")
def net():
    seed_everything(0)
    net = models.get_model("tiny_ssd", num_classes=2)
    net.initialize(init.Xavier())
    net(nd.zeros((1, 3, 64, 64)))
    return net


@pytest.fixture(scope="module")
def folder(net, tmp_path_factory):
    folder = tmp_path_factory.mktemp("detector") / "export"
    return export_model(net.detector(), folder, (3, 64, 64), info=INFO)


@pytest.fixture(scope="module")
def picture():
    return np.random.RandomState(0).randint(0, 255, (90, 150, 3)).astype(np.uint8)


def test_the_export_says_that_it_detects(folder):
    meta = json.loads((folder / "model.json").read_text())
    assert meta["task"] == "detection" and meta["class_names"] == ["cat", "dog"]
    assert meta["outputs"][0]["shape"][1] == 6
    graph = (folder / "model-symbol.json").read_text()
    assert "box_nms" in graph
    assert isinstance(load_predictor(folder), Detector)


def test_class_names_need_boxes(net, tmp_path):
    with pytest.raises(ExportError, match="of a net for detection"):
        export_model(net, tmp_path / "export", (3, 64, 64), info=INFO)


def test_mxnet_alone_finds_the_same_boxes(net, folder, tmp_path):
    X = np.random.RandomState(1).normal(size=(2, 3, 64, 64)).astype(np.float32)
    np.save(tmp_path / "X.npy", X)
    files = [folder / "model-symbol.json", folder / "model-0000.params"]
    words = [*files, tmp_path / "X.npy", tmp_path / "out.npy"]
    subprocess.run([sys.executable, "-c", ALONE, *map(str, words)], check=True)
    wanted = net.detector()(nd.array(X)).asnumpy()
    assert (wanted[:, 0, 0] >= 0).all()  # there are boxes
    np.testing.assert_allclose(np.load(tmp_path / "out.npy"), wanted, atol=1e-4)


def test_boxes_are_in_pixels_of_the_picture_as_given(folder, net, picture, tmp_path):
    detector = load_predictor(folder)
    file = tmp_path / "a.png"
    Image.fromarray(picture).save(file)
    (found,) = detector([file], least_score=0)
    assert found.pixels.shape == (90, 150, 3)
    assert [each.score for each in found] == sorted(
        (each.score for each in found), reverse=True
    )
    X = nd.image.resize(nd.array(picture, dtype=np.uint8), (64, 64), interp=3)
    X = (X.asnumpy() / 255 - np.array(INFO["mean"])) / np.array(INFO["std"])
    rows = net.detector()(nd.array(X.transpose(2, 0, 1)[None]))[0].asnumpy()
    best = rows[0]
    assert found[0].class_name == INFO["class_names"][int(best[0])]
    assert found[0].score == pytest.approx(best[1], abs=1e-4)
    wanted = best[2:] * [150, 90, 150, 90]
    np.testing.assert_allclose(found[0].corners, wanted, atol=0.1)
    assert len(detector([file], least_score=0, top=3)[0]) == 3
    least = detector([file], least_score=found[2].score)[0]
    assert len(least) == 3


def test_many_pictures_at_once_have_the_boxes_of_each(folder, picture):
    detector = load_predictor(folder)
    pictures = [np.roll(picture[: 50 + 9 * i], 11 * i, axis=1) for i in range(5)]
    options = {"least_score": 0.0, "top": 6}
    alone = [detector([each], **options)[0] for each in pictures]
    for batch_size in (2, 8):
        together = detector(pictures, batch_size=batch_size, **options)
        for first, second in zip(alone, together):
            np.testing.assert_allclose(
                [(each.score, *each.corners) for each in first],
                [(each.score, *each.corners) for each in second],
                atol=1e-3,
            )
            np.testing.assert_array_equal(first.pixels, second.pixels)


def test_a_picture_and_a_table_are_written(folder, picture, tmp_path):
    (found,) = load_predictor(folder)([picture], least_score=0, top=2)
    drawn, table = found.write(tmp_path / "found" / "a.b", image="street.jpg")
    assert drawn.name == "a.b.png" and table.name == "a.b.json"
    content = json.loads(table.read_text())
    assert (content["width"], content["height"]) == (150, 90)
    assert content["image"] == "street.jpg"
    assert [each["class"] for each in content["boxes"]] == [
        each.class_name for each in found
    ]
    pixels = np.asarray(Image.open(drawn).convert("RGB"), int)
    height, width = pixels.shape[:2]
    assert width > height and width >= 600


def test_a_picture_without_objects_is_drawn_too(folder, picture, tmp_path):
    (found,) = load_predictor(folder)([picture], least_score=1)
    assert not found
    drawn, table = found.write(tmp_path / "none")
    assert drawn.is_file() and json.loads(table.read_text())["boxes"] == []


@pytest.mark.parametrize("mode", ["L", "RGBA", "CMYK", "P", "1"])
def test_pictures_of_any_mode_are_looked_at(folder, picture, tmp_path, mode):
    file = tmp_path / f"a.{'jpg' if mode == 'CMYK' else 'png'}"
    Image.fromarray(picture).convert(mode).save(file)
    (found,) = load_predictor(folder)([file], least_score=0, top=1)
    assert np.isfinite(found[0].corners).all()


def test_mistakes_are_told(folder, tmp_path, picture):
    detector = load_predictor(folder)
    with pytest.raises(ConfigError, match="single path"):
        detector("a.png")
    with pytest.raises(ConfigError, match="fit is 'crop'"):
        detector([picture], fit="crop")
    with pytest.raises(ConfigError, match="least score is 2"):
        detector([picture], least_score=2)
    (tmp_path / "a.png").write_text("no picture")
    with pytest.raises(DataError, match=r"a\.png"):
        detector([tmp_path / "a.png"])
