"""Texts that a language model writes while it is trained."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gluon_course.base.errors import ConfigError
from gluon_course.train.callbacks.base import Callback
from gluon_course.train.callbacks.line import Line


class WriteSamples(Callback):
    """Prints perplexity and new texts every ``period`` epochs and after the last one.

    It takes the place of the line of every epoch, which ``run.progress`` asks for.

    Parameters
    ----------
    period : int
        Epochs from one print to the next, 1 or more.
    prefixes : sequence of str
        How the texts begin.
    generate : callable
        ``generate(prefix) -> str``, such as a ``predict.Generator``.

    Raises
    ------
    ConfigError
        If ``period`` is below 1.

    Section: 6.4 循环神经网络的从零开始实现
    (chapter_recurrent-neural-networks/rnn-scratch)
    """

    def __init__(
        self, period: int, prefixes: Sequence[str], generate: Callable[[str], str]
    ):
        if period < 1:
            raise ConfigError(f"period is {period}", action="choose 1 or more")
        self._period, self._prefixes = period, tuple(prefixes)
        self._generate = generate
        self._is_due = False

    def on_fit_start(self, trainer):
        trainer.callbacks = [c for c in trainer.callbacks if not isinstance(c, Line)]

    def on_epoch_end(self, trainer):
        self._is_due = trainer.state.history[-1]["epoch"] % self._period != 0
        if not self._is_due:
            self._write(trainer.state.history[-1])

    def on_fit_end(self, trainer):
        # Without this a training shorter than the period would say nothing at all.
        if self._is_due:
            self._write(trainer.state.history[-1])
            self._is_due = False

    def _write(self, row: dict) -> None:
        from tqdm import tqdm

        lines = [
            f"epoch {row['epoch']}, perplexity {row['train_perplexity']:f}, "
            f"time {row['seconds']:.2f} sec",
            *(f" - {self._generate(prefix)}" for prefix in self._prefixes),
        ]
        tqdm.write("\n".join(lines))
