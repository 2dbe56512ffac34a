"""Blocks of the course: output shapes by formula, values against NumPy."""

import mxnet as mx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import nd

from gluon_course import nn
from gluon_course.base.errors import ConfigError
from gluon_course.base.shapes import infer_output_shape

sizes = st.integers(1, 40)
channels = st.integers(1, 12)
quick = settings(max_examples=40, deadline=None)


def filled(block, shape, seed=0):
    """The block with all parameters drawn from N(0, 0.3), and an input."""
    block.initialize(mx.init.Normal(0.3))
    generator = np.random.default_rng(seed)
    X = nd.array(generator.standard_normal(shape))
    block(X)
    for parameter in block.collect_params().values():
        if parameter.grad_req != "null":
            parameter.set_data(
                nd.array(0.3 * generator.standard_normal(parameter.shape))
            )
    return block, X


def convolve(layer, x):
    """Cross-correlation of x, shape (C, H, W), with a Conv2D's weights, by loops."""
    weight = layer.weight.data().asnumpy()
    bias = (
        layer.bias.data().asnumpy() if layer.bias is not None else np.zeros(len(weight))
    )
    (ph, pw), (sh, sw) = layer._kwargs["pad"], layer._kwargs["stride"]
    x = np.pad(x, ((0, 0), (ph, ph), (pw, pw)))
    kh, kw = weight.shape[2:]
    height, width = (x.shape[1] - kh) // sh + 1, (x.shape[2] - kw) // sw + 1
    y = np.empty((len(weight), height, width))
    for i in range(height):
        for j in range(width):
            window = x[:, i * sh : i * sh + kh, j * sw : j * sw + kw]
            y[:, i, j] = (weight * window).sum(axis=(1, 2, 3)) + bias
    return y


def normalize(layer, x):
    """BatchNorm of x, shape (C, H, W), by its running statistics 0 and 1."""
    gamma, beta = layer.gamma.data().asnumpy(), layer.beta.data().asnumpy()
    return gamma[:, None, None] * x / np.sqrt(1 + 1e-5) + beta[:, None, None]


def relu(x):
    return np.maximum(x, 0)


@quick
@given(sizes, sizes, channels, st.integers(1, 3))
def test_vgg_block_halves_height_and_width(height, width, num_channels, num_convs):
    block = nn.vgg_block(num_convs, num_channels)
    shape = infer_output_shape(block, (2, 3, height + 1, width + 1))
    assert shape == (2, num_channels, (height + 1) // 2, (width + 1) // 2)
    assert len(block) == num_convs + 1


@quick
@given(sizes, sizes, channels, st.integers(1, 11), st.integers(1, 4), st.integers(0, 3))
def test_nin_block_has_the_size_of_its_first_convolution(
    height, width, num_channels, kernel_size, strides, padding
):
    height, width = height + kernel_size, width + kernel_size
    block = nn.nin_block(num_channels, kernel_size, strides, padding)
    assert infer_output_shape(block, (1, 2, height, width)) == (
        1,
        num_channels,
        (height + 2 * padding - kernel_size) // strides + 1,
        (width + 2 * padding - kernel_size) // strides + 1,
    )


@quick
@given(sizes, sizes, channels, channels, channels, channels)
def test_inception_keeps_the_size_and_adds_up_the_channels(h, w, c1, c2, c3, c4):
    block = nn.Inception(c1, (2, c2), (3, c3), c4)
    assert infer_output_shape(block, (2, 5, h, w)) == (2, c1 + c2 + c3 + c4, h, w)


@quick
@given(
    st.sampled_from((nn.Residual, nn.Bottleneck)),
    sizes,
    sizes,
    st.integers(1, 3),
    st.integers(1, 3),
)
def test_residual_blocks_divide_the_size_by_the_stride_rounding_up(
    residual, height, width, strides, quarter
):
    block = residual(4 * quarter, use_1x1conv=True, strides=strides)
    assert infer_output_shape(block, (2, 3, height, width)) == (
        2,
        4 * quarter,
        -(-height // strides),
        -(-width // strides),
    )
    same = residual(4 * quarter)
    shape = (2, 4 * quarter, height, width)
    assert infer_output_shape(same, shape) == shape


@quick
@given(sizes, sizes, st.integers(1, 4), channels, st.booleans())
def test_dense_block_appends_channels_and_a_transition_sets_them(
    height, width, num_convs, growth, is_bottleneck
):
    conv = nn.bottleneck_conv_block if is_bottleneck else nn.conv_block
    shape = (2, 3, height + 1, width + 1)
    shape = infer_output_shape(nn.DenseBlock(num_convs, growth, conv), shape)
    assert shape == (2, 3 + num_convs * growth, height + 1, width + 1)

    shape = infer_output_shape(nn.transition_block(growth), shape)
    assert shape == (2, growth, (height + 1) // 2, (width + 1) // 2)


@pytest.mark.parametrize("residual", [nn.Residual, nn.Bottleneck])
def test_only_the_first_stage_keeps_the_size(residual):
    first = nn.resnet_block(8, 2, first_block=True, residual=residual)
    later = nn.resnet_block(16, 3, residual=residual)
    assert infer_output_shape(first, (1, 8, 9, 9)) == (1, 8, 9, 9)
    assert infer_output_shape(later, (1, 8, 9, 9)) == (1, 16, 5, 5)
    assert (len(first), len(later)) == (2, 3)


def test_residual_adds_its_input():
    block, X = filled(nn.Residual(4), (1, 4, 5, 6))
    x = X.asnumpy()[0]
    y = relu(normalize(block.bn1, convolve(block.conv1, x)))
    y = normalize(block.bn2, convolve(block.conv2, y))
    np.testing.assert_allclose(block(X).asnumpy()[0], relu(y + x), atol=1e-5)


def test_residual_with_1x1conv_adds_the_projected_input():
    block, X = filled(nn.Residual(3, use_1x1conv=True, strides=2), (1, 4, 5, 6))
    x = X.asnumpy()[0]
    y = relu(normalize(block.bn1, convolve(block.conv1, x)))
    y = normalize(block.bn2, convolve(block.conv2, y)) + convolve(block.conv3, x)
    np.testing.assert_allclose(block(X).asnumpy()[0], relu(y), atol=1e-5)


def test_bottleneck_normalizes_its_shortcut_and_has_no_biases():
    block, X = filled(nn.Bottleneck(8, use_1x1conv=True, strides=2), (1, 4, 5, 6))
    x = X.asnumpy()[0]
    y = relu(normalize(block.bn1, convolve(block.conv1, x)))
    y = relu(normalize(block.bn2, convolve(block.conv2, y)))
    y = normalize(block.bn3, convolve(block.conv3, y))
    y += normalize(block.bn4, convolve(block.conv4, x))
    np.testing.assert_allclose(block(X).asnumpy()[0], relu(y), atol=1e-5)
    assert not any(name.endswith("bias") for name in block.collect_params())


def test_inception_joins_its_paths_in_order():
    block, X = filled(nn.Inception(1, (2, 2), (2, 3), 4), (1, 3, 4, 5))
    x = X.asnumpy()[0]
    padded = np.pad(x, ((0, 0), (1, 1), (1, 1)), constant_values=-np.inf)
    pooled = np.stack(
        [padded[:, i : i + 4, j : j + 5] for i in range(3) for j in range(3)]
    )
    paths = (
        relu(convolve(block.p1_1, x)),
        relu(convolve(block.p2_2, relu(convolve(block.p2_1, x)))),
        relu(convolve(block.p3_2, relu(convolve(block.p3_1, x)))),
        relu(convolve(block.p4_2, pooled.max(axis=0))),
    )
    np.testing.assert_allclose(block(X).asnumpy()[0], np.concatenate(paths), atol=1e-5)


def test_inception_keeps_the_names_and_order_of_its_parameters():
    block = nn.Inception(1, (2, 2), (2, 3), 4)
    layers = ("p1_1", "p2_1", "p2_2", "p3_1", "p3_2", "p4_2")
    assert list(block._collect_params_with_prefix()) == [
        f"{layer}.{part}" for layer in layers for part in ("weight", "bias")
    ]


def test_branches_of_any_number_are_joined_in_order():
    layers = [[nn.same_conv(2, 7)], [nn.same_conv(3, 1), nn.same_conv(1, 3)]]
    block, X = filled(nn.Branches(layers), (1, 3, 4, 5))
    x = X.asnumpy()[0]
    paths = (
        relu(convolve(block.p1_1, x)),
        relu(convolve(block.p2_2, relu(convolve(block.p2_1, x)))),
    )
    np.testing.assert_allclose(block(X).asnumpy()[0], np.concatenate(paths), atol=1e-5)
    wanted = block(X).asnumpy()
    block.hybridize()
    np.testing.assert_allclose(block(X).asnumpy(), wanted, rtol=1e-5)


@pytest.mark.parametrize("branches", [[], [[]], [[nn.same_conv(1, 1)], []]])
def test_a_branch_without_layers_is_refused(branches):
    with pytest.raises(ConfigError, match="at least one layer"):
        nn.Branches(branches)


@pytest.mark.parametrize("kernel_size", [0, 2, 4])
def test_an_even_kernel_cannot_keep_the_size(kernel_size):
    with pytest.raises(ConfigError, match="choose an odd size"):
        nn.same_conv(1, kernel_size)


def test_dense_block_passes_its_input_through():
    block, X = filled(nn.DenseBlock(2, 3), (1, 2, 4, 5))
    x = X.asnumpy()[0]
    for norm, _, conv in block.net:
        x = np.concatenate((x, convolve(conv, relu(normalize(norm, x)))))
    np.testing.assert_allclose(block(X).asnumpy()[0], x, atol=1e-5)


def test_transition_averages_whole_windows_only():
    block, X = filled(nn.transition_block(2), (1, 3, 5, 4))
    y = convolve(block[2], relu(normalize(block[0], X.asnumpy()[0])))
    y = (
        y[:, :4, :].reshape(2, 2, 2, 2, 2).mean(axis=(2, 4))
    )  # the fifth row is left over
    np.testing.assert_allclose(block(X).asnumpy()[0], y, atol=1e-5)


@pytest.mark.parametrize("pair", [96, (16,), (1, 2, 3)])
def test_inception_wants_two_channels_for_its_middle_paths(pair):
    with pytest.raises(ConfigError, match="c3 is "):
        nn.Inception(64, (96, 128), pair, 32)
