"""Runs the notebook of every section without a browser, on the embedded sample.

    python scripts/checks/notebooks.py
    python scripts/checks/notebooks.py --only lenet ssd
    python scripts/checks/notebooks.py --jobs 2 --again

Each section's notebook is made as gluon-course notebook makes it, begins with --sample
and its shortest settings (one epoch, few samples), and runs in a kernel of its own in a
temporary folder. What happened is kept in docs/results/notebooks.json after each one,
and the table docs/results/notebooks.md is made of it; a check that was ended goes on
behind the last one, --again begins anew. Exit status 1 where a notebook failed. Needs
the extra notebook.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from gluon_course.base.chapters import Section, find_section, list_sections, typed_name
from gluon_course.base.errors import CourseError
from gluon_course.base.files import write_json, write_text
from gluon_course.base.hardware import described
from gluon_course.notebooks.code import read_code
from gluon_course.notebooks.compose import compose
from gluon_course.notebooks.document import make_notebook
from gluon_course.notebooks.execute import execute

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "docs" / "results" / "notebooks.json"
TABLE = KEPT.with_suffix(".md")
SHORTEST = {
    "num_epochs": 1,
    "large_num_epochs": 1,
    "lr_decay_epoch": 1,
    "large_lr_decay_epoch": 1,
    "pred_period": 1,
    "pred_len": 5,
    "max_chars": 2000,
    "num_train": 32,
    "num_test": 16,
    "num_passes": 20,
    "num_batches": 5,
    "num_products": 2,
    "megabytes": 4,
    "k": 2,
}
"""Value of a setting in every section that has it."""

LIMIT = 64  # training samples
OWN = {
    "alexnet": {"batch_size": 16},
    "vgg": {"batch_size": 16, "resize": 96, "ratio": 16},
    "nin": {"batch_size": 16},
    "googlenet": {"batch_size": 16},
    "resnet": {"batch_size": 16},
    "densenet": {"batch_size": 16},
    "fcn": {"batch_size": 8, "crop_height": 96, "crop_width": 96},
    "fine-tuning": {"batch_size": 16, "size": 96},
    "kaggle-gluon-dog": {"size": 96},
    "neural-style": {"height": 48, "width": 72, "channel_ratio": 8},
    "similarity-analogy": {"k": 3, "limit": 100_000},  # its words must be there
    "kaggle-gluon-cifar10": {"lr": 0.01},  # 64 pictures diverge at the section's
}
"""Settings of one section, by its slug."""

PATIENCE_S = 900  # for one cell
HEADER = """# 记事本的检查

<!-- python scripts/checks/notebooks.py 生成；请不要手改 -->

[记事本](../notebooks.md)逐个从头运行，不用浏览器，全部用自带的样本和最短的设置
（一个迭代周期，{limit}个训练样本）：看的是每一格都跑得通，不是数字好不好。

{sections}节中检查了{total}节，{passed}个记事本跑通（{hardware}）。秒数包括启动内核。

```bash
python scripts/checks/notebooks.py
```

| 小节 | 格 | 代码格 | 图 | 秒 | 结果 |
| --- | --- | --- | --- | --- | --- |
"""


def check(section: Section) -> dict:
    """Make a section's notebook and run it; a row of the table."""
    settings = read_code(section.file).settings
    given = {name: value for name, value in SHORTEST.items() if name in settings}
    given = {"limit": LIMIT, **given, **OWN.get(section.slug, {}), "sample": True}
    row = {"section": section.name, "title": f"{section.number} {section.title}"}
    started = time.monotonic()
    try:
        made = make_notebook(section, compose(section, given))
        kinds = [each["cell_type"] for each in made["cells"]]
        row.update(cells=len(kinds), code=kinds.count("code"))
        with tempfile.TemporaryDirectory() as folder:
            execute(made, Path(folder), PATIENCE_S)
        outputs = [out for each in made["cells"] for out in each.get("outputs", ())]
        row["pictures"] = sum("image/png" in out.get("data", {}) for out in outputs)
        row["error"] = ""
    except CourseError as error:
        row["error"] = str(error)
    return {**row, "seconds": round(time.monotonic() - started, 1)}


def table(rows: list[dict], hardware: str) -> str:
    """The page of all rows."""
    text = HEADER.format(
        limit=LIMIT,
        sections=len(list_sections()),
        total=len(rows),
        passed=sum(not each["error"] for each in rows),
        hardware=hardware,
    )
    for each in rows:
        said = each["error"].replace("|", "\\|") or "跑通"
        cells = [each.get(name, "") for name in ("cells", "code", "pictures")]
        cells = " | ".join(map(str, cells))
        text += f"| {each['title']} | {cells} | {each['seconds']} | {said} |\n"
    return text


def main(only: list[str], jobs: int, is_again: bool) -> int:
    """Check what is asked for; the exit status."""
    sections = [find_section(each) for each in only] or list_sections()
    kept = json.loads(KEPT.read_text("utf-8")) if KEPT.is_file() else {"rows": []}
    rows = {each["section"]: each for each in kept["rows"]}
    if not only:
        is_known = {name for name, each in rows.items() if not each["error"]}
        known = set() if is_again else is_known
        sections = [each for each in sections if each.name not in known]
    order = [each.name for each in list_sections()]
    turn, done = threading.Lock(), []

    def run(section: Section) -> None:
        row = check(section)
        with turn:
            rows[section.name] = row
            found = [rows[name] for name in order if name in rows]
            at = described()
            write_json(KEPT, {"hardware": at, "rows": found})
            write_text(TABLE, table(found, at))
            done.append(row)
            says = row["error"] or f"{row['code']} cells of code"
            name = typed_name(section)
            count = f"{len(done)}/{len(sections)}"
            print(f"{count:>8}  {name:<32} {row['seconds']:>6} s  {says}", flush=True)

    with ThreadPoolExecutor(jobs) as pool:
        for _ in pool.map(run, sections):
            pass
    failed = [each for each in done if each["error"]]
    print(f"{len(done) - len(failed)} notebooks ran, {len(failed)} failed.")
    return 1 if failed else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", default=[], metavar="SECTION")
    parser.add_argument("--jobs", type=int, default=1, help="at a time")
    parser.add_argument("--again", action="store_true", help="those that ran too")
    given = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    sys.exit(main(given.only, given.jobs, given.again))
