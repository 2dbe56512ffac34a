"""Detection in chapter 9 at tiny size: each script shows one fact of its section."""

import json
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gluon_course.data import detection

HAS_PICTURES = Path(os.environ.get("GLUON_COURSE_DATA", ""), "img/catdog.jpg").is_file()
needs_pictures = pytest.mark.skipif(
    not HAS_PICTURES, reason="GLUON_COURSE_DATA has no img/catdog.jpg"
)


@pytest.fixture
def few_pictures(monkeypatch, tmp_path):
    """The composed sample with 24 training and 8 test pictures of 64 pixels."""
    monkeypatch.setenv("GLUON_COURSE_CACHE", str(tmp_path / "cache"))
    whole = detection.composed_detection

    def few(batch_size, run=None):
        return whole(batch_size, num_train=24, num_test=8, side=64, run=run)

    monkeypatch.setattr("gluon_course.data.detection.sets.composed_detection", few)


def size_of(path):
    with Image.open(path) as picture:
        return picture.size


@needs_pictures
def test_9_3_boxes_of_dog_and_cat(run_section, tmp_path):
    facts = run_section("9.3", sample=False)
    assert (facts["height"], facts["width"]) == (561, 728)
    assert facts["centres"] == [[219, 280.5, 318, 471], [527.5, 302.5, 255, 381]]
    assert facts["difference"] == 0
    width, height = size_of(tmp_path / "boxes.png")
    assert width / height == pytest.approx(728 / 561, rel=0.02)


def test_9_3_has_a_box_for_the_photograph_of_the_sample(run_section):
    facts = run_section("9.3")
    assert (facts["height"], facts["width"]) == (427, 640)
    assert len(facts["centres"]) == 1


@needs_pictures
def test_9_4_gives_the_numbers_of_the_text(run_section):
    facts = run_section("9.4", sample=False)
    assert facts["num_anchors"] == 2_042_040
    assert facts["difference"] < 1e-6
    assert facts["first_at_250"] == pytest.approx([0.06, 0.07, 0.63, 0.82])


def test_9_4_matches_anchors_and_suppresses_boxes(run_section, tmp_path):
    facts = run_section("9.4")
    assert facts["num_anchors"] == 427 * 640 * 5
    assert facts["classes"] == [0, 1, 2, 0, 2]
    assert facts["mask"] == [0, 1, 1, 0, 1]
    assert facts["kept"] == ["dog 0.9", "cat 0.9"]
    assert (tmp_path / "kept.png").is_file()
    # the second anchor and the dog: 0.25 x 0.2 shared of 0.05 + 0.3528
    assert facts["overlaps"][1][0] == pytest.approx(0.05 / 0.3528, abs=1e-3)
    offsets = np.array(facts["offsets"])
    assert not offsets[[0, 3]].any() and offsets[[1, 2, 4]].any(axis=1).all()


def test_9_5_coarser_maps_have_fewer_anchors_and_see_more(run_section, tmp_path):
    facts = run_section("9.5")
    counts = [facts[f"anchors_{n}x{n}"] for n in (4, 2, 1)]
    assert counts == [48, 12, 3]
    # a stage has two 3x3 layers and a pooling of 2, the predictor one 3x3 layer
    size, stride, fields = 1, 1, []
    for num_blocks in (3, 1, 1, 1):
        for _ in range(num_blocks):
            size, stride = size + 5 * stride, 2 * stride
        fields.append(size + 2 * stride)
    assert facts["fields"] == fields == [52, 108, 220, 444]
    assert all((tmp_path / f"field-{i}.png").is_file() for i in range(1, 5))


def test_9_6_shows_ten_pictures_with_their_boxes(run_section, few_pictures, tmp_path):
    facts = run_section("9.6", batch_size=12)
    assert facts["X_shape"] == [12, 3, 64, 64]
    assert facts["labels_shape"] == [12, 8, 5]
    assert (facts["train_pictures"], facts["test_pictures"]) == (24, 8)
    assert size_of(tmp_path / "pictures.png") == (1440, 576)


def test_9_7_trains_and_finds(run_section, few_pictures, tmp_path):
    result = run_section("9.7", num_epochs=3, batch_size=8)
    first, last = result.history[0], result.final
    assert last["train_loss"] < first["train_loss"]
    assert 0 <= last["test_map"] <= 1 and "test_map" not in first
    assert 0 < last["test_class_err"] < 1
    for name in ("found", "smooth-l1", "focal"):
        assert (tmp_path / f"{name}.png").is_file()
    config = json.loads((tmp_path / "config.json").read_text())
    assert config["task"]["name"] == "SSD" and config["task"]["negatives"] == 3
    assert config["data"]["is_sample"] and len(config["data"]["class_names"]) == 10


def test_9_7_is_exported_and_predicts(few_pictures, tmp_path, capsys):
    from gluon_course.cli.group import gluon_course as cli

    run = tmp_path / "run"
    words = ["run", "ssd", "--sample", "--epochs", "1", "--batch-size", "8", "--quiet"]
    cli([*words, "--out", str(run)], standalone_mode=False)
    meta = json.loads((run / "export/model.json").read_text())
    assert meta["task"] == "detection" and meta["class_names"][3] == "three"
    assert "composed" in meta["notice"]
    picture = next((tmp_path / "cache").glob("**/JPEGImages/test_000000.jpg"))
    words = ["predict", str(run), str(picture), "--least-score", "0"]
    cli([*words, "--top", "4", "--out", str(tmp_path / "out")], standalone_mode=False)
    said = capsys.readouterr().out
    assert "4 objects, drawn in" in said
    content = json.loads((tmp_path / "out/test_000000.json").read_text())
    assert len(content["boxes"]) == 4 and "composed" in content["notice"]
    assert {"class", "score", "box"} == set(content["boxes"][0])
    assert (tmp_path / "out/test_000000.png").is_file()
