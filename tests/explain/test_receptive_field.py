"""Receptive fields against published numbers and against gradients of random nets."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import init
from mxnet.gluon import nn

from gluon_course import models
from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.base.seeds import seed_everything
from gluon_course.explain.receptive_field import (
    ReceptiveField,
    Window,
    receptive_field,
    seen_pixels,
    windows_of,
)

windows = st.builds(
    Window, st.integers(1, 4), st.integers(1, 2), st.integers(0, 2), st.integers(1, 2)
)


def test_published_fields():
    # Araujo, Norris and Sim (2019), Distill, table of AlexNet and VGG-16
    alexnet = receptive_field(windows_of(models.get_model("alexnet")))
    assert (alexnet.size, alexnet.stride) == (195, 32)
    vgg = receptive_field(windows_of(models.get_model("vgg16")))
    assert (vgg.size, vgg.stride, vgg.offset) == (212, 32, -90)


def test_no_layer_sees_the_pixel_itself():
    assert receptive_field([]) == ReceptiveField(1, 1, 0)


@settings(deadline=None, max_examples=25)
@given(st.lists(windows, min_size=1, max_size=4), st.integers(0, 2))
def test_gradients_reach_from_end_to_end_of_the_field_and_no_further(layers, more):
    seed_everything(0)
    net = nn.HybridSequential()
    for kernel, stride, padding, dilation in layers:
        net.add(nn.Conv2D(2, kernel, stride, padding, dilation))
    net.initialize(init.Normal(1))
    field = receptive_field(windows_of(net))
    unit = -(field.offset // field.stride) + more  # whose field is inside the picture
    first = field.offset + unit * field.stride
    last = first + field.size - 1
    seen = np.flatnonzero(seen_pixels(net, (1, 1, last + 9, last + 9), unit))
    assert (seen.min(), seen.max()) == (first, last)


def test_what_is_no_chain_is_refused():
    with pytest.raises(ConfigError, match="Inception is no link"):
        windows_of(models.get_model("googlenet"))
    with pytest.raises(ConfigError, match="Conv2DTranspose"):
        windows_of(nn.Conv2DTranspose(1, 3))


@pytest.mark.parametrize("window", [(0,), (3, 0), (3, 1, -1), (3, 1, 0, 0)])
def test_values_out_of_range_are_refused(window):
    with pytest.raises(ShapeError, match="is no layer"):
        receptive_field([window])
