"""What callbacks and metrics cost of a LeNet step.

    python scripts/benchmarks/callbacks.py
    python scripts/benchmarks/callbacks.py --rounds 15
    python scripts/benchmarks/callbacks.py --json docs/results/speed/callbacks.json

First the time inside the hooks of each callback, in epochs of 235 steps of 256 pictures
(those of Fashion-MNIST), as a share of a step; the bar draws on a made-up terminal.
Hooks that only queue work, as clipping does, and metrics, which are computed on the
device, are measured in turns: with bar, history and metrics against a trainer with the
loss alone. Share is the median of the differences of neighbours, with its quartiles.
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import record

STEPS, BATCH = 235, 256
HOOKS = (
    *("on_fit_start", "on_epoch_start", "on_gradients", "on_batch_end"),
    *("on_epoch_end", "on_fit_end"),
)


class Terminal(io.StringIO):
    """What the bar takes for a terminal."""

    def isatty(self):
        """It is one."""
        return True


def main(options):
    """Measure, print and write both tables."""
    known = record.facts(options.threads, options.clock)
    print(record.headline(known), flush=True)
    sys.stderr = Terminal()  # for the bar
    with tempfile.TemporaryDirectory() as folder:
        hooks, step_s = in_hooks(Path(folder), options)
        print(f"a LeNet step of {BATCH} pictures: {step_s * 1e3:.2f} ms")
        for row in hooks:
            print(
                f"{row['name']:16}{row['step_s'] * 1e6:9.1f} us of each step"
                f"{100 * row['share']:8.3f} %",
                flush=True,
            )
        turns = in_turns(Path(folder), options)
    for row in turns:
        low, high = row["quartiles"]
        print(
            f"{row['name']:30}{100 * row['share']:6.2f} % "
            f"({100 * low:.2f}-{100 * high:.2f})"
        )
    record.write(options.json, known, step_s=step_s, hooks=hooks, turns=turns)


def trainer_of(task=None, callbacks=()):
    """LeNet as in 5.5, and its batch."""
    from mxnet import init, nd

    from gluon_course import models, train
    from gluon_course.base.run import RunOptions

    batch = nd.random.uniform(shape=(BATCH, 1, 28, 28)), nd.zeros(BATCH, dtype="int32")
    trainer = train.Trainer(
        models.get_model("lenet"),
        task or train.Classification(),
        "sgd",
        {"learning_rate": 0.01},
        init=init.Xavier(),
        run=RunOptions(device="cpu"),
        callbacks=callbacks,
    )
    return trainer, batch


def in_hooks(folder, options):
    """Seconds of a step inside the hooks of each callback, and those of a step."""
    from gluon_course.train import callbacks as kinds

    callbacks = [
        kinds.Bar(),
        kinds.Line(),
        kinds.Record(folder / "config.json"),
        kinds.Checkpoint(folder / "checkpoints"),
        kinds.History(folder / "history.jsonl"),
        kinds.Curve(folder / "curves.png"),
        kinds.LearningRate(lambda epoch: 0.01, per_step=True),
        kinds.EarlyStopping(100),
    ]
    clock = time.perf_counter if options.clock == "wall" else time.thread_time
    spent = {}
    for each in callbacks:
        spent[type(each).__name__] = timed(each, clock)
    trainer, batch = trainer_of(callbacks=callbacks)
    trainer.fit([batch] * 3, None, 1)
    for each in spent.values():
        each.clear()
    epochs = min(3, options.rounds)
    whole = time.perf_counter if options.clock == "wall" else time.process_time
    started = whole()
    trainer.fit([batch] * STEPS, None, 1 + epochs)
    seconds = whole() - started
    steps = STEPS * epochs
    inside = sum(map(sum, spent.values()))
    step_s = (seconds - inside) / steps
    rows = [
        {"name": name, "step_s": sum(each) / steps, "share": sum(each) / steps / step_s}
        for name, each in spent.items()
    ]
    return rows, step_s


def timed(callback, clock) -> list:
    """Let the hooks of a callback append their seconds to the list that is returned."""
    spent: list[float] = []

    def wrapped(inner):
        def hook(*args):
            started = clock()
            inner(*args)
            spent.append(clock() - started)

        return hook

    for name in HOOKS:
        setattr(callback, name, wrapped(getattr(callback, name)))
    return spent


def in_turns(folder, options):
    """What is added to an epoch by each group, as a share of the epoch without it."""
    from gluon_course.train import callbacks as kinds

    groups = {
        "nothing": trainer_of(loss_alone()),
        "metrics": trainer_of(),
        "bar, history and metrics": trainer_of(
            None, [kinds.Bar(), kinds.History(folder / "more.jsonl")]
        ),
        "clipping": trainer_of(loss_alone(), [kinds.ClipGradients(1.0)]),
    }
    clock = time.perf_counter if options.clock == "wall" else time.process_time
    seconds = {name: [] for name in groups}
    for turn in range(options.rounds + 1):
        for name, (trainer, batch) in groups.items():
            started = clock()
            trainer.fit([batch] * (STEPS if turn else 3), None, turn + 1)
            seconds[name].append(clock() - started)
    bare = seconds.pop("nothing")[1:]
    rows = []
    for name, each in seconds.items():
        shares = [own / without - 1 for own, without in zip(each[1:], bare)]
        low, middle, high = statistics.quantiles(shares, n=4, method="inclusive")
        rows.append({"name": name, "share": middle, "quartiles": [low, high]})
    return rows


def loss_alone():
    """Classification that counts losses and samples, and no hits."""
    from gluon_course import train
    from gluon_course.train.tasks.base import Task, count, pack

    class LossAlone(train.Classification):
        counters = Task.counters
        verify, figures = Task.verify, Task.figures

        def forward(self, F, net, X, y):
            losses = self.loss(net(X), y)
            head = losses.sum()
            return head, pack(F, head, count(F, losses))

    return LossAlone()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=7, help="2 or more")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--clock", choices=("wall", "cpu"), default="wall")
    parser.add_argument("--json", metavar="FILE", help="also write the figures there")
    parsed = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = str(parsed.threads)  # before MXNet is imported
    main(parsed)
