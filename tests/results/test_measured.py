"""Measured figures as data: state, comparison, reading and writing."""

import dataclasses

import pytest

from gluon_course import results
from gluon_course.base.errors import DataError

LENET = "chapter_convolutional-neural-networks/lenet"


def run(seed=1, test_acc=0.75, differs=(), section=LENET):
    return results.Measured(
        section=section,
        seed=seed,
        figures={"test_acc": test_acc, "epoch_s": 5.0},
        settings={"lr": 0.9},
        differs=differs,
        command=f"gluon-course run lenet --seed {seed}",
        hardware={"processor": "x", "cores": 2},
        date="2026-11-29",
    )


def test_what_was_written_is_read_back(tmp_path):
    file = tmp_path / "a" / "lenet.json"
    results.add_measured(file, [run(2), run(1)])
    assert results.read_measured(file) == [run(1), run(2)]


def test_a_run_of_the_same_command_takes_the_place_of_the_older(tmp_path):
    file = tmp_path / "lenet.json"
    results.add_measured(file, [run(1, 0.7), run(2)])
    results.add_measured(file, [run(1, 0.76)])
    assert [each.figures["test_acc"] for each in results.read_measured(file)] == [
        0.76,
        0.75,
    ]


def test_no_file_is_no_run_and_a_damaged_one_an_error(tmp_path):
    assert results.read_measured(tmp_path / "none.json") == []
    file = tmp_path / "damaged.json"
    for content in ("{", "[]", '{"section": "x", "runs": [{"seed": 1}]}'):
        file.write_text(content)
        with pytest.raises(DataError, match="gluon-course report"):
            results.read_measured(file)


def test_states():
    assert results.state_of(LENET, [run()]) == ("measured", "")
    state, needs = results.state_of(LENET, [run(differs=("--sample",))])
    assert state == "stand-in" and needs
    assert results.state_of(LENET, [])[0] == "never run"
    both = [run(differs=("--sample",)), run(2)]
    assert results.state_of(LENET, both)[0] == "measured"


def test_figures_outside_the_published_spread_are_found():
    assert run().outside == []
    (verdict,) = run(test_acc=0.5).outside
    assert verdict.word == "below"


def test_a_stand_in_is_never_compared():
    stand_in = run(test_acc=0.5, differs=("--sample",))
    assert stand_in.verdicts == []
    rows = results.rows_of(LENET, [stand_in, run(2)])
    by_name = {figure.name: verdicts for figure, verdicts in rows}
    assert [each.value for each in by_name["test_acc"]] == [0.75]
    assert by_name["train_loss"] == []


def test_fields_are_those_of_the_files():
    names = {field.name for field in dataclasses.fields(results.Measured)}
    assert {"seed", "figures", "hardware", "date", "command"} <= names
