"""Learning-rate schedules: pure functions of the time in epochs.

A schedule is called with ``t``, the number of epochs trained so far, which may be a
fraction inside an epoch; being pure, it needs no state to resume. ``as_gluon`` turns
one into a scheduler that Gluon's own optimizers accept.

Section: v2 11.11 学习率调度器 (chapter_optimization/lr-scheduler)
"""

import dataclasses
import math

from mxnet import lr_scheduler

from gluon_course.base.errors import ConfigError


class Schedule:
    """Base: ``schedule(t)`` is the learning rate after ``t`` epochs, ``t >= 0``."""

    def __call__(self, t: float) -> float:
        raise TypeError(f"{type(self).__name__} does not say its learning rate")

    def as_gluon(self, steps_per_epoch: int) -> lr_scheduler.LRScheduler:
        """The same schedule counted in updates, for ``optimizer_params``."""
        return _GluonSchedule(self, steps_per_epoch)


@dataclasses.dataclass(frozen=True)
class Constant(Schedule):
    """``lr`` for ever."""

    lr: float

    def __post_init__(self):
        _positive(self, "lr")

    def __call__(self, t: float) -> float:
        return self.lr


@dataclasses.dataclass(frozen=True)
class StepDecay(Schedule):
    """``lr`` times ``factor`` once every ``period`` epochs: 每隔4个epoch学习率*0.9."""

    lr: float
    period: float
    factor: float

    def __post_init__(self):
        _positive(self, "lr", "period", "factor")

    def __call__(self, t: float) -> float:
        return self.lr * self.factor ** math.floor(t / self.period)


@dataclasses.dataclass(frozen=True)
class Factor(Schedule):
    """``lr`` times ``factor`` after every epoch, never below ``stop``."""

    lr: float
    factor: float
    stop: float = 1e-7

    def __post_init__(self):
        _positive(self, "lr", "factor")

    def __call__(self, t: float) -> float:
        return max(self.stop, self.lr * self.factor ** math.floor(t))


@dataclasses.dataclass(frozen=True)
class MultiFactor(Schedule):
    """``lr`` times ``factor`` at each of the ``milestones`` (in epochs, rising)."""

    lr: float
    milestones: tuple
    factor: float

    def __post_init__(self):
        _positive(self, "lr", "factor")
        object.__setattr__(self, "milestones", tuple(self.milestones))
        if list(self.milestones) != sorted(set(self.milestones)):
            raise ConfigError(
                f"The milestones {self.milestones} do not rise",
                action="list the epochs in rising order, each once",
            )

    def __call__(self, t: float) -> float:
        return self.lr * self.factor ** sum(t >= each for each in self.milestones)


@dataclasses.dataclass(frozen=True)
class SquareRoot(Schedule):
    """``lr / sqrt(t + 1)``."""

    lr: float

    def __post_init__(self):
        _positive(self, "lr")

    def __call__(self, t: float) -> float:
        return self.lr / math.sqrt(t + 1)


@dataclasses.dataclass(frozen=True)
class Cosine(Schedule):
    """Half a cosine from ``lr`` down to ``final_lr`` over ``epochs``, then flat."""

    lr: float
    epochs: float
    final_lr: float = 0.0

    def __post_init__(self):
        _positive(self, "lr", "epochs")

    def __call__(self, t: float) -> float:
        fraction = min(t / self.epochs, 1.0)
        swing = (self.lr - self.final_lr) / 2
        return self.final_lr + swing * (1 + math.cos(math.pi * fraction))


@dataclasses.dataclass(frozen=True)
class WarmUp(Schedule):
    """A straight line from ``start_lr`` to the start of ``then``, over ``epochs``.

    ``then`` is another schedule; its clock begins when the warm-up is over.
    """

    epochs: float
    then: Schedule
    start_lr: float = 0.0

    def __post_init__(self):
        _positive(self, "epochs")

    def __call__(self, t: float) -> float:
        if t >= self.epochs:
            return self.then(t - self.epochs)
        return self.start_lr + (self.then(0) - self.start_lr) * t / self.epochs


class _GluonSchedule(lr_scheduler.LRScheduler):
    def __init__(self, schedule, steps_per_epoch):
        if steps_per_epoch < 1:
            raise ConfigError(f"An epoch of {steps_per_epoch} steps has no schedule")
        super().__init__(base_lr=schedule(0))
        self._schedule, self._steps = schedule, steps_per_epoch

    def __call__(self, num_update):
        # Gluon counts the update that is about to be made from 1.
        return self._schedule(max(num_update - 1, 0) / self._steps)


def _positive(schedule, *names):
    for name in names:
        value = getattr(schedule, name)
        if not (isinstance(value, (int, float)) and math.isfinite(value) and value > 0):
            raise ConfigError(
                f"{type(schedule).__name__}: {name} is {value!r}",
                action="choose a number above 0",
            )
