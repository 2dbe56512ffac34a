"""Write the reference values of a training step of each net, computed with PyTorch.

    pip install torch==2.13.0
    python tests/models/reference/make_reference.py [NAME ...]

Each NAME.json holds the loss, and for the output, each gradient and each running
statistic its norm and projections, in double precision; NAME-far.json likewise for the
step far from kinks (see seeded_step.py). The tests compare MXNet with them.
"""

import json
import sys
from pathlib import Path

import torch
from seeded_step import CASES, KINKED, fingerprint
from torch_twins import training_step


def main(names):
    for name in names:
        write(name, training_step(name))
        if name in KINKED:
            write(f"{name}-far", training_step(name, far_from_kinks=True))


def write(name, step):
    lines = [
        f'"torch": {json.dumps(torch.__version__)}',
        f'"loss": {step["loss"]:.10g}',
        f'"output": {row(step["output"], 0)}',
    ]
    for key in ("gradients", "statistics"):
        rows = [row(array, i) for i, array in enumerate(step[key])]
        lines.append(f'"{key}": [\n  ' + ",\n  ".join(rows) + "\n ]")
    path = Path(__file__).with_name(f"{name}.json")
    path.write_text("{\n " + ",\n ".join(lines) + "\n}\n")
    print(path.name, "loss", step["loss"])


def row(array, index):
    return "[" + ", ".join(f"{x:.10g}" for x in fingerprint(array, index)) + "]"


if __name__ == "__main__":
    main(sys.argv[1:] or CASES)
