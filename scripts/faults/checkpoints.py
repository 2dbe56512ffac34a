"""Damaged and edited checkpoints: what a resumed training makes of hundreds of them.

Run:       python scripts/faults/checkpoints.py              (500, a few minutes)
           python scripts/faults/checkpoints.py --count 40   (a look)
Expected:  no process of ours ends, and no error is of another class than ours; whatever
           the checksums show is passed over, and the run ends as the uninterrupted one

The newest of two checkpoints is changed at random: bits flipped, pieces cut out, copied
or moved, files exchanged, arrays and JSON values replaced by others. Every second one
gets a manifest whose checksums fit, as if it had been written like that; what then is
still a checkpoint is trained on.
"""

from __future__ import annotations

import argparse
import collections
import json
import random
import shutil
import sys
from pathlib import Path

import mutations
from cases import Tally, done, fingerprint, preload, work_folder

FILES = ("net.params", "optimizer.params", "state.json", "manifest.json")
BATCH = 25
"""Checkpoints that one process tries; if it ends, the one it had begun is a fault."""


def trainer(out: Path, resume: bool = False):
    """A small training in ``out``: normalized, with momentum, three epochs long."""
    import mxnet as mx
    import numpy as np
    from mxnet.gluon import nn

    from gluon_course.base.run import RunOptions
    from gluon_course.train import Classification, Trainer

    net = nn.HybridSequential()
    net.add(nn.Dense(6, activation="relu"), nn.BatchNorm(), nn.Dense(2))
    run = RunOptions(device="cpu", seed=1, out=out, resume=resume)
    options = {"learning_rate": 0.01}
    made = Trainer(
        net, Classification(), "adam", options, init=mx.init.Xavier(), run=run
    )
    X = np.random.default_rng(0).normal(size=(24, 5)).astype("float32")
    y = (X[:, 0] > 0).astype("int32")
    batches = [(X[i : i + 8], y[i : i + 8]) for i in range(0, 24, 8)]
    made.callbacks = [c for c in made.callbacks if type(c).__name__ != "Curve"]
    return made, batches


def fit(out: Path, epochs: int, resume: bool = False) -> None:
    """Train up to so many epochs."""
    made, batches = trainer(out, resume)
    made.fit(batches, batches, epochs)


def mutate(folder: Path, chance: random.Random, is_stamped: bool) -> str:
    """Change a checkpoint; return what was done to it."""
    from gluon_course.train.checkpoint import write_manifest

    name = chance.choice(FILES[:3] if is_stamped else FILES)
    path, what = folder / name, chance.random()
    before = content = path.read_bytes()
    if what < 0.08:
        name, how = f"{FILES[0]} and {FILES[1]}", "exchanged"
        other = folder / FILES[1]
        content, former = other.read_bytes(), (folder / FILES[0]).read_bytes()
        other.write_bytes(former)
        path = folder / FILES[0]
        before = former
    elif what < 0.4:
        how, content = "bytes", mutations.bytes_of(content, chance)
    elif name.endswith(".json"):
        how, content = "values", mutations.json_of(content, chance)
    else:
        how, content = "arrays", mutations.arrays_of(content, chance, path)
    if content == before:  # damage that did nothing: one that does
        how, content = "cut off", content[: len(content) // 2]
    path.write_bytes(content)
    if is_stamped:
        (folder / "manifest.json").unlink()
        write_manifest(folder)
    return f"{name}: {how}"


def outcome(out: Path, end: str, is_stamped: bool) -> str:
    """What became of it: one of four words, or the fault."""
    from gluon_course import train
    from gluon_course.base.errors import CourseError

    newest, _ = train.last_good(out / "checkpoints")
    if newest is None or (not is_stamped and newest.name != "epoch-0001"):
        return f"fault: {newest} is taken for the last good one"
    try:
        if newest.name == "epoch-0002":
            train.load_net(newest, trainer(out / "alone")[0].net)  # as eval does
        fit(out, 3, resume=True)
    except CourseError as error:
        return "refused" if error.what else "fault: an error without a reason"
    except Exception as error:
        return f"fault: {type(error).__name__}: {error}"[:300]
    if newest.name == "epoch-0002":
        return "trained on"
    is_same = fingerprint(out) == end
    return "passed over" if is_same else "fault: it ended otherwise"


def try_some(folder: Path, sound: Path, end: str, numbers: range, seed: int) -> None:
    """Change and try the checkpoints of these numbers; a line of JSON for each."""
    with (folder / "outcomes").open("a", buffering=1) as told:
        for number in numbers:
            chance, out = random.Random(f"{seed} {number}"), folder / f"run-{number}"
            shutil.copytree(sound, out)
            is_stamped = number % 2 == 1
            newest = out / "checkpoints" / "epoch-0002"
            how = mutate(newest, chance, is_stamped)
            told.write(json.dumps([number, how, "begun"]) + "\n")
            told.write(json.dumps([number, how, outcome(out, end, is_stamped)]) + "\n")
            shutil.rmtree(out)


def main(count=500, seed=0):
    """Try so many checkpoints; return the number of faults."""
    import logging

    logging.disable(logging.WARNING)  # a line for each that is passed over
    preload()
    tally, found = Tally("checkpoints"), {}
    with work_folder() as folder:
        sound, whole = folder / "sound", folder / "whole"
        assert done(lambda: fit(sound, 2)).status == 0
        assert done(lambda: fit(whole, 3)).status == 0
        end = fingerprint(whole)
        numbers = list(range(count))
        while numbers:
            some = range(numbers[0], min(numbers[0] + BATCH, count))
            ended = done(lambda some=some: try_some(folder, sound, end, some, seed))
            for line in (folder / "outcomes").read_text().splitlines():
                number, how, what = json.loads(line)
                found[number] = (how, what)
            (folder / "outcomes").unlink()
            last = max(found)
            if found[last][1] == "begun":
                found[last] = (found[last][0], f"fault: {ended.fault((0,))}")
            numbers = list(range(last + 1, count))
        files = collections.Counter()
        for number, (how, what) in sorted(found.items()):
            case = f"{number} ({how}{', with checksums' if number % 2 else ''})"
            is_fault = what.startswith("fault: ")
            tally.add(case, what, what.removeprefix("fault: ") if is_fault else "")
            files[how] += 1
        print(", ".join(f"{how} {number}" for how, number in sorted(files.items())))
    return tally.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--count", type=int, default=500, help="Checkpoints. [500]")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    sys.exit(bool(main(options.count, options.seed)))
