"""9.9 to 9.11 and v2 13.10 at tiny size: each script shows one fact of its section."""

import json

import numpy as np
import pytest
from mxnet import nd
from PIL import Image

from gluon_course import data
from gluon_course.base.errors import CheckpointError, DataError
from gluon_course.data import voc_segmentation

SMALL_SAMPLE = (8, 4)


@pytest.fixture
def few_pictures(monkeypatch, tmp_path):
    """The composed sample with a dozen pictures, in a cache of its own."""
    monkeypatch.setenv("GLUON_COURSE_CACHE", str(tmp_path / "cache"))
    folder = voc_segmentation.voc_folder
    load = voc_segmentation.load_voc_segmentation
    monkeypatch.setattr(data, "voc_folder", lambda run: folder(run, SMALL_SAMPLE))
    monkeypatch.setattr(
        data,
        "load_voc_segmentation",
        lambda batch_size, crop, run: load(
            batch_size, crop, run, num_sample=SMALL_SAMPLE
        ),
    )


def test_9_9_pictures_and_masks_are_cut_to_one_size(
    run_section, few_pictures, tmp_path
):
    facts = run_section("9.9", batch_size=4)
    assert facts["X"] == (4, 3, 160, 240) and facts["y"] == (4, 160, 240)
    assert (facts["train_kept"], facts["test_kept"]) == SMALL_SAMPLE
    assert facts["train_smaller"] == facts["test_smaller"] == 0
    assert facts["classes_of_picture_1"][0] == "background"
    assert facts["color_of_class_1"] == (128, 0, 0)
    assert (tmp_path / "masks.png").stat().st_size > 1000
    assert (tmp_path / "crops.png").stat().st_size > 1000


def test_9_10_the_loss_of_the_pixels_falls(run_section, few_pictures, tmp_path):
    result = run_section("9.10", num_epochs=4, lr=0.05, batch_size=4, model="fcn8s")
    rows = [json.loads(line) for line in (tmp_path / "history.jsonl").open()]
    assert rows[-1]["train_loss"] < rows[0]["train_loss"]
    assert {"train_miou", "test_miou", "test_acc"} <= set(result.history[-1])
    assert result.net.stride == 8
    assert (tmp_path / "masks.png").stat().st_size > 1000


def test_9_11_weights_of_another_net_are_refused(run_section, tmp_path):
    path = tmp_path / "other.params"
    nd.save(str(path), {"features.0.weight": nd.zeros((3, 3))})
    with pytest.raises(CheckpointError, match="does not fit"):
        run_section("9.11", weights=str(path))
    with pytest.raises(DataError, match="no file of weights"):
        run_section("9.11", weights=str(tmp_path / "none.params"))


def test_9_11_two_sizes_and_progress(run_section, tmp_path, capsys):
    facts = run_section(
        "9.11",
        num_epochs=52,
        large_num_epochs=4,
        height=16,
        width=24,
        channel_ratio=32,
    )
    assert facts["features"] == "random"
    assert "features are random" in capsys.readouterr().out
    assert facts["epoch"] == 50  # what the text prints, not the last
    with Image.open(tmp_path / "made.png") as image:
        assert image.size == (48, 32)
    assert (tmp_path / "progress.png").exists()
    losses = [facts[f"{size}{kind}_loss"] for size in ("", "large_") for kind in KINDS]
    assert np.isfinite(losses).all() and min(losses) > 0


KINDS = ("content", "style", "tv")


def test_v2_13_10_loops_matrix_and_gluon_agree(run_section):
    facts = run_section("v2:13.10", num_channels=2)
    assert facts["basic"].asnumpy().tolist() == facts["gluon"].asnumpy().tolist()
    assert facts["padding_1"].asnumpy().tolist() == [[4]]
    assert facts["stride_2"].shape == (4, 4)
    assert facts["shape_back"] == (1, 2, 16, 16)
    assert facts["matrix"] == (4, 9)
    assert facts["conv_difference"] == facts["back_difference"] == 0
    assert facts["shuffle_difference"] == 0
