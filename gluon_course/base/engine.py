"""How many OpenMP threads MXNet's engine computes with, changed while it runs.

The number belongs to a thread, and the engine has one of its own for every CPU device,
which takes it from the environment when it starts. What is pushed to the engine runs in
that thread, so a function that is pushed there can set it.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Sequence

from mxnet import nd
from mxnet.base import _LIB, check_call

from gluon_course.base.threads import openmp

_Function = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
_CPU = 1  # in MXNet's C interface


class _Context(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int32), ("number", ctypes.c_int32)]


def takes_threads(devices: Sequence) -> bool:
    """Can the number of threads be set for these devices?

    They must be CPUs with one thread of the engine each, as is the default.
    """
    return (
        all(each.device_type == "cpu" for each in devices)
        and os.environ.get("MXNET_ENGINE_TYPE") != "NaiveEngine"
        and os.environ.get("MXNET_CPU_WORKER_NTHREADS", "1") == "1"
        and openmp() is not None
    )


def set_threads(count: int, devices: Sequence) -> None:
    """Compute with ``count`` OpenMP threads on each of the CPUs from here on.

    Waits for what is being computed. Operators that have run before keep their number.
    """
    library = openmp()
    for device in devices:
        _run_on(device, lambda: library.omp_set_num_threads(count))


def threads_of(device) -> int:
    """OpenMP threads with which the engine computes on a CPU."""
    library, counts = openmp(), []
    _run_on(device, lambda: counts.append(library.omp_get_max_threads()))
    return counts[0]


def _run_on(device, function: Callable[[], object]) -> None:
    """Call ``function`` in the engine's thread of a CPU, and wait for that."""

    @_Function
    def run(context, parameter):
        function()

    context = ctypes.byref(_Context(_CPU, device.device_id))
    arrays = (None, 0, None, 0)  # read and written: none
    usual = (None, 0, None)  # kind of function, priority, name
    check_call(_LIB.MXEnginePushSync(run, None, None, context, *arrays, *usual))
    nd.waitall()  # until then ``run`` must be there
