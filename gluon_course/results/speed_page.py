"""The page docs/results/speed.md: how fast the course is beside others."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence

from gluon_course.results.speed_words import (
    CALLBACKS,
    EMPTY,
    KINDS,
    MEMORY,
    NAMES,
    ROLES,
    SECTIONS,
    TITLE,
)

OURS = "course"


def page(records: Mapping) -> str:
    """The page in Chinese: for each measurement how it was made, and its tables.

    Parameters
    ----------
    records : mapping
        Name of the measurement (``families``, ``epochs``, ``startup``, ``loaders``,
        ``augmentations``, ``callbacks``) to the record that its script in
        ``scripts/benchmarks`` wrote with ``--json``. Those that are missing are said
        to be not measured.
    """
    lines = [TITLE]
    for name, (title, text) in SECTIONS.items():
        lines += [f"## {title}", "", text, ""]
        record = records.get(name)
        if record is None:
            lines += [EMPTY, ""]
            continue
        lines += [*_made(record), ""]
        lines += TABLES[name](record)
    return "\n".join(lines)


def means_of(rows: Sequence[Mapping], role: str) -> dict[str, float]:
    """Geometric mean of the ratios to a peer: of ``all``, and of each kind of net."""
    kinds: dict[str, list[float]] = {"all": []}
    for row in rows:
        if "ratio" in row.get(role, {}):
            kinds["all"].append(row[role]["ratio"])
            if "kind" in row:
                kinds.setdefault(row["kind"], []).append(row[role]["ratio"])
    return {
        kind: statistics.geometric_mean(each) for kind, each in kinds.items() if each
    }


def compared(rows: Sequence[Mapping], shown, has_reasons=True) -> list[str]:
    """A table: a row for each name, a column for each role, reasons of failures below.

    Parameters
    ----------
    rows : sequence of mapping
        ``name`` and, for each role, ``per_s`` with ``ratio`` and ``quartiles``, or
        ``failed``.
    shown : callable
        What a cell shows of a role's figures.
    has_reasons : bool
        Whether reasons of failures are listed.
    """
    roles = [
        role
        for role in ROLES
        if any(isinstance(row.get(role), Mapping) for row in rows)
    ]
    lines = ["| | " + " | ".join(ROLES[role] for role in roles) + " |"]
    lines.append("| --- |" + " --- |" * len(roles))
    reasons: dict[str, list[str]] = {}
    for row in rows:
        cells = []
        for role in roles:
            facts = row.get(role)
            if facts is None:
                cells.append("")
            elif "failed" in facts:
                cells.append("✗")
                where = f"{_label(row['name'])}，{ROLES[role]}"
                reasons.setdefault(facts["failed"], []).append(where)
            else:
                cells.append(shown(facts))
        size = row.get("batch") or row.get("shape")
        label = _label(row["name"]) + (f"，{'×'.join(map(str, size))}" if size else "")
        lines.append(f"| {label} | {' | '.join(cells)} |")
    lines.append("")
    for reason, where in reasons.items() if has_reasons else ():
        lines += [f"✗ {'；'.join(where)}：`{reason}`", ""]
    return lines


def _families(record) -> list[str]:
    steps = record.get("steps", ())
    lines = compared(steps, _per_second) if steps else []
    for role in ("torch", "compiled", "nhwc"):
        found = means_of(steps, role)
        if not found:
            continue
        parts = [f"{KINDS[kind]} {value:.2f}" for kind, value in found.items()]
        lines.append(f"- 对{ROLES[role]}的几何平均：{'，'.join(parts)}。")
        slow = [
            f"`{row['name']}` {row[role]['ratio']:.2f}"
            for row in steps
            if row.get(role, {}).get("ratio", 1) < 1
        ]
        lines[-1] += f"低于1的：{'，'.join(slow)}。" if slow else "没有低于1的。"
    lines.append("")
    if any("peak_mib" in row[OURS] for row in steps):
        lines += ["### 内存峰值", "", MEMORY, "", *compared(steps, _memory, False)]
    return lines


def _epochs(record) -> list[str]:
    return compared(record.get("epochs", ()), _seconds)


def _startup(record) -> list[str]:
    return compared(record.get("startup", ()), _seconds_and_memory)


def _loaders(record) -> list[str]:
    return compared(record.get("loaders", ()), _per_second)


def _augmentations(record) -> list[str]:
    return compared(record.get("augmentations", ()), _per_second)


def _callbacks(record) -> list[str]:
    lines = [f"LeNet一步（256张）：{1e3 * record['step_s']:.1f}毫秒。", ""]
    lines += ["| 回调 | 每步，微秒 | 占一步的 |", "| --- | --- | --- |"]
    for row in record.get("hooks", ()):
        cells = f"{1e6 * row['step_s']:.1f} | {100 * row['share']:.2f}%"
        lines.append(f"| `{row['name']}` | {cells} |")
    lines += ["", "| 加上 | 一轮多出 | 四分位 |", "| --- | --- | --- |"]
    for row in record.get("turns", ()):
        low, high = (f"{100 * each:.1f}%" for each in row["quartiles"])
        name = CALLBACKS.get(row["name"], row["name"])
        lines.append(f"| {name} | {100 * row['share']:.1f}% | {low} 至 {high} |")
    return [*lines, ""]


TABLES = {
    "families": _families,
    "epochs": _epochs,
    "startup": _startup,
    "loaders": _loaders,
    "augmentations": _augmentations,
    "callbacks": _callbacks,
}


def _made(record) -> list[str]:
    """The command, and a line of what it ran on."""
    hardware = record["hardware"]
    clock = {"wall": "墙上时间", "cpu": "处理器时间"}[record["clock"]]
    versions = ", ".join(f"{name} {each}" for name, each in record["versions"].items())
    said = (
        f"测于{record['date']}：{hardware['processor']}，{hardware['cores']}核，"
        f"{record['threads']}个线程，{clock}，开始时负载{record['load_before']}；{versions}。"
    )
    return ["```bash", record["command"], "```", "", said]


def _label(name: str) -> str:
    return NAMES.get(name, f"`{name}`")


def _times(facts) -> str:
    if "ratio" not in facts:
        return ""
    low, high = facts["quartiles"]
    return f" **{facts['ratio']:.2f}**（{low:.2f}–{high:.2f}）"


def _per_second(facts) -> str:
    speed = facts["per_s"]
    return (f"{speed:,.0f}/s" if speed >= 10 else f"{speed:.1f}/s") + _times(facts)


def _seconds(facts) -> str:
    return f"{1 / facts['per_s']:.2f} s{_times(facts)}"


def _memory(facts) -> str:
    return f"{facts['peak_mib']:,} MiB"


def _seconds_and_memory(facts) -> str:
    return f"{_seconds(facts)}，{_memory(facts)}"
