"""The page of speeds is the one that the records make."""

import json
from pathlib import Path

import pytest

from gluon_course.results.speed_page import compared, means_of, page
from gluon_course.results.speed_words import EMPTY, NAMES, SECTIONS

ROOT = Path(__file__).resolve().parents[2]
MADE = {
    "hardware": {"processor": "a processor", "cores": 2},
    "threads": 2,
    "clock": "wall",
    "load_before": 0.1,
    "date": "2026-11-30",
    "command": "python scripts/benchmarks/families.py",
    "versions": {"mxnet": "1.9.1", "torch": "2.13.0"},
}
FAST = {"per_s": 2000.0, "ratio": 2.0, "quartiles": [1.5, 2.5], "peak_mib": 300}
SLOW = {"per_s": 5.0, "ratio": 0.5, "quartiles": [0.4, 0.6], "peak_mib": 300}
OURS = {"per_s": 4000.0, "peak_mib": 200}
STEPS = [
    {
        "name": "lenet",
        "kind": "pictures",
        "batch": [256, 1, 28, 28],
        "course": OURS,
        "torch": FAST,
        "compiled": {"failed": "no compiler"},
    },
    {
        "name": "lstm_lm",
        "kind": "tokens",
        "batch": [32, 35],
        "course": OURS,
        "torch": SLOW,
    },
]


def test_page_in_the_repository_is_made_of_its_records():
    files = sorted((ROOT / "docs/results/speed").glob("*.json"))
    records = {file.stem: json.loads(file.read_text("utf-8")) for file in files}
    assert set(records) <= set(SECTIONS)
    text = (ROOT / "docs/results/speed.md").read_text("utf-8")
    assert text == page(records)


def test_what_was_not_measured_is_said():
    assert page({}).count(EMPTY) == len(SECTIONS)


def test_a_table_has_ratios_with_their_spread_and_reasons_of_failures():
    text = page({"families": {**MADE, "steps": STEPS}})
    assert "| | 这里 | PyTorch | PyTorch编译 |" in text
    assert (
        "| `lenet`，256×1×28×28 | 4,000/s | 2,000/s **2.00**（1.50–2.50） | ✗ |" in text
    )
    assert "| `lstm_lm`，32×35 | 4,000/s | 5.0/s **0.50**（0.40–0.60） |  |" in text
    assert "✗ `lenet`，PyTorch编译：`no compiler`" in text
    assert "测于2026-11-30：a processor，2核，2个线程，墙上时间" in text
    assert MADE["command"] in text
    assert "| `lstm_lm`，32×35 | 200 MiB | 300 MiB |  |" in text


def test_means_are_geometric_and_families_below_one_are_named():
    assert means_of(STEPS, "torch") == pytest.approx(
        {"all": 1.0, "pictures": 2.0, "tokens": 0.5}
    )
    assert means_of(STEPS, "compiled") == {}
    text = page({"families": {**MADE, "steps": STEPS}})
    assert "全部 1.00，图像分类 2.00，语言模型 0.50。低于1的：`lstm_lm` 0.50。" in text


def test_epochs_and_starts_are_shown_in_seconds():
    row = {"name": "epoch-lenet", "course": {"per_s": 0.5}, "text": {"per_s": 0.25}}
    text = page({"epochs": {**MADE, "epochs": [row]}})
    assert "| LeNet | 2.00 s | 4.00 s |" in text
    row = {"name": "help", "course": {"per_s": 5.0, "peak_mib": 30}}
    text = page({"startup": {**MADE, "startup": [row]}})
    assert "| `gluon-course --help` | 0.20 s，30 MiB |" in text


def test_costs_of_callbacks_are_shares_of_a_step():
    record = {
        **MADE,
        "step_s": 0.02,
        "hooks": [{"name": "Bar", "step_s": 4e-5, "share": 0.002}],
        "turns": [{"name": "metrics", "share": 0.01, "quartiles": [-0.005, 0.02]}],
    }
    text = page({"callbacks": record})
    assert "LeNet一步（256张）：20.0毫秒。" in text
    assert "| `Bar` | 40.0 | 0.20% |" in text
    assert "| 指标 | 1.0% | -0.5% 至 2.0% |" in text


def test_a_row_whose_first_role_failed_has_no_ratios():
    row = {"name": "flip", "course": {"failed": "no memory"}, "pil": {"per_s": 100.0}}
    lines = compared([row], lambda facts: f"{facts['per_s']:.0f}")
    assert f"| {NAMES['flip']} | ✗ | 100 |" in lines
