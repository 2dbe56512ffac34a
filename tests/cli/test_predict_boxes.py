"""``gluon-course predict`` with a detector: what it writes, where, and says."""

import json

import numpy as np
import pytest
from mxnet import init, nd
from PIL import Image

from gluon_course import models
from gluon_course.base.seeds import seed_everything
from gluon_course.export import export_model

INFO = {"task": "detection", "class_names": ["cat", "dog"], "notice": "a toy"}


@pytest.fixture(scope="module")
def detector(tmp_path_factory):
    seed_everything(0)
    net = models.get_model("tiny_ssd", num_classes=2)
    net.initialize(init.Xavier())
    net(nd.zeros((1, 3, 64, 64)))
    folder = tmp_path_factory.mktemp("detector") / "export"
    return export_model(net.detector(), folder, (3, 64, 64), info=INFO)


@pytest.fixture
def picture(tmp_path):
    pixels = np.random.RandomState(0).randint(0, 255, (80, 60, 3)).astype(np.uint8)
    Image.fromarray(pixels).save(tmp_path / "a.png")
    return tmp_path / "a.png"


def test_boxes_are_printed_drawn_and_written(detector, picture, cli, tmp_path):
    out = tmp_path / "out"
    words = ("--top", 2, "--least-score", 0, "--out", out)
    answer = cli("predict", detector, picture, *words)
    assert answer.status == 0, answer.err
    lines = answer.out.splitlines()
    assert "2 objects, drawn in" in answer.out and "(a toy)" in answer.out
    assert "class  score" in " ".join(lines)
    content = json.loads((out / "a.json").read_text())
    assert content["image"] == str(picture) and content["notice"] == "a toy"
    assert len(content["boxes"]) == 2
    x1, y1, x2, y2 = content["boxes"][0]["box"]
    assert 0 <= x1 < x2 <= 60 and 0 <= y1 < y2 <= 80
    assert (out / "a.png").is_file()


def test_pictures_of_one_name_and_the_picture_itself_are_kept(
    detector, picture, cli, tmp_path
):
    other = tmp_path / "other" / "a.png"
    other.parent.mkdir()
    other.write_bytes(picture.read_bytes())
    before = picture.read_bytes()
    answer = cli("predict", detector, picture, other, "--out", tmp_path, "--json")
    assert answer.status == 0, answer.err
    drawn = [each["picture"] for each in json.loads(answer.out)["pictures"]]
    assert len(set(drawn)) == 2 and str(picture) not in drawn
    assert picture.read_bytes() == before


def test_no_object_is_said_and_an_unreadable_picture_named(
    detector, picture, cli, tmp_path
):
    broken = tmp_path / "broken.png"
    broken.write_text("no picture")
    words = ("--least-score", 1, "--out", tmp_path / "out")
    answer = cli("predict", detector, picture, broken, *words)
    assert answer.status == 2
    assert "no object, drawn in" in answer.out and "broken.png" in answer.err


def test_least_score_is_for_detectors(trained, picture, cli):
    run, _ = trained
    answer = cli("predict", run, picture, "--least-score", 0.5)
    assert answer.status == 2
    assert "--least-score" in answer.err
