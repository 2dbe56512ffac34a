"""Two steps of every model, with every optimizer, schedule, devices and batch size.

Run:       python scripts/faults/pairwise.py                   (half an hour)
           python scripts/faults/pairwise.py --model lenet --model gru_lm
Expected:  every row trains two steps without an error, and its loss is finite

Not every combination, but every two values together in at least one row
(``covering.py``), each row in a process of its own. GPUs are simulated.
"""

from __future__ import annotations

import argparse
import math
import sys

from cases import Tally, preload, start, work_folder
from covering import covering_array
from smallest import smallest

OPTIMIZERS = ("sgd", "momentum", "nag", "adagrad", "rmsprop", "adadelta", "adam")
DEVICES = ("cpu", "cpu:2", "gpu", "gpu:0,1", "gpu:0,1,2")
BATCH_SIZES = (1, 2, 3, 4)
SCHEDULES = ("none", "constant", "steps", "factor", "milestones", "root", "cosine")
SCHEDULES += ("warm-up",)


def schedule_of(name: str, lr: float):
    """The callback of a schedule of that name; None for none."""
    from gluon_course import optim, train

    made = {
        "constant": optim.Constant(lr),
        "steps": optim.StepDecay(lr, 1, 0.5),
        "factor": optim.Factor(lr, 0.9),
        "milestones": optim.MultiFactor(lr, (0.5, 2), 0.5),
        "root": optim.SquareRoot(lr),
        "cosine": optim.Cosine(lr, 2),
        "warm-up": optim.WarmUp(1, optim.Constant(lr)),
    }.get(name)
    return None if made is None else train.LearningRate(made, per_step=True)


def train_two_steps(
    model: str, optimizer: str, schedule: str, device: str, batch_size: int
) -> float:
    """Train a model at its smallest for two steps; return the loss."""
    from mxnet import init

    from gluon_course import train
    from gluon_course.base.run import RunOptions
    from gluon_course.base.seeds import seed_everything
    from gluon_course.base.simulated_gpus import simulate_gpus

    if device.startswith("gpu"):
        simulate_gpus(3)
    seed_everything(1)
    net, task, batches = smallest(model, batch_size)
    lr = 1e-3
    options = {} if optimizer == "adadelta" else {"learning_rate": lr}
    if optimizer == "momentum":
        optimizer, options["momentum"] = "sgd", 0.9
    each = schedule_of(schedule, lr)
    trainer = train.Trainer(
        net,
        task,
        optimizer,
        options,
        init=None if model == "fasttext" else init.Xavier(),
        run=RunOptions(device=device),
        callbacks=[] if each is None else [each],
    )
    result = trainer.fit(batches, None, 1)
    assert trainer.state.step == 2, f"{trainer.state.step} steps"
    return result.final["train_loss"]


def factors_of(models: list[str]) -> dict:
    """What meets in pairs."""
    return {
        "model": models,
        "optimizer": OPTIMIZERS,
        "schedule": SCHEDULES,
        "device": DEVICES,
        "batch_size": BATCH_SIZES,
    }


def main(names=(), seed=0):
    """Train the rows of these models, or of all; return the number of faults."""
    preload()
    from gluon_course import models

    known = models.list_models()
    rows = covering_array(factors_of(list(names or known)), seed)
    print(f"{len(names or known)} models, {len(rows)} rows")
    tally = Tally("pairwise")
    with work_folder():
        for number, row in enumerate(rows, 1):

            def call(row=row):
                loss = train_two_steps(**row)
                if not math.isfinite(loss):
                    raise ValueError(f"the loss is {loss}")

            ended = start(call).wait()
            fault = ended.fault((0,))
            tally.add(str(row), "trained two steps", fault)
            if number % 50 == 0:
                print(f"  {number} of {len(rows)}", flush=True)
    return tally.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", action="append", default=[], metavar="NAME")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    sys.exit(bool(main(options.model, options.seed)))
