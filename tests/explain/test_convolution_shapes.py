"""Shapes of single layers by formula against MXNet's own inference."""

import pytest
from mxnet.gluon import nn

from gluon_course import explain
from gluon_course.base.errors import ShapeError
from gluon_course.base.shapes import infer_output_shape
from gluon_course.explain.convolution_shapes import layer_output_shape


@pytest.mark.parametrize(
    "layer",
    [
        nn.Conv2D(1, (3, 5), (2, 1), (1, 0), (1, 2)),
        nn.Conv2DTranspose(1, (4, 3), (2, 3), (1, 0), (1, 2)),
        nn.MaxPool2D((3, 2), (2, 3), (1, 0)),
        nn.AvgPool2D(3, 2, ceil_mode=True),
    ],
)
def test_height_and_width_of_every_kind_of_layer(layer):
    for height, width in ((9, 12), (14, 15)):
        wanted = infer_output_shape(layer, (1, 1, height, width))[2:]
        assert layer_output_shape(layer, height, width) == wanted


def test_a_window_that_does_not_fit_is_refused():
    with pytest.raises(ShapeError, match="larger than the padded input"):
        layer_output_shape(nn.Conv2D(1, 5), 4, 9)


def test_known_sizes_of_the_course_stand_in_the_table():
    table = explain.get_topic("convolution-shapes").answer().tables[0]
    sizes = {row[0]: row[-1] for row in table.rows}
    assert sizes["LeNet, first"] == 24 and sizes["AlexNet, first"] == 54
    assert sizes["transposed, FCN"] == 320
