"""Section 5.10: batch normalisation from scratch against Gluon's layer."""

import numpy as np
import pytest
from mxnet import autograd, gluon, nd

from gluon_course.base.errors import ShapeError
from gluon_course.scratch import BatchNorm, batch_norm

SHAPES = {2: (12, 5), 4: (6, 3, 4, 5)}


def layers(num_dims):
    """Ours and Gluon's, both with moving values from 0 and the same parameters."""
    features = SHAPES[num_dims][1]
    ours = BatchNorm(features, num_dims)
    theirs = gluon.nn.BatchNorm(
        epsilon=1e-5, momentum=0.9, running_variance_initializer="zeros"
    )
    for each in (ours, theirs):
        each.initialize()
    theirs(nd.zeros(SHAPES[num_dims]))
    for name, scale in (("gamma", 1.0), ("beta", 2.0)):
        value = nd.random.normal(scale=scale, shape=(features,))
        getattr(theirs, name).set_data(value)
        getattr(ours, name).set_data(value.reshape(getattr(ours, name).shape))
    return ours, theirs


@pytest.mark.parametrize("num_dims", [2, 4])
def test_training_matches_gluon_in_values_gradients_and_running_statistics(num_dims):
    ours, theirs = layers(num_dims)
    for _ in range(3):
        X = nd.random.normal(3, 2, SHAPES[num_dims])
        weight = nd.random.normal(shape=SHAPES[num_dims])
        results = []
        for net in (ours, theirs):
            X.attach_grad()
            with autograd.record():
                Y = net(X)
                (Y * weight).sum().backward()
            results.append(
                [
                    Y.asnumpy(),
                    X.grad.asnumpy(),
                    net.gamma.grad().asnumpy().ravel(),
                    net.beta.grad().asnumpy().ravel(),
                ]
            )
        for left, right in zip(*results):
            np.testing.assert_allclose(left, right, rtol=1e-3, atol=1e-4)
    for left, right in (
        (ours.moving_mean, theirs.running_mean),
        (ours.moving_var, theirs.running_var),
    ):
        np.testing.assert_allclose(
            left.data().asnumpy().ravel(), right.data().asnumpy(), rtol=1e-4, atol=1e-5
        )
    X = nd.random.normal(shape=SHAPES[num_dims])  # prediction uses the moving values
    np.testing.assert_allclose(ours(X).asnumpy(), theirs(X).asnumpy(), atol=1e-4)


@pytest.mark.parametrize("num_dims", [2, 4])
def test_a_normalised_batch_has_mean_0_and_variance_1(num_dims):
    net = BatchNorm(SHAPES[num_dims][1], num_dims)
    net.initialize()
    with autograd.record():
        Y = net(nd.random.normal(-4, 3, SHAPES[num_dims])).asnumpy()
    axis = 0 if num_dims == 2 else (0, 2, 3)
    np.testing.assert_allclose(Y.mean(axis), 0, atol=1e-5)
    np.testing.assert_allclose(Y.var(axis), 1, atol=1e-3)


def test_moving_values_start_at_0_and_advance_by_a_tenth_of_the_batch():
    net = BatchNorm(2, 2)
    net.initialize()
    X = nd.array([[1.0, 10.0], [3.0, 30.0]])  # mean 2, 20; variance 1, 100
    assert net.moving_var.data().asnumpy().tolist() == [[0, 0]]
    with autograd.record():
        net(X)
    np.testing.assert_allclose(
        net.moving_mean.data().asnumpy(), [[0.2, 2.0]], rtol=1e-6
    )
    np.testing.assert_allclose(net.moving_var.data().asnumpy(), [[0.1, 10]], rtol=1e-6)
    net(X)  # prediction leaves them alone
    np.testing.assert_allclose(
        net.moving_mean.data().asnumpy(), [[0.2, 2.0]], rtol=1e-6
    )


def test_the_function_leaves_its_arguments_alone():
    zero = nd.zeros((1, 2))
    with autograd.record():
        _, mean, _ = batch_norm(
            nd.array([[1.0, 2.0], [3.0, 4.0]]), zero + 1, zero, zero, zero, 1e-5, 0.9
        )
    assert zero.asnumpy().tolist() == [[0, 0]]
    np.testing.assert_allclose(mean.asnumpy(), [[0.2, 0.3]], rtol=1e-6)


def test_moving_values_are_saved_with_the_parameters(tmp_path):
    net, other = BatchNorm(2, 2), BatchNorm(2, 2)
    net.initialize()
    with autograd.record():
        net(nd.array([[1.0, 10.0], [3.0, 30.0]]))
    net.save_parameters(str(tmp_path / "bn.params"))
    other.load_parameters(str(tmp_path / "bn.params"))
    X = nd.ones((1, 2))
    np.testing.assert_array_equal(net(X).asnumpy(), other(X).asnumpy())


def test_other_dimensions_are_refused():
    with pytest.raises(ShapeError, match="num_dims is 3"):
        BatchNorm(2, 3)
    one = nd.ones(1)
    with pytest.raises(ShapeError, match=r"\(2, 3, 4\)"):
        batch_norm(nd.ones((2, 3, 4)), one, one, one, one, 1e-5, 0.9)


@pytest.mark.parametrize("shape", [(2, 3), (2, 5, 4, 4)])
def test_an_input_of_another_layer_is_refused(shape):
    layer = BatchNorm(3, num_dims=4)
    layer.initialize()
    with pytest.raises(ShapeError, match=r"this layer is BatchNorm\(3, num_dims=4\)"):
        layer(nd.ones(shape))
