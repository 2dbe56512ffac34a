"""The rows of layers: traffic with the memory by hand; the rest is tested in export."""

import pytest
from mxnet import gluon
from mxnet.gluon import nn

from gluon_course import models
from gluon_course.base.errors import ShapeError
from gluon_course.base.layers import layer_rows


def test_bytes_of_a_dense_and_a_convolution_layer_by_hand():
    net = nn.HybridSequential()
    net.add(nn.Conv2D(6, 5, activation="relu"), nn.MaxPool2D(2), nn.Dense(10))
    rows = layer_rows(net, (2, 1, 28, 28))
    inputs, conv, pool = 2 * 28 * 28, 2 * 6 * 24 * 24, 2 * 6 * 12 * 12
    assert [row.bytes_moved for row in rows] == [
        4 * (inputs + (6 * 25 + 6) + conv),  # its relu costs nothing more
        4 * (conv + pool),
        4 * (pool + (10 * 6 * 144 + 10) + 2 * 10),
    ]


def test_an_array_that_a_layer_takes_twice_is_read_once():
    class Squares(gluon.HybridBlock):
        def hybrid_forward(self, F, X):
            return F.concat(X * X, X, dim=1)

    (row,) = layer_rows(Squares(), (1, 3))
    assert (row.bytes_moved, row.multiply_adds) == (4 * (3 + 6), 0)


def test_shared_parameters_are_read_by_each_layer_that_uses_them():
    shared = nn.Dense(8)
    net = nn.HybridSequential()
    net.add(shared, shared)
    assert [row.bytes_moved for row in layer_rows(net, (3, 8))] == [
        4 * (24 + 72 + 24)
    ] * 2


def test_several_outputs_are_all_written():
    class Two(gluon.HybridBlock):
        def hybrid_forward(self, F, X):
            return F.relu(X), F.sum(X, axis=1)

    assert sum(row.bytes_moved for row in layer_rows(Two(), (5, 4))) == 4 * (20 + 25)


def test_the_operators_of_a_residual_block_itself():
    rows = {
        row.layer: row
        for row in layer_rows(models.get_model("resnet18"), (1, 1, 96, 96))
    }
    size = 64 * 24 * 24
    # a relu in the middle (one in, one out), then a sum with relu (two in, one out)
    assert rows["4.0"].bytes_moved == 4 * 5 * size
    assert rows["4.0.conv1"].bytes_moved == 4 * (2 * size + 64 * 64 * 9 + 64)


def test_a_shape_that_does_not_fit_is_refused():
    with pytest.raises(ShapeError, match="67 x 67"):
        layer_rows(models.get_model("alexnet"), (1, 1, 28, 28))
