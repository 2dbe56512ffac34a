"""Updates: from gradients to new parameters, for nets and for plain arrays."""

from __future__ import annotations

import math
import numbers

from mxnet import gluon, kvstore, nd
from mxnet import optimizer as mx_optimizer

from gluon_course.base.errors import ConfigError, DeviceError
from gluon_course.train.parameters import ArrayParameters, BlockParameters


def make_updates(net, params, optimizer, optimizer_params, devices):
    """Updates for a Block's parameters, or for the arrays that a function uses.

    Raises
    ------
    ConfigError
        For an optimizer or an option that MXNet does not know, or a learning rate
        that is no finite number.
    """
    try:
        optimizer = mx_optimizer.create(optimizer, **optimizer_params)
    except (ValueError, TypeError, AssertionError) as error:
        raise ConfigError(
            f"The optimizer {optimizer!r} cannot be made with {optimizer_params}",
            str(error),
            "use the names and options of gluon.Trainer, such as 'sgd' with"
            " learning_rate, momentum and wd",
        ) from error
    rate = optimizer.learning_rate
    if not isinstance(rate, numbers.Real) or not math.isfinite(rate):
        raise ConfigError(
            f"The learning rate is {rate!r}", action="choose a number, such as 0.1"
        )
    if isinstance(net, gluon.Block):
        return BlockUpdates(net, optimizer, devices)
    return ArrayUpdates(params or [], optimizer, devices)


class BlockUpdates:
    """Gradients are summed over devices by a KVStore, then ``gluon.Trainer`` applies.

    The store is ours and holds gradients only: the one inside ``gluon.Trainer`` would
    copy the first device's parameters to the others after the first batch, and with
    them the running statistics that the others have just collected.
    """

    def __init__(self, net, optimizer, devices):
        self.parameters = BlockParameters(net)
        self.optimizer = optimizer
        self._devices = devices
        self._trainer = gluon.Trainer(
            list(self.parameters.by_name.values()),
            optimizer,
            kvstore=None,
            update_on_kvstore=False,
        )
        self._store = kvstore.create("device") if len(devices) > 1 else None
        self._stored: set[int] = set()

    def set_learning_rate(self, lr: float) -> None:
        """Use ``lr`` from the next step on."""
        self._trainer.set_learning_rate(lr)

    def gradients(self) -> list[list]:
        """The gradients, a list per device."""
        trained = self.parameters.trained
        return [[p.grad(device) for p in trained] for device in self._devices]

    def reduce(self, num_parts: int) -> None:
        """Sum the gradients of the first ``num_parts`` devices, for all of them."""
        if self._store is None:
            return
        for device in self._devices[num_parts:]:
            for parameter in self.parameters.trained:
                # No sample of a small last batch was left for this device.
                parameter.grad(device)[:] = 0
                is_used = parameter.list_data()[0]._fresh_grad
                parameter.data(device)._fresh_grad = is_used
        for key, parameter in enumerate(self.parameters.trained):
            gradients = parameter.list_grad()
            if key not in self._stored:
                self._store.init(key, nd.zeros_like(gradients[0]))
                self._stored.add(key)
            # The gradients of the last layers are ready first: they go first.
            self._store.pushpull(key, gradients, out=gradients, priority=-key)

    def apply(self, step_size: float) -> None:
        """Update with the gradients divided by ``step_size``."""
        self._trainer.update(step_size, ignore_stale_grad=True)

    def end_epoch(self) -> None:
        """Make the devices agree on what was not summed: running statistics."""
        if self._store is not None:
            self.parameters.average_statistics()

    def updaters(self) -> list:
        """MXNet's updaters, which hold the optimizer's state, one per device."""
        return self._trainer._updaters


class ArrayUpdates:
    """Updates NDArrays with gradients attached: the parameters of a function."""

    def __init__(self, arrays, optimizer, devices):
        if len(devices) > 1:
            raise DeviceError(
                f"A plain function cannot train on {len(devices)} devices",
                "its parameters are arrays on one device",
                "use --device cpu, or write the net as a Block",
            )
        self.parameters = ArrayParameters(arrays)
        self.optimizer = optimizer
        self._updater = mx_optimizer.get_updater(optimizer)

    def set_learning_rate(self, lr: float) -> None:
        """Use ``lr`` from the next step on."""
        self.optimizer.set_learning_rate(lr)

    def gradients(self) -> list[list]:
        """The gradients, as a list of one list."""
        return [[array.grad for array in self.parameters.trained]]

    def reduce(self, num_parts: int) -> None:
        """Nothing to sum: there is one device."""

    def apply(self, step_size: float) -> None:
        """Update with the gradients divided by ``step_size``."""
        self.optimizer.rescale_grad = 1.0 / step_size
        for i, array in enumerate(self.parameters.trained):
            self._updater(i, array.grad, array)

    def end_epoch(self) -> None:
        """Nothing to agree on: there is one device."""

    def updaters(self) -> list:
        """The one updater, which holds the optimizer's state."""
        return [self._updater]
