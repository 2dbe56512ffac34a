"""Parameter counts against layers that were really made."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import nd
from mxnet.gluon import nn

from gluon_course.base.errors import ConfigError
from gluon_course.explain.dense_or_conv import conv_parameters, dense_parameters

few = st.integers(1, 5)


def made(layer, shape):
    layer.initialize()
    layer(nd.ones(shape))
    return sum(each.data().size for each in layer.collect_params().values())


@settings(deadline=None, max_examples=20)
@given(few, st.integers(5, 9), st.integers(5, 9), few, few)
def test_counts_are_those_of_the_layers(c, height, width, num_outputs, kernel):
    shape = (1, c, height, width)
    dense, conv = nn.Dense(num_outputs), nn.Conv2D(num_outputs, kernel)
    assert dense_parameters(shape[1:], num_outputs) == made(dense, shape)
    assert conv_parameters(c, num_outputs, kernel) == made(conv, shape)


def test_numbers_of_the_course():
    assert dense_parameters((1, 28, 28), 256) + 257 * 10 == 203_530  # section 3.10
    assert conv_parameters(1, 6, 5) + conv_parameters(6, 16, 5) == 156 + 2416  # LeNet


def test_sizes_below_one_are_refused():
    with pytest.raises(ConfigError):
        dense_parameters((1, 0, 28), 10)
