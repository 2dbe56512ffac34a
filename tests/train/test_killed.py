"""A run killed at any moment leaves a checkpoint that loads and resumes."""

import os
import random
import signal
import subprocess
import sys
import textwrap
import time

from gluon_course.train import last_good, read_history

PROGRAM = textwrap.dedent(
    """
    import sys
    import mxnet as mx
    import numpy as np
    from mxnet.gluon import nn
    from gluon_course.base.run import RunOptions
    from gluon_course.train import Classification, Trainer

    out, epochs, resume = sys.argv[1], int(sys.argv[2]), len(sys.argv) > 3
    rng = np.random.default_rng(0)
    X = rng.normal(size=(64, 8)).astype("float32")
    y = (X[:, 0] > 0).astype("int32")
    batches = [(X[i : i + 16], y[i : i + 16]) for i in range(0, 64, 16)]
    net = nn.HybridSequential()
    net.add(nn.Dense(32, activation="relu"), nn.Dropout(0.5), nn.Dense(2))
    run = RunOptions(device="cpu", seed=1, out=out, resume=resume)
    options = {"learning_rate": 0.01}
    init = mx.init.Xavier()
    trainer = Trainer(net, Classification(), "adam", options, init=init, run=run)
    print("started", flush=True)
    result = trainer.fit(batches, batches, epochs)
    print(repr(result.final["train_loss"]))
    """
)


def start(out, epochs, *resume):
    command = [sys.executable, "-c", PROGRAM, str(out), str(epochs), *resume]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )


def test_killed_run_resumes_to_the_end_of_an_uninterrupted_one(tmp_path):
    rng = random.Random(0)
    killed = start(tmp_path / "killed", 100_000)
    killed.stdout.readline()
    history = tmp_path / "killed" / "history.jsonl"
    while not history.exists():
        assert killed.poll() is None, "the run ended by itself"
        time.sleep(0.01)
    time.sleep(rng.uniform(0, 0.5))
    killed.send_signal(signal.SIGKILL)
    killed.wait()

    folder, _ = last_good(tmp_path / "killed" / "checkpoints")
    epoch = int(folder.name[-4:])
    more, _ = start(tmp_path / "killed", epoch + 2, "resume").communicate()
    whole, _ = start(tmp_path / "whole", epoch + 2).communicate()
    assert more.splitlines()[-1] == whole.splitlines()[-1]
    rows = read_history(tmp_path / "killed" / "history.jsonl")
    assert [row["epoch"] for row in rows] == list(range(1, epoch + 3))
