"""The figures of a run beside the published ones."""

from types import SimpleNamespace

import pytest

from gluon_course.cli.runs.summary import _say_next, figures_table


def table_of(result, name="chapter_optimization/momentum"):
    job = SimpleNamespace(kind="run", name=name, settings=())
    start = SimpleNamespace(record=SimpleNamespace(options={}, settings={}))
    return figures_table(job, start, result)


def test_the_value_is_judged_not_what_is_left_of_it_in_the_table():
    table = table_of({"gd_0.4_x1": -0.9434666458})
    assert "-0.943467  -0.943467  inside" in table
    assert "below" in table_of({"gd_0.4_x1": -0.943468501})


def test_figures_that_the_text_does_not_print_stand_alone():
    table = table_of({"gd_0.4_x1": -0.9434666458, "ours": 0.25})
    row = next(line for line in table.splitlines() if line.startswith("ours"))
    assert row.split() == ["ours", "0.2500"]


def test_an_exact_figure_is_no_range():
    table = table_of({"grad_1": 4.0}, "chapter_prerequisite/autograd")
    assert table.splitlines()[-1].split() == ["grad_1", "4", "4", "inside", "4"]


def test_a_long_value_goes_on_below_and_loses_nothing():
    names = [f"name_{i}_of_many" for i in range(8)]
    table = table_of({"first": names, "last": 1})
    lines = table.splitlines()[2:]
    assert max(map(len, lines)) <= 80 and lines[1].startswith(" " * 7)
    assert all(name in table for name in names) and lines[-1].split() == ["last", "1"]


def test_a_long_value_leaves_room_for_the_verdict():
    measured = {"scratch_test_acc": 0.8417, "dropped": [[1] * 8] * 2}
    table = table_of(measured, "chapter_deep-learning-basics/dropout")
    lines = table.splitlines()
    assert "below 0.85-0.87" in lines[2] and max(map(len, lines)) <= 80
    assert "[[1, 1, 1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1, 1]]" in lines[3]


def test_a_long_value_may_be_the_last():
    measured = {"scratch_test_acc": 0.8417, "names": ["a_long_name"] * 20}
    table = table_of(measured, "chapter_deep-learning-basics/dropout")
    assert table.count("a_long_name") == 20


def test_a_value_of_many_lines_is_cut_and_says_so():
    lines = table_of({"first": "word " * 200}).splitlines()[2:]
    assert len(lines) == 6 and lines[-1].endswith("..")


def test_figures_that_are_not_shown_are_counted():
    lines = table_of({f"n_{i}": i for i in range(50)}).splitlines()
    assert "and 10 more  in result.json" in lines[-1]


def test_a_changed_setting_takes_the_verdict_away():
    job = SimpleNamespace(
        kind="run",
        name="chapter_optimization/momentum",
        settings=[SimpleNamespace(name="lr", default=1, option="--lr")],
    )
    record = SimpleNamespace(options={}, settings={"lr": 2})
    table = figures_table(job, SimpleNamespace(record=record), {"gd_0.4_x1": -0.94})
    assert "inside" not in table and "Published without --lr 2" in table


@pytest.mark.parametrize(
    ("task", "data", "is_named"),
    [
        ("YOLO", {}, True),
        ("Segmentation", {}, True),
        ("Classification", {"vocab": ["a"]}, False),
        ("LanguageModel", {"vocab": ["a"]}, False),
    ],
)
def test_eval_is_named_where_it_can_judge(tmp_path, capsys, task, data, is_named):
    export = tmp_path / "export"
    export.mkdir()
    (export / "model.json").write_text('{"task": "detection"}')
    trained = SimpleNamespace(
        folder=tmp_path, config={"task": {"name": task}}, data=data
    )
    start = SimpleNamespace(record=SimpleNamespace(settings={}))
    _say_next(None, start, [trained], [export])
    said = capsys.readouterr().out
    assert (f"gluon-course eval {tmp_path}" in said) == is_named
    assert f"gluon-course predict {tmp_path} PICTURE" in said
