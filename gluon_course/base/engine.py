"""How many OpenMP threads MXNet's engine computes with, changed while it runs.

The number belongs to a thread, and the engine has one of its own for every CPU device,
which takes it from the environment when it starts. What is pushed to the engine runs in
that thread, so a function that is pushed there can set it.
"""

from __future__ import annotations

import ctypes
import os
import threading
from collections.abc import Callable, Sequence

from mxnet.base import _LIB, check_call

from gluon_course.base.threads import openmp

_Function = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
_CPU = 1  # in MXNet's C interface
_ENGINES = ("", "ThreadedEnginePerDevice")
_pushed: dict = {}  # functions that the engine has still to call must not be freed


class _Context(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int32), ("number", ctypes.c_int32)]


def takes_threads(devices: Sequence) -> bool:
    """Can the number of threads be set for these devices?

    They must be CPUs with one thread of the engine each, as is the default.
    """
    return (
        all(each.device_type == "cpu" for each in devices)
        and os.environ.get("MXNET_ENGINE_TYPE", "") in _ENGINES
        and os.environ.get("MXNET_CPU_WORKER_NTHREADS", "1") == "1"
        and openmp() is not None
    )


def set_threads(count: int, device) -> None:
    """Compute with ``count`` OpenMP threads on a CPU from here on.

    Operators that have run before keep the number that they had. Only for devices that
    :func:`takes_threads` accepts.
    """
    library = openmp()
    _run_on(device, lambda: library.omp_set_num_threads(count))


def threads_of(device) -> int:
    """OpenMP threads with which the engine computes on such a CPU."""
    library, counts = openmp(), []
    _run_on(device, lambda: counts.append(library.omp_get_max_threads()))
    return counts[0]


def _run_on(device, function: Callable[[], object]) -> None:
    """Call ``function`` in the engine's thread of a CPU, and wait for that.

    Not with MXNet's own waiting, which would raise the errors of other operators here.
    """
    has_run = threading.Event()

    @_Function
    def run(context, parameter):
        try:
            function()
        finally:
            has_run.set()

    _pushed[id(run)] = run
    context = ctypes.byref(_Context(_CPU, device.device_id))
    arrays = (None, 0, None, 0)  # read and written: none
    usual = (None, 0, None)  # kind of function, priority, name
    check_call(_LIB.MXEnginePushSync(run, None, None, context, *arrays, *usual))
    has_run.wait()
    del _pushed[id(run)]  # not after Ctrl-C: it may be called later
