"""Sets by name: composed, and folders in VOC's layout that are written here."""

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.palette import flat_palette
from gluon_course.base.run import RunOptions
from gluon_course.cli.runs.evaluating.parts import boxes_part
from gluon_course.data.detection import choosing, load_boxes, load_instances

REAL_DATA = os.environ.get("GLUON_COURSE_DATA")
PLAIN = RunOptions(sample=False)
OBJECT = (
    "<object><name>{}</name><difficult>{}</difficult><bndbox><xmin>11</xmin>"
    "<ymin>6</ymin><xmax>30</xmax><ymax>20</ymax></bndbox></object>"
)


@pytest.fixture
def voc(tmp_path, monkeypatch):
    """Four pictures of 60 x 40 pixels: a dog, and a cat that is difficult."""
    root = tmp_path / "VOCdevkit" / "VOC2012"
    parts = ("JPEGImages", "Annotations", "SegmentationObject", "SegmentationClass")
    for name in (*parts, "ImageSets/Main", "ImageSets/Segmentation"):
        (root / name).mkdir(parents=True)
    pixels = np.random.RandomState(0).randint(0, 255, (40, 60, 3)).astype(np.uint8)
    owners = np.zeros((40, 60), np.uint8)
    owners[5:20, 10:30] = 2
    for number in range(4):
        Image.fromarray(pixels).save(root / f"JPEGImages/{number}.jpg")
        mask = Image.fromarray(owners)
        mask.putpalette(flat_palette())
        mask.save(root / f"SegmentationObject/{number}.png")
        objects = OBJECT.format("dog", 0) + OBJECT.format("cat", 1)
        (root / f"Annotations/{number}.xml").write_text(
            f"<annotation>{objects}</annotation>"
        )
    for kind in ("Main", "Segmentation"):
        (root / f"ImageSets/{kind}/train.txt").write_text("0\n1\n2\n")
        (root / f"ImageSets/{kind}/val.txt").write_text("3\n")
    monkeypatch.setattr(choosing, "locate", lambda name: root)
    return root


def test_boxes_of_voc_come_under_the_name_that_was_asked_for(voc):
    limited = RunOptions(sample=False, limit=2)
    train, test = load_boxes("voc2012-subset", 2, side=32, run=limited)
    assert (train.num_samples, test.num_samples) == (2, 1)
    assert train.info.name == test.info.name == "voc2012-subset"
    X, labels = next(iter(test))
    assert X.shape == (1, 3, 32, 32) and labels.shape == (1, 2, 5)
    wanted = [10 / 60, 5 / 40, 0.5, 0.5]
    np.testing.assert_allclose(labels[0, 0, 1:].asnumpy(), wanted, rtol=1e-5)
    assert len(list(train)) == 1


def test_eval_takes_the_test_part_of_the_run_s_set_with_difficult_objects(voc):
    _, test = load_boxes("voc2012", 2, side=32, run=PLAIN)
    part = boxes_part(test.info, 2, has_masks=False)
    ((_, labels),) = part.batches
    assert labels[0, :, 5].asnumpy().tolist() == [0, 1]
    assert part.facts == {"name": "voc2012", "part": "test", "pictures": 1}
    # nothing of the training part is read but its first picture
    (voc / "SegmentationObject/1.png").unlink()
    ((_, labels, masks),) = boxes_part(test.info, 2, has_masks=True).batches
    assert masks.shape == (1, 2, 32, 32)
    assert masks[0, 0].sum().asscalar() == 0 < masks[0, 1].sum().asscalar()


def test_the_sample_and_the_composed_set_need_no_files(tmp_path, monkeypatch):
    monkeypatch.setenv("GLUON_COURSE_CACHE", str(tmp_path))
    for name, is_sample in (("composed", False), ("voc2012", True)):
        run = RunOptions(sample=is_sample)
        for load in (load_boxes, load_instances):
            train, test = load(name, 2, 3, 2, 32, run)
            assert (train.num_samples, test.num_samples) == (3, 2)
            assert train.info.name == "composed"


def test_unknown_and_missing_sets_are_told(monkeypatch):
    with pytest.raises(ConfigError, match="choose from composed, voc2012"):
        load_boxes("coco", 2, run=PLAIN)

    def missing(name):
        raise DataError("It is not there", "there is no network", "fetch it")

    monkeypatch.setattr(choosing, "locate", missing)
    with pytest.raises(DataError, match=r"(?s)fetch it.*--sample"):
        load_instances("voc2012", 2, run=PLAIN)


@pytest.mark.skipif(
    not REAL_DATA or not Path(REAL_DATA, "VOC2012_subset.zip").is_file(),
    reason="GLUON_COURSE_DATA has no VOC2012_subset.zip",
)
def test_the_subset_of_voc_is_found_by_its_name(monkeypatch):
    monkeypatch.setenv("GLUON_COURSE_DATA", REAL_DATA)
    train, test = load_boxes("voc2012-subset", 8, side=64, run=PLAIN)
    assert (train.num_samples, test.num_samples) == (33, 22)
    with pytest.raises(DataError, match="SegmentationObject"):
        load_instances("voc2012-subset", 8, side=64, run=PLAIN)
