"""Fully convolutional networks: a class for every pixel, on a ResNet-18 base."""

from __future__ import annotations

from mxnet.gluon import nn
from mxnet.gluon.model_zoo import vision

from gluon_course.base.errors import ConfigError
from gluon_course.models.options import check_int
from gluon_course.models.registry import Published, register_model
from gluon_course.nn import BilinearKernel, resnet_block

SECTION = "chapter_computer-vision/fcn"
PAPER = (
    "Long, Shelhamer and Darrell (2014), Fully convolutional networks for semantic "
    "segmentation"
)
BASES = ("resnet18", "small")


class FCN(nn.HybridBlock):
    """A base that shrinks the picture 32 times, and the way back to its size.

    Scores of the classes are computed by 1x1 convolutions from the last map, and for
    FCN-16s and 8s from those at 1/16 and 1/8 too. Transposed convolutions enlarge and
    add them; they begin as bilinear interpolation.

    Parameters
    ----------
    num_classes : int
        Classes, the background among them.
    stride : {32, 16, 8}
        How many times smaller than the picture the last scores are.
    base : {"resnet18", "small"}
        The features of ResNet-18 (version 2) without its last two layers, whose
        parameters have the model zoo's names, or a small base of 32 to 256 channels.
    is_fixed : bool
        Leave the enlargement bilinear, as the paper leaves its last one: there are
        fewer gradients to compute.

    Inputs
    ------
    X : shape (N, 3, H, W)
        Any height and width; multiples of 32 leave nothing over.

    Outputs
    -------
    shape (N, num_classes, H, W)
        Scores before the softmax.

    Section: 9.10 全卷积网络（FCN）
    """

    def __init__(
        self, num_classes, stride=32, base="resnet18", is_fixed=False, **kwargs
    ):
        super().__init__(**kwargs)
        self.stride = stride
        self.features = nn.HybridSequential()
        layers, self._ends = _base(base)
        self.features.add(*layers)
        self.scores, self.doubles = nn.HybridSequential(), nn.HybridSequential()
        self.scores.add(_score(num_classes))
        for _ in _skips(stride):
            self.doubles.add(upsample(num_classes, 2))
            self.scores.add(_score(num_classes))
        self.last = upsample(num_classes, stride)
        if is_fixed:
            for each in (*self.doubles, self.last):
                each.weight.grad_req = "null"

    def hybrid_forward(self, F, X):
        maps, Y = [], X
        for i, layer in enumerate(self.features):
            Y = layer(Y)
            if i in self._ends:
                maps.append(Y)
        Y = self.scores[0](maps.pop())
        for i in range(len(self.doubles)):
            skip = self.scores[i + 1](maps.pop())
            # an odd size was rounded up on the way down
            Y = F.slice_like(self.doubles[i](Y), skip, axes=(2, 3)) + skip
        return F.slice_like(self.last(Y), X, axes=(2, 3))


@register_model(
    section=SECTION,
    paper=PAPER,
    input_shape=(3, 320, 480),
    num_parameters=12_991_957,
    task="segmentation",
    published=(
        Published(
            {
                "2021-02-17": 0.849,
                "2020-02-13": 0.845,
                "2020-01-07": 0.853,
                "2019-01-08": 0.847,
            },
            options={"num_classes": 21},
            note="Share of pixels; the base was trained on ImageNet",
        ),
    ),
)
def fcn32s(num_classes=21, base="resnet18", is_fixed=False):
    """FCN-32s, the text's FCN: scores at 1/32 enlarged at once.

    Parameters
    ----------
    num_classes : int
        Classes, the background among them; at least 1.
    base : {"resnet18", "small"}
        ``small`` has 32 to 256 channels and trains on two cores.
    is_fixed : bool
        Leave the enlargement bilinear instead of training it.

    Returns
    -------
    FCN

    Raises
    ------
    ConfigError
        If an option is out of range.

    Section: 9.10 全卷积网络（FCN）
    """
    return _fcn(num_classes, 32, base, is_fixed)


@register_model(
    section=SECTION,
    paper=PAPER,
    input_shape=(3, 320, 480),
    num_parameters=11_649_658,
    task="segmentation",
)
def fcn16s(num_classes=21, base="resnet18", is_fixed=False):
    """FCN-16s: as :func:`fcn32s`, with scores at 1/16 added."""
    return _fcn(num_classes, 16, base, is_fixed)


@register_model(
    section=SECTION,
    paper=PAPER,
    input_shape=(3, 320, 480),
    num_parameters=11_320_735,
    task="segmentation",
)
def fcn8s(num_classes=21, base="resnet18", is_fixed=False):
    """FCN-8s: as :func:`fcn32s`, with scores at 1/16 and 1/8 added."""
    return _fcn(num_classes, 8, base, is_fixed)


def upsample(num_channels, factor):
    """A transposed convolution that enlarges ``factor`` times, bilinearly at first.

    It has no bias, as in the paper: the scores have one already. (The text's layer has
    21 biases more.)

    Parameters
    ----------
    num_channels : int
        Channels before and after.
    factor : int
        An even number: the kernel is twice it, the padding half of it.

    Returns
    -------
    nn.Conv2DTranspose
        Maps (N, C, H, W) to (N, C, factor * H, factor * W).

    Section: 9.10 全卷积网络（FCN）
    """
    return nn.Conv2DTranspose(
        num_channels,
        kernel_size=2 * factor,
        padding=factor // 2,
        strides=factor,
        use_bias=False,
        weight_initializer=BilinearKernel(),
    )


def _fcn(num_classes, stride, base, is_fixed):
    if base not in BASES:
        raise ConfigError(f"base is {base!r}", action=f"Choose from {BASES}")
    return FCN(check_int("num_classes", num_classes), stride, base, is_fixed)


def _skips(stride):
    """The sizes 16 and 8 whose scores are added, as far as ``stride``."""
    return range({32: 0, 16: 1, 8: 2}[stride])


def _score(num_classes):
    return nn.Conv2D(num_classes, kernel_size=1)


def _base(name):
    """The layers of a base, and the numbers of those at 1/8, 1/16 and 1/32."""
    if name == "resnet18":
        # BN, conv, BN, relu, pool; four stages; BN, relu
        layers = list(vision.resnet18_v2().features)[:-2]
        return layers, (6, 7, 10)
    layers = [
        nn.Conv2D(32, kernel_size=5, strides=2, padding=2),
        nn.BatchNorm(),
        nn.Activation("relu"),
        resnet_block(32, 1),
        resnet_block(64, 2),
        resnet_block(128, 2),
        resnet_block(256, 2),
    ]
    return layers, (4, 5, 6)
