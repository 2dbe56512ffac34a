"""What is said when a loss is not finite."""

from __future__ import annotations

from gluon_course.base.errors import TrainingError


def diverged(trainer, error) -> TrainingError:
    """The error for a loss that is not finite while training.

    Parameters
    ----------
    trainer : Trainer
    error : NotFiniteError
        Says in which steps of the epoch.
    """
    kept = [c.last_saved for c in trainer.callbacks if getattr(c, "last_saved", None)]
    return TrainingError(
        f"The loss is not finite in epoch {trainer.state.epoch}, steps"
        f" {error.first_step}-{error.last_step}, at learning rate"
        f" {trainer.learning_rate:g}",
        "the learning rate is too large, or the data holds a value not finite",
        f"try --lr {trainer.learning_rate / 3:.2g}; "
        + (f"last good checkpoint: {kept[-1]}" if kept else "no checkpoint yet"),
    )


def diverged_in_evaluation(trainer) -> TrainingError:
    """The error for a loss that is not finite on the data of an evaluation."""
    return TrainingError(
        "The loss on the evaluation data is not finite",
        "the parameters have grown too large",
        f"try a learning rate below {trainer.learning_rate:g}",
    )
