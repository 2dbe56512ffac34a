"""``{curves}`` and ``{curves-overview}``: short trainings beside PyTorch's.

The records are those of ``scripts/benchmarks/curves.py``, ``docs/results/curves``.
"""

from __future__ import annotations

import json
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from course import charts, drawings, places
from course.blocks import Block, paragraph, table

SIDES = ("本库", "PyTorch")
PANELS = {"train_loss": "训练损失", "test_acc": "测试准确率"}
FOLDER = places.DOCS / "results" / "curves"


class Curves(Block):
    """The record of the page's section: a picture, a table, and how it was made."""

    def run(self):
        """Nothing is compared here: the reader sees both."""
        file = FOLDER / f"{Path(self.page).name}.json"
        self.depends_on(file)
        if not file.is_file():
            command = f"python scripts/benchmarks/curves.py --only {file.stem}"
            return [paragraph("还没有跑过：", nodes.literal(text=command), "。")]
        record = json.loads(file.read_text("utf-8"))
        both = [(title, name, record["curves"]) for name, title in PANELS.items()]
        picture = charts.chart(
            f"curves-{file.stem}",
            lambda palette: drawings.two_curves(both, palette, SIDES),
            alt=f"{file.stem}：{ends(record)}",
        )
        return [paragraph(_how(record)), picture, _table(record), _made(record)]


class CurvesOverview(SphinxDirective):
    """Test accuracies of all records."""

    def run(self):
        """One picture with a panel for each net."""
        files = sorted(FOLDER.glob("*.json"))
        records = {}
        for file in files:
            self.env.note_dependency(str(file))
            records[file.stem] = json.loads(file.read_text("utf-8"))
        panels = [
            (record["settings"]["model"], "test_acc", record["curves"])
            for record in records.values()
        ]
        if not records:
            return [paragraph("还没有跑过。")]
        alt = "；".join(f"{name}：{ends(record)}" for name, record in records.items())
        return [
            charts.chart(
                "curves",
                lambda palette: drawings.two_curves(panels, palette, SIDES),
                alt=alt,
                caption="测试准确率，横轴是迭代周期。",
            )
        ]


def ends(record) -> str:
    """Where both sides end, in one line."""
    last = [record["curves"][side][-1]["test_acc"] for side in ("course", "torch")]
    return "，".join(
        f"{name}的测试准确率到{value:.3f}" for name, value in zip(SIDES, last)
    )


def _how(record) -> str:
    at = record["settings"]
    magnitude = at.get("magnitude", 3)
    larger = "" if magnitude == 3 else f"（Xavier，magnitude={magnitude:g}）"
    return (
        f"课本的设置在这里跑不完，所以把同一个网络缩小了，和PyTorch各训练一遍：Fashion-MNIST的前"
        f"{at['num_train']:,}张，放大到{at['resize']}×{at['resize']}，批量{at['batch_size']}，"
        f"学习率{at['lr']}，{at['num_epochs']}个周期；测试用前{at['num_test']:,}张。"
        f"两边的初始权重{larger}相同，批量的内容和次序也相同。"
    )


def _table(record) -> nodes.table:
    rows = []
    for epoch, both in enumerate(zip(*record["curves"].values()), 1):
        cells = [f"{row[name]:.4f}" for name in PANELS for row in both]
        rows.append((epoch, *cells))
    heads = [f"{title}，{side}" for title in PANELS.values() for side in SIDES]
    return table(("周期", *heads), rows)


def _made(record) -> nodes.paragraph:
    model, at = record["settings"]["model"], record["hardware"]
    test = f"python -m pytest -q tests/models/test_training_step.py -k {model}"
    torch = record["versions"].get("torch", "")
    return paragraph(
        f"命令：{record['command']}（{record['date']}，{at['processor']}，"
        f"{record['threads']}个线程，PyTorch {torch}）。单独一步的损失和"
        "每个参数的梯度和PyTorch逐个比较的测试：",
        nodes.literal(text=test),
        "。",
        classes=["source"],
    )


def setup(app):
    """Register the directives."""
    app.add_directive("curves", Curves)
    app.add_directive("curves-overview", CurvesOverview)
