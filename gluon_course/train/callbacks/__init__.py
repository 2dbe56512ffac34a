"""Callbacks, one file each, and the ones that run options ask for."""

from gluon_course.train.callbacks.bar import Bar
from gluon_course.train.callbacks.base import Callback
from gluon_course.train.callbacks.checkpoint import Checkpoint, Restore
from gluon_course.train.callbacks.clip import ClipGradients
from gluon_course.train.callbacks.curve import Curve
from gluon_course.train.callbacks.early_stopping import EarlyStopping
from gluon_course.train.callbacks.history import History
from gluon_course.train.callbacks.learning_rate import LearningRate
from gluon_course.train.callbacks.line import Line
from gluon_course.train.callbacks.mask_ap import MaskAP, measure_masks
from gluon_course.train.callbacks.mean_ap import MeanAP, measure_map
from gluon_course.train.callbacks.memory import MemoryLine
from gluon_course.train.callbacks.profile import Profile
from gluon_course.train.callbacks.record import Record
from gluon_course.train.callbacks.samples import WriteSamples
from gluon_course.train.callbacks.tensorboard import TensorBoard

__all__ = [
    "Bar",
    "Callback",
    "Checkpoint",
    "ClipGradients",
    "Curve",
    "EarlyStopping",
    "History",
    "LearningRate",
    "Line",
    "MaskAP",
    "MeanAP",
    "MemoryLine",
    "Profile",
    "Record",
    "TensorBoard",
    "WriteSamples",
    "callbacks_of",
    "measure_map",
    "measure_masks",
]


def callbacks_of(run) -> list[Callback]:
    """The callbacks that ``RunOptions`` ask for, in the order in which they fire.

    ``progress``: bar, memory and printed line. ``out``: record, history, curve,
    checkpoints. ``tensorboard``: events beside them. ``profile``: a profile. None of
    them when neither is set. Of several workers those that do not write read the
    checkpoint that they resume from.
    """
    found: list[Callback] = []
    if run.progress:
        found += [Bar(), MemoryLine(), Line()]
    if run.out is not None and not run.is_writer:
        if run.resume:
            found.append(Restore(run.out / "checkpoints"))
    elif run.out is not None:
        found += [
            Record(run.path("config.json")),
            Checkpoint(run.path("checkpoints"), run.resume),
            History(run.path("history.jsonl")),
            Curve(run.path("curves.png")),
        ]
        if run.tensorboard:
            found.append(TensorBoard(run.path("tensorboard")))
        if run.profile:
            num_rows = 10 if run.progress else 0
            found.append(Profile(run.path("profile"), num_rows=num_rows))
    return found
