"""Updates: from gradients to new parameters, for nets and for plain arrays."""

from __future__ import annotations

from mxnet import gluon
from mxnet import optimizer as mx_optimizer

from gluon_course.base.errors import ConfigError, DeviceError
from gluon_course.train.parameters import ArrayParameters, BlockParameters


def make_updates(net, params, optimizer, optimizer_params, devices):
    """Updates for a Block's parameters, or for the arrays that a function uses.

    Raises
    ------
    ConfigError
        For an optimizer or an option that MXNet does not know.
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
    if isinstance(net, gluon.Block):
        return BlockUpdates(net, optimizer, devices)
    return ArrayUpdates(params or [], optimizer, devices)


class BlockUpdates:
    """Wraps ``gluon.Trainer``: gradients are summed over devices, then applied."""

    def __init__(self, net, optimizer, devices):
        self.parameters = BlockParameters(net)
        self.optimizer = optimizer
        self._devices = devices
        self._trainer = gluon.Trainer(
            list(self.parameters.by_name.values()),
            optimizer,
            kvstore="device" if len(devices) > 1 else None,
            update_on_kvstore=False,
        )

    def set_learning_rate(self, lr: float) -> None:
        """Use ``lr`` from the next step on."""
        self._trainer.set_learning_rate(lr)

    def gradients(self) -> list[list]:
        """The gradients, a list per device."""
        trained = self.parameters.trained
        return [[p.grad(device) for p in trained] for device in self._devices]

    def reduce(self, num_parts: int) -> None:
        """Sum the gradients of the first ``num_parts`` devices, for all of them."""
        if len(self._devices) == 1:
            return
        for gradients in self.gradients()[num_parts:]:
            for gradient in gradients:
                gradient[:] = 0  # this device had no sample of a small last batch
        self._trainer.allreduce_grads()

    def apply(self, step_size: float) -> None:
        """Update with the gradients divided by ``step_size``."""
        self._trainer.update(step_size, ignore_stale_grad=True)

    def end_epoch(self) -> None:
        """Make the devices agree on what was not summed: running statistics."""
        if len(self._devices) > 1:
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
