"""What the servers of ``dist_async`` run for every push: the optimizer, or a sum.

This travels to the servers as MXNet sends optimizers there. They import it while mxnet
itself is still being imported, so it may use ``mxnet.optimizer``, and of ours only what
needs no MXNet.
"""

from __future__ import annotations

from mxnet import optimizer as mx_optimizer

from gluon_course.base.planes import BITS, from_planes

# MXNet multiplies a number by 9973 in 32 bits to find the server: stay below 215,000.
CONTROL = 100_000
"""First number of the arrays that are no parameters: sums of figures."""

RATE = 200_000
"""First number of the arrays, one for each server, that say the learning rate."""


class ServerOptimizer(mx_optimizer.Optimizer):
    """Updates parameters by another optimizer, and adds up all other arrays.

    Parameters
    ----------
    inner : mxnet.optimizer.Optimizer
        For the parameters.
    unit : float
        That of the planes in which the learning rate comes.
    """

    def __init__(self, inner, unit: float):
        super().__init__()
        self.inner, self.unit = inner, unit

    def create_state(self, index, weight):
        """The state of a parameter; sums have none."""
        return None if index >= CONTROL else self.inner.create_state(index, weight)

    def update(self, index, weight, grad, state):
        """One push of one worker."""
        if index < CONTROL:
            self.inner.update(index, weight, grad, state)
        elif index < RATE:
            weight += grad
        else:
            planes = grad.asnumpy().reshape(1, BITS)
            (rate,) = from_planes(planes, 1, self.unit)
            self.inner.set_learning_rate(float(rate))
