"""Chapter 3 at tiny size: each script shows one fact of its section."""

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from gluon_course.base.errors import TrainingError
from gluon_course.results import compare

FOLDER = "chapter_deep-learning-basics"


def are_published(slug, facts):
    """All figures that the text prints are among the facts, and inside its range."""
    verdicts = compare(f"{FOLDER}/{slug}", facts)
    outside = [str(each) for each in verdicts if each.is_inside is False]
    return len(verdicts) >= 4 and not outside


def test_3_1_the_vector_sum_is_quicker_and_the_same(run_section):
    facts = run_section("3.1")
    assert facts["is_equal"] is True
    assert facts["times_faster"] > 3
    assert facts["broadcast"].asnumpy().tolist() == [11, 11, 11]


def test_3_2_descent_finds_the_true_parameters(run_section, tmp_path):
    facts = run_section("3.2")
    assert are_published("linear-regression-scratch", facts), facts
    assert len((tmp_path / "history.jsonl").read_text().splitlines()) == 3
    assert (tmp_path / "data.png").stat().st_size > 0


def test_3_2_a_huge_learning_rate_stops_with_the_reason(run_section, tmp_path):
    with pytest.raises(TrainingError, match=r"epoch 1 .*learning rate 10\.0"):
        run_section("3.2", lr=10.0)
    assert not (tmp_path / "history.jsonl").exists()


def test_3_3_gluon_finds_them_too(run_section):
    facts = run_section("3.3")
    assert are_published("linear-regression-gluon", facts), facts
    slow = run_section("3.3", lr=0.003)
    assert slow["loss"] > 100 * facts["loss"]  # three epochs are not enough


def test_3_5_the_sample_says_that_it_is_not_fashion_mnist(run_section, tmp_path):
    facts = run_section("3.5", batch_size=256)
    assert (facts["num_train"], facts["num_test"]) == (1437, 360)
    assert facts["feature_shape"] == (28, 28, 1)
    assert facts["label_type"] == "int32"
    assert facts["num_batches"] == 6 and facts["last_batch"] == (157, 1, 28, 28)
    assert (tmp_path / "first-nine.png").stat().st_size > 0


def test_3_6_an_untrained_net_guesses_and_a_trained_one_does_not(run_section, tmp_path):
    facts = run_section("3.6", num_epochs=5)
    assert facts["untrained_test_acc"] < 0.3
    assert facts["test_acc"] > 0.85
    for name in ("history.jsonl", "curves.png", "predictions.png"):
        assert (tmp_path / name).stat().st_size > 0


def test_3_6_a_huge_learning_rate_stops_with_the_reason(run_section):
    with pytest.raises(TrainingError, match=r"epoch 1 .*learning rate 1000"):
        run_section("3.6", num_epochs=1, lr=1000.0)


def test_3_7_ends_where_the_scratch_version_ends(run_section):
    scratch = run_section("3.6", num_epochs=5)
    gluon = run_section("3.7", num_epochs=5).final
    for name in ("train_loss", "train_acc", "test_acc"):
        assert gluon[name] == pytest.approx(scratch[name], abs=0.05), name


def test_3_8_the_sigmoid_passes_a_quarter_of_the_gradient_at_most(
    run_section, tmp_path
):
    facts = run_section("3.8")
    assert facts["relu_grad_max"] == 1
    assert facts["sigmoid_grad_max"] == pytest.approx(0.25, abs=1e-4)
    assert facts["tanh_grad_max"] == pytest.approx(1, abs=1e-4)
    for name in ("relu", "sigmoid", "tanh"):
        assert (tmp_path / f"{name}.png").stat().st_size > 0


def test_3_9_a_hidden_layer_fits_better_than_none(run_section):
    settings = {"num_epochs": 8, "lr": 0.1, "batch_size": 32}
    without = run_section("3.6", **settings)
    hidden = run_section("3.9", **settings)
    assert hidden["train_loss"] < without["train_loss"]
    assert hidden["test_acc"] > 0.9


def test_3_10_ends_where_the_scratch_version_ends(run_section):
    settings = {"num_epochs": 8, "lr": 0.1, "batch_size": 32}
    scratch = run_section("3.9", **settings)
    result = run_section("3.10", **settings)
    assert result.final["train_loss"] == pytest.approx(scratch["train_loss"], rel=0.2)
    assert result.final["test_acc"] == pytest.approx(scratch["test_acc"], abs=0.05)
    count = sum(np.prod(p.shape) for p in result.net.collect_params().values())
    assert count == 203_530


def test_3_11_the_text_s_three_fits_are_reproduced(run_section, tmp_path):
    facts = run_section("3.11")  # seed 0 gives the 200 points of the text
    assert are_published("underfit-overfit", facts), facts
    learnt = [*facts["cubic_w"].asnumpy(), facts["cubic_b"]]
    np.testing.assert_allclose(learnt, [1.33, -3.36, 5.56, 4.95], atol=0.01)
    for name in ("cubic", "linear", "few"):
        assert (tmp_path / f"{name}.png").stat().st_size > 0


def test_3_12_only_decay_makes_the_weights_small(run_section, tmp_path):
    facts = run_section("3.12", num_epochs=40)
    for part in ("scratch", "gluon"):
        assert facts[f"{part}_norm"] > 10
        assert facts[f"{part}_norm_decayed"] < 0.2
    for name in ("scratch-0", "scratch-3", "gluon-0", "gluon-3"):
        assert (tmp_path / f"{name}.png").stat().st_size > 0


def test_3_12_a_huge_decay_stops_with_the_reason(run_section):
    with pytest.raises(TrainingError, match=r"epoch 5 is nan"):
        run_section("3.12", num_epochs=5, lambd=1e9)


def test_3_13_dropout_is_noise_in_training_only(run_section):
    settings = {"num_epochs": 5, "lr": 0.1, "batch_size": 16}
    with_dropout = run_section("3.13", **settings)
    without = run_section("3.13", drop_prob1=0.0, drop_prob2=0.0, **settings)
    for part in ("scratch_", ""):
        assert with_dropout[f"{part}train_loss"] > without[f"{part}train_loss"]
        assert with_dropout[f"{part}test_acc"] > 0.85
    X = np.arange(16).reshape(2, 8)
    np.testing.assert_array_equal(with_dropout["dropout_0"].asnumpy(), X)
    half = with_dropout["dropout_0.5"].asnumpy()
    np.testing.assert_array_equal(half[half > 0], 2 * X[half > 0])
    assert not with_dropout["dropout_1"].asnumpy().any()


@pytest.fixture
def houses(tmp_path, monkeypatch):
    """Forty houses for training and ten without a price, in the competition's form."""
    rng = np.random.default_rng(0)
    folder = tmp_path / "data"
    folder.mkdir()
    rows = [["Id", "LotArea", "Street", "SalePrice"]]
    for number in range(1, 51):
        area = rng.integers(50, 150)
        street = rng.choice(["Pave", "Grvl", "NA"])
        rows.append([number, "NA" if number % 9 == 0 else area, street, area + 20])
    parts = {"train": rows[:41], "test": [row[:3] for row in rows[:1] + rows[41:]]}
    for part, content in parts.items():
        path = folder / f"kaggle_house_pred_{part}.csv"
        with path.open("w", newline="") as stream:
            csv.writer(stream).writerows(content)
    monkeypatch.setattr(
        "gluon_course.data.kaggle_house.locate_file", lambda _, name: folder / name
    )


def test_3_16_folds_are_averaged_and_the_submission_is_written(
    run_section, houses, tmp_path
):
    settings = {"k": 2, "batch_size": 5, "lr": 4.0}
    start = run_section("3.16", num_epochs=1, **settings)
    facts = run_section("3.16", num_epochs=15, **settings)
    folds = [facts[f"fold_{i}"] for i in (1, 2)]
    assert facts["valid_log_rmse"] == pytest.approx(np.mean(folds))
    assert facts["valid_log_rmse"] < 0.5 * start["valid_log_rmse"]
    # two houses of twenty to a leaf are too few: the trees give all the mean, and their
    # error is the spread of the logarithms
    assert facts["trees_train_log_rmse"] == start["trees_train_log_rmse"]
    assert 0.2 < facts["trees_train_log_rmse"] < 0.35
    with (tmp_path / "submission.csv").open() as stream:
        rows = list(csv.reader(stream))
    assert rows[0] == ["Id", "SalePrice"]
    assert [int(row[0]) for row in rows[1:]] == list(range(41, 51))
    assert all(float(price) > 0 for _, price in rows[1:])
    assert (tmp_path / "fold-2.png").stat().st_size > 0


@pytest.mark.slow
def test_3_16_the_published_log_rmse_is_reached(run_section):
    root = os.environ.get("GLUON_COURSE_DATA")
    if not root or not Path(root, "kaggle_house_pred_train.csv").is_file():
        pytest.skip("GLUON_COURSE_DATA does not hold the house prices")
    facts = run_section("3.16")
    assert are_published("kaggle-house-price", facts), facts
    assert 0.127 < facts["trees_valid_log_rmse"] < 0.131 < facts["valid_log_rmse"]
