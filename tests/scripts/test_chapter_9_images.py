"""Sections 9.1, 9.2, 9.12, 9.13 and mixup at tiny size: one fact of each."""

import csv
import json

import mxnet as mx
import numpy as np
import pytest
from mxnet import nd
from mxnet.gluon.model_zoo import vision

from gluon_course import data
from gluon_course.base.errors import CheckpointError, ConfigError
from gluon_course.base.pictures import colours, read_image
from gluon_course.data.augmentation import picture_pipeline
from gluon_course.export import load_exported
from gluon_course.predict import load_predictor

TINY = {"model": "mobilenet0.25", "size": 32, "batch_size": 10}


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("GLUON_COURSE_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def weights(tmp_path):
    """A file of a net with 1000 outputs, as the model zoo has them."""
    mx.random.seed(0)
    net = vision.mobilenet0_25(classes=1000)
    net.initialize(mx.init.Xavier())
    net(nd.zeros((1, 3, 32, 32)))
    net.save_parameters(str(tmp_path / "zoo.params"))
    return str(tmp_path / "zoo.params")


def rows(path):
    with open(path, newline="") as stream:
        return list(csv.reader(stream))


def test_9_1_shows_every_change_and_trains_with_and_without(
    run_section, tmp_path, monkeypatch
):
    pixels = np.random.RandomState(0).randint(0, 256, (12, 8, 8, 3)).astype(np.uint8)
    info = data.DataInfo("x", "X", (3, 8, 8), tuple("0123456789"))

    def few(name, batch_size, run):
        loader = data.BatchLoader(
            pixels,
            np.arange(12) % 10,
            batch_size=6,
            transform=data.ToTensor(),
            info=info,
        )
        return loader, loader

    monkeypatch.setattr(data, "load_images", few)
    facts = run_section("9.1", num_epochs=1)
    for name in facts["augmentations"]:
        assert read_image(tmp_path / f"{name}.png").shape[2] == 3
    assert len(facts["augmentations"]) == 10
    for part, folder in (("", tmp_path), ("plain_", tmp_path / "plain")):
        assert np.isfinite(facts[f"{part}train_loss"])
        assert len((folder / "history.jsonl").read_text().splitlines()) == 1


def test_9_2_starts_from_the_weights_of_a_file(run_section, weights, tmp_path):
    facts = run_section("9.2", num_epochs=1, weights=weights, **TINY)
    assert facts["is_pretrained"]
    assert {"test_acc", "scratch_test_acc"} <= set(facts)
    assert (tmp_path / "test.png").is_file()
    info = json.loads((tmp_path / "config.json").read_text())["data"]
    assert info["mean"] == list(data.IMAGENET.mean)
    assert info["class_names"] == ["digit-0", "digit-1"]
    answers = load_predictor(tmp_path)([data.sample_photos()["china"]])
    assert {each.class_name for each in answers[0]} == {"digit-0", "digit-1"}


def test_9_2_without_weights_says_so(run_section, capsys):
    facts = run_section("9.2", num_epochs=1, frozen=True, **TINY)
    assert not facts["is_pretrained"]
    assert "random features" in capsys.readouterr().out


def test_9_2_a_file_of_another_net_is_refused(run_section, weights):
    with pytest.raises(CheckpointError, match="another net"):
        run_section("9.2", weights=weights, **{**TINY, "model": "mobilenet0.5"})


def test_9_12_submits_a_class_for_every_test_picture(run_section, tmp_path):
    options = {"num_epochs": 1, "batch_size": 20, "limit": 20}
    facts = run_section("9.12", num_runs=2, **options)
    table = rows(tmp_path / "submission.csv")
    assert table[0] == ["id", "label"] and len(table) == 1 + facts["num_test"] == 41
    ids = [row[0] for row in table[1:]]
    assert ids == sorted(str(n) for n in range(1, 41))  # as text
    assert {row[1] for row in table[1:]} <= {f"digit-{n}" for n in range(10)}
    assert 0 <= facts["valid_acc"] <= 1
    assert (tmp_path / "all-2" / "history.jsonl").is_file()
    assert (tmp_path / "pictures" / "valid" / "digit-3").is_dir()


def test_9_13_trains_a_head_on_streamed_features(run_section, weights, tmp_path):
    facts = run_section("9.13", num_epochs=1, weights=weights, balanced=True, **TINY)
    assert facts["is_pretrained"] and np.isfinite(facts["valid_loss"])
    table = rows(tmp_path / "submission.csv")
    assert table[0] == ["id", *(f"digit-{n}" for n in range(10))] and len(table) == 41
    sums = np.array([row[1:] for row in table[1:]], float).sum(axis=1)
    np.testing.assert_allclose(sums, 1, atol=1e-5)
    # the export is features and head in one: it says what was submitted
    path = data.sample_folder("dog") / "test" / f"{table[1][0]}.png"
    X = picture_pipeline("kaggle-dog", False, 32)(
        nd.array(colours(read_image(path)), dtype=np.uint8)
    )
    scores = load_exported(tmp_path / "export").block(X.expand_dims(0))
    found = nd.softmax(scores).asnumpy()[0]
    np.testing.assert_allclose(found, np.array(table[1][1:], float), atol=1e-5)


def test_9_13_without_weights_says_so(run_section, capsys):
    assert not run_section("9.13", num_epochs=1, limit=10, **TINY)["is_pretrained"]
    assert "random features" in capsys.readouterr().out


def test_mixup_trains_on_certain_and_on_mixed_labels(run_section, tmp_path):
    facts = run_section("v2:mixup", num_epochs=2, model="mlp")
    assert facts["plain_train_loss"] < facts["mixup_train_loss"]
    assert facts["mixup_train_loss"] < facts["cutmix_train_loss"]
    assert facts["plain_test_acc"] > 0.8
    assert (tmp_path / "mixed.png").is_file()


def test_samples_have_the_layout_of_their_section():
    folder = data.sample_folder("dog")
    assert data.sample_folder("dog") == folder
    assert len(list((folder / "train").iterdir())) == 200
    assert len(rows(folder / "labels.csv")) == 201
    with pytest.raises(ConfigError, match="'cat'"):
        data.sample_folder("cat")
