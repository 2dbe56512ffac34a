"""What Faster and Mask R-CNN are built on: a base before the regions, a head after."""

from __future__ import annotations

import dataclasses

from mxnet.gluon import nn

from gluon_course.nn import resnet_block


@dataclasses.dataclass(frozen=True)
class RCNNParts:
    """Layers and sizes of one net of the family.

    Attributes
    ----------
    base : HybridBlock
        Maps (N, 3, H, W) to the feature map that all regions share.
    head : HybridBlock
        Maps the regions' features (N * R, C, s, s) to (N * R, D).
    roi_size : int
        s, height and width of a region's features.
    samples : int
        See :func:`~gluon_course.nn.roi_align`.
    rpn_channels, mask_channels : int
        Channels of the region proposal network and of the mask head.
    mask_convs : int
        Convolutions of the mask head.
    sizes, ratios : tuple of float
        Anchors, as shares of the picture: every size with every ratio.
    """

    base: nn.HybridBlock
    head: nn.HybridBlock
    roi_size: int
    samples: int
    rpn_channels: int
    mask_channels: int
    mask_convs: int
    sizes: tuple
    ratios: tuple = (1, 2, 0.5)


def tiny_parts() -> RCNNParts:
    """Four narrow stages, 1/8 of the picture; two dense layers on 7 x 7 features.

    The smallest that learns the composed sample on two cores.
    """
    base, head = nn.HybridSequential(), nn.HybridSequential()
    for num_channels in (16, 32, 64):
        base.add(*_conv(num_channels), *_conv(num_channels), nn.MaxPool2D(2))
    base.add(*_conv(96))
    head.add(nn.Dense(128, activation="relu"), nn.Dense(128, activation="relu"))
    return RCNNParts(
        base,
        head,
        roi_size=7,
        samples=1,
        rpn_channels=64,
        mask_channels=64,
        mask_convs=1,
        sizes=(0.12, 0.22, 0.4),
    )


def resnet18_parts() -> RCNNParts:
    """ResNet-18 cut after its third stage, 1/16 of the picture; the fourth is the head.

    Source: He et al. (2015), Deep residual learning, appendix A
    """
    base, head = nn.HybridSequential(), nn.HybridSequential()
    base.add(
        nn.Conv2D(64, kernel_size=7, strides=2, padding=3),
        nn.BatchNorm(),
        nn.Activation("relu"),
        nn.MaxPool2D(pool_size=3, strides=2, padding=1),
        resnet_block(64, 2, first_block=True),
        resnet_block(128, 2),
        resnet_block(256, 2),
    )
    head.add(resnet_block(512, 2), nn.GlobalAvgPool2D(), nn.Flatten())
    return RCNNParts(
        base,
        head,
        roi_size=14,
        samples=2,
        rpn_channels=256,
        mask_channels=256,
        mask_convs=4,
        sizes=(0.0625, 0.125, 0.25, 0.5),
    )


def _conv(num_channels) -> tuple:
    return (
        nn.Conv2D(num_channels, kernel_size=3, padding=1, use_bias=False),
        nn.BatchNorm(),
        nn.Activation("relu"),
    )
