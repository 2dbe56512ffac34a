"""The R-CNN family and YOLO at tiny size: each script shows one fact."""

import math

import pytest
from PIL import Image


@pytest.fixture
def few(monkeypatch, tmp_path):
    """Settings of the lectures on few, small pictures."""
    monkeypatch.setenv("GLUON_COURSE_CACHE", str(tmp_path / "cache"))
    return {"num_train": 8, "num_test": 4, "batch_size": 4}


def width_of(path):
    with Image.open(path) as picture:
        return picture.width


def test_9_8_pools_regions_to_the_text_s_numbers(run_section, tmp_path):
    facts = run_section("9.8", num_proposals=16, side=64)
    assert facts["pooled"] == [[5, 6, 9, 10], [9, 11, 13, 15]]
    assert facts["difference"] == 0
    products = facts["base_multiply_adds"]
    assert products["r-cnn"] == 16 * products["fast"]
    assert facts["feature_map"] == (1, 96, 8, 8)
    assert facts["anchors"] == 8 * 8 * 9
    assert facts["masks"] == (1, 16, 10, 28, 28)
    assert width_of(tmp_path / "proposals-and-objects.png") > 100


@pytest.mark.parametrize(
    "name, part", [("yolo", "object"), ("faster-rcnn", "rpn"), ("mask-rcnn", "rpn")]
)
def test_lectures_train_measure_and_draw(run_section, tmp_path, few, name, part):
    result = run_section(f"v2:{name}", num_epochs=2, lr=1e-3, **few)
    first, last = result.history
    assert last["train_loss"] < first["train_loss"]
    assert last[f"train_{part}_loss"] < first[f"train_{part}_loss"]
    assert "test_map" in last and 0 <= last["test_map"] <= 1
    if name == "mask-rcnn":
        assert 0 <= last["test_mask_ap"] <= 1 and 0 <= last["test_mask_iou"] <= 1
    assert math.isfinite(last["test_loss"])
    assert width_of(tmp_path / "found.png") > 100
