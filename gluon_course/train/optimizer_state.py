"""The optimizer's state as plain arrays and numbers.

MXNet saves it with pickle, and a pickle can run commands when it is loaded. Here the
structure comes from the optimizer itself, which makes its state anew for each
parameter; only numbers are read from the file.
"""

from __future__ import annotations

import numpy as np
from mxnet import nd

from gluon_course.base.errors import CheckpointError
from gluon_course.train.state import MOST, is_number, is_whole, unsound


def collect_state(updates) -> tuple[dict[str, np.ndarray], dict]:
    """Arrays by name (``parameter index.position``) and counters as JSON."""
    updater = updates.updaters()[0]
    arrays = {
        f"{index}.{position}": array.asnumpy()
        for index, state in updater.states.items()
        for position, array in enumerate(_leaves(state))
    }
    optimizer = updates.optimizer
    counters = {
        "num_update": optimizer.num_update,
        "updates": {str(i): n for i, n in optimizer._index_update_count.items()},
        "indices": [str(index) for index in updater.states],
    }
    if hasattr(optimizer, "m_schedule"):  # Nadam's running product
        counters["m_schedule"] = optimizer.m_schedule
    return arrays, counters


def check_counters(counters: object) -> None:
    """Refuse what :func:`collect_state` cannot have counted.

    Raises
    ------
    CheckpointError
        If a value is missing, or of another kind or size.
    """
    counters = counters if isinstance(counters, dict) else {}
    updates, indices = counters.get("updates"), counters.get("indices")
    checks = {
        "num_update": is_whole(counters.get("num_update"), 0, MOST),
        "updates": isinstance(updates, dict)
        and all(map(_is_index, updates))
        and all(is_whole(each, 0, MOST) for each in updates.values()),
        "indices": isinstance(indices, list) and all(map(_is_index, indices)),
        "m_schedule": is_number(counters.get("m_schedule", 1.0)),
    }
    for name, is_sound in checks.items():
        if not is_sound:
            raise unsound(f"optimizer {name}", counters.get(name))


def restore_state(updates, arrays: dict[str, np.ndarray], counters: dict) -> None:
    """Put collected state back, on every device.

    Raises
    ------
    CheckpointError
        If the state belongs to another optimizer or another net.
    """
    optimizer = updates.optimizer
    num_updaters = len(updates.updaters())
    for device, updater in enumerate(updates.updaters()):
        for index in counters["indices"]:
            weight = _weight(updates.parameters, int(index), device)
            state = optimizer.create_state_multi_precision(int(index), weight)
            for position, leaf in enumerate(_leaves(state)):
                _fill(leaf, arrays.get(f"{index}.{position}"), index, optimizer)
            updater.states[int(index)] = state
            updater.states_synced[int(index)] = True
    counts = {int(i): int(n) for i, n in counters["updates"].items()}
    for device in range(num_updaters):
        optimizer._all_index_update_counts[device] = dict(counts)
    optimizer._set_current_context(0)
    optimizer.num_update = int(counters["num_update"])
    if "m_schedule" in counters:
        optimizer.m_schedule = float(counters["m_schedule"])


def _is_index(text: object) -> bool:
    return isinstance(text, str) and text.isascii() and text.isdigit()


def _weight(parameters, index, device):
    if index >= len(parameters.by_name):
        raise CheckpointError(
            f"The optimizer's state is for parameter {index}, and the net has"
            f" {len(parameters.by_name)}",
            "the checkpoint belongs to another net",
        )
    return parameters.on_device(index, device)


def _leaves(state):
    """The arrays inside a state: None, an array, or nested tuples of them."""
    if state is None:
        return []
    if isinstance(state, (tuple, list)):
        return [leaf for part in state for leaf in _leaves(part)]
    return [state]


def _fill(leaf, value, index, optimizer):
    if value is None or value.shape != leaf.shape or value.dtype != leaf.dtype:
        raise CheckpointError(
            f"The state of parameter {index} does not fit {type(optimizer).__name__}",
            "the run was started with another optimizer or another net",
            "resume with the settings in config.json, or start a new run",
        )
    leaf[:] = nd.array(value, dtype=value.dtype)
