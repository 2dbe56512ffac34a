"""GPUs for machines that have none: CPU devices that answer to ``mx.gpu(i)``.

``GLUON_COURSE_FAKE_GPUS=2`` in the environment, or :func:`simulate_gpus`, and the
multi-device sections of the text run as they are: 4.6, 8.3, 8.4 and 8.5.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from gluon_course.base.device_calls import MOST, DeviceCalls
from gluon_course.base.errors import ConfigError

VARIABLE = "GLUON_COURSE_FAKE_GPUS"
"""What a user sets to have GPUs simulated in every program."""

_calls: DeviceCalls | None = None
_is_said = False


def simulate_gpus(count: int) -> None:
    """Have ``mx.gpu(0)`` to ``mx.gpu(count - 1)`` from now on, computed by the CPU.

    Contexts, printing, copies, errors, nets and trainers behave as with real GPUs;
    speed and memory are the CPU's. The first call says so on stderr. Real GPUs of the
    machine are out of reach meanwhile.

    Parameters
    ----------
    count : int
        0..32; 0 ends the simulation. Arrays made before stay where they are.

    Raises
    ------
    ConfigError
        If ``count`` is out of range.

    Section: 4.6 GPU计算 (chapter_deep-learning-computation/use-gpu)
    """
    global _calls
    if not isinstance(count, int) or not 0 <= count <= MOST:
        raise ConfigError(
            f"{count!r} GPUs cannot be simulated",
            action=f"Choose a whole number from 0 to {MOST}",
        )
    import mxnet as mx

    if _calls is not None:
        _calls.remove()
        _calls = None
    if count:
        _calls = DeviceCalls(mx.base._LIB, mx.MXNetError, count)
        _say_once(count, _calls.real_gpus())
        _calls.install()


def simulated_gpus() -> int:
    """How many GPUs are simulated at present; 0 where they are what they seem."""
    return _calls.count if _calls is not None else 0


def requested(environ: Mapping[str, str] = os.environ) -> int:
    """How many GPUs the environment asks for; 0 where the variable is absent.

    Raises
    ------
    ConfigError
        If its value is no whole number from 0 to 32.
    """
    value = environ.get(VARIABLE, "").strip()
    if not value:
        return 0
    if not (value.isascii() and value.isdigit() and int(value) <= MOST):
        raise ConfigError(
            f"{VARIABLE} is {value!r}, which is no number of GPUs to simulate",
            action=f"Set it to a whole number from 0 to {MOST}: {VARIABLE}=2",
        )
    return int(value)


def _say_once(count: int, num_real: int) -> None:
    global _is_said
    if _is_said:
        return
    _is_said = True
    what = "1 GPU is" if count == 1 else f"{count} GPUs are"
    sentence = f"gluon_course: {what} simulated on the CPU, at the CPU's speed."
    if num_real:
        have = "1 real GPU is" if num_real == 1 else f"{num_real} real GPUs are"
        sentence += f" The machine's {have} out of reach meanwhile."
    print(sentence, file=sys.stderr)
