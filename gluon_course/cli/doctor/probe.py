"""Tries MXNet and its companions in a process of their own, one after the other.

A library that crashes or hangs takes that process with it, not the doctor. Each stage
prints one line of JSON, so the stages before a crash are known.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import signal
import subprocess
import sys
from collections.abc import Callable

STAGES = ("mxnet", "training", "gluoncv", "gluonnlp")
TIMEOUT_S = 180
_MARK = "gluon_course probe: "


def run_probe(timeout_s: float = TIMEOUT_S) -> dict[str, dict]:
    """Run the stages.

    Returns
    -------
    dict of stage to dict
        The facts of each stage; ``{"error": sentence}`` for one that failed.
    """
    command = [sys.executable, "-m", "gluon_course.cli.doctor.probe"]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=timeout_s,
        )
        printed, end = done.stdout, _end_of(done.returncode, done.stderr)
    except subprocess.TimeoutExpired as error:
        printed = (error.stdout or b"").decode(errors="replace")
        end = f"it did not answer within {timeout_s:g} seconds"
    return _read(printed, end)


def main() -> None:
    """Try every stage and print its facts."""
    for stage, attempt in zip(STAGES, (_mxnet, _training, _gluoncv, _gluonnlp)):
        print(_MARK + json.dumps({stage: _try(attempt)}), flush=True)


def _read(printed: str, end: str) -> dict[str, dict]:
    found = {}
    for line in printed.splitlines():
        if line.startswith(_MARK):
            found.update(json.loads(line[len(_MARK) :]))
    missing = [stage for stage in STAGES if stage not in found]
    for stage in missing:
        found[stage] = {"error": f"not tried, because {missing[0]} ended the process"}
    if missing:
        found[missing[0]] = {"error": end}
    return found


def _end_of(status: int, stderr: str) -> str:
    if status < 0:
        return f"the process was ended by {signal.Signals(-status).name}"
    lines = stderr.strip().splitlines()
    return lines[-1] if lines else f"the process ended with status {status}"


def _try(attempt: Callable[[], dict]) -> dict:
    try:
        return attempt()
    except Exception as error:
        lines = str(error).strip().splitlines()
        kind = type(error).__name__
        return {"error": f"{kind}: {lines[0]}" if lines else kind}


def _mxnet() -> dict:
    import mxnet as mx

    from gluon_course.base import threads

    features = mx.runtime.Features()
    return {
        "version": mx.__version__,
        "path": mx.__path__[0],
        "features": sorted(name for name in features if features.is_enabled(name)),
        "num_gpus": mx.context.num_gpus(),
        "threads": threads.openmp_threads(),
    }


def _training() -> dict:
    """One step of LeNet on the CPU."""
    import mxnet as mx

    from gluon_course import models, train
    from gluon_course.base.run import RunOptions

    batch = (mx.nd.random.uniform(shape=(8, 1, 28, 28)), mx.nd.arange(8))
    trainer = train.Trainer(
        models.get_model("lenet"),
        train.Classification(),
        run=RunOptions(device="cpu"),
    )
    return trainer.fit([batch]).final


def _gluoncv() -> dict:
    importlib.import_module("gluoncv")
    return {"version": importlib.metadata.version("gluoncv")}


def _gluonnlp() -> dict:
    importlib.import_module("gluonnlp")
    return {"version": importlib.metadata.version("gluonnlp")}


if __name__ == "__main__":
    main()
