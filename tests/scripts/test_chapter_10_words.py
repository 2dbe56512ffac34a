"""Sections 10.1 to 10.6 at tiny size: one fact of each."""

import json
import os
from pathlib import Path

import numpy as np
import pytest

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.results import compare, judge


def test_10_3_trains_vectors_and_names_neighbours(run_section, tmp_path):
    facts = run_section("10.3", num_epochs=2, embed_size=8, batch_size=128)
    section = "chapter_natural-language-processing/word2vec-gluon"
    for i in (1, 2):
        name = f"masked_loss_{i}"
        assert judge(section, name, float(facts[name])).is_inside
    assert np.isfinite([facts["loss_1"], facts["loss_2"]]).all()
    assert facts["train_loss"] == facts["loss_2"]
    assert facts["tokens_kept"] < facts["tokens"]
    assert facts["query"] == "class" and len(facts["nearest"]) == 3
    assert (tmp_path / "checkpoints").is_dir()


def test_10_3_resumes_to_the_bit(run_section, load_main, tmp_path):
    from gluon_course.base.run import RunOptions

    def trained(folder, num_epochs, resume=False):
        run = RunOptions(
            device="cpu", sample=True, limit=300, out=tmp_path / folder, resume=resume
        )
        return load_main("10.3")(
            num_epochs=num_epochs, embed_size=4, batch_size=64, redraw=True, run=run
        )

    whole = trained("whole", 3)
    trained("part", 1)
    rest = trained("part", 3, resume=True)
    assert rest["loss_3"] == whole["loss_3"]
    assert rest["nearest"] == whole["nearest"]


@pytest.mark.parametrize("section", ["10.1", "10.2", "10.3", "10.5"])
def test_an_unknown_word_is_told_before_the_training(run_section, section, tmp_path):
    with pytest.raises(DataError, match="'clas'"):
        run_section(section, query="clas", num_epochs=1)
    assert not (tmp_path / "config.json").exists()


@pytest.mark.parametrize("model", ["cbow", "skip_gram"])
def test_10_1_finds_one_hot_vectors_all_alike(run_section, model):
    facts = run_section("10.1", num_epochs=2, embed_size=8, batch_size=128, model=model)
    assert facts["one_hot_cosine"] == 0
    assert np.isfinite(facts["train_loss"]) and len(facts["nearest"]) == 3


@pytest.mark.parametrize("section", ["10.1", "10.3"])
def test_vectors_that_several_gpus_trained_are_asked(run_section, two_gpus, section):
    sizes = {"embed_size": 4, "batch_size": 512}
    facts = run_section(section, device="gpu:0,1", num_epochs=1, **sizes)
    assert len(facts["nearest"]) == 3


def test_10_1_has_two_models(run_section):
    with pytest.raises(ConfigError, match="no model 'lenet' here"):
        run_section("10.1", model="lenet")


def test_10_2_the_tree_is_cheap_and_its_probabilities_add_up(run_section):
    facts = run_section("10.2", num_epochs=1, embed_size=8, batch_size=512)
    assert facts["sum_of_probabilities"] == pytest.approx(1, abs=1e-4)
    assert facts["tree_scores"] < 0.05 * facts["softmax_scores"]
    assert facts["train_loss"] < facts["tree_scores"] * np.log(2) * 1.01


def test_10_4_gives_unseen_words_a_vector(run_section):
    facts = run_section(
        "10.4", num_epochs=1, embed_size=8, batch_size=256, num_buckets=500
    )
    assert facts["subwords_of_where"] == 14
    assert not facts["is_known"] and len(facts["nearest"]) == 5
    assert np.isfinite(facts["train_loss"])


def test_10_5_fits_counts_of_pairs(run_section, tmp_path):
    facts = run_section("10.5", num_epochs=3, embed_size=8, batch_size=512)
    lines = (tmp_path / "history.jsonl").read_text().splitlines()
    rows = [json.loads(line) for line in lines]
    assert rows[-1]["train_loss"] < 0.7 * rows[0]["train_loss"]
    assert facts["pairs"] > 1000


def test_10_2_and_10_3_print_lines_not_dictionaries(run_section, capsys):
    run_section("10.2", num_epochs=1, embed_size=2, limit=64, progress=True)
    said = capsys.readouterr().out
    assert "negative sampling            6" in said and "{" not in said
    run_section("10.3", num_epochs=1, embed_size=2, limit=64, progress=True)
    said = capsys.readouterr().out
    assert "tokens_kept     " in said and "{" not in said


def test_10_6_takes_vectors_of_the_sample(run_section, capsys):
    facts = run_section("10.6", progress=True)
    assert "so little text find next to nothing" in capsys.readouterr().out
    assert len(facts["class"]) == 3
    assert facts["analogies_right"] in (0, 1)


def test_10_6_on_glove_has_the_neighbours_of_the_text(run_section):
    root = os.environ.get("GLUON_COURSE_DATA")
    if not root or not list(Path(root).glob("glove.6B.50d*")):
        pytest.skip("GLUON_COURSE_DATA holds no glove.6B.50d")
    facts = run_section("10.6", sample=False)
    assert facts["chip"] == ["chips", "intel", "electronics"]
    section = "chapter_natural-language-processing/similarity-analogy"
    verdicts = compare(section, facts)
    assert len(verdicts) >= 8
    assert all(each.is_inside for each in verdicts), verdicts
