"""``gluon-course eval`` of detectors and nets for segmentation, on a fresh part."""

import json

import numpy as np
import pytest
from mxnet import init
from PIL import Image

from gluon_course import data, models, train
from gluon_course.base.errors import DataError
from gluon_course.base.run import RunOptions
from gluon_course.cli.runs.evaluating import parts
from gluon_course.cli.runs.evaluating.boxes import BoxFigures, boxes_text
from gluon_course.cli.runs.evaluating.worst import Worst
from gluon_course.cli.runs.record import FINISHED, Record
from gluon_course.cli.runs.trained import one_training
from gluon_course.data import composed_segmentation, detection

NAMES = ("cat", "dog", "cow")
FIRST, SECOND = [0.1, 0.1, 0.4, 0.4], [0.5, 0.5, 0.9, 0.9]


@pytest.fixture(scope="module", autouse=True)
def small(tmp_path_factory):
    """A cache of its own, and fresh parts of three pictures."""
    with pytest.MonkeyPatch.context() as patch:
        cache = tmp_path_factory.mktemp("cache")
        patch.setenv("GLUON_COURSE_CACHE", str(cache))
        patch.setattr(parts, "NUM_FRESH", {"detection": 3, "segmentation": 2})
        yield


def trained_run(folder, net, task, loaders, callbacks=()):
    """A run folder of one epoch on a batch."""
    run = RunOptions(device="cpu", out=folder)
    trainer = train.Trainer(
        *(net, task, "adam", {"learning_rate": 1e-3}),
        init=init.Xavier(),
        run=run,
        callbacks=list(callbacks),
    )
    trainer.fit(*loaders, num_epochs=1)
    Record("run", "toy", {}, {}, state=FINISHED).save(folder)
    return folder


@pytest.fixture(scope="module")
def yolo(tmp_path_factory):
    loaders = detection.composed_detection(2, 2, 2, side=64)
    net = models.get_model("yolo3_tiny", num_classes=10)
    names = loaders[0].info.class_names
    watch = [train.MeanAP(loaders[1], names)]
    folder = tmp_path_factory.mktemp("yolo")
    return trained_run(folder, net, train.YOLO(), loaders, watch)


@pytest.fixture(scope="module")
def mask_rcnn(tmp_path_factory):
    loaders = detection.composed_instances(2, 2, 2, side=64)
    net = models.get_model("mask_rcnn_tiny", num_classes=10, num_proposals=32)
    task = train.MaskRCNN(loaders[0].max_objects)
    return trained_run(tmp_path_factory.mktemp("mask"), net, task, loaders)


@pytest.fixture(scope="module")
def fcn(tmp_path_factory):
    loaders = composed_segmentation.load_composed_segmentation(2, num_sample=(2, 2))
    net = models.get_model("fcn8s", num_classes=11, base="small")
    task = train.Segmentation(11)
    return trained_run(tmp_path_factory.mktemp("fcn"), net, task, loaders)


def figures_of(folder):
    return json.loads((folder / "eval.json").read_text())


def fresh(load, **options):
    return load(3, 1, 3, 64, test_seed=detection.FRESH_SEED, **options)[1]


def test_a_detector_is_judged_on_a_fresh_part(yolo, cli, tmp_path):
    answer = cli("eval", yolo, "--out", tmp_path / "out", "--device", "cpu")
    assert answer.status == 0, answer.err
    said = " ".join(answer.out.split())
    assert "fresh test part: 3 composed pictures that training never saw" in said
    assert f"seed {detection.FRESH_SEED}" in said
    assert "on the part that training looked at" in said
    found = figures_of(tmp_path / "out")
    assert found["data"]["seed"] == detection.FRESH_SEED and found["pictures"] == 3
    net, _ = one_training(yolo).net()
    part = fresh(detection.composed_detection)
    again = train.measure_map(net.detector(), part, part.info.class_names)
    assert found["voc07_map"] == pytest.approx(again["map"], abs=1e-6)
    assert found["objects"] == (part.labels[..., 0] >= 0).sum()
    for name in ("precision-recall.png", "worst.png"):
        with Image.open(tmp_path / "out" / name) as picture:
            assert picture.width > 300
    assert {row["name"] for row in found["classes"]} == set(part.info.class_names)


def test_pycocotools_is_asked_on_request(yolo, cli, tmp_path):
    pytest.importorskip("pycocotools")
    words = ("--pycocotools", "--out", tmp_path / "out", "--batch-size", 2)
    assert "by pycocotools: COCO AP" in cli("eval", yolo, *words).out
    found = figures_of(tmp_path / "out")
    assert found["pycocotools"] == pytest.approx(found["coco"], abs=1e-9)


def test_mask_rcnn_is_judged_by_its_masks_too(mask_rcnn, cli, tmp_path):
    answer = cli("eval", mask_rcnn, "--out", tmp_path / "out", "--device", "cpu")
    assert answer.status == 0, answer.err
    assert "mask-AP50" in answer.out and "mean IoU" in answer.out
    found = figures_of(tmp_path / "out")
    net, _ = one_training(mask_rcnn).net()
    part = fresh(detection.composed_instances)
    again = train.measure_masks(net.mask_detector(), part, part.info.class_names)
    assert found["masks"]["ap50"] == pytest.approx(again["map"], abs=1e-6)
    assert found["masks"]["mean_iou"] == pytest.approx(again["mean_iou"], abs=1e-6)
    assert 0 <= found["masks"]["coco_ap"] <= 1


def test_segmentation_is_judged_beside_its_bound(fcn, cli, tmp_path):
    answer = cli("eval", fcn, "--out", tmp_path / "out", "--device", "cpu")
    assert answer.status == 0, answer.err
    assert "bound of stride 8" in answer.out
    assert "fresh test part" in " ".join(answer.out.split())
    found = figures_of(tmp_path / "out")
    assert 0 <= found["miou"] < found["bound"]["miou"] <= 1
    _, part = composed_segmentation.load_composed_segmentation(
        2, num_sample=(1, 2), test_seed=composed_segmentation.FRESH_SEED
    )
    net, _ = one_training(fcn).net()
    ((X, y),) = part
    classes = net(X).asnumpy().argmax(axis=1)
    assert found["acc"] == pytest.approx((classes == y.asnumpy()).mean(), abs=1e-6)
    assert sum(row["pixels"] for row in found["classes"]) == y.size
    assert (tmp_path / "out" / "worst.png").is_file()


def test_a_task_that_is_not_evaluated_is_named(yolo, cli, tmp_path):
    config = json.loads((yolo / "config.json").read_text())
    config["task"]["name"] = "Knitting"
    (tmp_path / "config.json").write_text(json.dumps(config))
    (tmp_path / "run.json").write_bytes((yolo / "run.json").read_bytes())
    answer = cli("eval", tmp_path)
    assert answer.status == 2
    assert "its task is Knitting" in answer.err


def test_boxes_that_are_the_objects_score_one(tmp_path):
    labels = np.array([[[0, *FIRST], [2, *SECOND]], [[0, *SECOND], [-1] * 5]], float)
    found = labels[:, :, [0, 0, 1, 2, 3, 4]]
    found[:, :, 1] = 0.9
    found[1, 1, 0] = -1
    found[1, 0, 1:] = [0.5, *FIRST]  # one is elsewhere
    figures = BoxFigures(NAMES)
    figures.add(np.zeros((2, 20, 30, 3), np.uint8), labels, found)
    result = figures.as_dict()
    by_name = {row["name"]: row for row in result["classes"]}
    assert by_name["cow"]["voc07_ap"] == by_name["cow"]["coco_ap"] == 1
    assert by_name["dog"]["voc07_ap"] is None and by_name["dog"]["objects"] == 0
    assert by_name["cat"]["objects"] == 2 and by_name["cat"]["voc07_ap"] < 1
    assert result["objects"] == 3 and result["pictures"] == 2
    assert "mAP of VOC07" in boxes_text(result)
    # of two cats one was found, by the better of two boxes: precision 1 up to 0.5
    assert by_name["cat"]["voc07_ap"] == pytest.approx(6 / 11)
    assert result["voc12_map"] == pytest.approx((0.5 + 1) / 2)
    ((_, worst), (_, other)) = figures.worst.kept
    assert (worst.mistakes, other.mistakes) == (2, 0)
    assert figures.draw(tmp_path) == ("precision-recall.png", "worst.png")


def test_difficult_objects_are_not_counted():
    labels = np.array([[[0, *FIRST, 0], [2, *SECOND, 1]]], float)
    figures = BoxFigures(NAMES)
    figures.add(np.zeros((1, 20, 30, 3), np.uint8), labels, np.full((1, 1, 6), -1.0))
    assert figures.as_dict()["objects"] == 1


def test_the_worst_are_kept_with_the_worst_first():
    worst = Worst(2)
    for badness, name in ((1, "a"), (3, "b"), (3, "c"), (0, "d"), (2, "e")):
        worst.show(badness, lambda name=name: name)
    assert worst.kept == ["b", "c"]


def test_a_net_of_voc_is_never_judged_on_the_sample(monkeypatch):
    def missing(name):
        raise DataError(f"{name} is not there", "there is no network", "fetch it")

    monkeypatch.setenv("GLUON_COURSE_SAMPLE", "1")
    monkeypatch.setattr("gluon_course.data.voc_segmentation.locate", missing)
    monkeypatch.setattr("gluon_course.data.detection.choosing.locate", missing)
    info = data.DataInfo("voc2012", "Pascal VOC 2012", (3, 32, 32), NAMES)
    for load in (parts.pixels_part, lambda *row: parts.boxes_part(*row, False)):
        with pytest.raises(DataError, match="voc2012 is not there"):
            load(info, 2)
