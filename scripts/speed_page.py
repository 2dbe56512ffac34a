"""How fast is the course? Makes docs/results/speed.md of docs/results/speed/*.json.

Run:      python scripts/speed_page.py
Expected: docs/results/speed.md; what was not measured is said there
Measure:  python scripts/benchmarks/NAME.py --json docs/results/speed/NAME.json,
          NAME one of families, startup, loaders, augmentations, callbacks;
          epochs by families.py --only epoch-softmax,epoch-mlp,...
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RECORDS, PAGE = ROOT / "docs" / "results" / "speed", ROOT / "docs/results/speed.md"


def main():
    """Write the page."""
    from gluon_course.base.files import write_text
    from gluon_course.results.speed_page import page

    records = read_records()
    write_text(PAGE, page(records))
    print(f"Wrote {PAGE.relative_to(ROOT)} of: {', '.join(records) or 'nothing'}")


def read_records() -> dict:
    """The records that are there, by name."""
    from gluon_course.base.errors import DataError
    from gluon_course.base.files import read_json

    files = sorted(RECORDS.glob("*.json"))
    return {file.stem: read_json(file, DataError) for file in files}


if __name__ == "__main__":
    from gluon_course.cli.errors import exit_status

    sys.exit(exit_status(main))
