"""Which updates a training needs, by its net and its workers."""

from __future__ import annotations

import math
import numbers

from mxnet import gluon
from mxnet import optimizer as mx_optimizer

from gluon_course.base.errors import ConfigError
from gluon_course.optim import SGD
from gluon_course.train.async_updates import AsyncUpdates
from gluon_course.train.group import Alone
from gluon_course.train.updates import ArrayUpdates, BlockUpdates


def make_updates(net, params, optimizer, optimizer_params, devices, group=None):
    """Updates for a Block's parameters, or for the arrays that a function uses.

    Raises
    ------
    ConfigError
        For an optimizer or an option that MXNet does not know, or a learning rate
        that is no finite number.
    """
    try:
        if str(optimizer).lower() == "sgd":
            optimizer = SGD(**optimizer_params)
        else:
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
    group = group or Alone()
    if isinstance(net, gluon.Block):
        if group.is_sync:
            return BlockUpdates(net, optimizer, devices, group)
        return AsyncUpdates(net, optimizer, devices, group)
    return ArrayUpdates(params or [], optimizer, devices, group)
