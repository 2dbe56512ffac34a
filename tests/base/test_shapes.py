"""Output shapes without running, and what one reads when an input does not fit."""

import mxnet as mx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import nd
from mxnet.gluon import nn, rnn

from gluon_course import models
from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.base.shapes import check_input, infer_output_shape


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 5), st.integers(0, 3), st.integers(1, 4), st.integers(5, 20))
def test_inferred_shape_is_that_of_the_computed_output(kernel, padding, strides, size):
    net = nn.Conv2D(3, kernel, strides, padding)
    shape = infer_output_shape(net, (2, 1, size, size))
    net.initialize()
    assert net(nd.zeros((2, 1, size, size))).shape == shape


def test_net_stays_uninitialised_and_learns_no_shape():
    net = models.get_model("lenet")
    infer_output_shape(net, (2, 1, 28, 28))
    net.initialize()
    assert net(nd.zeros((1, 3, 32, 32))).shape == (1, 10)


@pytest.mark.parametrize("is_hybrid", [False, True])
def test_hybridized_and_initialised_nets_are_inferred_too(is_hybrid):
    net = models.get_model("lenet")
    net.initialize()
    net.hybridize(is_hybrid, static_alloc=True)
    net(nd.zeros((1, 1, 28, 28)))
    assert infer_output_shape(net, (7, 1, 28, 28)) == (7, 10)
    assert net(nd.zeros((2, 1, 28, 28))).shape == (2, 10)


def test_several_inputs_and_outputs():
    lstm = rnn.LSTM(8, num_layers=2)
    shapes = infer_output_shape(lstm, [(5, 3, 4), [(2, 3, 8), (2, 3, 8)]])
    assert shapes == ((5, 3, 8), (2, 3, 8), (2, 3, 8))


@pytest.mark.parametrize(
    "name, smallest, usual",
    [
        ("lenet", 16, 28),
        ("lenet_v2", 12, 28),
        ("alexnet", 67, 224),
        ("nin", 67, 224),
        ("vgg11", 32, 224),
        ("densenet", 29, 96),
        ("densenet121", 29, 96),
    ],
)
def test_too_small_a_picture_names_the_smallest_and_the_section_s(
    name, smallest, usual
):
    net = models.get_model(name)
    with pytest.raises(ShapeError) as caught:
        infer_output_shape(net, (4, 1, smallest - 1, smallest - 1))
    assert f"smallest square that fits is {smallest} x {smallest}" in str(caught.value)
    assert f"resize={usual}" in str(caught.value)
    assert infer_output_shape(net, (4, 1, smallest, smallest)) == (4, 10)
    assert f"H and W at least {smallest}" in models.model_facts(
        name
    ).builder.__doc__ or (name == "vgg16")


@pytest.mark.parametrize(
    "name", ["googlenet", "resnet18", "resnet50", "resnet18_small"]
)
def test_nets_with_padding_everywhere_take_a_single_pixel(name):
    assert infer_output_shape(models.get_model(name), (2, 1, 1, 1)) == (2, 10)


def test_net_of_the_learner_s_own_names_the_smallest_size_without_a_section():
    net = nn.HybridSequential()
    net.add(nn.Conv2D(4, 7), nn.MaxPool2D(3, 3), nn.Dense(2))
    with pytest.raises(ShapeError, match=r"HybridSequential.*9 x 9.*at least 9 x 9"):
        check_input(net, (1, 1, 5, 5))


def test_missing_batch_axis_is_named():
    with pytest.raises(ShapeError, match=r"It has 3 axes\. Give \(N, 1, 28, 28\)"):
        infer_output_shape(models.get_model("lenet"), (1, 28, 28))


def test_initialised_net_names_what_it_was_made_for():
    net = models.get_model("resnet18")
    net.initialize()
    net(nd.zeros((1, 3, 32, 32)))
    with pytest.raises(ShapeError, match="made for 3 channels"):
        check_input(net, (1, 1, 96, 96))

    net = models.get_model("lenet")
    net.initialize()
    net(nd.zeros((1, 1, 28, 28)))
    with pytest.raises(ShapeError, match="made for inputs of 1 x 28 x 28"):
        check_input(net, (1, 1, 32, 32))


@pytest.mark.parametrize(
    "shape", [(0, 1, 28, 28), (1, -1, 28, 28), (1, 1, 2.5, 3), (1, "1"), ()]
)
def test_shape_with_an_impossible_size_is_an_error(shape):
    with pytest.raises(ShapeError, match="no shape of an input"):
        infer_output_shape(models.get_model("lenet"), shape)


def test_net_that_needs_values_cannot_be_inferred_but_passes_the_check():
    class Plain(mx.gluon.Block):
        def forward(self, X):
            return X if X.sum().asscalar() > 0 else -X

    class Branching(mx.gluon.HybridBlock):
        def hybrid_forward(self, F, X):
            return X if X.shape[0] > 1 else -X

    for net in (Plain(), Branching()):
        with pytest.raises(ConfigError, match=r"cannot be traced.*section 8\.1"):
            infer_output_shape(net, (1, 2))
        check_input(net, (1, 2))
    check_input(lambda X: X, (1, 2))


def test_nothing_is_printed_when_a_shape_does_not_fit(capfd):
    with pytest.raises(ShapeError):
        infer_output_shape(models.get_model("alexnet"), (1, 1, 28, 28))
    assert capfd.readouterr() == ("", "")
