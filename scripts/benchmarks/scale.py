"""Training with several workers on this machine, and on paper with many machines.

    python scripts/benchmarks/scale.py
    python scripts/benchmarks/scale.py --models mlp --workers 1 2 --rounds 2 --json out

First table: steps of 1, 2 and 4 workers of one thread each with the batch of one worker
(dist_sync, as many servers as --servers says), beside one process without any servers.
The jobs take turns, and medians of their rounds are shown. Workers share the cores of
one machine, so more of them than cores cannot be faster; the column "cost" is what
adding up the gradients takes of a step when no core is missing: the step of one worker
with a server less that of a process without.

Second table, a model on paper. n machines compute a step of t seconds each, then push
and pull B bytes (four for each parameter). With s servers that share the parameters
equally, each on a machine of its own, a worker's card sends B bytes and a server's
receives n * B / s; the pull is the same the other way. The busiest card sets the time
of one way, and a server answers when the last gradient has come, so that a step has two
ways:

    T = B * max(1, n / s) / bandwidth        communication of a step: 2 * T

With a server beside each worker (s = n on the same cards) a machine sends and receives
B * (n - 1) / n in each way, since 1 / n of the parameters is at home; cards do both at
once:

    T = B * (n - 1) / n / bandwidth

Efficiency is t / (t + 2 T) if nothing overlaps; if all of it hides behind the backward
pass, about two thirds of a step, it is t / max(t, t / 3 + 2 T). "limit" is the first n
of the table for which 2 T > t: there communication dominates. Bytes of one machine are
not counted (n = 1), nor is the time of the sums on the servers, which the "cost" above
has.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from alternate import machine

# name: batch size of a worker, steps of a round
MODELS = {"mlp": (256, 40), "lenet": (256, 12), "resnet18": (8, 3)}
MACHINES = (1, 2, 4, 8, 16, 32, 64)
GBIT = (1, 10, 100)
BACKWARD = 2 / 3


def main(models, workers, servers, rounds, faster, output):
    """Measure, print both tables, and write them where asked."""
    measured = [measure(model, workers, servers, rounds) for model in models]
    print(f"steps with several workers of one thread; {machine()}")
    print(f"load average before: {os.getloadavg()[0]:.1f}")
    print(f"{'model':10}{'workers':>8}{'step ms':>9}{'samples/s':>11}{'MB/step':>9}")
    for row in measured:
        for name, seconds in row["step_s"].items():
            number = 1 if name == "alone" else int(name)
            speed = number * row["batch_size"] / seconds
            moved = 0 if name == "alone" else 2 * row["bytes"] * number / 1e6
            print(
                f"{row['model']:10}{name:>8}{seconds * 1e3:9.1f}{speed:11.0f}"
                f"{moved:9.1f}"
            )
        if "1" in row["step_s"]:
            cost = row["step_s"]["1"] - row["step_s"]["alone"]
            print(
                f"{'':10}cost of one worker's trip to the servers: {cost * 1e3:.1f} ms"
            )
    paper = [
        predict(row, gbit, servers, faster)
        for row in measured
        for servers in ("n", "1")
        for gbit in GBIT
    ]
    print("\non paper: efficiency of n machines, if nothing overlaps - if all does;")
    print(f"steps {faster:g} times as fast as measured here")
    heads = "".join(f"{each:>11}" for each in MACHINES)
    print(f"{'model':10}{'servers':>8}{'Gbit/s':>7}{heads}  limit")
    for row in paper:
        cells = "".join(f"{low:6.2f}-{high:.2f}" for low, high in row["efficiency"])
        limit = row["limit"] or f"above {MACHINES[-1]}"
        print(
            f"{row['model']:10}{row['servers']:>8}{row['gbit']:7}{cells}  {limit}",
        )
    if output:
        record = {"machine": machine(), "measured": measured, "paper": paper}
        Path(output).write_text(json.dumps(record, indent=2) + "\n")


def measure(model, workers, servers, rounds) -> dict:
    """Median step of every number of workers, and the bytes of one exchange."""
    names = ["alone", *map(str, workers)]
    steps: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            answer = run_job(model, name, servers)
            steps[name].append(answer["step_s"])
    return {
        "model": model,
        "batch_size": MODELS[model][0],
        "bytes": answer["bytes"],
        "servers": servers,
        "step_s": {name: statistics.median(each) for name, each in steps.items()},
        "rounds": steps,
    }


def run_job(model, name, servers) -> dict:
    """One job; what its worker of rank 0 measured."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        words = [sys.executable, sys.argv[0], "--peer", model, str(answer)]
        if name != "alone":
            launch = [sys.executable, "-m", "gluon_course", "launch"]
            words = [*launch, "-n", name, "-s", str(servers), "--", *words]
        subprocess.run(
            words,
            check=True,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
        return json.loads(answer.read_text())


def peer(model, answer) -> None:
    """In a worker: some steps by the trainer of the course, on made-up pictures."""
    import numpy as np
    from mxnet import init, nd

    from gluon_course import models, train
    from gluon_course.base.run import RunOptions

    batch_size, num_steps = MODELS[model]
    shape = (1, 96, 96) if model == "resnet18" else (1, 28, 28)
    rng = np.random.RandomState(0)
    batch = (
        nd.array(rng.uniform(size=(batch_size, *shape))),
        nd.array(rng.randint(0, 10, batch_size), dtype="int32"),
    )
    run = RunOptions(device="cpu")
    trainer = train.Trainer(
        models.get_model(model),
        train.Classification(),
        "sgd",
        {"learning_rate": 0.01},
        init=init.Xavier(),
        run=run,
    )
    size = trainer.group.workers.size
    trainer.fit([batch] * (3 * size), None, 1)  # compiles, and fills the servers
    started = time.perf_counter()
    trainer.fit([batch] * (num_steps * size), None, 2)
    seconds = (time.perf_counter() - started) / num_steps
    trained = trainer.updates.parameters.trained
    bytes_ = sum(4 * int(np.prod(each.shape)) for each in trained)
    if run.is_writer:
        Path(answer).write_text(json.dumps({"step_s": seconds, "bytes": bytes_}))


def predict(row, gbit, servers, faster=1.0) -> dict:
    """Efficiency on n machines, and the number from which communication dominates.

    Parameters
    ----------
    row : dict
        Of :func:`measure`.
    gbit : float
        Bandwidth of every card, each way.
    servers : {"n", "1"}
        One beside each worker, or one for all on a machine of its own.
    faster : float
        Steps of the machines are so many times as fast as the one measured.
    """
    step_s = row["step_s"]["alone"] / faster
    times = [2 * way_s(row["bytes"], n, gbit, servers) for n in MACHINES]
    slow = [n for n, seconds in zip(MACHINES, times) if seconds > step_s]
    return {
        "model": row["model"],
        "servers": servers,
        "gbit": gbit,
        "step_s": step_s,
        "bytes": row["bytes"],
        "machines": MACHINES,
        "efficiency": [
            (
                step_s / (step_s + seconds),
                step_s / max(step_s, (1 - BACKWARD) * step_s + seconds),
            )
            for seconds in times
        ],
        "limit": slow[0] if slow else None,
    }


def way_s(bytes_, machines, gbit, servers) -> float:
    """Seconds of a push, or of a pull: what the busiest card has to move."""
    if machines == 1:
        return 0.0
    moved = (machines - 1) / machines if servers == "n" else machines
    return bytes_ * moved / (gbit * 1e9 / 8)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", nargs="+", choices=MODELS, default=list(MODELS))
    parser.add_argument("--workers", nargs="+", type=int, default=[1, 2, 4])
    parser.add_argument("--servers", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--faster",
        type=float,
        default=1.0,
        help="on paper the machines are so many times as fast as this one, as GPUs are",
    )
    parser.add_argument("--json", help="also write the figures to this file")
    parser.add_argument("--peer", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer:
        sys.exit(peer(*options.peer))
    main(
        options.models,
        options.workers,
        options.servers,
        options.rounds,
        options.faster,
        options.json,
    )
