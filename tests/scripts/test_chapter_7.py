"""Chapter 7 at tiny size: each script shows one fact of its section."""

import os
from pathlib import Path

import pytest

from gluon_course.base.errors import ConfigError, TrainingError
from gluon_course.results import compare, published

FOLDER = "chapter_optimization"
SMALL = {"limit": 300, "batch_size": 20, "num_epochs": 2}


def are_published(slug, facts, kinds):
    """All figures of these kinds that the text prints, inside their ranges."""
    verdicts = [
        each for each in compare(f"{FOLDER}/{slug}", facts) if each.figure.kind in kinds
    ]
    wanted = [
        each for each in published(f"{FOLDER}/{slug}").values() if each.kind in kinds
    ]
    outside = [str(each) for each in verdicts if not each.is_inside]
    return len(verdicts) == len(wanted) > 0 and not outside


def test_7_1_the_curve_has_two_minima_and_the_saddle_curves_both_ways(
    run_section, tmp_path
):
    facts = run_section("7.1")
    assert facts["local_minimum"] == pytest.approx(-0.274, abs=0.01)
    assert facts["global_minimum"] == pytest.approx(1.09, abs=0.01)
    assert facts["global_value"] < facts["local_value"]
    assert facts["least_curvature"] < 0 < facts["greatest_curvature"]
    for name in ("minima", "saddle-curve", "saddle-surface"):
        assert (tmp_path / f"{name}.png").stat().st_size > 0


def test_7_1_too_few_points_are_named(run_section):
    with pytest.raises(ConfigError, match="4 points show 1 of the 2 minima"):
        run_section("7.1", num_points=4)


def test_7_2_the_printed_ends_are_reached(run_section, tmp_path):
    facts = run_section("7.2")
    assert are_published("gd-sgd", facts, ("value",)), facts
    assert (tmp_path / "sgd.png").stat().st_size > 0


def test_7_2_noise_moves_the_end_and_its_absence_does_not(run_section):
    first, second = (run_section("7.2", seed=seed)["sgd_x1"] for seed in (1, 2))
    assert first != second
    assert run_section("7.2", noise=0.0, seed=1) == run_section(
        "7.2", noise=0.0, seed=2
    )


def test_7_3_smaller_batches_learn_more_in_an_epoch_and_take_longer(
    run_section, tmp_path
):
    facts = run_section("7.3", **SMALL)
    assert facts["minibatch_loss"] == pytest.approx(facts["gluon_loss"], abs=0.05)
    assert facts["sgd_s"] > facts["gd_s"]
    assert facts["data"] == "made-up rows"
    whole = run_section("7.3", **{**SMALL, "batch_size": 300})
    assert whole["minibatch_loss"] > facts["minibatch_loss"] + 0.05
    assert (tmp_path / "losses.png").stat().st_size > 0


def test_7_4_momentum_survives_the_rate_that_descent_does_not(run_section, tmp_path):
    facts = run_section("7.4", **SMALL)
    assert are_published("momentum", facts, ("value",)), facts
    assert abs(facts["gd_0.6_x2"]) > 1000 and abs(facts["momentum_0.6_x2"]) < 0.01
    for name in ("gd-0.6", "momentum-0.6", "losses"):
        assert (tmp_path / f"{name}.png").stat().st_size > 0


@pytest.mark.parametrize(("number", "slug"), [("7.5", "adagrad"), ("7.6", "rmsprop")])
def test_7_5_and_7_6_end_where_the_text_prints_it(run_section, number, slug):
    facts = run_section(number, **SMALL)
    assert are_published(slug, facts, ("value",)), facts
    assert facts["loss"] == pytest.approx(facts["gluon_loss"], abs=0.05)


def test_7_7_without_eps_the_first_steps_are_nothing(run_section):
    usual = run_section("7.7", **SMALL)
    tiny = run_section("7.7", eps=1e-12, **SMALL)
    for name in ("loss", "gluon_loss"):
        assert tiny[name] > 0.4 and usual[name] < tiny[name]


def test_7_8_adam_and_yogi_learn_alike(run_section, tmp_path):
    facts = run_section("7.8", **{**SMALL, "num_epochs": 10})
    for name in ("gluon_loss", "yogi_loss"):
        assert facts[name] == pytest.approx(facts["loss"], abs=0.05)
    assert facts["loss"] < 0.35
    assert (tmp_path / "losses.png").stat().st_size > 0


def test_a_rate_that_diverges_ends_with_the_reason(run_section):
    with pytest.raises(TrainingError, match="learning rate 50"):
        run_section("7.3", lr=50.0, **SMALL)


def test_v2_11_11_a_schedule_sets_the_rates_of_its_epochs(run_section, tmp_path):
    result = run_section(
        "v2:11.11", schedule="factor-at", unit="epoch", num_epochs=2, batch_size=64
    )
    assert [row["lr"] for row in result.history] == [0.5, 0.5]
    for name in ("none", "square-root", "factor", "factor-at", "cosine", "warm-up"):
        assert (tmp_path / f"{name}.png").stat().st_size > 0


def test_v2_11_11_counted_in_updates_the_square_root_has_fallen_far(run_section):
    settings = {"schedule": "square-root", "num_epochs": 1, "batch_size": 64}
    # 1437 pictures: 23 updates
    assert run_section("v2:11.11", **settings).final["lr"] == pytest.approx(
        0.1 / 23**0.5
    )


def test_v2_11_11_an_unknown_schedule_is_told_the_known(run_section):
    with pytest.raises(ConfigError, match="cosine"):
        run_section("v2:11.11", schedule="cosin")
    with pytest.raises(ConfigError, match="epoch, update"):
        run_section("v2:11.11", unit="hour")


@pytest.fixture
def real_rows():
    root = os.environ.get("GLUON_COURSE_DATA")
    if not root or not Path(root, "airfoil_self_noise.dat").is_file():
        pytest.skip("GLUON_COURSE_DATA does not hold the airfoil file")


@pytest.mark.parametrize(
    "slug", ["minibatch-sgd", "momentum", "adagrad", "rmsprop", "adadelta", "adam"]
)
def test_losses_on_the_airfoil_are_inside_the_published_range(
    run_section, real_rows, slug
):
    facts = run_section(slug, sample=False)
    assert facts["data"] == "airfoil"
    assert are_published(slug, facts, ("loss",)), facts
