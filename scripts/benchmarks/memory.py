"""Estimated memory of a training beside the measured peak, a process for each net.

    python scripts/benchmarks/memory.py
    python scripts/benchmarks/memory.py --models lenet resnet18 --times 2

Measured is the growth of the process's largest resident memory from the moment when
the batch is there to the end of four steps; estimated is what the trainer prints before
them. ``--times`` makes every batch so many times larger. On a CPU.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import subprocess
import sys

from sizes import FAMILIES

MIB = 2**20


def main(models, times):
    """Print a row for each net."""
    print(f"{'model':14}{'batch':>7}{'estimated':>11}{'measured':>10}{'error':>8}  MiB")
    errors = []
    for model in models:
        command = [sys.executable, sys.argv[0], "--measure", model, "--times", times]
        lines = subprocess.run(
            list(map(str, command)), capture_output=True, text=True, check=True
        ).stdout.splitlines()
        row = json.loads(lines[-1])
        error = row["estimated"] / row["measured"] - 1
        errors.append(abs(error))
        print(
            f"{model:14}{row['batch']:7}{row['estimated'] / MIB:11.0f}"
            f"{row['measured'] / MIB:10.0f}{error:+8.0%}",
            flush=True,
        )
    print(f"largest error {max(errors):.0%}, mean {sum(errors) / len(errors):.0%}")


def measure(model, times):
    """In a process of its own: estimate, train four steps, look at the peak."""
    from course_steps import make_steps
    from mxnet import nd
    from sizes import batch_of

    from gluon_course.train.memory import estimate_memory

    family = FAMILIES[model]
    family = dataclasses.replace(
        family, batch=(family.batch[0] * times, *family.batch[1:])
    )
    batch = [nd.array(each, dtype=each.dtype) for each in batch_of(family)]
    nd.waitall()
    before = _status("VmRSS")
    steps = make_steps(family)
    trainer = steps.trainer
    estimated = estimate_memory(
        trainer.net, trainer.task, batch, trainer.updates.optimizer
    ).total
    steps(4)
    grown = _status("VmHWM") - before
    print(
        json.dumps(
            {"batch": family.batch[0], "estimated": estimated, "measured": grown}
        )
    )


def _status(name):
    with open("/proc/self/status") as lines:
        line = next(line for line in lines if line.startswith(name))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", nargs="+", choices=FAMILIES, default=list(FAMILIES))
    parser.add_argument("--times", type=int, default=1, help="times the batch")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.measure, options.times)
    else:
        main(options.models, options.times)
