"""The rule "halve height and width, double the channels", seen in VGG and ResNet."""

from __future__ import annotations

import math
from collections.abc import Iterable

from gluon_course import models
from gluon_course.base.layers import layer_rows
from gluon_course.base.shapes import infer_output_shape
from gluon_course.explain.topic import Answer, Check, Table, register_topic


def stage_table(stages: Iterable, shape) -> list[dict]:
    """Shape and arithmetic of each stage of a net.

    Parameters
    ----------
    stages : iterable of HybridBlock
        In order, such as the five blocks ``net[:5]`` of a VGG.
    shape : tuple of int
        (N, C, H, W) of the input.

    Returns
    -------
    list of dict
        ``channels``, ``height`` and ``width`` of the output, ``numbers`` (their
        product with N), ``parameters`` and ``multiply_adds`` of the stage.

    Raises
    ------
    ShapeError
        If the input does not fit.

    Section: 5.7 使用重复元素的网络（VGG）
    """
    table = []
    for stage in stages:
        rows = layer_rows(stage, shape)
        shape = infer_output_shape(stage, shape)
        table.append(
            {
                "channels": shape[1],
                "height": shape[2],
                "width": shape[3],
                "numbers": math.prod(shape),
                "parameters": sum(row.parameters for row in rows),
                "multiply_adds": sum(row.multiply_adds for row in rows),
            }
        )
    return table


@register_topic(
    "halve-and-double",
    "Why halve height and width and double the channels?",
    "5.7, 5.11, v2:7.2",
)
def halve_and_double() -> Answer:
    """The stages of VGG-11 and ResNet-18 as the course builds them."""
    vgg, resnet = models.get_model("vgg11"), models.get_model("resnet18")
    tables = {
        "VGG-11, 224 x 224": stage_table(vgg[:5], (1, 1, 224, 224)),
        "ResNet-18, 96 x 96": stage_table(_resnet_stages(resnet), (1, 64, 24, 24)),
    }
    in_vgg, in_resnet = tables.values()
    halves = all(
        a["height"] == 2 * b["height"] and a["width"] == 2 * b["width"]
        for table in tables.values()
        for a, b in zip(table, table[1:])
    )
    doubles = [b["channels"] / a["channels"] for a, b in zip(in_vgg, in_vgg[1:])]
    last = (
        layer_rows(vgg[2], (1, 128, 56, 56))[1],
        layer_rows(vgg[3], (1, 256, 28, 28))[1],
    )
    return Answer(
        "The picture becomes coarser and each place says more. Half the height and "
        "width with twice the channels leaves half the numbers, and a convolution "
        "takes as many multiply-adds as before: a quarter of the places, four times "
        "the weights. So the arithmetic is spread over the stages. VGG stops at 512 "
        "channels, where the weights would grow fourfold once more.",
        tables=[
            Table(
                ("stage", "channels", "size", "numbers", "parameters", "multiply-adds"),
                [
                    (
                        i,
                        row["channels"],
                        f"{row['height']} x {row['width']}",
                        f"{row['numbers']:,}",
                        f"{row['parameters']:,}",
                        f"{row['multiply_adds']:,}",
                    )
                    for i, row in enumerate(table, 1)
                ],
                title,
            )
            for title, table in tables.items()
        ],
        checks=[
            Check("each stage halves height and width, in both nets", halves),
            Check(
                "VGG doubles the channels until they are 512; ResNet always does",
                doubles == [2, 2, 2, 1]
                and [row["channels"] for row in in_resnet] == [64, 128, 256, 512],
            ),
            Check(
                "the numbers halve where the channels double",
                all(
                    a["numbers"] == 2 * b["numbers"]
                    for a, b in zip(in_vgg[:4], in_vgg[1:4])
                ),
            ),
            Check(
                "256 to 256 channels at 56 x 56 and 512 to 512 at 28 x 28: the same "
                "multiply-adds",
                last[0].multiply_adds == last[1].multiply_adds,
                f"{last[0].multiply_adds:,}",
            ),
        ],
    )


def _resnet_stages(net) -> list:
    """The four stages of residual blocks, after the stem."""
    return [net[i] for i in range(4, 8)]
