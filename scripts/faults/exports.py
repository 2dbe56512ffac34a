"""Damaged and malicious exports: what becomes of thousands of them.

Run:       python scripts/faults/exports.py              (some minutes)
           python scripts/faults/exports.py --each 30    (a look)
Expected:  no process of ours ends, and no error is of another class than ours

Exports of several small nets (``sound.py``) are changed at random (``mutations.py``,
``onnx_mutations.py``): files in their bytes, graphs, ``model.json`` and ONNX value by
value, parameters array by array. Every second one gets checksums that fit, as an
attacker would write them, so that the checks of structure and the guarded load have to
notice. What passes all of them is loaded here and computes; where ``model.json`` was
changed it is also asked, as a server asks it. Needs the packages of the extras
``onnx`` and ``serve``.
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
import onnx_mutations
import sound

from gluon_course.base.errors import CourseError, ExportError
from gluon_course.export import exported, load_model
from gluon_course.export.difference import sample_batch
from gluon_course.export.onnx import loaded
from gluon_course.export.safe.guard import Guard
from gluon_course.predict import load_predictor

FILES = {
    "params": "model-0000.params",
    "symbol": "model-symbol.json",
    "onnx": "model.onnx",
    "manifest": "model.json",
}
TITLES = ("parameter files", "graphs", "ONNX files", "manifests")
STAGES = ("hash", "structure", "guarded load", "loads and computes")
READERS = (exported, loaded)  # the modules that read an export


def stamp(folder: Path, is_whole: bool = True) -> None:
    """Give a changed export checksums that fit; not whole: of ``model.json`` alone."""
    path = folder / "model.json"
    try:
        meta = json.loads(path.read_bytes())
        if is_whole:
            for name in meta["files"]:
                content = (folder / name).read_bytes()
                digest = hashlib.sha256(content).hexdigest()
                meta["files"][name] = {"sha256": digest, "bytes": len(content)}
        rest = {key: value for key, value in meta.items() if key != "checksum"}
    except (ValueError, AttributeError, RecursionError):
        return  # it is no JSON any more, or nested too deeply for this reader
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"))
    meta["checksum"] = hashlib.sha256(text.encode()).hexdigest()
    path.write_text(json.dumps(meta))


def mutate(origin: Path, folder: Path, kind: str, chance: random.Random, is_stamped):
    """Write a changed copy of an export."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(origin, folder)
    part = chance.choice(sound.parts_of(folder))
    path = part / FILES[kind]
    # of bytes that changed in JSON hardly any is read to its end
    content, is_plain = path.read_bytes(), chance.random() < 0.4
    if is_plain and (kind != "manifest" or chance.random() < 0.2):
        content = mutations.bytes_of(content, chance)
    elif kind == "symbol":
        content = mutations.graph_of(content, chance)
    elif kind == "onnx":
        content = onnx_mutations.model_of(content, chance)
    elif kind == "manifest":
        content = mutations.json_of(content, chance)
    else:
        content = mutations.arrays_of(content, chance, path)
    path.write_bytes(content)
    if is_stamped:
        stamp(part, is_whole=kind != "manifest")


class Judge:
    """Loads exports as anyone would and says how far they came."""

    def __init__(self, guard):
        self.guard, self.reached = guard, ""
        self._read = exported.read_contents
        for module in READERS:
            module.read_contents = self._reading
            module.require_checked = self._checking  # one guard for all of them

    def _reading(self, folder):
        self.reached = "hash"
        contents = self._read(folder)
        self.reached = "structure"
        return contents

    def _checking(self, contents):
        self.reached = "guarded load"
        self.guard.check(contents)
        self.reached = "loads and computes"

    def outcome(self, folder: Path, is_asked: bool = False) -> str:
        """One of STAGES, where it was refused; or the error that is not ours."""
        self.reached = "hash"
        try:
            if is_asked:
                self._ask(folder)
            else:
                self._compute(folder)
        except ExportError:
            pass
        except Exception as error:
            return f"{self.reached}: {type(error).__name__}: {error}"[:300]
        return self.reached

    def _compute(self, folder: Path) -> None:
        model = load_model(folder)
        outputs = model(*sample_batch(model.inputs, 3, None, seed=7))
        for each in outputs if isinstance(outputs, list) else [outputs]:
            each.asnumpy()

    def _ask(self, folder: Path) -> None:
        try:
            sound.ask(load_predictor(folder))
        except CourseError as error:
            if not isinstance(error, ExportError):
                print(f"{self.reached}: {error.what}"[:150], file=sys.stderr)


def work(origin: Path, kind: str, each: int, seed: int) -> dict[str, int]:
    """The outcomes of so many mutations of one file of one export."""
    chance = random.Random(f"{origin.name} {kind} {seed}")
    counts = collections.Counter()
    with tempfile.TemporaryDirectory() as below, Guard() as guard:
        judge, folder = Judge(guard), Path(below, "export")
        is_asked = kind == "manifest"
        for i in range(each):
            mutate(origin, folder, kind, chance, is_stamped=i % 2)
            counts[judge.outcome(folder, is_asked)] += 1
    return dict(counts)


def main(each=100, seed=0, kinds=tuple(FILES)):
    """Change every file of every export ``each`` times; return the number of faults."""
    total, faults = collections.Counter(), 0
    with tempfile.TemporaryDirectory() as below:
        names = sound.write_exports(Path(below))
        print(f"{'export':13} {'file':8}", *(f"{stage:>18}" for stage in STAGES))
        for name in names:
            for kind in kinds:
                if not (sound.parts_of(Path(below, name))[0] / FILES[kind]).exists():
                    continue
                # a process of its own: if it ends, that is a fault, not our end
                words = [sys.executable, __file__, "--each", each, "--seed", seed]
                words += ["--sound", Path(below, name), "--kind", kind]
                done = subprocess.run([*map(str, words)], stdout=subprocess.PIPE)
                line = (done.stdout.splitlines() or [b"{}"])[-1]
                counts = collections.Counter(json.loads(line))
                figures = (f"{counts.pop(stage, 0):18,}" for stage in STAGES)
                print(f"{name:13} {kind:8}", *figures, flush=True)
                for error, count in counts.items():
                    print(f"  {count} x an error that is not ours: {error}")
                if done.returncode:
                    print(f"  our process ended with {done.returncode}")
                total[kind] += each
                faults += bool(done.returncode) + sum(counts.values())
    counts = (f"{total[k]:,} {title}" for k, title in zip(FILES, TITLES) if total[k])
    print(f"{', '.join(counts)}; {faults} crashes or errors that are not ours")
    return faults


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--each", type=int, default=100, help="Of each file. [100]")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", choices=FILES, help="Files of one kind. [all]")
    parser.add_argument("--sound", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--kind", choices=FILES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.sound:
        print(json.dumps(work(options.sound, options.kind, options.each, options.seed)))
    else:
        chosen = (options.only,) if options.only else tuple(FILES)
        sys.exit(bool(main(options.each, options.seed, chosen)))
