"""The one trainer of the course, for any task, on one or several devices."""

from __future__ import annotations

import itertools
import time

from mxnet import autograd, gluon, nd

from gluon_course.base.devices import parse_devices
from gluon_course.base.errors import ConfigError
from gluon_course.base.expected import check_normalisation
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_epoch, seed_everything
from gluon_course.train.accumulation import Accumulation
from gluon_course.train.batches import split
from gluon_course.train.callbacks import callbacks_of
from gluon_course.train.carry import Carry
from gluon_course.train.divergence import diverged, diverged_in_evaluation
from gluon_course.train.folder import own_folder
from gluon_course.train.group import check_steps, group_of, over_workers
from gluon_course.train.interrupt import InterruptRequest, TrainingInterrupted
from gluon_course.train.loss_scale import LossScale, Unscaled
from gluon_course.train.make_updates import make_updates
from gluon_course.train.meter import Meter, NotFiniteError
from gluon_course.train.mixed import check_precision
from gluon_course.train.objective import Objective
from gluon_course.train.parameters import initialize
from gluon_course.train.spare_core import SpareCore
from gluon_course.train.state import TrainResult, TrainState
from gluon_course.train.turns import Turn, num_steps, shapes_of, together, turns


class Trainer:
    """Trains a net on batches.

    Parameters
    ----------
    net : HybridBlock, Block or function
        HybridBlocks are compiled together with the loss. A plain Block or a function
        of arrays trains as it is.
    task : Task
        What is computed from a batch: loss and figures.
    optimizer : str
        Name of an MXNet optimizer, as for ``gluon.Trainer``.
    optimizer_params : dict
        Its options, such as ``{"learning_rate": 0.1, "wd": 1e-4}``.
    init : mxnet.init.Initializer, optional
        Initializes the net's parameters anew; without it they stay as they are, and
        those of a net never initialized get MXNet's default, U(-0.07, 0.07).
    params : list of NDArray, optional
        The arrays, with gradients attached, that a function net uses.
    run : RunOptions
        Device, seed and where results go. ``run.out`` adds config, history, curve
        and checkpoints; ``run.progress`` adds the bar and the text's printed line:
        exactly the callbacks that ``callbacks_of(run)`` lists. ``run.accumulate``
        batches make one update, as one batch that is so many times larger would.
    callbacks : sequence of Callback
        Further callbacks, such as a learning-rate schedule or gradient clipping.
    read_every : int
        Steps between two readings of the counters, which live on the device.

    Raises
    ------
    ConfigError
        For an unknown optimizer or option.
    DeviceError
        For a device that does not exist.
    """

    def __init__(
        self,
        net,
        task,
        optimizer="sgd",
        optimizer_params=None,
        *,
        init=None,
        params=None,
        run=RunOptions(),
        callbacks=(),
        read_every=50,
    ):
        _at_least(1, "read_every", read_every)
        self.net, self.task, self.run, self.read_every = net, task, run, read_every
        self.optimizer = (optimizer, dict(optimizer_params or {}))
        self.callbacks = [*callbacks, *callbacks_of(run)]
        self.devices = parse_devices(run.device)
        self.group, self._core = group_of(run), SpareCore(self.devices)
        self._is_shared = self._has_begun = False
        seed_everything(run.seed)
        if isinstance(net, gluon.Block):
            initialize(net, init, self.devices)
        if isinstance(getattr(task, "loss", None), gluon.Block):
            initialize(task.loss, None, self.devices)  # weights of classes
        self.updates = make_updates(
            net, params, *self.optimizer, self.devices, self.group
        )
        check_precision(run.dtype, net, self.devices)
        self.objective = Objective(net, task, run.dtype)
        self.loss_scale = LossScale() if run.dtype == "float16" else Unscaled()
        self.learning_rate = self.updates.optimizer.learning_rate
        self.state = TrainState(seed=run.seed)
        self.train_iter = self.meter = None
        self.num_epochs = self.step_size = self.full_size = 0
        self._head_gradients, self._accumulation = [], Accumulation()

    def fit(self, train_iter, test_iter=None, num_epochs=1) -> TrainResult:
        """Train up to epoch ``num_epochs``, evaluating after every epoch.

        Parameters
        ----------
        train_iter, test_iter : iterable
            Yield tuples of arrays with the samples on axis 0, features first.
        num_epochs : int
            Epochs in all, those of a resumed run included.

        Raises
        ------
        TrainingError
            If the loss is not finite.
        DataError
            If the data are not what the task wants, as labels that are no class.
        ConfigError
            If a pretrained net expects another normalisation, or the folder is taken.
        TrainingInterrupted
            On Ctrl-C, after the present weights were saved.
        """
        _at_least(0, "num_epochs", num_epochs)
        check_normalisation(self.net, train_iter)
        self.train_iter, self.num_epochs = train_iter, num_epochs
        with InterruptRequest() as interrupt, own_folder(self), self._core:
            self._notify("on_fit_start")
            state = self.state
            while state.epoch < num_epochs and not state.stop_reason:
                state.epoch += 1
                started = time.perf_counter()
                seed_epoch(state.seed, state.epoch)
                self._notify("on_epoch_start")
                row = {"epoch": state.epoch, **self._train_epoch(interrupt)}
                speed = self.meter.totals["samples"] / (time.perf_counter() - started)
                if test_iter is not None:
                    row.update(_named("test", self.evaluate(test_iter)))
                row.update(lr=self.learning_rate, **self.loss_scale.row())
                state.loss_scale = self.loss_scale.state()
                seconds = time.perf_counter() - started
                row.update(seconds=seconds, samples_per_s=speed)
                state.add_row(row)
                self._notify("on_epoch_end")
                self._stop_if(interrupt.is_asked)
            self._notify("on_fit_end")
        return TrainResult(self.net, state.history, state.best, state.stop_reason)

    def evaluate(self, data_iter) -> dict[str, float]:
        """Figures of the task over ``data_iter``, in predict mode."""
        check_normalisation(self.net, data_iter)
        meter = Meter(self.task.counters, self.read_every)
        carry = Carry(self.task, self.net, data_iter)
        try:
            for turn in turns(data_iter, self.group.workers):
                if turn.batch is not None:
                    parts = split(turn.batch, self.devices)
                    _, counters = self._compute(parts, carry, is_train=False)
                    meter.add(*counters)
            totals = over_workers(self.group, meter.finish())
            self.task.verify(totals)
            return self.task.figures(totals)
        except NotFiniteError as error:
            raise diverged_in_evaluation(self) from error

    def set_learning_rate(self, lr: float) -> None:
        """Use ``lr`` from the next step on."""
        self.learning_rate = lr
        self.updates.set_learning_rate(lr)

    @property
    def num_steps(self) -> int | None:
        """Updates of one epoch; None where the data do not know their length."""
        return self.num_batches and -(-self.num_batches // self.run.accumulate)

    @property
    def num_batches(self) -> int | None:
        """Batches of one epoch that a worker computes; None as for ``num_steps``."""
        return num_steps(self.train_iter, self.group.workers)

    def _train_epoch(self, interrupt) -> dict[str, float]:
        self.meter = meter = Meter(self.task.counters, self.read_every)
        self.full_size = 0  # anew in every epoch: a resumed run must find the same
        carry = Carry(self.task, self.net, self.train_iter)  # anew for that reason too
        try:
            rest = turns(self.train_iter, self.group.workers, self.state.epoch)
            for number, turn in enumerate(rest):
                if number == 0:
                    self._core.suit(self.net, self.task, turn.batch)
                    if self.group.store is not None:
                        self._join(turn)
                more = itertools.islice(rest, self.run.accumulate - 1)
                is_news = self._train_step(itertools.chain([turn], more), carry)
                self.state.step += 1
                if is_news:
                    self.task.verify(meter.totals)
                self._notify("on_batch_end", is_news)
                self._stop_if(interrupt.is_asked)
            totals = meter.totals = over_workers(self.group, meter.finish())
        except NotFiniteError as error:
            raise diverged(self, error) from error
        self.task.verify(totals)
        # BatchNorm writes its running statistics in the backward pass, and MXNet does
        # not order a later reading after that: wait for all, once an epoch.
        nd.waitall()
        self.updates.end_epoch()
        return _named("train", self.task.figures(totals))

    def _train_step(self, several, carry) -> bool:
        """One update by some turns; True when a window of counters has been read."""
        wholes, counted, num_parts = [], [], 0
        for turn in several:
            if counted:
                self._accumulation.keep(self.updates.arrays())
            parts = [] if turn.batch is None else split(turn.batch, self.devices)
            if parts and not self._has_begun:
                self._has_begun = True
                self._notify("on_first_batch", parts[0])
            heads, counters = self._compute(parts, carry, is_train=True)
            if heads:
                autograd.backward(list(heads), self._ones(len(heads)))
                counted.append(counters)
            num_parts = max(num_parts, len(parts))
            wholes.append(shapes_of(turn.whole))
        if len(counted) > 1:
            self._accumulation.give_back(self.updates.arrays())
        self.updates.reduce(num_parts)
        whole = together(wholes)
        self.full_size = max(self.full_size, whole[0].shape[0])
        self.step_size = self.task.step_size(whole, self.full_size)
        self.step_size *= self.loss_scale.scale
        if not self.loss_scale.skips(self.updates.gradients()[0]):
            self._notify("on_gradients")
            self.updates.apply(self.step_size)
        return max([self.meter.add(*counters) for counters in counted], default=False)

    def _join(self, turn: Turn) -> None:
        """Before the first step of an epoch of several workers: all get one net.

        Shapes that wait for a batch are found by computing one with the seed of all;
        from here on each draws its own numbers.
        """
        state, workers = self.state, self.group.workers
        if turn.batch is None:
            raise ConfigError(
                f"{len(turn.group)} batches for {workers.size} workers",
                "each worker needs one in the first step",
                "take a smaller batch size or fewer workers",
            )
        if not self._is_shared:
            carry = Carry(self.task, self.net, self.train_iter)
            self._compute(split(turn.batch, self.devices), carry, is_train=True)
            self.updates.share()
            check_steps(self.group, state.step)
            self._is_shared = True
        seed_epoch(state.seed, state.epoch, workers.rank)

    def _compute(self, parts, carry, is_train: bool) -> tuple[list, list]:
        """Heads and counters of the parts of a batch, one for each device."""
        heads, counters = [], []
        for part in parts:
            head, counted, left = self.objective(
                *part, is_train=is_train, carried=carry.into(part)
            )
            carry.keep(part, left)
            heads.append(head)
            counters.append(counted)
        return heads, counters

    def _ones(self, num_parts: int) -> list:
        # Made once: MXNet would make the gradient of each head anew in every step.
        if not self._head_gradients:
            self._head_gradients = [nd.ones(1, ctx=each) for each in self.devices]
        scale, ones = self.loss_scale.scale, self._head_gradients[:num_parts]
        return ones if scale == 1 else [each * scale for each in ones]

    def _stop_if(self, is_asked: bool) -> None:
        if is_asked:
            nd.waitall()
            self._notify("on_interrupt")
            raise TrainingInterrupted(self.state.epoch)

    def _notify(self, hook, *args) -> None:
        for callback in self.callbacks:
            getattr(callback, hook)(self, *args)


def _at_least(least, name, value):
    if value < least:
        raise ConfigError(f"{name} is {value}", action=f"choose {least} or more")


def _named(split_name, figures) -> dict[str, float]:
    return {f"{split_name}_{name}": value for name, value in figures.items()}
