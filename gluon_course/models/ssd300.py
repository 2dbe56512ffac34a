"""SSD-300: the paper's single-shot detector, on VGG-16 or on ResNet-18."""

from __future__ import annotations

from mxnet.gluon import nn
from mxnet.gluon.model_zoo import vision

from gluon_course.models.options import check_int
from gluon_course.models.registry import register_model
from gluon_course.nn import AnchorDetector, AnchorHeads

SECTION = "chapter_computer-vision/ssd"
PAPER = "Liu et al. (2015), SSD: single shot multibox detector"
_SIDES = (30, 60, 111, 162, 213, 264, 315)  # pixels of 300, of the paper's VOC model
SIZES = tuple(
    (side / 300, (side * larger) ** 0.5 / 300)
    for side, larger in zip(_SIDES, _SIDES[1:])
)
"""A size for each map, and the mean of it and the next for one more square."""
_FEW, _MANY = (1, 2, 1 / 2), (1, 2, 1 / 2, 3, 1 / 3)
RATIOS = (_FEW, _MANY, _MANY, _MANY, _FEW, _FEW)


class SSD300(nn.HybridBlock):
    """Predicts classes and offsets for the anchors of six feature maps.

    Parameters
    ----------
    features : HybridBlock
        From pictures to six maps.
    num_classes : int
        Kinds of objects, without the background.
    sizes, ratios : sequence of 6 sequences of float
        See :class:`~gluon_course.nn.AnchorHeads`.

    Inputs
    ------
    X : shape (N, 3, H, W)
        Normalised with ImageNet's mean and std.

    Outputs
    -------
    anchors, scores, offsets
        As :class:`~gluon_course.nn.AnchorHeads`.
    """

    def __init__(self, features, num_classes, sizes, ratios, **kwargs):
        super().__init__(**kwargs)
        self.features = features
        self.heads = AnchorHeads(num_classes, sizes, ratios)

    def hybrid_forward(self, F, X):
        return self.heads(*self.features(X))

    def detector(self, **options):
        """The net that says what it sees, with the parameters of this one.

        Parameters
        ----------
        **options
            Of :func:`~gluon_course.nn.multibox_detection`: thresholds and ``top``.

        Returns
        -------
        HybridBlock
            Maps (N, 3, H, W) to (N, A, 6): class from 0 (-1 for none), score, corner
            box, by falling score and without duplicates. Of a picture the 400 best
            anchors are compared, as in the paper.
        """
        return AnchorDetector(self, **{"top": 400, **options})


@register_model(
    section=SECTION,
    paper=PAPER,
    input_shape=(3, 300, 300),
    num_parameters=26_285_486,
    task="detection",
)
def ssd300_vgg16(num_classes=20, sizes=SIZES, ratios=RATIOS):
    """SSD-300 on VGG-16 with dilated layers; 8,732 anchors on six maps at 300.

    The base is gluoncv's. Pictures have 264 pixels or more a side.

    Parameters
    ----------
    num_classes : int
        Kinds of objects, at least 1.
    sizes, ratios : sequence of 6 sequences of float
        Of the anchors of each map.

    Returns
    -------
    SSD300

    Raises
    ------
    ConfigError
        If ``num_classes`` is below 1, or sizes and ratios do not fit each other.

    Section: 9.7 单发多框检测（SSD）
    """
    from gluoncv.model_zoo.ssd.vgg_atrous import vgg16_atrous_300

    check_int("num_classes", num_classes)
    return SSD300(vgg16_atrous_300(), num_classes, sizes, ratios)


@register_model(
    section=SECTION,
    paper=PAPER,
    input_shape=(3, 300, 300),
    num_parameters=15_220_782,
    task="detection",
)
def ssd300_resnet18(num_classes=20, sizes=SIZES, ratios=RATIOS):
    """SSD-300 on ResNet-18; 8,732 anchors on six maps at 300.

    Maps of 1/8, 1/16 and 1/32 come from the stages of Gluon's net, two smaller ones
    from convolutions, the last from a global mean; any size of picture will do.

    Parameters
    ----------
    num_classes : int
        Kinds of objects, at least 1.
    sizes, ratios : sequence of 6 sequences of float
        Of the anchors of each map.

    Returns
    -------
    SSD300

    Raises
    ------
    ConfigError
        If ``num_classes`` is below 1, or sizes and ratios do not fit each other.

    Section: 9.7 单发多框检测（SSD）
    """
    check_int("num_classes", num_classes)
    return SSD300(_ResNetMaps(), num_classes, sizes, ratios)


class _ResNetMaps(nn.HybridBlock):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        layers = list(vision.resnet18_v1().features)
        self.stages = nn.HybridSequential()
        # up to the second residual stage, the third, the fourth
        self.stages.add(_sequential(layers[:6]), *layers[6:8])
        for num_channels in (512, 256):
            self.stages.add(_half(num_channels // 2, num_channels))
        self.stages.add(_sequential([nn.GlobalAvgPool2D(), *_conv(256, 1)]))

    def hybrid_forward(self, F, X):
        maps = []
        for stage in self.stages:
            X = stage(X)
            maps.append(X)
        return maps


def _half(num_narrow, num_channels):
    """Fewer channels by a 1x1 convolution, then half the size by a 3x3 one."""
    narrow, wide = _conv(num_narrow, 1), _conv(num_channels, 3, strides=2, padding=1)
    return _sequential([*narrow, *wide])


def _conv(num_channels, kernel_size, **options):
    return (
        nn.Conv2D(num_channels, kernel_size, use_bias=False, **options),
        nn.BatchNorm(),
        nn.Activation("relu"),
    )


def _sequential(layers):
    blk = nn.HybridSequential()
    blk.add(*layers)
    return blk
