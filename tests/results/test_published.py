"""The published figures are data, and a measured value is judged against them."""

import math

import pytest

from gluon_course.base.errors import ConfigError
from gluon_course.models import BUILDS as MODEL_BUILDS
from gluon_course.models import list_models, model_facts
from gluon_course.results import (
    BUILDS,
    Figure,
    Verdict,
    compare,
    judge,
    published,
    sections,
)

LENET = "chapter_convolutional-neural-networks/lenet"


def test_a_section_gives_its_figures_by_name_and_build():
    figures = published(LENET)
    assert list(figures) == ["train_loss", "train_acc", "test_acc", "epoch_s"]
    assert list(figures["test_acc"].values.values()) == [0.750, 0.749, 0.748, 0.754]
    assert figures["train_loss"].values == {"2021-02-17": 0.681}
    assert published("chapter_convolutional-neural-networks/padding-and-strides") == {}


def test_figures_of_zh_v2_are_found_by_its_name_of_the_section():
    path = "chapter_recurrent-neural-networks/text-preprocessing"
    assert published(f"v2:{path}") == published(path) != {}
    assert published(f"v2:{LENET}") == {}


def test_no_figure_stands_twice_and_every_range_holds_its_values():
    for section in sections():
        for figure in published(section).values():
            assert figure.low < figure.high, figure
            for value in figure.values.values():
                assert figure.low <= value <= figure.high, figure
    from gluon_course.results.published import _ALL

    keys = [(figure.section, figure.name) for figure in _ALL]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("value", "word"),
    [(0.75, "inside"), (0.72, "below"), (0.79, "above"), (math.nan, "not finite")],
)
def test_a_value_is_judged_against_the_accepted_range(value, word):
    verdict = judge(LENET, "test_acc", value)
    assert verdict.word == word
    assert verdict.is_inside == (word == "inside")


def test_the_verdict_reads_as_a_line():
    assert str(judge(LENET, "test_acc", 0.7612)) == (
        "test_acc 0.7612: inside 0.73 to 0.78 (published 0.75 0.749 0.748 0.754)"
    )


def test_a_value_as_on_newer_data_is_not_inside_the_published_range():
    section = "chapter_deep-learning-basics/softmax-regression-gluon"
    on_newer, on_both, outside = (
        judge(section, "test_acc", value) for value in (0.8227, 0.834, 0.81)
    )
    assert (on_newer.word, on_newer.is_as_measured) == ("below", True)
    assert str(on_newer).startswith(
        "test_acc 0.8227: below 0.83 to 0.85 (published 0.838 0.835 0.842 0.841); "
        "inside 0.815 to 0.835, measured: on the Fashion-MNIST of 31 August 2017"
    )
    assert (on_both.word, on_both.is_as_measured) == ("inside", True)
    assert str(on_both).endswith("(published 0.838 0.835 0.842 0.841)")
    assert (outside.word, outside.is_as_measured) == ("below", False)
    assert not judge(LENET, "test_acc", 0.75).is_as_measured


def test_a_measured_range_needs_the_name_of_its_data():
    values = {"2021-02-17": 0.8}
    with pytest.raises(ConfigError, match="note"):
        Figure("a/b", "test_acc", values, "accuracy", measured=(0.7, 0.8))


def test_seconds_are_told_and_not_judged():
    verdict = judge(LENET, "epoch_s", 3.0)
    assert verdict.is_inside is None
    assert str(verdict) == "epoch_s 3: not judged (published 1.7)"


def test_a_range_is_derived_from_the_spread_of_the_builds():
    values = {"2021-02-17": 0.80, "2020-02-13": 0.85}
    wide = Figure("a/b", "test_acc", values, "accuracy")
    assert (wide.low, wide.high) == pytest.approx((0.75, 0.90))
    narrow = Figure("a/b", "test_acc", {"2021-02-17": 0.8}, "accuracy")
    assert (narrow.low, narrow.high) == pytest.approx((0.79, 0.81))
    loss = Figure("a/b", "train_loss", {"2021-02-17": 2.0}, "loss")
    assert (loss.low, loss.high) == pytest.approx((1.8, 2.2))
    negative = Figure("a/b", "w", {"2021-02-17": -2.0}, "value")
    assert (negative.low, negative.high) == pytest.approx((-2.2, -1.8))


def test_compare_takes_the_published_numbers_out_of_a_row():
    row = {"epoch": 5, "test_acc": 0.75, "train_loss": 0.5, "lr": 0.9, "note": "x"}
    verdicts = compare(LENET, row)
    assert [(each.figure.name, each.word) for each in verdicts] == [
        ("train_loss", "below"),
        ("test_acc", "inside"),
    ]
    assert compare(LENET, {"test_acc": True}) == []


def test_an_unknown_figure_suggests_the_nearest():
    with pytest.raises(ConfigError, match="'test_acc'"):
        judge(LENET, "test_ac", 0.5)
    with pytest.raises(ConfigError, match="publishes no figures"):
        judge("chapter_a/b", "test_acc", 0.5)


@pytest.mark.parametrize(
    ("values", "kind", "message"),
    [
        ({"2021-02-17": 1.0}, "speed", "'speed'"),
        ({}, "loss", "builds"),
        ({"1999": 1.0}, "loss", "1999"),
    ],
)
def test_a_figure_of_unknown_kind_or_build_is_refused(values, kind, message):
    with pytest.raises(ConfigError, match=message):
        Figure("a/b", "x", values, kind)


def test_the_accuracies_beside_the_models_are_the_same():
    compared = 0
    for name in list_models():
        facts = model_facts(name)
        for told in facts.published:
            figures = published(told.section or facts.section)
            if "test_acc" in figures:
                assert told.accuracy == figures["test_acc"].values, name
                compared += 1
    assert compared >= 10
    assert {build: MODEL_BUILDS[build] for build in BUILDS} == BUILDS


def test_a_large_whole_figure_is_shown_with_all_its_digits():
    figure = published("chapter_computer-vision/anchor")["num_anchors"]
    assert figure.shown(2_042_040) == "2,042,040"
    assert "inside 2,042,040 to 2,042,040" in str(Verdict(figure, 2_042_040.0))
