"""MXNet's C calls with GPUs that are CPU devices: gpu(i) outside, cpu(64 + i) inside.

All of MXNet's Python reaches its library through one ctypes object, so a function put
there in the place of another serves every caller: arrays, operators, nets, trainers.
``Context`` objects stay as they are; only what crosses the border is translated. Each
CPU device has a queue and a worker of its own in MXNet's engine, as each GPU has.

:mod:`gluon_course.base.simulated_gpus` is the switch; without it nothing is replaced.
"""

from __future__ import annotations

import contextlib
import ctypes
import re
from collections.abc import Callable

MOST = 32
"""How many GPUs can be simulated."""

_CPU, _GPU = 1, 2  # device types of MXNet
_FIRST = 64  # the CPU device that gpu(0) is; ``cpu:N`` uses those below
_STRING, _ARRAY = 11, 14  # type codes of the calls that mx.np makes

_DEVICE_AT = {
    "MXNDArrayCreateEx": 2,
    "MXNDArrayCreateEx64": 2,
    "MXNDArrayCreateSparseEx": 3,
    "MXNDArrayCreateSparseEx64": 3,
    "MXExecutorBindEX": 1,
    "MXExecutorSimpleBindEx": 1,
    "MXExecutorSimpleBindEx64": 1,
    "MXExecutorReshapeEx": 2,
    "MXExecutorReshapeEx64": 2,
    "MXRandomSeedContext": 1,
    "MXStorageEmptyCache": 0,
}  # place of the device type among the arguments; its number follows

_STORE_CALLS = (
    "MXKVStorePush",
    "MXKVStorePushEx",
    "MXKVStorePushPull",
    "MXKVStorePushPullEx",
)


class DeviceCalls:
    """The replaced functions of one library.

    Parameters
    ----------
    library : ctypes.CDLL
        MXNet's, ``mxnet.base._LIB``.
    error : type
        What callers expect where a call fails, ``mxnet.MXNetError``.
    count : int
        Number of simulated GPUs, 1..32.
    """

    def __init__(self, library: ctypes.CDLL, error: type[Exception], count: int):
        self.library, self.error, self.count = library, error, count
        self._originals: dict[str, Callable] = {}
        self._copy: int | None = None
        self._is_storing = False

    def install(self) -> None:
        """Put the translating functions in place."""
        copy = ctypes.c_void_p()
        self.library.NNGetOpHandle(b"_copyto", ctypes.byref(copy))
        self._copy = copy.value
        for name, place in _DEVICE_AT.items():
            self._replace(name, self._with_device_at(place))
        for name in _STORE_CALLS:
            self._replace(name, self._store)
        self._replace("MXNDArrayGetContext", self._get_context)
        self._replace("MXImperativeInvokeEx", self._invoke)
        self._replace("MXNetFuncCall", self._call_function)
        self._replace("MXGetLastError", self._last_error)
        self._replace("MXGetGPUCount", self._count_gpus)
        self._replace("MXGetGPUMemoryInformation64", self._no_memory)
        self._replace("MXSetProcessProfilerState", self._no_profiler)

    def remove(self) -> None:
        """Put the library's own functions back."""
        for name, original in self._originals.items():
            setattr(self.library, name, original)
        self._originals.clear()

    def real_gpus(self) -> int:
        """How many GPUs MXNet itself counts; 0 where it cannot count."""
        number = ctypes.c_int()
        count = self._originals.get("MXGetGPUCount", self.library.MXGetGPUCount)
        return number.value if count(ctypes.byref(number)) == 0 else 0

    def _replace(self, name: str, make: Callable[[Callable], Callable]) -> None:
        with contextlib.suppress(AttributeError):  # a build without that function
            self._originals[name] = getattr(self.library, name)
            setattr(self.library, name, make(self._originals[name]))

    def _with_device_at(self, place: int) -> Callable:
        def make(original):
            def call(*args):
                kind, number = map(_value, args[place : place + 2])
                if kind == _GPU:
                    inside = ctypes.c_int(_CPU), ctypes.c_int(self._inside(number))
                    args = (*args[:place], *inside, *args[place + 2 :])
                return original(*args)

            return call

        return make

    def _get_context(self, original):
        def call(handle, kind, number):
            status = original(handle, kind, number)
            kind, number = kind._obj, number._obj  # both are given with byref
            if kind.value == _CPU and _FIRST <= number.value < _FIRST + MOST:
                kind.value, number.value = _GPU, number.value - _FIRST
            return status

        return call

    def _invoke(self, original):
        def call(
            operator, num, inputs, num_out, outputs, num_keys, keys, values, kinds
        ):
            for i in range(num_keys.value):
                if keys[i] == b"ctx":
                    values[i] = self._inside_text(values[i])
            arrays = [inputs[i] for i in range(num.value)]
            if arrays and operator.value != self._copy:
                arrays += [outputs._obj[i] for i in range(num_out._obj.value)]
            self._check_one_device(arrays, lambda: self._name_of(operator))
            return original(
                operator, num, inputs, num_out, outputs, num_keys, keys, values, kinds
            )

        return call

    def _call_function(self, original):
        def call(function, values, codes, num, *results):
            arrays = []
            for i in range(num.value):
                if codes[i] == _STRING:
                    values[i].v_str = self._inside_text(values[i].v_str)
                elif codes[i] == _ARRAY:
                    arrays.append(values[i].v_handle)
            self._check_one_device(arrays, lambda: "of mx.np")
            return original(function, values, codes, num, *results)

        return call

    def _store(self, original):
        # A store on real GPUs keeps its weights on one; here they stay on cpu(0), and
        # the optimizer that it calls meets gradients from elsewhere.
        def call(*args):
            self._is_storing = True
            try:
                return original(*args)
            finally:
                self._is_storing = False

        return call

    def _last_error(self, original):
        return lambda: re.sub(rb"cpu\((\d+)\)", _outside_text, original())

    def _count_gpus(self, original):
        def call(number):
            number._obj.value = self.count
            return 0

        return call

    def _no_memory(self, original):
        def call(*args):
            raise self.error("Simulated GPUs have no memory of their own to report")

        return call

    def _no_profiler(self, original):
        def call(state, *args):
            if _value(state):
                raise self.error("The profiler of MXNet does not know simulated GPUs")
            return original(state, *args)

        return call

    def _inside(self, number: int) -> int:
        if not 0 <= number < self.count:
            raise self.error(
                f"Check failed: gpu({number}): invalid device ordinal: there are "
                f"{self.count} GPUs, gpu(0) to gpu({self.count - 1}), simulated"
            )
        return _FIRST + number

    def _inside_text(self, text: bytes) -> bytes:
        match = re.fullmatch(rb"gpu\((-?\d+)\)", text)
        return b"cpu(%d)" % self._inside(int(match[1])) if match else text

    def _check_one_device(self, arrays: list, name: Callable[[], str]) -> None:
        """Refuse operands in different memories, as MXNet does with real GPUs."""
        if len(arrays) < 2 or self._is_storing:
            return
        first, *others = [self._device_of(each) for each in arrays]
        for place, other in enumerate(others, start=2):
            if first != other and "" not in (first, other):
                raise self.error(
                    f"Operator {name()} needs all arrays in the same context, but "
                    f"the first is on {first} and number {place} on {other}"
                )

    def _device_of(self, array: int | None) -> str:
        """``gpu(i)``, ``the CPU``, or nothing for an array that is not made yet."""
        kind, number = ctypes.c_int(), ctypes.c_int()
        self.library.MXNDArrayGetContext(
            ctypes.c_void_p(array), ctypes.byref(kind), ctypes.byref(number)
        )
        if kind.value == _GPU:
            return f"gpu({number.value})"
        return "the CPU" if kind.value else ""

    def _name_of(self, operator: ctypes.c_void_p) -> str:
        name = ctypes.c_char_p()
        self.library.MXSymbolGetAtomicSymbolName(operator, ctypes.byref(name))
        return (name.value or b"").decode()


def _value(number) -> int:
    return getattr(number, "value", number)


def _outside_text(match: re.Match) -> bytes:
    number = int(match[1]) - _FIRST
    return b"gpu(%d)" % number if 0 <= number < MOST else match[0]
