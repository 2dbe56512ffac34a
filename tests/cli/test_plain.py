"""What sections return, as JSON and as rows of a table."""

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from gluon_course.cli.printing.figures import (
    best_of,
    differing_keys,
    facts_of,
    final_table,
    numbers_of,
)
from gluon_course.cli.printing.plain import leaves, plain, text


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (np.float32(0.5), 0.5),
        (np.int64(3), 3),
        (np.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
        (float("nan"), "nan"),
        ((1, "a", None), [1, "a", None]),
        ({"x": {1: Path("a/b")}}, {"x": {"1": "a/b"}}),
        ({"net": object(), "n": 1}, {"n": 1}),
        (object(), None),
        (None, None),
        (True, True),
    ],
)
def test_values_become_json(value, wanted):
    found = plain(value)
    assert found == wanted and type(found) is type(wanted)
    json.dumps(found, allow_nan=False)


def test_arrays_of_mxnet_become_lists():
    from mxnet import nd

    assert plain({"w": nd.array([1.5, 2])}) == {"w": [1.5, 2.0]}


def test_large_arrays_are_described():
    assert plain(np.ones((50, 50))) == {"shape": [50, 50], "mean": 1.0}


def test_a_training_becomes_its_final_figures():
    result = SimpleNamespace(history=[{"epoch": 1}], final={"epoch": 1, "loss": 0.5})
    assert plain({"gluon": result}) == {
        "gluon": {"epochs": 1, "final": {"epoch": 1, "loss": 0.5}}
    }


def test_lists_are_cut_names_later_than_numbers():
    assert text(list(range(9))) == "[0, 1, 2, 3, 4, 5, 6, 7, ..]"
    assert text(["name"] * 12).count("name") == 12
    assert text(["name"] * 25).endswith("name, ..]")


def test_rows_within_a_list_say_that_they_are_cut():
    assert text([list(range(11)), [1]]) == "[[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ..], [1]]"


def test_whole_numbers_in_lists_have_no_exponent():
    assert text([120000.0, -3.0, 0.25, 1e12]) == "[120000, -3, 0.25, 1e+12]"


def test_rows_name_nested_facts_and_cut_long_lists():
    rows = dict(leaves({"a": {"b": 0.5}, "c": list(range(20)), "d": "t", "e": None}))
    assert rows == {"a.b": 0.5, "c": list(range(20)), "d": "t"}
    assert (text(rows["a.b"]), text(rows["d"])) == ("0.5000", "t")
    assert text(rows["c"]) == "[0, 1, 2, 3, 4, 5, 6, 7, ..]"


def test_numbers_of_facts():
    facts = {"a": 1, "b": {"c": 0.5, "d": "x"}, "e": [1, 2], "f": True}
    assert numbers_of(facts) == {"a": 1, "b.c": 0.5}


def test_settings_that_differ_are_those_that_all_runs_have():
    settings = [{"lr": 1, "k": 2, "num_epochs": 1}, {"lr": 2, "k": 2, "num_epochs": 9}]
    assert differing_keys(settings) == ["lr"]
    assert differing_keys([*settings, {"k": 3}]) == ["k"]


def test_the_best_run_has_the_highest_accuracy_or_else_the_lowest_loss():
    runs = {"a": {"test_acc": 0.5, "test_loss": 1.0}, "b": {"test_acc": 0.75}, "c": {}}
    assert best_of(runs) == "b, test_acc 0.7500"
    runs = {"a": {"train_loss": 0.5}, "b": {"train_loss": 0.75}}
    assert best_of(runs) == "a, train_loss 0.5000"
    runs["a"]["valid_log_rmse"], runs["b"]["valid_log_rmse"] = 0.75, 0.25
    assert best_of(runs) == "b, valid_log_rmse 0.2500"
    assert best_of({"a": {"other": 1}}) == ""


def test_facts_stand_beside_the_figures_of_a_training(tmp_path):
    result = {"valid_log_rmse": 0.5, "scratch_test_acc": 0.25, "names": ["a"]}
    (tmp_path / "result.json").write_text(json.dumps({"result": result}))
    assert facts_of(tmp_path) == {"valid_log_rmse": 0.5, "scratch_test_acc": 0.25}
    (tmp_path / "scratch").mkdir()
    (tmp_path / "scratch/history.jsonl").write_text("")
    assert facts_of(tmp_path) == {"valid_log_rmse": 0.5}
    training = {"epochs": 1, "final": {"test_acc": 0.5}}
    (tmp_path / "result.json").write_text(json.dumps({"result": training}))
    assert facts_of(tmp_path) == {}
    assert facts_of(tmp_path / "none") == {}


def test_a_table_of_many_figures_keeps_within_the_width():
    row = {"epoch": 1, **{f"figure_number_{i}": 0.5 for i in range(20)}}
    text = final_table(["run"], [], [[]], [row])
    assert max(map(len, text.splitlines())) <= 80
