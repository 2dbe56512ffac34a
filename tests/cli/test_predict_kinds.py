"""``gluon-course predict``: each model is asked with the options of its kind only."""

import click
import pytest

from gluon_course.base.errors import ConfigError
from gluon_course.cli.predict import command
from gluon_course.cli.predict.kind import Kind, refuse_other_bytes, refuse_others


def test_no_task_and_no_parameter_belongs_to_two_kinds():
    tasks = [task for kind in command.KINDS for task in kind.tasks]
    names = [each.name for each in command.COMMON]
    assert len(set(tasks)) == len(tasks)
    assert len(set(names)) == len(names)
    for kind in command.KINDS:
        assert set(kind.shared) <= set(names) - {each.name for each in kind.params}


def test_every_predictor_has_a_kind():
    from gluon_course.predict.predictor import PREDICTORS

    assert set(PREDICTORS) <= {task for kind in command.KINDS for task in kind.tasks}


def test_every_kind_s_way_of_being_asked_is_told_after_a_run(tmp_path):
    from gluon_course.cli.runs.exporting import ASKED, how_to_ask

    spelled = {each.name: each for each in command.COMMON}
    for kind in command.KINDS:
        options = [spelled[name].opts[0] for name in kind.names]
        for task in kind.tasks:
            word = ASKED.get(task, "PICTURE").split()[0]
            assert word in options or kind is command.KINDS[0], task
    part = tmp_path / "runs" / "x" / "export" / "encoder"
    part.mkdir(parents=True)
    (part / "model.json").write_text('{"task": "translation"}')
    said = how_to_ask(part.parent)
    assert said == f"gluon-course predict {tmp_path}/runs/x --text SENTENCE"
    (part / "model.json").write_text('{"task": ""}')
    assert how_to_ask(part.parent) == ""


def test_an_option_of_another_kind_is_named_with_what_fits():
    kind = Kind(("poems",), "Poems", (click.Option(["--rhyme"]),), print, ("length",))
    spelled = {"rhyme": "--rhyme", "length": "--length", "top": "--top"}
    refuse_others(kind, "poems", ("rhyme", "length"), spelled)
    with pytest.raises(ConfigError, match=r"--top is nothing .* --rhyme, --length"):
        refuse_others(kind, "poems", ("rhyme", "top"), spelled)


def test_bytes_that_are_no_text_are_named():
    spelled = {"sentences": "--text", "analogies": "--analogy"}
    refuse_other_bytes({"sentences": ("été", "\U0001f600"), "top": 3}, spelled)
    latin = "été".encode("latin-1").decode("utf-8", "surrogateescape")
    with pytest.raises(ConfigError, match=r"--text .*udce9.* is not a text in UTF-8"):
        refuse_other_bytes({"sentences": ("a", latin)}, spelled)
    with pytest.raises(ConfigError, match="--analogy"):
        refuse_other_bytes({"analogies": (("a", "b", latin),)}, spelled)


def test_a_net_for_pictures_refuses_a_prefix(trained, cli):
    run, _ = trained
    answer = cli("predict", run, "--prefix", "the")
    assert answer.status == 2
    assert "--prefix is nothing for this model" in answer.err
    assert "classification" in answer.err and "IMAGE..." in answer.err


def test_a_net_for_pictures_wants_one(trained, cli):
    run, _ = trained
    answer = cli("predict", run)
    assert answer.status == 2
    assert "No picture is named" in answer.err


def test_the_help_has_a_heading_for_each_kind(cli):
    out = cli("predict", "--help").out
    for kind in command.KINDS:
        assert bool(kind.params) == (f"{kind.title}:" in out)
