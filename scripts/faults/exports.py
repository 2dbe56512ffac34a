"""Damaged and malicious exports: what becomes of thousands of them.

Run:       python scripts/faults/exports.py              (some minutes)
           python scripts/faults/exports.py --each 30    (a look)
Expected:  no process of ours ends, and no error is of another class than ours

Exports of several small nets are changed at random (``mutations.py``): parameters and
graphs in their bytes, graphs as JSON, parameters array by array. Every second one gets
a manifest whose checksums fit, as an attacker would write it, so that the checks of
structure and the guarded load have to notice. What passes all of them is loaded here
and computes.
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import json
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import mutations

import gluon_course.export.exported as exported
from gluon_course import models
from gluon_course.base.errors import ExportError
from gluon_course.export import export_int8, export_model, load_exported
from gluon_course.export.difference import sample_batch
from gluon_course.export.safe.guard import Guard
from gluon_course.nn import Residual

FILES = {"params": "model-0000.params", "symbol": "model-symbol.json"}
STAGES = ("hash", "structure", "guarded load", "loads and computes")


def write_exports(folder: Path) -> list[str]:
    """Sound exports of small nets below a folder; their names."""
    import mxnet as mx
    from mxnet.gluon import nn

    def initialized(net):
        net.initialize()
        return net

    residual = nn.HybridSequential()
    residual.add(nn.Conv2D(4, 3), nn.BatchNorm(), Residual(4), nn.GlobalAvgPool2D())
    residual.add(nn.Dense(3))
    lenet = initialized(models.get_model("lenet"))
    export_model(lenet, folder / "lenet", (1, 28, 28))
    export_model(initialized(residual), folder / "resnet", (1, 8, 8))
    gru = initialized(models.get_model("gru_lm", vocab_size=12, num_hiddens=8))
    export_model(gru, folder / "gru_lm", gru.inputs((4,)))
    ssd = initialized(models.get_model("tiny_ssd", num_classes=1))
    ssd(mx.nd.ones((1, 3, 64, 64)))
    export_model(ssd.detector(), folder / "tiny_ssd", (3, 64, 64))
    sizes = {"vocab_size": 12, "embed_size": 4, "num_channels": (3, 3, 3)}
    text = initialized(models.get_model("text_cnn", **sizes))
    export_model(text, folder / "text_cnn", (8,))
    batches = [mx.nd.random.uniform(shape=(4, 1, 28, 28)) for _ in range(2)]
    export_int8(lenet, folder / "lenet_int8", (1, 28, 28), batches, rounds=0)
    return sorted(each.name for each in folder.iterdir())


def stamp(folder: Path) -> None:
    """Give changed files a manifest whose checksums fit."""
    meta = json.loads((folder / "model.json").read_bytes())
    for name in FILES.values():
        content = (folder / name).read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        meta["files"][name] = {"sha256": digest, "bytes": len(content)}
    rest = {key: value for key, value in meta.items() if key != "checksum"}
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"))
    meta["checksum"] = hashlib.sha256(text.encode()).hexdigest()
    (folder / "model.json").write_text(json.dumps(meta))


def mutate(sound: Path, folder: Path, kind: str, chance: random.Random, is_stamped):
    """Write a changed copy of an export."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(sound, folder)
    path = folder / FILES[kind]
    content, is_plain = path.read_bytes(), chance.random() < 0.4
    if is_plain:
        content = mutations.bytes_of(content, chance)
    elif kind == "symbol":
        content = mutations.graph_of(content, chance)
    else:
        content = mutations.arrays_of(content, chance, path)
    path.write_bytes(content)
    if is_stamped:
        stamp(folder)


class Judge:
    """Loads exports as anyone would and says how far they came."""

    def __init__(self, guard):
        self.guard, self.reached = guard, ""
        self._read = exported.read_contents
        exported.read_contents = self._reading
        exported.require_checked = self._checking  # one guard for all of them

    def _reading(self, folder):
        self.reached = "hash"
        contents = self._read(folder)
        self.reached = "structure"
        return contents

    def _checking(self, contents):
        self.reached = "guarded load"
        self.guard.check(contents)
        self.reached = "loads and computes"

    def outcome(self, folder: Path) -> str:
        """One of STAGES, where it was refused; or the error that is not ours."""
        try:
            model = load_exported(folder)
            outputs = model(*sample_batch(model.inputs, 3, None, seed=7))
            for each in outputs if isinstance(outputs, list) else [outputs]:
                each.asnumpy()
        except ExportError:
            pass
        except Exception as error:
            return f"{self.reached}: {type(error).__name__}: {error}"[:300]
        return self.reached


def work(sound: Path, kind: str, each: int, seed: int) -> dict[str, int]:
    """The outcomes of so many mutations of one file of one export."""
    chance, counts = random.Random(f"{sound.name} {kind} {seed}"), collections.Counter()
    with tempfile.TemporaryDirectory() as below, Guard() as guard:
        judge, folder = Judge(guard), Path(below, "export")
        for i in range(each):
            mutate(sound, folder, kind, chance, is_stamped=i % 2)
            counts[judge.outcome(folder)] += 1
    return dict(counts)


def main(each=100, seed=0):
    """Change every file of every export ``each`` times; return the number of faults."""
    total, faults = collections.Counter(), 0
    with tempfile.TemporaryDirectory() as below:
        names = write_exports(Path(below))
        print(f"{'export':12} {'file':7}", *(f"{stage:>18}" for stage in STAGES))
        for name in names:
            for kind in FILES:
                # a process of its own: if it ends, that is a fault, not our end
                words = [sys.executable, __file__, "--each", each, "--seed", seed]
                words += ["--sound", Path(below, name), "--kind", kind]
                done = subprocess.run([*map(str, words)], stdout=subprocess.PIPE)
                line = (done.stdout.splitlines() or [b"{}"])[-1]
                counts = collections.Counter(json.loads(line))
                figures = (f"{counts.pop(stage, 0):18,}" for stage in STAGES)
                print(f"{name:12} {kind:7}", *figures, flush=True)
                for error, count in counts.items():
                    print(f"  {count} x an error that is not ours: {error}")
                if done.returncode:
                    print(f"  our process ended with {done.returncode}")
                total[kind] += each
                faults += bool(done.returncode) + sum(counts.values())
    print(
        f"{total['params']:,} parameter files and {total['symbol']:,} graphs;", end=" "
    )
    print(f"{faults} crashes or errors that are not ours")
    return faults


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--each", type=int, default=100, help="Of each file. [100]")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--sound", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--kind", choices=FILES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.sound:
        print(json.dumps(work(options.sound, options.kind, options.each, options.seed)))
    else:
        sys.exit(bool(main(options.each, options.seed)))
