"""A whole data set is predicted batch by batch, in order."""

import mxnet as mx
import numpy as np
import pytest
from mxnet.gluon import nn

from gluon_course.base.errors import DataError
from gluon_course.predict import predict_all, predict_batches


def batches(num_samples, batch_size):
    X = np.random.RandomState(0).normal(size=(num_samples, 4)).astype("float32")
    y = np.arange(num_samples) % 3
    for start in range(0, num_samples, batch_size):
        rows = slice(start, start + batch_size)
        yield mx.nd.array(X[rows]), mx.nd.array(y[rows], dtype="int32")


def net_of():
    mx.random.seed(0)
    net = nn.HybridSequential()
    net.add(nn.Dense(8, activation="relu"), nn.Dropout(0.5), nn.Dense(3))
    net.initialize(mx.init.Normal(1))
    return net


@pytest.mark.parametrize("batch_size", [1, 7, 20, 64])
def test_all_samples_are_predicted_in_order(batch_size):
    net = net_of()
    ((X, y),) = batches(20, 20)
    labels, probabilities = predict_all(net, batches(20, batch_size))
    assert labels.dtype == np.int64 and probabilities.shape == (20, 3)
    np.testing.assert_array_equal(labels, y.asnumpy())
    np.testing.assert_allclose(
        probabilities, mx.nd.softmax(net(X)).asnumpy(), atol=1e-6
    )


def test_inputs_come_with_their_probabilities():
    net = net_of()
    for X, labels, probabilities in predict_batches(net, batches(20, 6)):
        assert len(X) == len(labels) == len(probabilities)
        np.testing.assert_allclose(
            probabilities, mx.nd.softmax(net(X)).asnumpy(), atol=1e-6
        )


def test_another_device_is_used():
    net = net_of()
    want = predict_all(net, batches(9, 4))[1]
    net.collect_params().reset_ctx(mx.cpu(1))
    got = predict_all(net, batches(9, 4), mx.cpu(1))[1]
    np.testing.assert_allclose(got, want, atol=1e-6)


def test_lists_of_a_data_loader_and_float_labels_count():
    X, y = mx.nd.ones((6, 4)), mx.nd.array([0, 1, 2, 0, 1, 2])
    loader = mx.gluon.data.DataLoader(mx.gluon.data.ArrayDataset(X, y), batch_size=4)
    labels, probabilities = predict_all(net_of(), loader)
    assert labels.tolist() == [0, 1, 2, 0, 1, 2] and len(probabilities) == 6


def test_functions_and_half_precision_are_predicted_with():
    def net(X):
        return (X[:, :3] * 4).astype("float16")

    _, probabilities = predict_all(net, batches(5, 5))
    assert probabilities.dtype == np.float32
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-5)


def test_dropout_is_off_even_while_recording():
    net = net_of()
    with mx.autograd.record():
        first, second = (predict_all(net, batches(9, 3))[1] for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_an_empty_data_set_is_an_error():
    with pytest.raises(DataError, match="nothing to predict"):
        predict_all(net_of(), [])
