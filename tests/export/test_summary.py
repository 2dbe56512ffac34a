"""The layer table: counts by hand, nets in every state, and that it changes nothing."""

import mxnet as mx
import numpy as np
import pytest
from mxnet import gluon, nd
from mxnet.gluon import nn, rnn

from gluon_course import models
from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.export.summary import summary

LENET = [
    # layer, type, output shape, parameters, multiply-adds
    ("0", "Conv2D", (1, 6, 24, 24), 6 * 25 + 6, 24 * 24 * 6 * 25),
    ("1", "MaxPool2D", (1, 6, 12, 12), 0, 0),
    ("2", "Conv2D", (1, 16, 8, 8), 16 * 6 * 25 + 16, 8 * 8 * 16 * 6 * 25),
    ("3", "MaxPool2D", (1, 16, 4, 4), 0, 0),
    ("4", "Dense", (1, 120), 256 * 120 + 120, 256 * 120),
    ("5", "Dense", (1, 84), 120 * 84 + 84, 120 * 84),
    ("6", "Dense", (1, 10), 84 * 10 + 10, 84 * 10),
]


def test_lenet_by_hand():
    table = summary(models.get_model("lenet"), (1, 1, 28, 28))
    rows = [
        (row.layer, row.type, row.output_shape, row.parameters, row.multiply_adds)
        for row in table.rows
    ]
    assert rows == LENET
    assert (table.parameters, table.trainable) == (44_426, 44_426)
    assert table.multiply_adds == 86_400 + 153_600 + 30_720 + 10_080 + 840


def test_resnet18_by_hand():
    table = summary(models.get_model("resnet18"), (1, 1, 96, 96))
    rows = {row.layer: row for row in table.rows}

    # stem, then per stage 4 convolutions 3x3 (the first of a later stage sees half the
    # channels) and in later stages a 1x1 shortcut; the head is a dense layer
    products = 48 * 48 * 64 * 49 + 512 * 10
    for side, width in ((24, 64), (12, 128), (6, 256), (3, 512)):
        products += 3 * side**2 * 9 * width**2
        if width == 64:
            products += side**2 * 9 * width**2
        else:
            products += side**2 * (9 + 1) * width * width // 2
    assert table.multiply_adds == products
    assert table.trainable == 11_178_378
    # running mean and variance: the stem, then 4 BatchNorms per stage
    assert table.parameters - table.trainable == 2 * (64 + 4 * (64 + 128 + 256 + 512))

    assert rows["5.0.conv3"].output_shape == (1, 128, 12, 12)
    assert rows["5.0.conv3"].parameters == 64 * 128 + 128
    assert rows["5.0.bn1"].parameters == 4 * 128
    assert rows["5.0.bn1"].trainable == 2 * 128
    # the addition and relu of the block itself
    assert (rows["5.0"].type, rows["5.0"].parameters) == ("Residual", 0)
    layers = [row.layer for row in table.rows]
    assert layers.index("5.0") == layers.index("5.0.conv3") + 1


@pytest.mark.parametrize(
    "name, published",
    [("vgg16", 15.47e9), ("resnet50", 4.09e9), ("densenet121", 2.83e9)],
)
def test_published_multiply_adds_for_pictures_of_imagenet(name, published):
    net = models.get_model(name, num_classes=1000)
    count = summary(net, (1, 3, 224, 224)).multiply_adds
    assert count == pytest.approx(published, rel=0.002)


def test_every_state_of_a_net_has_the_same_table():
    tables = []
    for state in range(4):
        net = models.get_model("lenet_bn")
        if state > 0:
            net.initialize()
        if state > 1:
            net.hybridize(static_alloc=True, static_shape=True)
        if state > 2:
            net(nd.zeros((2, 1, 28, 28)))
        tables.append(str(summary(net, (2, 1, 28, 28))))
    assert len(set(tables)) == 1


def test_net_computes_and_exports_as_before(tmp_path):
    net = models.get_model("resnet18_small")
    net.initialize()
    X = nd.random.normal(shape=(1, 1, 8, 8))
    wanted = net(X).asnumpy()
    summary(net, (4, 1, 8, 8))
    net.hybridize()
    np.testing.assert_allclose(net(X).asnumpy(), wanted, rtol=1e-5, atol=1e-6)
    summary(net, (4, 1, 8, 8))
    net.export(str(tmp_path / "net"))
    assert "__course" not in (tmp_path / "net-symbol.json").read_text()
    assert not any(net._forward_hooks or net._forward_pre_hooks for net in net)


def test_hooks_are_gone_after_an_error():
    class Broken(gluon.HybridBlock):
        def __init__(self):
            super().__init__()
            self.dense = nn.Dense(2)

        def hybrid_forward(self, F, X):
            return self.dense(X).nothing

    net = nn.HybridSequential()
    net.add(Broken())
    with pytest.raises(ConfigError, match="cannot be traced"):
        summary(net, (1, 2))
    assert not net._forward_hooks and not net[0]._forward_pre_hooks
    assert mx.AttrScope.current.get(None) == {}


def test_frozen_parameters_are_not_trainable():
    net = models.get_model("lenet")
    net[:4].collect_params().setattr("grad_req", "null")
    table = summary(net, (1, 1, 28, 28))
    assert table.trainable == 30_840 + 10_164 + 850
    assert table.parameters == 44_426


def test_shared_parameters_count_once_and_products_each_time():
    shared = nn.Dense(8)
    net = nn.HybridSequential()
    net.add(shared, shared, nn.Dense(8, params=shared.params))
    table = summary(net, (3, 8))
    assert [row.parameters for row in table.rows] == [72, 0, 0]
    assert [row.multiply_adds for row in table.rows] == [3 * 64] * 3


@pytest.mark.parametrize("mode, gates", [("RNN", 1), ("GRU", 3), ("LSTM", 4)])
@pytest.mark.parametrize("is_bidirectional", [False, True])
def test_recurrent_layers(mode, gates, is_bidirectional):
    directions = 1 + is_bidirectional
    layer = getattr(rnn, mode)(8, 2, bidirectional=is_bidirectional)
    states = [(2 * directions, 3, 8)] * (2 if mode == "LSTM" else 1)
    table = summary(layer, [(5, 3, 4), states])
    weights = directions * gates * 8 * ((4 + 8) + (8 * directions + 8))
    assert table.multiply_adds == 5 * 3 * weights
    assert table.parameters == weights + 2 * 2 * directions * gates * 8  # two biases


def test_transposed_and_grouped_convolutions_and_matrix_products():
    net = nn.HybridSequential()
    net.add(nn.Conv2DTranspose(4, 4, strides=2, padding=1), nn.Conv2D(4, 3, groups=2))
    table = summary(net, (1, 3, 5, 6))
    assert table.rows[0].output_shape == (1, 4, 10, 12)
    assert table.rows[0].multiply_adds == 5 * 6 * 3 * 4 * 16
    assert table.rows[1].multiply_adds == 8 * 10 * 4 * 2 * 9

    class Products(gluon.HybridBlock):
        def hybrid_forward(self, F, A, B, C):
            first = F.batch_dot(A, B, transpose_a=True)  # (2, 5, 4)
            return F.dot(F.sum(first, axis=0), C)  # (5, 4) x (4, 6)

    table = summary(Products(), [(2, 3, 5), (2, 3, 4), (4, 6)])
    assert table.multiply_adds == 2 * 5 * 3 * 4 + 5 * 4 * 6


@pytest.mark.filterwarnings("ignore:Cannot decide type")  # of imported data
def test_net_loaded_from_an_export_is_listed_by_operators(tmp_path):
    net = models.get_model("lenet_bn")
    net.initialize()
    net.hybridize()
    net(nd.zeros((1, 1, 28, 28)))
    net.export(str(tmp_path / "net"))
    files = (str(tmp_path / "net-symbol.json"), str(tmp_path / "net-0000.params"))
    loaded = gluon.SymbolBlock.imports(files[0], ["data"], files[1])
    table, wanted = (summary(each, (2, 1, 28, 28)) for each in (loaded, net))
    assert table.rows[0].type == "Convolution"
    assert (table.parameters, table.trainable) == (wanted.parameters, wanted.trainable)
    assert table.multiply_adds == wanted.multiply_adds == 2 * 281_640


def test_table_is_aligned_and_ends_with_totals():
    lines = str(summary(models.get_model("lenet"), (1, 1, 28, 28))).splitlines()
    assert lines[0] == "lenet, input (1, 1, 28, 28)"
    assert lines[1].split("  ")[0] == "layer"
    assert lines[3].split() == [
        "0",
        "Conv2D",
        "(1,",
        "6,",
        "24,",
        "24)",
        "156",
        "86,400",
    ]
    assert len({len(line) for line in lines[1:-1]}) == 1
    assert lines[-2].split() == ["total", "44,426", "281,640"]
    assert lines[-1] == "trainable parameters 44,426, not trainable 0"


def test_shape_that_does_not_fit_is_a_shape_error():
    with pytest.raises(ShapeError, match="67 x 67"):
        summary(models.get_model("alexnet"), (1, 1, 28, 28))
