"""What the product writes: commands and functions, for ``disk.py`` and ``folders.py``.

Each takes the run of a training that is there and a folder to write into.
"""

from __future__ import annotations

import dataclasses
import importlib.util
from collections.abc import Callable
from pathlib import Path

from cases import TRAIN, command

HISTORY = [{"epoch": e, "train_loss": 1 / e, "seconds": 1.0} for e in range(1, 400)]


@dataclasses.dataclass(frozen=True)
class Action:
    """Something that writes; the cache is where the folder is if ``in_cache``."""

    name: str
    make: Callable[[Path, Path], Callable[[], object]]
    in_cache: bool = False


def _plot(run: Path, folder: Path):
    def call():
        from gluon_course.viz.curves import curves

        curves(HISTORY, folder / "curves.png")

    return call


def _history(run: Path, folder: Path):
    def call():
        from gluon_course.train.callbacks.history import write_history

        write_history(folder / "history.jsonl", HISTORY)

    return call


def _composed(run: Path, folder: Path):
    def call():
        from gluon_course.data.detection.composed import composed_voc

        composed_voc(6, 2, 64)

    return call


def _digits(run: Path, folder: Path):
    def call():
        from gluon_course.data.sample_folders import sample_folder

        sample_folder("hotdog")

    return call


def _parameters(run: Path, folder: Path):
    def call():
        from mxnet import nd

        from gluon_course.base.arrays_file import save

        save(folder / "arrays", [nd.ones((300, 100))])

    return call


ACTIONS = (
    Action("train", lambda run, to: command(*TRAIN, "--out", to / "new")),
    Action("train without --out", lambda run, to: command(*TRAIN)),
    Action(
        "resume",
        lambda run, to: command(
            *TRAIN[:-3], "--epochs", 8, "--quiet", "--resume", "--out", run
        ),
    ),
    Action(
        "sweep",
        lambda run, to: command(
            *(
                "sweep",
                "mlp-gluon",
                "--sample",
                "--limit",
                64,
                "--epochs",
                1,
                "--lr",
                0.1,
            ),
            *("--lr", 0.2, "--out", to / "sweep"),
        ),
    ),
    Action("export", lambda run, to: command("export", run, "--out", to / "export")),
    Action("export in place", lambda run, to: command("export", run)),
    Action("eval", lambda run, to: command("eval", run)),
    Action("draw", lambda run, to: command("draw", "lenet", "--out", to / "net.svg")),
    Action("plots", _plot),
    Action("history", _history),
    Action("arrays", _parameters),
    Action("composed pictures", _composed, in_cache=True),
    Action("digits as folders", _digits, in_cache=True),
)
if importlib.util.find_spec("onnx") and importlib.util.find_spec("onnxruntime"):
    ACTIONS += (
        Action(
            "export in two forms",
            lambda run, to: command(
                *("export", run, "--to", "symbol,onnx", "--out", to / "forms")
            ),
        ),
    )
if importlib.util.find_spec("tensorboardX"):
    ACTIONS += (
        Action(
            "tensorboard",
            lambda run, to: command(*TRAIN, "--tensorboard", "--out", to / "board"),
        ),
    )
