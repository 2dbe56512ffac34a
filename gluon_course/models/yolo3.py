"""YOLOv3: three feature maps, each cell of which predicts boxes from three shapes."""

from __future__ import annotations

from mxnet.gluon import nn

from gluon_course.base.errors import ConfigError
from gluon_course.models.options import check_int
from gluon_course.models.registry import register_model
from gluon_course.nn import (
    darknet_conv,
    darknet_stage,
    yolo_detection,
    yolo_priors,
)

PAPER = "Redmon and Farhadi (2018), YOLOv3: an incremental improvement"
SECTION = "chapter_computer-vision/yolo"

_PAPER_PX = (
    ((10, 13), (16, 30), (33, 23)),
    ((30, 61), (62, 45), (59, 119)),
    ((116, 90), (156, 198), (373, 326)),
)
PAPER_SHAPES = tuple(tuple((w / 416, h / 416) for w, h in each) for each in _PAPER_PX)
"""Widths and heights of the paper, found on COCO at 416 pixels, from fine to coarse."""

EVEN_SHAPES = (
    ((0.06, 0.12), (0.11, 0.18), (0.18, 0.2)),
    ((0.13, 0.28), (0.23, 0.28), (0.2, 0.4)),
    ((0.34, 0.36), (0.3, 0.52), (0.46, 0.54)),
)
"""For objects a little higher than wide, of 10 to 60 % of the picture."""


class YOLOv3(nn.HybridBlock):
    """Predicts centre, size, objectness and classes for priors of three maps.

    Parameters
    ----------
    num_classes : int
        Kinds of objects; there is no class for the background.
    widths : sequence of 6 ints
        Channels of the stem and of the base's five stages, each of which halves
        height and width.
    depths : sequence of 5 ints
        Residual blocks of each stage.
    heads : sequence of 3 ints
        Channels of the heads, from the coarse map to the fine one.
    shapes : 3 sequences of pairs of float
        Widths and heights that boxes start from, as fractions of the picture, from
        the fine map (1/8 of the picture) to the coarse one (1/32).

    Inputs
    ------
    X : shape (N, 3, H, W)

    Outputs
    -------
    priors : shape (1, P, 6)
        See :func:`~gluon_course.nn.yolo_priors`.
    predictions : shape (N, P, 5 + num_classes)
        See :func:`~gluon_course.nn.yolo_detection`.
    """

    def __init__(self, num_classes, widths, depths, heads, shapes, **kwargs):
        super().__init__(**kwargs)
        self.num_classes = num_classes
        self._shapes = shapes[::-1]
        stages = [darknet_stage(*each) for each in zip(widths[1:], depths)]
        fine, middle, self.coarse = nn.HybridSequential(), stages[3], stages[4]
        fine.add(darknet_conv(widths[0]), *stages[:3])
        self.fine, self.middle = fine, middle
        self.bodies = nn.HybridSequential()
        self.outputs = nn.HybridSequential()
        self.transitions = nn.HybridSequential()
        for i, num_channels in enumerate(heads):
            if i:
                self.transitions.add(darknet_conv(num_channels, 1))
            self.bodies.add(_body(num_channels))
            self.outputs.add(
                _output(num_channels, len(self._shapes[i]) * (5 + num_classes))
            )

    def hybrid_forward(self, F, X):
        fine = self.fine(X)
        middle = self.middle(fine)
        fmap = self.coarse(middle)
        priors, predictions = [], []
        for i, shortcut in enumerate((None, middle, fine)):
            if shortcut is not None:
                fmap = self.transitions[i - 1](fmap)
                fmap = F.UpSampling(fmap, scale=2, sample_type="nearest")
                fmap = F.slice_like(fmap, shortcut, axes=(2, 3))  # an odd size
                fmap = F.concat(fmap, shortcut, dim=1)
            fmap = self.bodies[i](fmap)
            priors.append(yolo_priors(fmap, self._shapes[i]))
            # (N, A * K, H, W) -> (N, H * W * A, K): as the priors stand
            prediction = F.transpose(self.outputs[i](fmap), axes=(0, 2, 3, 1))
            predictions.append(F.reshape(prediction, (0, -1, 5 + self.num_classes)))
        return F.concat(*priors, dim=1), F.concat(*predictions, dim=1)

    def detector(self, **options):
        """The net that says what it sees, with the parameters of this one.

        Parameters
        ----------
        **options
            Of :func:`~gluon_course.nn.yolo_detection`: thresholds and ``top``.

        Returns
        -------
        HybridBlock
            Maps (N, 3, H, W) to (N, P, 6): class from 0 (-1 for none), score, corner
            box, by falling score and without duplicates.
        """
        return _Detector(self, options)


@register_model(
    section=SECTION,
    paper=PAPER,
    input_shape=(3, 416, 416),
    num_parameters=61_626_049,
    task="detection",
)
def yolo3_darknet53(num_classes=20, shapes=PAPER_SHAPES):
    """YOLOv3 with Darknet-53; maps of 52, 26 and 13 places, 10,647 priors at 416.

    Parameters
    ----------
    num_classes : int
        Kinds of objects, at least 1.
    shapes : 3 sequences of pairs of float
        See :class:`YOLOv3`.

    Returns
    -------
    YOLOv3

    Raises
    ------
    ConfigError
        If ``num_classes`` is below 1, or the shapes are not three lists of pairs.

    Source: Redmon and Farhadi (2018)
    """
    return YOLOv3(
        check_int("num_classes", num_classes),
        widths=(32, 64, 128, 256, 512, 1024),
        depths=(1, 2, 8, 8, 4),
        heads=(512, 256, 128),
        shapes=_check(shapes),
    )


@register_model(
    section=SECTION,
    paper=PAPER,
    input_shape=(3, 128, 128),
    num_parameters=3_311_031,
    task="detection",
)
def yolo3_tiny(num_classes=10, shapes=EVEN_SHAPES):
    """YOLOv3 with a narrow and shallow base, for two cores; 1,008 priors at 128.

    Parameters, result and errors are those of :func:`yolo3_darknet53`.
    """
    return YOLOv3(
        check_int("num_classes", num_classes),
        widths=(16, 32, 64, 128, 192, 256),
        depths=(1, 1, 2, 1, 1),
        heads=(128, 96, 64),
        shapes=_check(shapes),
    )


class _Detector(nn.HybridBlock):
    def __init__(self, net, options, **kwargs):
        super().__init__(**kwargs)
        self.net, self._options = net, options

    def hybrid_forward(self, F, X):
        return yolo_detection(*self.net(X), **self._options)


def _body(num_channels):
    blk = nn.HybridSequential()
    for _ in range(2):
        blk.add(darknet_conv(num_channels, 1), darknet_conv(2 * num_channels))
    blk.add(darknet_conv(num_channels, 1))
    return blk


def _output(num_channels, num_outputs):
    blk = nn.HybridSequential()
    blk.add(darknet_conv(2 * num_channels), nn.Conv2D(num_outputs, kernel_size=1))
    return blk


def _check(shapes) -> tuple:
    sides = [side for each in shapes for pair in each for side in pair]
    pairs = [pair for each in shapes for pair in each]
    if len(shapes) != 3 or not all(map(len, shapes)) or min(sides, default=0) <= 0:
        raise ConfigError(
            f"The shapes are {shapes!r}",
            "each of the three maps needs widths and heights above 0",
            "for example shapes=(((0.1, 0.1),), ((0.2, 0.3),), ((0.5, 0.5),))",
        )
    if any(len(pair) != 2 for pair in pairs):
        raise ConfigError(
            f"The shapes are {shapes!r}", "one is no pair", "give (width, height)"
        )
    return tuple(shapes)
