"""``{results}`` and ``{results-overview}``: measured beside published figures."""

from __future__ import annotations

import math

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from course import charts, drawings, places
from course.blocks import Block, badge, paragraph, table
from gluon_course.results import (
    BUILDS,
    published,
    read_measured,
    rows_of,
    state_of,
)

WORDS = {"measured": "已测", "stand-in": "替身数据，不可比较", "never run": "未测"}
KINDS = {"measured": "measured", "stand-in": "stand-in", "never run": "never"}
FIGURES = {
    "train_loss": "训练损失",
    "train_acc": "训练准确率",
    "test_acc": "测试准确率",
    "test_loss": "测试损失",
    "loss": "损失",
    "perplexity": "困惑度",
    "epoch_s": "每个迭代周期秒数",
}
PARTS = {"scratch_": "从零开始", "gluon_": "Gluon"}
"""What a section ran more than once, by the first word of a figure's name."""


def shown(figure) -> str:
    """Chinese name of a figure beside its own."""
    part = next((each for each in PARTS if figure.name.startswith(each)), "")
    word = FIGURES.get(figure.name.removeprefix(part))
    if not word:
        return figure.name
    return f"{word}{f'（{PARTS[part]}）' if part else ''} {figure.name}"


def span(low: str, high: str) -> str:
    """A range; a dash beside a minus sign would be no help."""
    if low == high:
        return low
    return f"{low} 至 {high}" if "-" in low + high else f"{low}–{high}"


class Results(Block):
    """The figures of one section: every measured run beside the published builds."""

    def run(self):
        """A state, a table, and what is outside."""
        section, file = self.section(), places.results_file(self.page)
        self.depends_on(file)
        runs = read_measured(file)
        state, needs = state_of(section.name, runs)
        rows, asides = [], []
        for figure, verdicts in rows_of(section.name, runs):
            builds = " ".join(map(figure.shown, figure.values.values()))
            ours = " ".join(figure.shown(each.value) for each in verdicts) or "—"
            rows.append((shown(figure), ours, builds, _verdict(verdicts)))
            if any(v.is_as_measured and not v.is_inside for v in verdicts):
                asides.append(figure)
        said = _because(state, needs, is_printed=bool(rows))
        made = [paragraph(badge(WORDS[state], KINDS[state]), said)]
        if rows:
            made.append(table(("数字", "本库", "课本印出的", "比较"), rows))
        made += _picture(self.page, rows_of(section.name, runs))
        for low, high in dict.fromkeys(each.measured for each in asides):
            made.append(
                paragraph(
                    f"{low:.4g}–{high:.4g}是用2017年8月31日版Fashion-MNIST测得的范围，"
                    "课本自己的代码在这一版上也落在这里；课本用的是8月26日版。",
                    classes=["source"],
                )
            )
        made += [_stand_in(each) for each in runs if each.differs]
        made += _runs(runs)
        return made


class ResultsOverview(SphinxDirective):
    """All sections with published figures, and the state of each."""

    has_content = False

    def run(self):
        """Counts, then a table."""
        rows, counts, lines = [], dict.fromkeys(WORDS, 0), []
        for page, section in places.sections().items():
            figures = published(section.name)
            if not figures:
                continue
            file = places.results_file(page)
            self.env.note_dependency(str(file))
            runs = read_measured(file)
            state, needs = state_of(section.name, runs)
            counts[state] += len(figures)
            rows.append((_title(self.env, page, section), *_best(section, runs), needs))
            values = [
                (figure, value)
                for _, figure, ours in drawn(rows_of(section.name, runs))
                for value in ours
            ]
            if values:
                lines.append((_name(section), values))
            rows[-1] = (rows[-1][0], badge(WORDS[state], KINDS[state]), *rows[-1][1:])
        said = "，".join(f"{WORDS[name]}{count}个" for name, count in counts.items())
        builds = "；".join(f"{date}：{said_}" for date, said_ in BUILDS.items())
        return [
            paragraph(f"课本印出的数字共{sum(counts.values())}个：{said}。"),
            _all(lines),
            table(("小节", "状态", "落在范围内", "还需要什么"), rows),
            paragraph(f"课本的各次构建：{builds}。", classes=["source"]),
        ]


def drawn(rows) -> list:
    """What a picture can show of the rows: judged figures that were measured."""
    return [
        (shown(figure).split(" ")[0], figure, values)
        for figure, verdicts in rows
        if figure.is_judged
        and (values := [v.value for v in verdicts if math.isfinite(v.value)])
    ]


def _picture(page: str, rows) -> list:
    found = drawn(rows)
    if not found:
        return []
    alt = "；".join(
        f"{label} {' '.join(map(figure.shown, values))}，接受的范围"
        f"{span(figure.shown(figure.low), figure.shown(figure.high))}"
        for label, figure, values in found
    )
    name = "results-" + page.replace("/", "-")
    return [charts.chart(name, lambda palette: drawings.strips(found, palette), alt)]


def _best(section, runs):
    verdicts = [v for run in runs for v in run.verdicts if v.is_inside is not None]
    inside = sum(bool(each.is_inside) for each in verdicts)
    return (f"{inside}/{len(verdicts)}" if verdicts else "—",)


def _all(lines) -> nodes.figure:
    number = sum(len(values) for _, values in lines)
    inside = sum(
        figure.low <= value <= figure.high
        for _, values in lines
        for figure, value in values
    )
    return charts.chart(
        "results",
        lambda palette: drawings.overview(lines, palette),
        alt=f"{number}个测得的数字，{inside}个在接受的范围里",
        caption="每个点是一个测得的数字（一个随机种子）。横轴是它在接受的范围里的位置："
        "0是正中，-1和1是两端；箭头表示还在图外。取决于机器的秒数不画。",
    )


def _name(section) -> str:
    book = "" if section.edition == "v1" else "v2 "
    return f"{book}{section.number} {section.title}".strip()


def _title(env, page, section):
    from sphinx.addnodes import pending_xref

    text = _name(section)
    if page not in env.found_docs:
        return nodes.Text(text)
    reference = pending_xref(
        "", reftype="doc", refdomain="std", reftarget=f"/{page}", refexplicit=True
    )
    reference += nodes.inline(text, text)
    return reference


def _because(state: str, needs: str, is_printed: bool) -> str:
    if state == "measured" and not is_printed:
        return " 用课本的设置跑完；课本这一节没有印出可以逐个比较的小数。"
    if state == "measured":
        return " 用课本的超参数和数据跑完；每一列是一个随机种子。"
    if state == "stand-in":
        return f" 替身数据或缩短的训练，不能和课本比。真正比较需要：{needs}。"
    return f" 还没有跑过课本的设置。需要：{needs}。"


def _verdict(verdicts):
    judged = [each for each in verdicts if each.is_inside is not None]
    if not verdicts:
        return nodes.Text("")
    if not judged:
        return nodes.Text("取决于机器")
    figure = judged[0].figure
    accepted = span(figure.shown(figure.low), figure.shown(figure.high))
    outside = [each for each in judged if not each.is_inside]
    if not outside:
        return badge(f"在范围内 {accepted}", "measured")
    count = f"{len(outside)}/{len(judged)}"
    if all(each.is_as_measured for each in outside):
        return badge(f"{count}在外（数据版本不同）{accepted}", "stand-in")
    return badge(f"{count}在范围外 {accepted}", "outside")


def _stand_in(run):
    figures = "，".join(
        f"{name} {value:.4g}" for name, value in list(run.figures.items())[:6]
    )
    why = "；".join(run.differs)
    return paragraph(f"替身（{why}）：{figures}", classes=["source"])


def _runs(runs) -> list:
    if not runs:
        return []
    text = "；".join(f"{each.command}（{each.date}）" for each in runs)
    return [paragraph(f"命令：{text}", classes=["source"])]


LEGEND = {
    "measured": "用课本的超参数和数据跑完，下面写着种子、日期和机器",
    "stand-in": "数据或权重没有，用自带的替身跑通了；数字不能和课本比",
    "never run": "还没有跑过，旁边写明需要什么",
}


class StateLegend(SphinxDirective):
    """What the badges mean."""

    def run(self):
        """A list of the states."""
        made = nodes.bullet_list()
        for state, text in LEGEND.items():
            item = nodes.list_item()
            item += paragraph(badge(WORDS[state], KINDS[state]), f" {text}。")
            made += item
        return [made]


def setup(app):
    """Register the directives."""
    app.add_directive("results", Results)
    app.add_directive("state-legend", StateLegend)
    app.add_directive("results-overview", ResultsOverview)
