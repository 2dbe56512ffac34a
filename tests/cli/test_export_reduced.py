"""``gluon-course export RUN --to int8,bf16``: calibrated, judged, perhaps refused."""

import json

import numpy as np
import pytest

from gluon_course.base.instructions import has_bfloat16


@pytest.fixture
def written(trained, cli, tmp_path):
    """The answer of an int8 export of the run, and its model.json."""
    folder, _ = trained
    answer = cli(
        *("export", folder, "--to", "int8", "--calibration", 64, "--out", "small"),
        *("--max-drop", 1),
    )
    assert answer.status == 0, answer.err
    return answer, json.loads((tmp_path / "small/model.json").read_text())


def test_accuracy_before_is_that_of_eval(trained, cli, written, tmp_path):
    folder, _ = trained
    answer, meta = written
    assert cli("eval", folder, "--out", "judged").status == 0
    evaluated = json.loads((tmp_path / "judged/eval.json").read_text())
    judged = meta["reduced"]["judged"]
    assert judged["before"] == pytest.approx(evaluated["test_acc"], abs=1e-9)
    assert abs(judged["after"] - judged["before"]) < 0.1
    assert meta["reduced"]["calibration"]["samples"] == 64
    assert f"accuracy {judged['before']:.4f} in float32" in answer.out
    assert "5 layers in int8" in answer.out


def test_predict_asks_an_int8_export(trained, cli, written, tmp_path):
    import cv2

    picture = np.random.RandomState(0).randint(0, 256, (28, 28), np.uint8)
    cv2.imwrite(str(tmp_path / "a.png"), picture)
    answer = cli("predict small a.png --json")
    assert answer.status == 0
    folder, _ = trained
    whole = cli("predict", folder, "a.png", "--json")
    # two answers of one net, the second of 8 bits
    assert json.loads(answer.out).keys() == json.loads(whole.out).keys()
    assert answer.out != whole.out


def test_a_drop_is_refused_and_forced(trained, cli, tmp_path, monkeypatch):
    from gluon_course.cli.runs import judging
    from gluon_course.export import Judge

    def worse(trained, num_samples, samples_of=judging.samples_of):
        samples = samples_of(trained, num_samples)
        forms = {"symbol": 0.9, "int8": 0.5}
        judge = Judge("accuracy", lambda m: forms[m.meta.get("form", "symbol")], "toys")
        return judging.Samples(samples.batches, judge)

    monkeypatch.setattr(judging, "samples_of", worse)
    folder, _ = trained
    words = "export", folder, "--to", "int8", "--calibration", 32, "--out", "small"
    answer = cli(*words)
    assert answer.status == 2
    said = " ".join(answer.err.split())
    assert "from 0.9000 in float32 to 0.5000 in int8" in said
    assert "--force" in said
    assert not (tmp_path / "small").exists()
    answer = cli(*words, "--force")
    assert answer.status == 0
    assert "written by force" in answer.out
    assert (tmp_path / "small/model.json").is_file()


@pytest.mark.skipif(not has_bfloat16(), reason="this processor has no bfloat16")
def test_bf16_is_written_beside_the_run(trained, cli, tmp_path):
    folder, _ = trained
    answer = cli("export", folder, "--to", "bf16", "--out", "half", "--max-drop", 1)
    assert answer.status == 0, answer.err
    meta = json.loads((tmp_path / "half/model.json").read_text())
    assert meta["form"] == "bf16"
    assert "times as fast as float32" in answer.out


@pytest.mark.parametrize(
    "words", ["--calibration 0", "--max-drop 2", "--max-drop -1", "--max-drop nan"]
)
def test_wrong_numbers_are_refused_as_they_are_typed(cli, words):
    answer = cli(f"export runs/none --to int8 {words}")
    assert answer.status == 2
    assert words.split()[0] in answer.err


def test_a_task_without_a_figure_is_named(trained, cli, tmp_path):
    folder, _ = trained
    config = json.loads((folder / "config.json").read_text())
    config["task"]["name"] = "Regression"
    copy = tmp_path / "copy"
    copy.mkdir()
    (copy / "config.json").write_text(json.dumps(config))
    (copy / "checkpoints").symlink_to(folder / "checkpoints")
    answer = cli("export", copy, "--to", "int8")
    assert answer.status == 2
    assert "Regression" in answer.err
    assert not (copy / "export-int8").exists()
