"""The page docs/formats.md: which model leaves the course in which format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gluon_course.base.percent import percent

FORMATS = ("symbol", "onnx", "int8", "bf16")
HEADER = (
    "| 模型 | 输入 | symbol | ONNX | int8 | bf16 |",
    "| --- | --- | --- | --- | --- | --- |",
)
PARTS = {"encoder": "编码器", "step": "解码器的一步"}
TITLE = """# 模型与导出格式

<!-- python scripts/formats_table.py 生成；请不要手改 -->

课程里每个登记的模型都能离开课程：存成符号文件（symbol）、ONNX、int8 或 bf16。
下表由一条命令生成，每一格都是真的导出、重新载入、再与原来的网络比较的结果：

```
python scripts/formats_table.py                  # 全部模型
python scripts/formats_table.py --model lenet    # 只更新一行
```

{machines}

- 参数是随机初始化的；输入取合法的小尺寸（见“输入”一列，不含批量轴），所以这里只比较
  同一个网络的两种形式，不谈精度。训练好的模型量化后的精度，导出时会量出来并写进
  `model.json`。
- **symbol、ONNX**：✓ 后面是输出之差的最大绝对值（批量大小 2、1、5）。
- **int8、bf16**：✓ 后面是输出之差占最大输出的百分比；随机参数、随机输入下的这个数只说明
  格式可用，不代表精度。检测模型的输出是排好序的框，得分相近的框一换位置，差就很大。
- ✗ 表示不能导出，原因写在表下；— 表示还没有测。“批量 1”表示这个 ONNX 文件的批量大小
  固定为 1。
- 检测模型导出的是会说出框的网络（解码和非极大值抑制都在图里）；词向量导出的是查表；
  翻译模型导出编码器和解码器的一步。
"""


def page(records: Mapping, names: Sequence[str]) -> str:
    """The page in Chinese: how it was made, the table, the reasons.

    Parameters
    ----------
    records : mapping
        Name of the model to what ``scripts/formats_table.py`` measured: ``machine``
        and ``parts``, or ``failure``.
    names : sequence of str
        All models; those without a record have a row of dashes.
    """
    machines = sorted(
        {each["machine"] for each in records.values() if "machine" in each}
    )
    lines = [TITLE.format(machines="测于：" + "；".join(machines) + "。"), *HEADER]
    reasons: dict[str, list[str]] = {}
    graphs = []
    for name in names:
        record = records.get(name, {})
        if not record:
            lines.append(f"| `{name}` | | — | — | — | — |")
        if "failure" in record:
            lines.append(f"| `{name}` | | ✗ | ✗ | ✗ | ✗ |")
            reasons.setdefault(record["failure"], []).append(f"`{name}`")
        for part, facts in record.get("parts", {}).items():
            label = f"`{name}`" + (f" {PARTS.get(part, part)}" if part else "")
            cells = [_cell(facts.get(form)) for form in FORMATS]
            lines.append(
                f"| {label} | {_sizes(facts['input'])} | {' | '.join(cells)} |"
            )
            graphs.append(facts)
            for form in FORMATS:
                if form in facts and not facts[form]["works"]:
                    said = _reason(facts[form])
                    reasons.setdefault(said, []).append(f"{label} {form}")
    counts = [
        f"{form} {sum(form in each and each[form]['works'] for each in graphs)}"
        for form in FORMATS
    ]
    lines += ["", f"共 {len(names)} 个模型；测过的 {len(graphs)} 张图里能导出的：", ""]
    lines[-2] += "，".join(counts) + "。"
    if reasons:
        lines += ["## 不能导出的原因", ""]
        lines += [f"- {'、'.join(where)}：{said}" for said, where in reasons.items()]
        lines.append("")
    return "\n".join(lines)


def _sizes(inputs) -> str:
    """Shapes of the inputs, without the batch axis."""
    return "，".join("×".join(map(str, sizes)) or "1" for _, *sizes in inputs)


def _reason(facts: Mapping) -> str:
    parts = [facts["reason"].strip().rstrip("."), facts["cause"].strip().rstrip(".")]
    return ". ".join(filter(None, parts)).replace("|", "\\|") + "."


def _cell(facts: Mapping | None) -> str:
    """One cell of the table; a dash for what was not measured."""
    if facts is None:
        return "—"
    if not facts["works"]:
        return "✗"
    if "of_largest" in facts:
        return f"✓ {percent(facts['of_largest'], gap='')}"
    note = "（批量 1）" if facts.get("batch_is_free") is False else ""
    return f"✓ {facts['difference']:.1e}{note}" if facts["difference"] else f"✓ 0{note}"
