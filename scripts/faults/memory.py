"""Memory that runs out while data are loaded and nets are trained.

Run:       python scripts/faults/memory.py             (some minutes)
           python scripts/faults/memory.py --steps 4   (a look)
Expected:  every command goes on or says that the memory is used up, with status 2;
           what was written before is whole

Processes that have imported MXNet get a limit on their address space (RLIMIT_AS), from
a few MiB above what they have to about a GiB. Under each limit a loader reads
the embedded sample many times over, pictures of a folder are decoded, a training is
taken up from its first checkpoint, a checkpoint, an export and a picture are read.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import sys
from pathlib import Path

from cases import (
    TRAIN,
    Tally,
    command,
    done,
    fingerprint,
    preload,
    start,
    work_folder,
)

MIB = 1 << 20


def limit(extra: int):
    """What gives a process ``extra`` bytes beyond those that it has."""

    def set_limit():
        import numpy as np
        from mxnet import autograd, gluon, nd

        # MXNet has its threads, whose stacks count too: it ends the process where it
        # cannot start one. OpenBLAS has its 32 MiB: it asks for them for ever
        layer = gluon.nn.Dense(4)
        layer.initialize()
        layer.hybridize()
        with autograd.record():
            loss = layer(nd.ones((8, 8))).sum()
        loss.backward()
        gluon.Trainer(layer.collect_params(), "sgd").step(8)
        nd.array(loss.asnumpy()).copyto(nd.zeros(1)).asnumpy()
        np.ones((64, 64), "float32") @ np.ones((64, 64), "float32")
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + extra
        resource.setrlimit(resource.RLIMIT_AS, (most, most))

    return set_limit


def load_arrays():
    """A loader over arrays that are as large as pictures of 224 pixels."""
    from gluon_course import data
    from gluon_course.base.run import RunOptions

    train_iter, _ = data.load_images("fashion-mnist", 256, 224, RunOptions(sample=True))
    for X, _ in train_iter:
        X.wait_to_read()


def load_folder():
    """Pictures of a folder, decoded and resized one by one."""
    from gluon_course import data
    from gluon_course.data.sample_folders import sample_folder

    pictures = data.PictureFolder(sample_folder("hotdog") / "train")
    for each in range(len(pictures)):
        pictures[each]


def actions(run: Path) -> dict:
    """What is done under each limit, by its name."""
    return {
        "a loader": load_arrays,
        "a folder": load_folder,
        "training": command(*TRAIN, "--out", run, "--resume", "--epochs", 8),
        "large batches": command(
            *("train", "lenet", "--sample", "--resize", 224, "--epochs", 1),
            *("--batch-size", 1024, "--out", run.parent / "large", "--quiet"),
        ),
        "export": command("export", run, "--out", run.parent / "exported"),
        "eval": command("eval", run),
    }


def main(steps=7):
    """Try so many limits; return the number of faults."""
    preload()
    tally = Tally("memory")
    with work_folder() as folder:
        sound = folder / "sound"
        assert done(command(*TRAIN, "--out", sound)).status == 0
        end = fingerprint(sound)
        for step in range(steps):
            extra = int(8 * MIB * 2**step)
            for name in actions(sound):
                run = folder / "run"
                shutil.copytree(sound, run)
                ended = start(actions(run)[name], before=limit(extra)).wait(120)
                whole = fingerprint(run)
                lost = "" if name == "training" or whole == end else "the run changed"
                if whole.startswith("no whole"):
                    lost = whole
                tally.judge(f"{name}, {extra // MIB} MiB more", ended, lost)
                shutil.rmtree(run)
                for each in ("large", "exported"):
                    shutil.rmtree(folder / each, ignore_errors=True)
    return tally.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--steps", type=int, default=7, help="Limits. [7]")
    options = parser.parse_args()
    sys.exit(bool(main(options.steps)))
