"""Seconds of asynchronous work: MXNet queues it and returns before it is done.

A clock around a call measures the queueing, unless something waits: ``wait_to_read``,
``asnumpy``, ``asscalar``, or :func:`wait_all` for everything.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable


class Benchmark:
    """Prints the seconds that its block took, with 4 decimals; waits for nothing.

    Parameters
    ----------
    prefix : str, optional
        Words in front of the line.

    Attributes
    ----------
    seconds : float or None
        What was printed; None before the end of the block.

    Section: 8.2 异步计算 (chapter_computational-performance/async-computation)
    """

    def __init__(self, prefix: str | None = None):
        self.prefix = f"{prefix} " if prefix else ""
        self.seconds: float | None = None

    def __enter__(self) -> Benchmark:
        self._start = time.perf_counter()
        return self

    def __exit__(self, *error) -> None:
        self.seconds = time.perf_counter() - self._start
        print(f"{self.prefix}time: {self.seconds:.4f} sec")


@dataclasses.dataclass(frozen=True)
class Timing:
    """Seconds of one piece of work.

    Attributes
    ----------
    queued_s : float
        Until its call returned.
    finished_s : float
        Until all that it queued was computed, ``queued_s`` included.
    """

    queued_s: float
    finished_s: float


def timed(work: Callable[[], object]) -> Timing:
    """How long ``work()`` takes to queue its operations, and to have them computed.

    Work that was queued before is finished first and does not count.

    Parameters
    ----------
    work : callable
        Takes nothing; what it returns is dropped.

    Raises
    ------
    MXNetError
        If an operation fails that was queued.

    Section: 8.2 异步计算
    """
    wait_all()
    start = time.perf_counter()
    work()
    queued = time.perf_counter()
    wait_all()
    return Timing(queued - start, time.perf_counter() - start)


@dataclasses.dataclass(frozen=True)
class MatrixProduct:
    """A float32 matrix product, by which a machine's peak is measured.

    Attributes
    ----------
    run : callable
        Queues one product.
    operations : int
        Its multiplications and additions.
    """

    run: Callable[[], object]
    operations: int


def matrix_product(size: int) -> MatrixProduct:
    """The product of two square matrices of ones, on the CPU.

    Parameters
    ----------
    size : int
        Rows and columns; large enough for the caches to help, from 512 on.

    Section: v2:12.4 硬件
    """
    from mxnet import nd

    A, B, C = nd.ones((size, size)), nd.ones((size, size)), nd.zeros((size, size))
    return MatrixProduct(lambda: nd.dot(A, B, out=C), 2 * size**3)


def wait_all() -> None:
    """Wait until everything that MXNet has in its queues is computed, on all devices.

    Raises
    ------
    MXNetError
        If one of the operations fails.

    Section: 8.2 异步计算
    """
    import mxnet as mx

    mx.nd.waitall()
