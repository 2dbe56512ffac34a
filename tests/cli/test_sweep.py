"""``gluon-course sweep``: grids, their folders, table and picture."""

import json

import pytest

from gluon_course.cli.sweep import repeat_options


@pytest.mark.parametrize(
    ("typed", "parsed"),
    [
        ("--lr .1 .3", "--lr .1 --lr .3"),
        ("--lr .1 --lr .3 .9", "--lr .1 --lr .3 --lr .9"),
        ("--lr=.1 .3", "--lr=.1 --lr .3"),
        ("--shift -1 -2.5e-3 --quiet", "--shift -1 --shift -2.5e-3 --quiet"),
        ("--mode a --lr 1 2 --out x", "--mode a --lr 1 --lr 2 --out x"),
        ("--mode a b", "--mode a b"),
        ("--quiet", "--quiet"),
    ],
)
def test_each_value_gets_its_option(typed, parsed):
    assert repeat_options(typed.split(), {"--lr", "--shift"}) == parsed.split()


def test_every_combination_runs_in_a_folder_of_its_own(cli, toys, tmp_path):
    answer = cli("sweep toy --lr .25 .5 --batch-size 2 4 --epochs 3")
    assert answer.status == 0, answer.err
    seen = [(each["lr"], each["batch_size"], each["num_epochs"]) for each in toys()]
    assert seen == [(0.25, 2, 3), (0.25, 4, 3), (0.5, 2, 3), (0.5, 4, 3)]
    folder = tmp_path / "runs/toy-sweep"
    names = [f"lr-{lr}_batch-size-{size}" for lr in (0.25, 0.5) for size in (2, 4)]
    for name in names:
        assert (folder / name / "history.jsonl").is_file()
    assert (folder / "sweep.png").read_bytes()[:4] == b"\x89PNG"
    rows = {line.split()[0]: line.split()[1:] for line in table(answer.out)}
    assert set(rows) == set(names)
    # the toy's accuracy after 3 epochs is 1 - lr / 4
    assert rows[names[0]][:2] == ["3", "0.9375"]
    assert f"Best: {names[0]}, test_acc 0.9375" in answer.out
    assert len(json.loads((folder / "sweep.json").read_text())) == 4


def test_values_that_are_nearly_equal_keep_apart_and_equal_ones_run_once(
    cli, toys, tmp_path
):
    assert cli("sweep toy --lr .1 .10000001 .1 1").status == 0
    names = {each.name for each in (tmp_path / "runs/toy-sweep").glob("lr-*")}
    assert names == {"lr-0.1", "lr-0.10000001", "lr-1"}
    assert len(toys()) == 3


def test_seeds_can_be_swept(cli, toys):
    assert cli("sweep toy --seed 1 2 3").status == 0
    assert [each["seed"] for each in toys()] == [1, 2, 3]


def test_a_diverged_run_is_noted_and_the_others_go_on(cli, toys, tmp_path):
    answer = cli("sweep toy --lr 500 .5")
    assert answer.status == 0
    assert "Stopped: The loss is not finite" in answer.out
    assert len(toys()) == 2
    assert any(line.split()[:2] == ["lr-500", "-"] for line in table(answer.out))
    outcomes = json.loads((tmp_path / "runs/toy-sweep/sweep.json").read_text())
    assert [bool(each["problem"]) for each in outcomes] == [True, False]


def test_a_mistake_that_all_runs_share_stops_the_sweep(cli, toys, tmp_path):
    answer = cli("sweep toy --lr .1 .2 --mode missing")
    assert answer.status == 2
    assert "The data are missing" in answer.err
    assert len(toys()) == 1


def test_resume_runs_what_is_missing(cli, toys, tmp_path):
    cli("sweep toy --lr .1 .2 --seed 7 --batch-size 4")
    answer = cli("sweep toy --lr .1 .2 .3 --resume")
    assert answer.status == 0, answer.err
    assert answer.out.count("finished before") == 2
    assert [each["lr"] for each in toys()] == [0.1, 0.2, 0.3]
    assert toys()[2]["seed"] == 7 and toys()[2]["batch_size"] == 4
    assert not (tmp_path / "runs/toy-sweep-2").exists()


def test_ctrl_c_says_how_to_go_on(cli, toys):
    answer = cli("sweep toy --lr .1 .2 --mode interrupt")
    assert answer.status == 130
    assert "gluon-course sweep toy --resume --out runs/toy-sweep" in answer.err


def test_more_epochs_extend_every_run(cli, toys):
    cli("sweep toy --lr .1 .2")
    assert cli("sweep toy --resume --epochs 5").status == 0
    assert [each["num_epochs"] for each in toys()] == [2, 2, 5, 5]
    assert [each["resume"] for each in toys()[2:]] == [True, True]


@pytest.mark.parametrize("words", ["", "--lr .1", "--quiet --seed 4"])
def test_a_sweep_without_two_values_is_a_mistake(cli, toys, tmp_path, words):
    answer = cli("sweep", "toy", *words.split())
    assert answer.status == 2
    assert "no option has two values" in answer.err
    assert not list(tmp_path.glob("runs/*"))


def test_figures_of_a_section_that_trains_nothing_are_drawn_by_value(
    cli, toys, tmp_path
):
    answer = cli("sweep shown --size 3 1 2")
    assert answer.status == 0, answer.err
    assert [line.split()[-1] for line in table(answer.out)] == ["3", "1", "2"]
    assert (tmp_path / "runs/shown-sweep/sweep.png").is_file()


def test_force_replaces_a_sweep_and_keeps_notes(cli, toys, tmp_path):
    cli("sweep toy --lr .1 .2 --out mine")
    (tmp_path / "mine/lr-0.1/notes.txt").write_text("mine")
    assert cli("sweep toy --lr .3 .4 --out mine").status == 2
    assert cli("sweep toy --lr .3 .4 --out mine --force").status == 0
    names = {each.name for each in (tmp_path / "mine").iterdir() if each.is_dir()}
    assert names == {"lr-0.1", "lr-0.3", "lr-0.4"}
    left = {each.name for each in (tmp_path / "mine/lr-0.1").iterdir()}
    assert left == {"notes.txt"}


def table(out):
    """Rows of the last table."""
    lines = out.splitlines()
    start = max(i for i, line in enumerate(lines) if line.startswith("---"))
    rows = []
    for line in lines[start + 1 :]:
        if line.startswith(("Best", "Curves", "Each")):
            break
        rows.append(line)
    return rows
