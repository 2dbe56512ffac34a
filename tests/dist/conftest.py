"""Real jobs of a few processes: a tiny net, one thread each, a folder of their own."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

TIMEOUT_S = 540  # a busy machine needs a minute to import mxnet five times

PROGRAM = textwrap.dedent(
    """
    import json, os, pathlib, sys, time
    import mxnet as mx
    import numpy as np
    from mxnet.gluon import nn
    from gluon_course.base.run import RunOptions
    from gluon_course.data import BatchLoader
    from gluon_course.train import Callback, Classification, Trainer

    class Tell(Callback):
        '''Says in a file that a step was made, and lets steps last a while.'''

        def on_batch_end(self, trainer, is_news):
            time.sleep(pause)
            if trainer.state.epoch > 1:
                rank = trainer.group.workers.rank
                (out / f"pid-{rank}").write_text(str(os.getpid()))

    out, epochs, batch_size = pathlib.Path(sys.argv[1]), *map(int, sys.argv[2:4])
    pause, optimizers = float(sys.argv[4]), sys.argv[5].split(",")
    out.mkdir(exist_ok=True)
    rng = np.random.default_rng(0)
    X = rng.normal(size=(70, 8)).astype("float32")
    y = (X[:, 0] > 0).astype("int32")
    train_iter = BatchLoader(X, y, batch_size=batch_size, shuffle=True, seed=3)
    test_iter = BatchLoader(X, y, batch_size=7)
    OPTIONS = {
        "sgd": {"learning_rate": 0.1, "momentum": 0.9},
        "adam": {"learning_rate": 0.01},
    }
    figures = {}
    for name in optimizers:
        net = nn.HybridSequential()
        net.add(nn.Dense(16, activation="relu"), nn.Dense(3))
        if name == "statistics":
            net.add(nn.BatchNorm())
        accumulate = int(os.environ.get("ACCUMULATE", "1"))
        run = RunOptions(
            device="cpu", seed=1, out=out / name, resume=True, accumulate=accumulate
        )
        optimizer = "sgd" if name == "statistics" else name
        trainer = Trainer(
            net, Classification(), optimizer, OPTIONS[optimizer],
            init=mx.init.Xavier(), run=run, callbacks=[Tell()],
        )
        result = trainer.fit(train_iter, test_iter, epochs)
        values = [each.data().asnumpy() for each in net.collect_params().values()]
        figures[name] = {
            "final": result.final,
            "parameters": np.concatenate([v.ravel() for v in values]).tolist(),
        }
    rank = trainer.group.workers.rank
    (out / f"figures-{rank}.json").write_text(json.dumps(figures))
    """
)


@pytest.fixture
def start(tmp_path):
    """Starts the program under ``launch`` with these options; alone without any."""
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    running = []

    def begin(out, *options, epochs=3, batch_size=8, pause=0.0, optimizers="sgd", **env):
        words = [sys.executable, "-m", "gluon_course", "launch", *options, "--"]
        arguments = [program, out, epochs, batch_size, pause, optimizers]
        process = subprocess.Popen(
            [*(words if options else []), sys.executable, *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=tmp_path,
            env={**os.environ, "OMP_NUM_THREADS": "1", **env},
        )
        running.append(process)
        return process

    yield begin
    for process in running:
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=60)


@pytest.fixture
def finish(start):
    """Starts the program, waits for it, and returns what it printed."""

    def run(*arguments, status=0, **options):
        return _end(start(*arguments, **options), status)

    return run


@pytest.fixture
def end():
    """What a job printed, after it ended with that status."""
    return _end


@pytest.fixture
def processes_of():
    """Role to process ids of the job whose scheduler has that port, from /proc."""
    return _processes_of


def _end(process, status=0) -> str:
    text, _ = process.communicate(timeout=TIMEOUT_S)
    assert process.returncode == status, text
    return text


def _processes_of(port: int) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "environ").read_bytes().split(b"\0")
            is_zombie = (folder / "stat").read_text().rpartition(")")[2][1] == "Z"
        except OSError:
            continue
        variables = dict(
            each.decode("utf-8", "replace").split("=", 1)
            for each in words
            if b"=" in each
        )
        if variables.get("DMLC_PS_ROOT_PORT") == str(port) and not is_zombie:
            role = variables.get("DMLC_ROLE", "")
            found.setdefault(role, []).append(int(folder.name))
    return found
