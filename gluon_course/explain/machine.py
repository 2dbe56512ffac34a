"""What a machine can do and what a layer asks of it: operations, bytes, seconds."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Sequence

from mxnet import nd
from mxnet.gluon import nn

from gluon_course.base.errors import ConfigError
from gluon_course.base.layers import Row, layer_rows
from gluon_course.base.timing import matrix_product

OPERATIONS = 2  # in a multiply-add
RESNET_LAYERS = (
    ((1, 96), (64, 7, 2)),
    ((64, 24), (64, 3, 1)),
    ((64, 24), (128, 1, 2)),
    ((128, 12), (128, 3, 1)),
    ((256, 6), (256, 3, 1)),
    ((512, 3), (512, 3, 1)),
)
"""Input channels and size, kernels, kernel size and stride of ResNet-18's layers."""


@dataclasses.dataclass(frozen=True)
class Machine:
    """Two numbers of a processor with its memory.

    Attributes
    ----------
    peak : float
        Operations in a second of a large matrix product in float32.
    bandwidth : float
        Bytes read and written in a second by copying a large array.
    """

    peak: float
    bandwidth: float

    @property
    def ridge(self) -> float:
        """Operations for each byte from which on the memory is no longer the limit."""
        return self.peak / self.bandwidth

    def attainable(self, intensity: float) -> float:
        """Most operations in a second at so many operations for each byte."""
        return min(self.peak, intensity * self.bandwidth)

    def least_seconds(self, cost: LayerCost) -> float:
        """Time that a layer takes at least."""
        return max(cost.operations / self.peak, cost.bytes / self.bandwidth)


@dataclasses.dataclass(frozen=True)
class LayerCost:
    """A layer as the machine sees it.

    Attributes
    ----------
    layer, type : str
        Place in the net, such as ``4.0.conv1``, and class.
    operations : int
        Multiplications and additions: two for each multiply-add.
    bytes : int
        Least traffic with the memory in float32, see
        :func:`gluon_course.base.layers.layer_rows`.
    """

    layer: str
    type: str
    operations: int
    bytes: int

    @property
    def intensity(self) -> float:
        """Operations for each byte."""
        return self.operations / self.bytes


def layer_costs(net, shape: Sequence[int]) -> list[LayerCost]:
    """Operations and bytes of the layers of a net; it is not run.

    Layers without a sum of products (pooling, activations, additions, BatchNorm) count
    no operations, only bytes.

    Parameters
    ----------
    net : HybridBlock
    shape : tuple of int
        (N, C, H, W) of the input; a larger batch shares the reading of the weights.

    Raises
    ------
    ShapeError
        If the input does not fit.

    Section: v2:12.4 硬件
    """
    return [_cost(row) for row in layer_rows(net, shape)]


def measure_machine(size: int = 512, megabytes: int = 32, repeats: int = 20) -> Machine:
    """Measure peak and bandwidth here and now, with the threads that MXNet has.

    The best of several runs: other work on the machine only makes it slower.

    Parameters
    ----------
    size : int
        Rows and columns of the matrices, large enough for the caches to help.
    megabytes : int
        Size of the array that is copied, larger than the caches.
    repeats : int
        Runs of each, at least 1.

    Raises
    ------
    ConfigError
        If an argument is below 1.

    Section: v2:12.4 硬件
    """
    if min(size, megabytes, repeats) < 1:
        raise ConfigError(
            f"Matrices of {size}, arrays of {megabytes} MB, {repeats} runs",
            action="all are 1 or more",
        )
    matrices = matrix_product(size)
    X = nd.ones(megabytes * 10**6 // 4)
    Y = nd.zeros(X.shape)
    product = min(_seconds(matrices.run, repeats))
    copy = min(_seconds(lambda: X.copyto(Y), repeats))
    return Machine(matrices.operations / product, 2 * 4 * X.size / copy)


def measured_point(layer, shape: Sequence[int], repeats: int = 5) -> tuple:
    """How fast one layer runs here, as a point for :func:`gluon_course.viz.roofline`.

    Parameters
    ----------
    layer : HybridBlock
        It is initialised and hybridized.
    shape : tuple of int
        Shape of its input.
    repeats : int
        Runs, of which the best counts.

    Returns
    -------
    (float, float)
        Operations for each byte, operations in a second.

    Raises
    ------
    ConfigError
        If the layer has no sum of products.

    Section: v2:12.4 硬件
    """
    (cost,) = layer_costs(layer, shape)
    if not cost.operations:
        raise ConfigError(f"{cost.type} has no sum of products to be timed")
    layer.initialize(force_reinit=True)
    layer.hybridize(static_alloc=True, static_shape=True)
    X = nd.ones(shape)
    seconds = min(_seconds(lambda: layer(X), repeats))
    return cost.intensity, cost.operations / seconds


def measure_layers() -> dict[str, list[tuple]]:
    """Measured points of convolutions of ResNet-18 and of dense layers, by group.

    Section: v2:12.4 硬件
    """
    groups = {}
    for batch_size in (1, 8):
        points = []
        for (inputs, size), (outputs, kernel, stride) in RESNET_LAYERS:
            layer = nn.Conv2D(outputs, kernel, stride, kernel // 2)
            points.append(measured_point(layer, (batch_size, inputs, size, size)))
        groups[f"convolutions, batch {batch_size}"] = points
    for batch_size in (1, 8, 64):
        points = [measured_point(nn.Dense(n), (batch_size, n)) for n in (1024, 4096)]
        groups[f"dense, batch {batch_size}"] = points
    return groups


def _cost(row: Row) -> LayerCost:
    return LayerCost(
        row.layer, row.type, OPERATIONS * row.multiply_adds, row.bytes_moved
    )


def _seconds(run: Callable, repeats: int) -> list[float]:
    """Seconds of each of several runs, after one that is not counted."""
    run()
    nd.waitall()
    found = []
    for _ in range(repeats):
        started = time.perf_counter()
        run()
        nd.waitall()
        found.append(time.perf_counter() - started)
    return found
