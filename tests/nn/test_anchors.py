"""Anchors against MXNet's operator and the text's worked example."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import nd, sym

from gluon_course import nn
from gluon_course.base.errors import ConfigError

numbers = st.floats(0.05, 3, allow_nan=False)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(1, 9),
    st.integers(1, 9),
    st.lists(numbers, min_size=1, max_size=4),
    st.lists(numbers, min_size=1, max_size=4),
)
def test_anchors_equal_those_of_mxnet(height, width, sizes, ratios):
    fmap = nd.zeros((1, 2, height, width))
    ours = nn.multibox_prior(fmap, sizes, ratios).asnumpy()
    theirs = nd.contrib.MultiBoxPrior(fmap, sizes=sizes, ratios=ratios).asnumpy()
    np.testing.assert_allclose(ours, theirs, atol=2e-5, rtol=1e-5)


def test_number_of_anchors_of_the_text():
    fmap = nd.zeros((1, 3, 561, 728))
    sizes, ratios = [0.75, 0.5, 0.25], [1, 2, 0.5]
    boxes = nn.multibox_prior(fmap, sizes, ratios)
    assert boxes.shape == (1, 2_042_040, 4)
    assert nn.num_anchors(sizes, ratios) == 5
    first = boxes.reshape((561, 728, 5, 4))[250, 250, 0].asnumpy()
    assert first.round(2).tolist() == pytest.approx([0.06, 0.07, 0.63, 0.82], abs=1e-6)


def test_shapes_of_a_place():
    assert nn.anchor_shapes([0.4, 0.2], [1, 4]) == [(0.4, 0.4), (0.2, 0.2), (0.8, 0.2)]


def test_anchors_of_a_symbol_have_the_shape():
    out = nn.multibox_prior(sym.var("x"), [0.1, 0.2], [1, 2])
    assert out.infer_shape(x=(4, 8, 5, 3))[1] == [(1, 45, 4)]


@pytest.mark.parametrize(("sizes", "ratios"), [([], [1]), ([0.1], []), ([0.0], [1])])
def test_anchors_without_size_or_ratio_are_refused(sizes, ratios):
    with pytest.raises(ConfigError, match="anchors"):
        nn.anchor_shapes(sizes, ratios)
