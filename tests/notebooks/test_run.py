"""What a notebook's cells call, and one notebook that runs from end to end."""

import types

import numpy as np
import pytest

from gluon_course import notebooks
from gluon_course.base.errors import ConfigError
from gluon_course.notebooks.pictures import NewPictures, svg_of


def test_begin_takes_the_next_free_folder(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    first = notebooks.begin("lenet", sample=True, seed=3)
    assert (str(first.out), first.seed, first.sample) == ("runs/lenet", 3, True)
    assert first.section == "chapter_convolutional-neural-networks/lenet"
    first.path("x").write_text("")
    assert str(notebooks.begin("5.5").out) == "runs/lenet-2"
    assert notebooks.begin("5.5", out=tmp_path / "mine").out == tmp_path / "mine"
    assert "runs/lenet-2" in capsys.readouterr().out


def test_begin_refuses_what_run_refuses(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match="lenet"):
        notebooks.begin("lenett")
    with pytest.raises(ConfigError, match="limit is 0"):
        notebooks.begin("lenet", limit=0)
    assert list(tmp_path.iterdir()) == []


def test_figures_stand_beside_the_published():
    result = types.SimpleNamespace(
        history=[{}], final={"epoch": 5, "test_acc": 0.7232, "seconds": 2.0}
    )
    table = notebooks.figures(result, "lenet")
    assert table.rows[0] == ("test_acc", "0.7232", "0.75 0.749 0.748 0.754")
    assert "| `epoch_s` | 2 | 1.7 |" in table._repr_markdown_()
    assert "published" in repr(table)
    sample = notebooks.figures(result, "lenet", has_sample=True)
    assert sample.rows[0] == ("test_acc", "0.7232", "")
    assert "课本" not in sample._repr_markdown_()


def test_figures_of_facts_leave_out_what_is_none():
    facts = {"a": {"b": 1, "c": [1.5, "x|y"]}, "net": object(), "big": np.zeros(99)}
    rows = notebooks.figures(facts, "lenet").rows
    assert [row[:2] for row in rows] == [
        *(("a.b", "1"), ("a.c", "[1.5, x|y]")),
        ("big", "array of shape (99,)"),
    ]


def test_new_pictures_are_those_of_the_last_cell(tmp_path):
    pictures = NewPictures(tmp_path)
    (tmp_path / "part").mkdir()
    drawn = tmp_path / "part" / "a.png"
    drawn.write_bytes(b"1")
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "curves.png").write_bytes(b"1")  # shown while it grew
    assert pictures.found() == [drawn]
    assert pictures.found() == []
    drawn.write_bytes(b"2")
    assert pictures.found() == [drawn]


def test_a_net_is_drawn_from_the_source_of_its_cell():
    pytest.importorskip("mxnet")
    source = 'notebooks.draw("lenet", shape=(1, 32, 32), num_classes=3)'
    assert svg_of(source).startswith("<svg")


def test_a_small_notebook_runs_and_a_wrong_one_says_where(tmp_path):
    for name in ("jupytext", "nbclient", "ipykernel"):
        pytest.importorskip(name)
    from gluon_course.base.chapters import find_section
    from gluon_course.notebooks.cells import code
    from gluon_course.notebooks.document import (
        is_untouched,
        make_notebook,
        notebook_text,
    )
    from gluon_course.notebooks.execute import execute

    begin = (
        "from gluon_course import notebooks\n"
        "run = notebooks.begin('lenet', 'mine', sample=True)"
    )
    draw = (
        "from gluon_course import viz\n"
        "viz.plot([0, 1], [[0, 1]], 'x', 'y', path=run.path('line.png'))"
    )
    cells = [code(begin), code(draw), code(f"{draw}\n1 + 1"), code("1 / 0")]
    cells[2] = code(cells[2].source.replace("[0, 1]]", "[1, 0]]"))
    made = make_notebook(find_section("lenet"), cells)
    with pytest.raises(ConfigError, match="Cell 4 ended with ZeroDivisionError"):
        execute(made, tmp_path, timeout_s=600)
    outputs = [each["outputs"] for each in made["cells"]]
    assert "mine" in outputs[0][0]["text"]
    kinds = [each["output_type"] for each in outputs[1] + outputs[2]]
    assert kinds == ["execute_result", "execute_result", "display_data"]
    assert "image/png" in outputs[1][0]["data"]  # the cell's value: shown once
    assert outputs[2][0]["data"]["text/plain"] == "2"
    assert "image/png" in outputs[2][1]["data"]  # it was written, and is no value
    assert (tmp_path / "mine" / "line.png").is_file()
    assert not is_untouched(notebook_text(made))
