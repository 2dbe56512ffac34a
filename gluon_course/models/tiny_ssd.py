"""TinySSD: the text's small single-shot detector."""

from __future__ import annotations

from mxnet.gluon import nn

from gluon_course.models.options import check_int
from gluon_course.models.registry import register_model
from gluon_course.nn import AnchorDetector, AnchorHeads

SIZES = ((0.2, 0.272), (0.37, 0.447), (0.54, 0.619), (0.71, 0.79), (0.88, 0.961))
RATIOS = (1, 2, 0.5)


class TinySSD(nn.HybridBlock):
    """Predicts classes and offsets for the anchors of five feature maps.

    Parameters
    ----------
    num_classes : int
        Kinds of objects, without the background.
    sizes : sequence of pairs of float
        Sizes of the anchors of each of the five maps, as shares of the picture.
    ratios : sequence of float
        Ratios of width to height of the anchors.

    Inputs
    ------
    X : shape (N, 3, H, W)
        Height and width 64 or more.

    Outputs
    -------
    anchors : shape (1, A, 4)
        Corner boxes as fractions of the picture.
    scores : shape (N, A, num_classes + 1)
        Before the softmax; class 0 is background.
    offsets : shape (N, A, 4)
    """

    def __init__(self, num_classes, sizes=SIZES, ratios=RATIOS, **kwargs):
        super().__init__(**kwargs)
        self.stages = nn.HybridSequential()
        self.stages.add(
            _base_net(),
            down_sample_blk(128),
            down_sample_blk(128),
            down_sample_blk(128),
            nn.GlobalMaxPool2D(),
        )
        self.heads = AnchorHeads(num_classes, sizes, [ratios] * len(self.stages))

    def hybrid_forward(self, F, X):
        maps = []
        for stage in self.stages:
            X = stage(X)
            maps.append(X)
        return self.heads(*maps)

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
            box, by falling score and without duplicates.
        """
        return AnchorDetector(self, **options)


@register_model(
    section="chapter_computer-vision/ssd",
    paper="Liu et al. (2015), SSD: single shot multibox detector",
    input_shape=(3, 256, 256),
    num_parameters=1_010_376,
    task="detection",
)
def tiny_ssd(num_classes=1, sizes=SIZES, ratios=RATIOS):
    """TinySSD: five maps of 1/8, 1/16, 1/32, 1/64 and 1 place; 5,444 anchors at 256.

    Parameters
    ----------
    num_classes : int
        Kinds of objects, at least 1.
    sizes : sequence of 5 sequences of float
        Sizes of the anchors of each map, as shares of the picture.
    ratios : sequence of float
        Width over height of the anchors.

    Returns
    -------
    TinySSD

    Raises
    ------
    ConfigError
        If ``num_classes`` is below 1, or the sizes are not for five maps.

    Section: 9.7 单发多框检测（SSD）
    """
    return TinySSD(check_int("num_classes", num_classes), sizes, ratios)


def down_sample_blk(num_channels):
    """Two 3x3 convolutions with batch normalization and relu, then half the size."""
    blk = nn.HybridSequential()
    for _ in range(2):
        blk.add(
            nn.Conv2D(num_channels, kernel_size=3, padding=1),
            nn.BatchNorm(),
            nn.Activation("relu"),
        )
    blk.add(nn.MaxPool2D(2))
    return blk


def _base_net():
    net = nn.HybridSequential()
    net.add(*(down_sample_blk(num_channels) for num_channels in (16, 32, 64)))
    return net
