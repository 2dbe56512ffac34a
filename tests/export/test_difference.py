"""Two forms of a model are compared on inputs like the data's."""

import mxnet as mx
import numpy as np
import pytest

from gluon_course.base.errors import ExportError
from gluon_course.export import largest_difference
from gluon_course.export.difference import as_inputs, sample_batch


def test_equal_models_have_no_difference():
    assert largest_difference(lambda x: x * 2, lambda x: x + x, (3,)) == 0.0


def test_the_largest_difference_is_found():
    def other(x):
        return x * (1 + 1e-6)

    worst = largest_difference(lambda x: x, other, (50,))
    assert 5e-7 < worst < 2e-6


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (lambda x: x + 1e-3, "differs from the net by 0.001"),
        (lambda x: x[:, :2], "returns shape"),
        (lambda x: [x, x], "has 2 outputs, the net 1"),
        (lambda x: x / 0, "not finite"),
        (lambda x: x.reshape((2, -1)), "returns shape|batch"),
    ],
)
def test_models_that_differ_are_refused(other, message):
    with pytest.raises(ExportError, match=message):
        largest_difference(lambda x: x, other, (4,))


def test_large_outputs_are_compared_relative_to_their_size():
    largest_difference(lambda x: x * 1e6, lambda x: x * 1e6 + 1, (4,))
    with pytest.raises(ExportError):
        largest_difference(lambda x: x * 1e-3, lambda x: x * 1e-3 + 1e-4, (4,))


def test_a_batch_axis_that_is_fixed_is_found():
    def fixed(x):
        return x.reshape((2, -1))

    with pytest.raises(ExportError, match="batch axis is not free"):
        largest_difference(fixed, fixed, (4,))


def test_outputs_without_a_batch_axis_may_stay_as_they_are():
    anchors = mx.nd.ones((1, 7, 4))
    assert largest_difference(lambda x: anchors, lambda x: anchors, (4,)) == 0


def test_dropout_is_off_even_while_recording():
    def net(x):
        return mx.nd.Dropout(x, p=0.5)

    with mx.autograd.record():
        assert largest_difference(net, lambda x: x, (100,)) == 0


def test_inputs_are_normalised_pixels():
    normalisation = (0.5, 0.4, 0.3), (0.2, 0.2, 0.1)
    (X,) = sample_batch(as_inputs((3, 16, 16)), 8, None, normalisation)
    X = X.asnumpy()
    for channel, (mean, std) in enumerate(((0.5, 0.2), (0.4, 0.2), (0.3, 0.1))):
        low, high = (0 - mean) / std, (1 - mean) / std
        assert low <= X[:, channel].min() < low + 0.1
        assert high - 0.1 < X[:, channel].max() <= high


def test_whole_numbers_are_zero_and_one():
    (X,) = sample_batch(as_inputs((20,), "int32"), 8, None)
    X = X.asnumpy()
    assert set(np.unique(X)) == {0, 1} and X.dtype == np.int32
