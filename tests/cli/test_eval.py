"""``gluon-course eval``: the accuracy of the history again, tables and pictures."""

import json

import numpy as np
import pytest


@pytest.fixture
def evaluated(trained, cli):
    folder, _ = trained
    return folder, cli("eval", folder)


def test_the_accuracy_is_that_of_the_history(evaluated):
    folder, answer = evaluated
    last = json.loads((folder / "history.jsonl").read_text().splitlines()[-1])
    found = json.loads((folder / "eval/eval.json").read_text())
    assert found["test_acc"] == pytest.approx(last["test_acc"], abs=1e-6)
    assert found["test_loss"] == pytest.approx(last["test_loss"], rel=1e-4)
    assert f"test accuracy {last['test_acc']:.4f}" in answer.out


def test_the_matrix_counts_every_test_picture_once(evaluated):
    folder, _ = evaluated
    found = json.loads((folder / "eval/eval.json").read_text())
    matrix = np.array(found["confusion"])
    assert matrix.sum(axis=1).tolist() == [36] * 10
    assert matrix.trace() / 360 == pytest.approx(found["test_acc"])
    for i, row in enumerate(found["classes"]):
        assert row["recall"] == pytest.approx(matrix[i, i] / 36)


def test_pictures_are_written(evaluated):
    folder, answer = evaluated
    for name in ("confusion.png", "mistakes.png"):
        assert (folder / "eval" / name).read_bytes()[:4] == b"\x89PNG"
    assert "confusion.png mistakes.png eval.json" in answer.out


def test_out_and_checkpoint_can_be_chosen(trained, cli, tmp_path):
    folder, _ = trained
    words = ["--out", "elsewhere", "--checkpoint", "best", "--batch-size", 100]
    assert cli("eval", folder, *words).status == 0
    found = json.loads((tmp_path / "elsewhere/eval.json").read_text())
    rows = [json.loads(x) for x in (folder / "history.jsonl").read_text().splitlines()]
    best = max(row["test_acc"] for row in rows)
    assert found["test_acc"] == pytest.approx(best, abs=1e-6)


def test_a_run_that_trained_nothing_cannot_be_evaluated(cli, toys):
    cli("run", "shown")
    answer = cli("eval", "runs/shown")
    assert answer.status == 2
    assert "keeps no trained net" in answer.err


def test_a_file_in_the_place_of_the_folder_is_a_mistake(trained, cli, tmp_path):
    folder, _ = trained
    (tmp_path / "notes.txt").write_text("mine")
    answer = cli("eval", folder, "--out", "notes.txt")
    assert answer.status == 2
    assert "a file is where a folder should be" in " ".join(answer.err.lower().split())
    assert (tmp_path / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("name", ["missing", "."])
def test_a_folder_that_is_no_run_is_a_mistake(cli, name):
    answer = cli("eval", name)
    assert answer.status == 2
    assert "Traceback" not in answer.err


def test_a_damaged_checkpoint_is_named(trained, cli, tmp_path):
    import shutil

    folder, _ = trained
    shutil.copytree(folder, tmp_path / "damaged")
    for file in (tmp_path / "damaged/checkpoints").glob("*/net.params"):
        file.write_bytes(file.read_bytes()[:-7])
    answer = cli("eval", "damaged")
    assert answer.status == 2
    assert "no whole checkpoint" in answer.err
