"""Masks of instances: an export with two outputs, its drawing and its JSON."""

import json

import numpy as np
import pytest
from mxnet import init, nd
from PIL import Image

from gluon_course import models
from gluon_course.base.errors import ConfigError, ExportError
from gluon_course.base.masks import paste_masks
from gluon_course.base.run_length import decode_mask
from gluon_course.base.seeds import seed_everything
from gluon_course.export import export_model
from gluon_course.predict import Box, FoundBoxes, load_predictor
from gluon_course.viz import instance_overlay
from gluon_course.viz.style import COLORS

INFO = {"task": "detection", "class_names": ["cat", "dog"]}


@pytest.fixture(scope="module")
def net():
    seed_everything(0)
    net = models.get_model("mask_rcnn_tiny", num_classes=2, num_proposals=8)
    net.initialize(init.Xavier(magnitude=4))
    net(nd.zeros((1, 3, 64, 64)))
    return net


@pytest.fixture(scope="module")
def folder(net, tmp_path_factory):
    folder = tmp_path_factory.mktemp("masks") / "export"
    detector = net.mask_detector(score_threshold=0)
    return export_model(detector, folder, (3, 64, 64), info=INFO)


@pytest.fixture(scope="module")
def picture():
    return np.random.RandomState(0).randint(0, 255, (64, 64, 3)).astype(np.uint8)


def test_the_export_knows_two_outputs(net, folder, tmp_path):
    meta = json.loads((folder / "model.json").read_text())
    assert [each["shape"] for each in meta["outputs"]] == [[8, 6], [8, 28, 28]]
    with pytest.raises(ExportError, match="of a net for detection"):
        export_model(net, tmp_path / "raw", (3, 64, 64), info=INFO)  # not decoded


def test_masks_are_those_of_the_net_in_pixels_of_the_picture(folder, net, picture):
    (found,) = load_predictor(folder)([picture], least_score=0, top=3)
    X = nd.array(picture.transpose(2, 0, 1)[None] / 255)
    rows, parts = (each[0].asnumpy() for each in net.mask_detector()(X))
    assert len(found) > 0
    pasted = paste_masks(parts[: len(found)], rows[: len(found), 2:], (64, 64))
    for i, (box, row) in enumerate(zip(found, rows)):
        np.testing.assert_allclose(np.array(box.corners) / 64, row[2:], atol=1e-4)
        # a pixel on the edge may fall either way
        assert (found.mask(i) != pasted[i]).mean() < 0.01
    large = np.kron(picture, np.ones((2, 3, 1), np.uint8))
    (found,) = load_predictor(folder)([large], least_score=0, top=1)
    assert found.mask(0).shape == (128, 192)


def test_json_holds_run_lengths_and_the_picture_the_masks(folder, picture, tmp_path):
    (found,) = load_predictor(folder)([picture], least_score=0, top=2)
    drawn, table = found.write(tmp_path / "a", image="a.png")
    content = json.loads(table.read_text())
    for i, each in enumerate(content["boxes"]):
        mask = decode_mask(each["mask"])
        np.testing.assert_array_equal(mask, found.mask(i))
        assert each["area"] == mask.sum()
    assert Image.open(drawn).size[0] > 300


def test_predict_prints_the_pixels_of_each_mask(folder, picture, tmp_path):
    from click.testing import CliRunner

    from gluon_course.cli.predict import predict

    Image.fromarray(picture).save(tmp_path / "a.png")
    words = (folder, tmp_path / "a.png", "--least-score", 0, "--out", tmp_path / "out")
    result = CliRunner().invoke(predict, [str(each) for each in words], "")
    assert result.exit_code == 0, result.output
    assert "pixels" in result.output and "score" in result.output
    assert "mask" in json.loads((tmp_path / "out" / "a.json").read_text())["boxes"][0]


def test_a_mask_fills_its_box_where_all_parts_are_covered():
    parts = np.ones((2, 4, 4))
    parts[1, :, 2:] = 0  # the left half
    boxes = [Box("cat", 0.9, (2, 3, 6, 9), 0), Box("dog", 0.8, (0, 0, 8, 4), 1)]
    found = FoundBoxes(tuple(boxes), np.zeros((10, 12, 1), np.uint8), parts)
    wanted = np.zeros((10, 12), bool)
    wanted[3:9, 2:6] = True
    np.testing.assert_array_equal(found.mask(0), wanted)
    assert found.mask(1)[:4, :4].all() and not found.mask(1)[:, 5:].any()
    assert found.as_list()[0]["area"] == 24
    assert found.draw() is not None  # a grey picture


def test_boxes_without_masks_have_none():
    found = FoundBoxes((Box("cat", 0.9, (0, 0, 2, 2), 0),), np.zeros((4, 4, 3)))
    assert "mask" not in found.as_list()[0]
    with pytest.raises(ConfigError, match="no mask"):
        found.mask(0)


def test_of_two_masks_the_first_is_seen():
    pixels = np.full((4, 4, 3), 100, np.uint8)
    first, second = np.zeros((4, 4), bool), np.zeros((4, 4), bool)
    first[:2], second[1:3] = True, True
    mixed = instance_overlay(pixels, [first, second], opacity=1)
    colors = [tuple(int(c[i : i + 2], 16) for i in (1, 3, 5)) for c in COLORS[:2]]
    assert (mixed[1, 0] == colors[0]).all() and (mixed[2, 0] == colors[1]).all()
    assert (mixed[3] == 100).all() and (pixels == 100).all()
