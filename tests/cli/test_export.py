"""``gluon-course export``, and the export at the end of a run."""

import json

import numpy as np
import pytest


def test_the_export_of_a_run_computes_what_its_last_checkpoint_does(trained):
    from mxnet import nd

    from gluon_course.cli.runs.trained import one_training
    from gluon_course.export import load_exported

    folder, _ = trained
    net, checkpoint = one_training(folder).net("last")
    assert checkpoint.name == "epoch-0002"
    X = nd.random.uniform(shape=(3, 1, 28, 28))
    exported = load_exported(folder / "export")
    np.testing.assert_allclose(
        exported.block(X).asnumpy(), net(X).asnumpy(), rtol=1e-5, atol=1e-6
    )


def test_export_writes_another_checkpoint_elsewhere(trained, cli, tmp_path):
    folder, _ = trained
    answer = cli("export", folder, "--checkpoint", "best", "--out", "best")
    assert answer.status == 0
    names = {each.name for each in (tmp_path / "best").iterdir()}
    assert names == {"model-symbol.json", "model-0000.params", "model.json"}
    meta = json.loads((tmp_path / "best/model.json").read_text())
    assert meta["class_names"] == [str(i) for i in range(10)]
    assert "gluon-course predict best PICTURE" in answer.out


def test_export_never_replaces_other_files(trained, cli, tmp_path):
    folder, _ = trained
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes.txt").write_text("mine")
    answer = cli("export", folder, "--out", "mine")
    assert answer.status == 2
    assert (tmp_path / "mine/notes.txt").read_text() == "mine"


def test_a_format_that_is_not_there_names_those_that_are(trained, cli):
    folder, _ = trained
    answer = cli("export", folder, "--to", "onxx")
    assert answer.status == 2
    said = " ".join(answer.err.split())
    assert "There is no form 'onxx'. Forms: symbol, onnx, int8, bf16;" in said


def test_reasons_are_given_where_there_is_nothing_to_export(cli, toys, tmp_path):
    cli("run", "shown")
    answer = cli("export", "runs/shown")
    assert answer.status == 2
    assert "keeps no trained net" in answer.err


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"model": None}, "not one of the registered models"),
        ({}, "There is no whole checkpoint"),
    ],
)
def test_a_scratch_net_and_a_run_without_checkpoint_are_told_apart(
    trained, cli, tmp_path, change, says
):
    folder, _ = trained
    config = {**json.loads((folder / "config.json").read_text()), **change}
    (tmp_path / "run").mkdir()
    (tmp_path / "run/config.json").write_text(json.dumps(config))
    answer = cli("export", "run")
    assert answer.status == 2
    assert says in " ".join(answer.err.split())


def test_onnx_stands_beside_the_symbol_files_and_is_asked_like_them(
    trained, cli, tmp_path
):
    pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    from PIL import Image

    folder, _ = trained
    answer = cli("export", folder, "--to", "symbol,onnx", "--out", "both")
    assert answer.status == 0, answer.err
    files = {
        f"{each.parent.name}/{each.name}" for each in (tmp_path / "both").glob("*/*")
    }
    assert files == {
        "symbol/model-symbol.json",
        "symbol/model-0000.params",
        "symbol/model.json",
        "onnx/model.onnx",
        "onnx/model.json",
    }
    pixels = np.random.RandomState(0).randint(0, 255, (28, 28)).astype(np.uint8)
    Image.fromarray(pixels).save(tmp_path / "noise.png")
    said = [
        json.loads(
            cli("predict", f"both/{form}", "noise.png", "--top", 10, "--json").out
        )
        for form in ("symbol", "onnx")
    ]
    first, second = (
        {each["class"]: each["probability"] for each in one["pictures"][0]["classes"]}
        for one in said
    )
    assert first == pytest.approx(second, abs=1e-4)


def test_a_preflight_writes_nothing_and_says_that_all_is_well(trained, cli, tmp_path):
    pytest.importorskip("onnx")
    folder, _ = trained
    before = sorted(folder.rglob("*"))
    answer = cli("export", folder, "--preflight")
    assert (answer.status, answer.err) == (0, "")
    assert "Every operator has a conversion to ONNX" in answer.out
    assert sorted(folder.rglob("*")) == before


def test_an_operator_without_conversion_is_named_and_the_other_forms_written(
    trained, cli, tmp_path, monkeypatch
):
    pytest.importorskip("onnx")
    from gluon_course.export.onnx import operators

    known = operators.supported()
    monkeypatch.setattr(operators, "supported", lambda: known - {"Pooling"})
    folder, _ = trained
    answer = cli("export", folder, "--to", "onnx,symbol", "--out", "both")
    assert answer.status == 2
    assert "no conversion of Pooling" in " ".join(answer.err.split())
    assert [each.name for each in (tmp_path / "both").iterdir()] == ["symbol"]
    answer = cli("export", folder, "--preflight")
    assert answer.status == 2
    assert "Pooling (" in answer.err


def test_without_the_extra_its_name_is_told(trained, cli, tmp_path, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "onnx", None)
    folder, _ = trained
    answer = cli("export", folder, "--to", "onnx", "--out", "there")
    assert answer.status == 2
    assert "pip install 'gluon_course[onnx]'" in " ".join(answer.err.split())
    assert not (tmp_path / "there").exists()
