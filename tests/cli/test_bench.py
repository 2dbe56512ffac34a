"""``gluon-course bench inference``: what is measured and printed; never how fast."""

import json

import pytest

QUICK = "--batch-size 1,2 --seconds 0.01 --rounds 1"


@pytest.fixture(autouse=True)
def small_matrix(monkeypatch):
    from gluon_course.export.speed import measure as speed

    monkeypatch.setattr(speed, "MATRIX", 64)


def test_a_registered_model_is_measured(cli, tmp_path):
    answer = cli(
        f"bench inference mlp {QUICK} --json speed.json --forms imperative,hybridized"
    )
    assert answer.status == 0, answer.err
    for line in (
        "mlp: data (N, 1, 28, 28); 407 kop a sample",
        "batch 1, 1 rounds",
        "batch 2, 1 rounds",
        "Figures: speed.json",
    ):
        assert line in answer.out
    assert answer.out.count("\nhybridized ") == 2
    record = json.loads((tmp_path / "speed.json").read_text())
    assert record["model"] == "mlp" and "MXNet 1.9.1" in record["machine"]
    assert len(record["parts"][""]["speeds"]) == 4


def test_a_run_and_its_export_are_measured(cli, trained):
    run, _ = trained
    answer = cli(f"bench inference {run} {QUICK} --forms hybridized")
    assert answer.status == 0, answer.err
    assert "lenet_bn: data (N, 1, 28, 28)" in " ".join(answer.out.split())
    answer = cli(f"bench inference {run / 'export'} {QUICK} --forms imperative,fused")
    assert answer.status == 0, answer.err
    assert "imperative: An export is a graph" in answer.out
    answer = cli(f"bench inference {run / 'export'} --shape 1,32,32")
    assert answer.status == 2 and "--shape does not go with an export" in answer.err


def test_both_parts_of_a_translator_are_measured(cli):
    answer = cli(f"bench inference seq2seq {QUICK} --forms hybridized")
    assert answer.status == 0, answer.err
    for part in ("encoder", "step"):
        assert f", {part}: " in answer.out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("lenett", "Did you mean 'lenet'"),
        ("lenet --forms hybrid", "'hybrid' is not one of"),
        ("lenet --batch-size 1,0", "'0' is not a whole number of at least 1"),
        ("lenet --shape 1,28,x", "'x' is not a whole number"),
        ("lenet --shape 1,2,2", "cannot take an input of shape"),
        (".", "is not a run"),
    ],
)
def test_mistakes_are_named(cli, words, message):
    answer = cli(f"bench inference {words}")
    assert answer.status == 2
    assert message in " ".join(answer.err.split())


def test_help_names_every_form(cli):
    from gluon_course.cli.bench import FORMS
    from gluon_course.export.speed.forms import SPEED_FORMS

    assert set(FORMS) == set(SPEED_FORMS)
    out = cli("bench inference --help").out
    assert all(f"    {form} " in out for form in FORMS)
