"""Several workers train as one process does, on real servers."""

import json

import numpy as np
import pytest

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]
FIGURES = ("train_loss", "train_acc", "test_loss", "test_acc")


def read(out, rank=0):
    return json.loads((out / f"figures-{rank}.json").read_text())


def assert_same(figures, others, names=FIGURES):
    for optimizer, row in figures.items():
        other = others[optimizer]
        np.testing.assert_allclose(
            row["parameters"], other["parameters"], rtol=0, atol=1e-5
        )
        for name in names:
            assert row["final"][name] == pytest.approx(other["final"][name], rel=1e-5)


def test_two_workers_are_one_process_with_twice_the_batch(finish, tmp_path):
    finish(tmp_path / "two", "-n", "2", "-s", "2", optimizers="sgd,adam")
    finish(tmp_path / "one", batch_size=16, optimizers="sgd,adam")
    # 70 samples: the last step has 6, of which the second worker has none
    assert_same(read(tmp_path / "two"), read(tmp_path / "one"))
    assert_same(read(tmp_path / "two"), read(tmp_path / "two", rank=1))
    assert not (tmp_path / "two" / "sgd" / "config.json").is_symlink()
    assert sorted(each.name for each in (tmp_path / "two" / "sgd").iterdir()) == [
        ".lock",
        "checkpoints",
        "config.json",
        "curves.png",
        "history.jsonl",
    ]


def test_workers_that_accumulate_are_one_process_with_a_batch_so_many_times_larger(
    finish, tmp_path
):
    options = {"batch_size": 4, "optimizers": "sgd,adam", "ACCUMULATE": "2"}
    finish(tmp_path / "two", "-n", "2", "-s", "2", **options)
    finish(tmp_path / "one", batch_size=16, optimizers="sgd,adam")
    # 70 samples, 18 batches: for the last of 5 steps each worker has one, of 4 and 2
    assert_same(read(tmp_path / "two"), read(tmp_path / "one"))
    assert_same(read(tmp_path / "two"), read(tmp_path / "two", rank=1))


def test_another_number_of_workers_goes_on(finish, tmp_path):
    finish(tmp_path / "whole", batch_size=24, epochs=4, optimizers="adam")
    finish(tmp_path / "parts", "-n", "3", batch_size=8, epochs=2, optimizers="adam")
    finish(tmp_path / "parts", "-n", "2", batch_size=12, epochs=3, optimizers="adam")
    finish(tmp_path / "parts", batch_size=24, epochs=4, optimizers="adam")
    assert_same(read(tmp_path / "parts"), read(tmp_path / "whole"))


@pytest.mark.parametrize("kvstore", ["dist_sync", "dist_async"])
def test_compressed_gradients_train_and_figures_stay_whole(finish, tmp_path, kvstore):
    options = ("-n", "2", "--kvstore", kvstore, "--gradient-compression", "2bit:0.1")
    finish(tmp_path, *options, epochs=6, optimizers="statistics")
    for rank in (0, 1):  # all have the same net, its running statistics too
        row = read(tmp_path, rank)["statistics"]["final"]
        assert row["test_acc"] > 0.7
        assert row["test_acc"] * 70 == pytest.approx(round(row["test_acc"] * 70))
    assert_same(read(tmp_path), read(tmp_path, rank=1))


def test_workers_of_dist_async_end_with_the_parameters_of_the_servers(finish, tmp_path):
    finish(tmp_path, "-n", "2", "-s", "2", "--kvstore", "dist_async", epochs=6)
    assert_same(read(tmp_path), read(tmp_path, rank=1))
    assert read(tmp_path)["sgd"]["final"]["test_acc"] > 0.8
