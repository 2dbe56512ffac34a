"""All fault tests, one after the other, and their counts at the end.

Run:       python scripts/faults/all.py           (some hours on two cores)
           python scripts/faults/all.py --quick   (a look at each, half an hour)
Expected:  the last lines say 0 faults for each; the exit status is 0
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
QUICK = {
    "kills": ("--kills", "12", "--fresh", "1"),
    "checkpoints": ("--count", "60"),
    "disk": ("--left", "0", "40"),
    "folders": ("--pairs", "1"),
    "clock": (),
    "caches": ("--most", "1"),
    "network": ("--points", "0"),
    "memory": ("--steps", "3"),
    "pairwise": ("--model", "lenet", "--model", "gru_lm", "--model", "tiny_ssd"),
    "exports": ("--each", "20"),
}
"""Fault test: the options of a look."""


def main(names=(), is_quick=False):
    """Run these fault tests, or all; return how many found a fault."""
    told, failed = [], 0
    for name in names or QUICK:
        words = [sys.executable, str(HERE / f"{name}.py")]
        print(f"== {name}", flush=True)
        began, last = time.monotonic(), ""
        running = subprocess.Popen(
            [*words, *(QUICK[name] if is_quick else ())],
            stdout=subprocess.PIPE,
            text=True,
        )
        for line in running.stdout:
            print(line, end="", flush=True)
            last = line.strip() or last
        status, minutes = running.wait(), (time.monotonic() - began) / 60
        failed += bool(status)
        told.append(f"{minutes:6.1f} min  {last}")
    print("", *told, sep="\n")
    return failed


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", choices=[[], *QUICK], help="[all]")
    parser.add_argument("--quick", action="store_true", help="A look at each.")
    options = parser.parse_args()
    sys.exit(bool(main(options.names, options.quick)))
