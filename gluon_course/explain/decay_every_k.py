"""Learning rates over time: "every 4 epochs times 0.9", and the other schedules."""

from __future__ import annotations

import math

import mxnet as mx

from gluon_course import optim, viz
from gluon_course.base.errors import ConfigError
from gluon_course.explain.topic import Answer, Check, Table, register_topic

NOTED = optim.StepDecay(0.1, period=4, factor=0.9)
OTHERS = {
    "every 4 epochs x 0.9": NOTED,
    "every epoch x 0.9": optim.Factor(0.1, 0.9),
    "x 0.5 at 15 and 30": optim.MultiFactor(0.1, (15, 30), 0.5),
    "square root": optim.SquareRoot(0.1),
    "cosine to epoch 40": optim.Cosine(0.1, 40),
    "warm-up, cosine": optim.WarmUp(5, optim.Cosine(0.1, 35)),
}
_EPOCHS = 40


def epochs_until(schedule: optim.StepDecay, share: float) -> int:
    """Epochs after which the rate is at most ``share`` of what it was.

    Parameters
    ----------
    schedule : StepDecay
        With a factor below 1.
    share : float
        Above 0, below 1; 0.5 asks for the half-life.

    Raises
    ------
    ConfigError
        If the share is out of range or the schedule does not fall.

    Section: v2: 11.11 学习率调度器 (chapter_optimization/lr-scheduler)
    """
    if not 0 < share < 1 or schedule.factor >= 1:
        raise ConfigError(
            f"A factor of {schedule.factor} and a share of {share}",
            action="choose both below 1, and the share above 0",
        )
    drops = math.log(share) / math.log(schedule.factor)
    drops = math.ceil(drops - 1e-9)  # a whole number may come out a little above
    return math.ceil(drops * schedule.period)


@register_topic(
    "decay-every-k",
    "What does 'lr times 0.9 every 4 epochs' do, and what else is there?",
    "7.3, 9.12, v2:11.11, v2:13.13",
)
def decay_every_k() -> Answer:
    """Rates by epoch of six schedules, and the first one beside MXNet's."""
    shown = (0, 3, 4, 8, 16, 28, 39)
    rows = [
        (name, *(f"{schedule(t):.4f}" for t in shown))
        for name, schedule in OTHERS.items()
    ]
    epochs = [each / 20 for each in range(20 * _EPOCHS)]  # fine: steps look like steps
    picture = viz.plot(
        epochs,
        [[schedule(t) for t in epochs] for schedule in OTHERS.values()],
        list(OTHERS),
        "epoch",
        "learning rate",
    )
    half = epochs_until(NOTED, 0.5)
    tenth = epochs_until(NOTED, 0.1)
    return Answer(
        "After t epochs the rate is lr * 0.9 ** (t // 4): the same for 4 epochs, then "
        "a tenth less. That is gentle: half of it is left after "
        f"{half} epochs, a tenth after {tenth}. Here it is "
        "optim.StepDecay(lr, 4, 0.9), for train.LearningRate or, by as_gluon, for a "
        "Gluon trainer; mind that MXNet's own schedulers count updates, not epochs.",
        tables=[
            Table(
                ("schedule", *(f"ep. {t}" for t in shown)),
                rows,
                "learning rate during an epoch, from 0.1",
            )
        ],
        checks=[
            Check(
                "as_gluon gives the rates of mx.lr_scheduler.FactorScheduler",
                _is_mxnet_s(steps_per_epoch=7),
                "7 updates an epoch, 20 epochs",
            ),
            Check(
                f"the rate is above a half before epoch {half} and at most that then",
                NOTED(half - 1) > 0.05 >= NOTED(half),
                f"{NOTED(half - 1):.4f}, {NOTED(half):.4f}",
            ),
            Check(
                "a schedule given 4 updates for 4 epochs has fallen by 0.9 ** 58 in "
                "the first epoch of 235 updates",
                _rate_when_updates_were_meant(235) < 0.003 * 0.1,
                f"{_rate_when_updates_were_meant(235):.2g}",
            ),
        ],
        pictures={"decay-every-k": picture},
    )


def _is_mxnet_s(steps_per_epoch: int) -> bool:
    ours = NOTED.as_gluon(steps_per_epoch)
    theirs = mx.lr_scheduler.FactorScheduler(
        step=4 * steps_per_epoch, factor=0.9, base_lr=0.1
    )
    updates = range(1, 20 * steps_per_epoch + 1)
    return all(math.isclose(ours(each), theirs(each)) for each in updates)


def _rate_when_updates_were_meant(num_updates: int) -> float:
    """MXNet's rate at the last update of an epoch, with ``step=4`` taken as epochs."""
    scheduler = mx.lr_scheduler.FactorScheduler(step=4, factor=0.9, base_lr=0.1)
    return scheduler(num_updates)
