"""Updates: from gradients to new parameters, for nets and for plain arrays."""

from __future__ import annotations

import numpy as np
from mxnet import gluon, kvstore, nd
from mxnet import optimizer as mx_optimizer

from gluon_course.base.errors import ConfigError, DeviceError
from gluon_course.train.parameters import ArrayParameters, BlockParameters


class BlockUpdates:
    """Gradients are summed over devices by a KVStore, then ``gluon.Trainer`` applies.

    The store is ours and holds gradients only: the one inside ``gluon.Trainer`` would
    copy the first device's parameters to the others after the first batch, and with
    them the running statistics that the others have just collected. Of several workers
    the store is that of their group, which adds up over all devices of all workers.
    """

    def __init__(self, net, optimizer, devices, group):
        self.parameters = BlockParameters(net)
        self.optimizer = optimizer
        self._devices, self._group = devices, group
        self._trainer = gluon.Trainer(
            list(self.parameters.by_name.values()),
            optimizer,
            kvstore=None,
            update_on_kvstore=False,
        )
        self._is_shared = group.store is not None
        self._keys = range(len(self.parameters.trained))
        if self._is_shared:
            self._store = group.store
            self._keys = group.take_keys(len(self._keys))
        else:
            self._store = kvstore.create("device") if len(devices) > 1 else None
        self._stored: set[int] = set()
        self._used: list[bool] = [True] * len(self._keys)

    def share(self) -> None:
        """Let all workers begin with the same parameters."""
        if self._is_shared:
            arrays = [each.list_data() for each in self.parameters.by_name.values()]
            for key, copies in zip(self._group.take_keys(len(arrays)), arrays):
                self._group.share(key, copies)

    def set_learning_rate(self, lr: float) -> None:
        """Use ``lr`` from the next step on."""
        self._trainer.set_learning_rate(lr)

    def arrays(self) -> list:
        """The trained arrays of all devices, which have their gradients at ``grad``."""
        return [each for p in self.parameters.trained for each in p.list_data()]

    def gradients(self) -> list[list]:
        """The gradients, a list per device."""
        trained = self.parameters.trained
        return [[p.grad(device) for p in trained] for device in self._devices]

    def reduce(self, num_parts: int) -> None:
        """Sum the gradients of the first ``num_parts`` devices, for all of them."""
        if self._store is None:
            return
        if num_parts:
            self._used = [p.list_data()[0]._fresh_grad for p in self.parameters.trained]
        for device in self._devices[num_parts:]:
            for parameter, is_used in zip(self.parameters.trained, self._used):
                # No sample of a small last batch was left for this device.
                parameter.grad(device)[:] = 0
                parameter.data(device)._fresh_grad = is_used
        for number, (key, parameter) in enumerate(
            zip(self._keys, self.parameters.trained)
        ):
            gradients = parameter.list_grad()
            if key not in self._stored:
                self._store.init(key, nd.zeros_like(gradients[0]))
                self._stored.add(key)
            # The gradients of the last layers are ready first: they go first.
            self._add_up(key, gradients, priority=-number)

    def apply(self, step_size: float) -> None:
        """Update with the gradients divided by ``step_size``."""
        self._trainer.update(step_size, ignore_stale_grad=True)

    def end_epoch(self) -> None:
        """Make devices and workers agree on what was not summed: running statistics."""
        if self._store is not None:
            self.parameters.average_statistics()
        if self._is_shared:
            self._average_over_workers()

    def updaters(self) -> list:
        """MXNet's updaters, which hold the optimizer's state, one per device."""
        return self._trainer._updaters

    def _add_up(self, key, gradients, priority):
        if self._is_shared:
            self._group.add_up(key, gradients, priority)
        else:
            self._store.pushpull(key, gradients, out=gradients, priority=priority)

    def _average_over_workers(self):
        statistics = [
            p for p in self.parameters.by_name.values() if p.grad_req == "null"
        ]
        if not statistics:
            return
        values = [p.list_data()[0].asnumpy() for p in statistics]
        flat = np.concatenate([each.ravel() for each in values])
        mean = self._group.sums(flat) / self._group.workers.size
        parts = np.split(mean, np.cumsum([each.size for each in values])[:-1])
        for parameter, old, new in zip(statistics, values, parts):
            parameter.set_data(nd.array(new.reshape(old.shape), dtype=old.dtype))


class ArrayUpdates:
    """Updates NDArrays with gradients attached: the parameters of a function."""

    def __init__(self, arrays, optimizer, devices, group):
        if len(devices) > 1:
            raise DeviceError(
                f"A plain function cannot train on {len(devices)} devices",
                "its parameters are arrays on one device",
                "use --device cpu, or write the net as a Block",
            )
        if not group.is_sync:
            raise ConfigError(
                "A plain function cannot train with kvstore dist_async",
                "its arrays are updated here, and dist_async updates on the servers",
                "use dist_sync, or write the net as a Block",
            )
        self.parameters = ArrayParameters(arrays)
        self.optimizer, self._group = optimizer, group
        self._is_shared = group.store is not None
        self._keys = group.take_keys(len(arrays)) if self._is_shared else None
        self._updater = mx_optimizer.get_updater(optimizer)

    def set_learning_rate(self, lr: float) -> None:
        """Use ``lr`` from the next step on."""
        self.optimizer.set_learning_rate(lr)

    def arrays(self) -> list:
        """The arrays, which have their gradients at ``grad``."""
        return self.parameters.trained

    def gradients(self) -> list[list]:
        """The gradients, as a list of one list."""
        return [[array.grad for array in self.parameters.trained]]

    def share(self) -> None:
        """Let all workers begin with the same arrays."""
        if self._is_shared:
            arrays = self.parameters.trained
            for key, array in zip(self._group.take_keys(len(arrays)), arrays):
                self._group.share(key, [array])
            for key, array in zip(self._keys, arrays):
                self._group.store.init(key, nd.zeros_like(array))

    def reduce(self, num_parts: int) -> None:
        """Sum the gradients over the workers; of one process there is one device."""
        if not self._is_shared:
            return
        for number, (key, array) in enumerate(zip(self._keys, self.parameters.trained)):
            if not num_parts:
                array.grad[:] = 0
            self._group.add_up(key, [array.grad], priority=-number)

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
