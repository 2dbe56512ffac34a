"""6.3 and zh-v2's 8.1-8.3: sequences, text, n-grams, batches."""

import os
from pathlib import Path

import pytest

from gluon_course import text
from gluon_course.base.chapters import find_section
from gluon_course.results import compare


@pytest.fixture
def real_data():
    root = os.environ.get("GLUON_COURSE_DATA")
    if not root or not Path(root, "timemachine.txt").is_file():
        pytest.skip("GLUON_COURSE_DATA does not hold the texts")


TEXTS = {
    "lang-model-dataset": 3,
    "v2:text-preprocessing": 3,
    "v2:language-models-and-dataset": 5,
}


@pytest.mark.parametrize("name", TEXTS)
def test_the_real_texts_give_the_published_figures(run_section, real_data, name):
    facts = run_section(name, sample=False)
    verdicts = compare(find_section(name).name, facts)
    assert len(verdicts) == TEXTS[name]
    assert all(verdict.is_inside for verdict in verdicts), verdicts
    if name == "v2:text-preprocessing":
        assert facts["first_words"] == ["the", "i", "and", "of", "a"]


@pytest.mark.parametrize("name", TEXTS)
def test_the_sample_gives_figures_of_the_same_names(run_section, name):
    facts = run_section(name)
    assert facts["text"].startswith("sample text: help topics of Python")
    if "dataset" in name:
        # 6.3: 29 // 6 // 2; v2:8.3: (34 - offset) // 2 // 5, or // 5 // 2
        assert facts["random_batches"] in (2, 3)
        assert facts["consecutive_batches"] in (2, 3)
    else:
        first, _, _ = text.sample_text().partition("\n")
        assert facts["line_1_again"] == text.keep_letters(first)
        assert facts["num_symbols"] == 28


def test_v2_8_3_counts_and_smooths_the_sample(run_section, tmp_path):
    facts = run_section("v2:language-models-and-dataset")
    assert facts["num_1grams"] < facts["num_2grams"] < facts["num_3grams"]
    assert 0.8 < facts["zipf_alpha"] < 1.4
    assert facts["perplexity_2gram_bare"] == float("inf")
    assert facts["perplexity_2gram"] < facts["perplexity_1gram"] < facts["num_1grams"]
    assert facts["random_is_next"] and facts["consecutive_is_next"]
    assert (tmp_path / "frequencies.png").stat().st_size > 0


def test_v2_8_1_a_limit_leaves_the_first_points_to_train_on(run_section):
    few, all_points = (
        run_section("v2:sequence", limit=limit, num_epochs=1) for limit in (16, None)
    )
    assert few["error_1"] > 2 * all_points["error_1"]  # one step against 38


def test_v2_8_1_one_step_follows_the_sine_and_64_steps_do_not(run_section, tmp_path):
    facts = run_section("v2:sequence")
    (verdict,) = compare("v2:chapter_recurrent-neural-networks/sequence", facts)
    assert verdict.is_inside, str(verdict)
    assert facts["error_1"] < 0.2 < facts["error_64"]
    assert facts["error_1"] < facts["error_4"] < facts["error_16"]
    for name in ("series", "onward", "steps", "curves"):
        assert (tmp_path / f"{name}.png").stat().st_size > 0
