"""``gluon-course compare``: figures side by side, curves in one picture."""

import json

import pytest


def test_figures_and_differing_settings_stand_side_by_side(cli, toys, tmp_path):
    cli("run", "toy", "--lr", ".25")
    cli("run", "toy", "--lr", ".5", "--epochs", "3")
    answer = cli("compare", "runs/toy", "runs/toy-2")
    assert answer.status == 0, answer.err
    lines = answer.out.splitlines()
    assert lines[0].split() == [
        "run",
        "lr",
        "epochs",
        "test_acc",
        "train_loss",
        "seconds",
    ]
    assert lines[2].split() == ["toy", "0.25", "2", "0.9167", "0.1250", "0.5000"]
    assert lines[3].split() == ["toy-2", "0.5", "3", "0.8750", "0.1667", "0.5000"]
    picture = tmp_path / "runs/compare-toy-toy-2.png"
    assert picture.read_bytes()[:4] == b"\x89PNG"
    assert "runs/compare-toy-toy-2.png" in answer.out


def test_json_and_the_place_of_the_picture(cli, toys, tmp_path):
    cli("run", "toy")
    cli("run", "toy", "--seed", "4")
    answer = cli("compare", "runs/toy", "runs/toy-2", "--json", "--picture", "a/b.png")
    rows = json.loads(answer.out)
    assert [row["settings"]["seed"] for row in rows] == [0, 4]
    assert rows[0]["final"]["test_acc"] == pytest.approx(1 - 0.5 / 3)
    assert (tmp_path / "a/b.png").is_file()


def test_runs_with_the_same_name_are_told_apart(cli, toys, tmp_path):
    cli("run", "toy", "--out", "a/toy")
    cli("run", "toy", "--out", "b/toy")
    out = cli("compare", "a/toy", "b/toy").out
    assert "a/toy" in out and "b/toy" in out


@pytest.mark.parametrize(
    ("runs", "says"),
    [
        (["runs/toy"], "One training is nothing to compare"),
        (["runs/toy", "runs/toy"], "One training is nothing to compare"),
        (["runs/toy", "runs/shown"], "runs/shown has no history"),
        (["runs/toy", "runs/none"], "There is no folder runs/none"),
        (["runs/toy", "runs"], "is not a run"),
    ],
)
def test_mistakes(cli, toys, runs, says):
    cli("run", "toy")
    cli("run", "shown")
    answer = cli("compare", *runs)
    assert answer.status == 2
    assert says in " ".join(answer.err.split())
