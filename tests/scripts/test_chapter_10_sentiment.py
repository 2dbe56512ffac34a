"""Sections 10.7 and 10.8 at tiny size: they learn, keep to their data and predict."""

import json

import numpy as np
import pytest

from gluon_course import text
from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.run import RunOptions
from gluon_course.text import review_sets
from gluon_course.train import best_checkpoint

RNN = {"num_hiddens": 4, "num_layers": 1, "length": 24, "batch_size": 60}
CNN = {"kernel_sizes": (2, 3), "num_channels": (6, 6), "length": 24, "batch_size": 60}


@pytest.fixture(autouse=True)
def small_sample(monkeypatch):
    monkeypatch.setattr(review_sets, "SAMPLE_SIZES", (120, 40))


@pytest.mark.parametrize(("number", "tiny"), [("10.7", RNN), ("10.8", CNN)])
@pytest.mark.parametrize("buckets", [1, 2])
def test_a_tiny_run_has_its_figures_and_says_what_it_read(
    run_section, tmp_path, capsys, number, tiny, buckets
):
    masks = {"masked": buckets > 1, "buckets": buckets}
    facts = run_section(number, num_epochs=1, **tiny, **masks)
    assert np.isfinite(facts["train_loss"])
    assert 0 <= facts["bag_of_words_test_acc"] <= 1 and 0 <= facts["test_acc"] <= 1
    assert 0 < facts["great_is_positive"] < 1 and 0 < facts["bad_is_positive"] < 1
    assert "valid_acc" not in facts
    info = json.loads((tmp_path / "config.json").read_text())["data"]
    assert info["is_sample"] and "generated" in info["notice"]
    assert info["class_names"] == ["negative", "positive"] and "<pad>" in info["vocab"]
    assert best_checkpoint(tmp_path / "checkpoints").is_dir()


def test_10_8_learns_what_single_words_do_not_say(run_section, monkeypatch):
    monkeypatch.setattr(review_sets, "SAMPLE_SIZES", (600, 100))
    options = {"kernel_sizes": (2, 4), "num_channels": (20, 20), "batch_size": 30}
    facts = run_section(
        "10.8", num_epochs=4, lr=0.01, tokens="words", masked=True, **options
    )
    assert facts["test_acc"] > 0.9 > 0.65 > facts["bag_of_words_test_acc"]


def test_a_part_kept_apart_is_what_training_sees(run_section, tmp_path):
    facts = run_section("10.8", num_epochs=2, valid_share=0.25, decay_lr=True, **CNN)
    rows = (tmp_path / "history.jsonl").read_text().splitlines()
    assert facts["valid_acc"] == json.loads(rows[-1])["test_acc"]
    assert facts["valid_acc"] in [n / 30 for n in range(31)]
    assert facts["bag_of_words_valid_acc"] in [n / 30 for n in range(31)]
    assert not [name for name in facts if "test" in name], "it is not looked at"


@pytest.mark.parametrize(("number", "tiny"), [("10.7", RNN), ("10.8", CNN)])
def test_a_resumed_run_ends_as_the_uninterrupted_one(load_main, tmp_path, number, tiny):
    def trained(folder, num_epochs, resume=False):
        run = RunOptions(
            device="cpu", sample=True, out=tmp_path / folder, resume=resume
        )
        options = {"masked": True, "buckets": 2, "word_dropout": 0.3, **tiny}
        return load_main(number)(num_epochs=num_epochs, run=run, **options)

    whole = trained("whole", 3)
    trained("part", 1)
    rest = trained("part", 3, resume=True)
    for name in ("train_loss", "test_loss", "great_is_positive"):
        assert rest[name] == whole[name]


@pytest.mark.parametrize(
    ("number", "tiny", "fixed"),
    [
        ("10.7", {**RNN, "frozen": True}, "embedding"),
        ("10.7", {**RNN, "frozen": False}, None),
        ("10.8", CNN, "constant_embedding"),
    ],
)
def test_vectors_of_a_file_are_loaded_and_stay_where_they_shall(
    load_main, tmp_path, monkeypatch, number, tiny, fixed
):
    reviews = text.generated_reviews("train", 120), text.generated_reviews("test", 40)
    monkeypatch.setattr(review_sets, "locate", lambda name: tmp_path)
    parts = dict(zip(("train", "test"), reviews))
    monkeypatch.setattr(review_sets, "read_reviews", lambda path: parts[path.name])
    vectors = tmp_path / "vectors.txt"
    vectors.write_text("the 1 2 3\nplot 4 5 6\n")
    run = RunOptions(device="cpu", sample=False, out=tmp_path / "run")
    load_main(number)(num_epochs=1, vectors=str(vectors), run=run, **tiny)

    from gluon_course import models, train

    config = json.loads((tmp_path / "run" / "config.json").read_text())
    net = models.get_model(config["model"]["model"], **config["model"]["options"])
    net.initialize()
    train.load_net(train.last_good(tmp_path / "run" / "checkpoints")[0], net)
    row = config["data"]["vocab"].index("plot")
    for name in ("embedding", "constant_embedding"):
        if hasattr(net, name):
            is_same = np.allclose(
                getattr(net, name).weight.data()[row].asnumpy(), [4, 5, 6]
            )
            assert is_same == (name == fixed)


def test_what_is_not_there_is_named(run_section):
    with pytest.raises(ConfigError, match="'imbd'"):
        run_section("10.7", sample=False, reviews="imbd")
    with pytest.raises(DataError, match="leaves a part empty"):
        run_section("10.8", valid_share=0.001, **CNN)
