"""The table of models and formats: every model is in it, and failures are rows."""

import importlib.util
import json
import re
from pathlib import Path

import pytest

from gluon_course import models
from gluon_course.base.inputs import Input
from gluon_course.results.formats_page import FORMATS, page

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location(
        "formats_table", ROOT / "scripts" / "formats_table.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_registered_model_is_on_the_page_and_no_other():
    text = (ROOT / "docs" / "formats.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)`", text, re.MULTILINE)
    assert sorted(set(rows)) == models.list_models()


def test_the_page_is_the_one_that_the_figures_make():
    names = models.list_models()
    records = json.loads((ROOT / "docs" / "formats.json").read_text("utf-8"))
    text = (ROOT / "docs" / "formats.md").read_text("utf-8")
    assert text == page(records, names)


def test_every_model_has_a_small_shape_that_fits(script):
    for name in models.list_models():
        shape, usual = script.shape_of(name), models.model_facts(name).input_shape
        assert len(shape) == len(usual)
        assert all(small <= size for small, size in zip(shape, usual))
        if len(shape) == 3:
            models.check_input(models.get_model(name), (1, *shape))


def test_a_model_is_measured_in_the_formats_that_mxnet_writes(script, monkeypatch):
    kept = {form: script.EXPORTERS[form] for form in ("symbol", "int8")}
    monkeypatch.setattr(script, "EXPORTERS", kept)
    record = script.measure("softmax")
    (facts,) = record["parts"].values()
    assert facts["input"] == [["data", 1, 28, 28]]
    assert facts["symbol"] == {"works": True, "difference": 0}
    assert facts["int8"]["works"] and 0 < facts["int8"]["of_largest"] < 0.1
    assert "MXNet 1.9.1" in record["machine"]


def test_what_cannot_be_exported_is_a_reason(script):
    from mxnet.gluon import nn

    net = nn.HybridSequential()
    net.add(nn.Activation("relu"))
    net.initialize()
    facts = script.exported("int8", net, [Input("data", (4,))])
    assert not facts["works"] and "int8" in facts["reason"]


def test_a_process_that_fails_is_a_row(script):
    failed = script.measured_apart("no_such_model", 300)
    assert "the process ended with" in failed["failure"]
    assert "no_such_model" in failed["failure"]
    text = page({"no_such_model": failed}, ["no_such_model", "later"])
    assert "| `no_such_model` | | ✗ | ✗ | ✗ | ✗ |" in text
    assert "| `later` | | — | — | — | — |" in text


def test_one_format_can_be_measured_anew(script):
    old = {"machine": "old", "parts": {"": {"input": [], "symbol": 1, "onnx": 2}}}
    new = {"machine": "new", "parts": {"": {"input": [], "onnx": 3}}}
    assert script.merged(old, new) == {
        "machine": "new",
        "parts": {"": {"input": [], "symbol": 1, "onnx": 3}},
    }
    assert script.merged({"failure": "it was killed"}, new) == new
    assert script.merged(None, new) == new


def test_cells_say_what_was_found():
    works = {"works": True, "difference": 2.5e-7}
    facts = {
        "input": [["data", 1, 28, 28], ["length"]],
        "symbol": {"works": True, "difference": 0.0},
        "onnx": {**works, "batch_is_free": False},
        "int8": {**works, "of_largest": 0.0123},
        "bf16": {"works": False, "reason": "No | layer", "cause": ""},
    }
    record = {"machine": "a machine", "parts": {"step": facts}}
    text = page({"seq2seq": record}, ["seq2seq"])
    row = next(line for line in text.splitlines() if line.startswith("| `seq2seq`"))
    cells = [each.strip() for each in row.strip("|").split("|")]
    assert cells[:3] == ["`seq2seq` 解码器的一步", "1×28×28，1", "✓ 0"]
    assert cells[3:] == ["✓ 2.5e-07（批量 1）", "✓ 1.2%", "✗"]
    assert "- `seq2seq` 解码器的一步 bf16：No \\| layer." in text
    assert "测于：a machine。" in text
    assert "symbol 1，onnx 1，int8 1，bf16 0" in text
    assert set(FORMATS) == {"symbol", "onnx", "int8", "bf16"}
