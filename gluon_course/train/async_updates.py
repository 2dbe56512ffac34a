"""Updates of ``dist_async``: the optimizer runs on the servers, nobody waits.

A worker pushes its gradient, the servers update at once, and the worker pulls what the
parameters are by then, the steps of others included. So gradients are of parameters
that are a little old, and no two runs are the same.
"""

from __future__ import annotations

import copy

from mxnet import nd

from gluon_course.base.errors import ConfigError
from gluon_course.base.planes import to_planes
from gluon_course.base.server_optimizer import RATE, ServerOptimizer
from gluon_course.train.updates import BlockUpdates


class AsyncUpdates(BlockUpdates):
    """Gradients go to the servers and parameters come back.

    The optimizer's state is on the servers alone: a checkpoint holds the parameters,
    and momentum begins anew when a run is resumed.
    """

    def __init__(self, net, optimizer, devices, group):
        if len(devices) > 1:
            raise ConfigError(
                f"kvstore dist_async with {len(devices)} devices in a worker",
                "each worker updates for itself",
                "use one device a worker and more workers, or dist_sync",
            )
        self._plain = copy.deepcopy(optimizer)  # before a Trainer ties it to parameters
        super().__init__(net, optimizer, devices, group)
        self._sent_rate: float | None = None

    def share(self) -> None:
        """Put the parameters on the servers, and the optimizer beside them."""
        super().share()
        for key, parameter in zip(self._keys, self.parameters.trained):
            self._store.init(key, parameter.list_data()[0])
            self._plain.lr_mult[key] = parameter.lr_mult
            self._plain.wd_mult[key] = parameter.wd_mult
        self._plain.rescale_grad = 1.0  # the workers divide, each by its own size
        self._plain.set_learning_rate(self.optimizer.learning_rate)
        if self._store.rank == 0:
            unit = self._group.unit
            self._store.set_optimizer(ServerOptimizer(self._plain, unit))
        rate = nd.zeros(to_planes([0.0]).size)
        for key in self._rate_keys():
            self._store.init(key, rate)
        self._sent_rate = self.optimizer.learning_rate
        self._group.wait()

    def reduce(self, num_parts: int) -> None:
        """Nothing is added up: each worker's gradient is a step of its own."""
        self._is_idle = not num_parts

    def apply(self, step_size: float) -> None:
        """Push the gradients divided by ``step_size`` and pull the parameters."""
        rate = self.optimizer.learning_rate
        if rate != self._sent_rate:
            planes = nd.array(to_planes([rate], self._group.unit).ravel())
            for key in self._rate_keys():
                self._store.push(key, planes)
            self._sent_rate = rate
        if self._is_idle:
            return
        for number, (key, parameter) in enumerate(
            zip(self._keys, self.parameters.trained)
        ):
            (value,) = parameter.list_data()
            if not value._fresh_grad:
                continue
            (gradient,) = parameter.list_grad()
            self._store.push(key, gradient / step_size, priority=-number)
            self._store.pull(key, value, priority=-number)
            value._fresh_grad = False

    def end_epoch(self) -> None:
        """Wait for all workers, then let all have what the servers have."""
        self._group.wait()
        for key, parameter in zip(self._keys, self.parameters.trained):
            self._store.pull(key, parameter.list_data())
        super().end_epoch()
        self._group.wait()  # before anybody pushes again

    def _rate_keys(self) -> range:
        # Neighbouring numbers are on different servers.
        return range(RATE, RATE + self._group.num_servers)
