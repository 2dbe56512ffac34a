"""Kernels of several sizes side by side, as in GoogLeNet's Inception block."""

from __future__ import annotations

from mxnet import nd
from mxnet.gluon import nn

from gluon_course.base.layers import layer_rows
from gluon_course.base.seeds import seed_everything
from gluon_course.explain.receptive_field import Window, receptive_field
from gluon_course.explain.topic import Answer, Check, Table, register_topic
from gluon_course.nn import Branches, Inception, same_conv

SHAPE = (1, 192, 12, 12)  # what reaches GoogLeNet's first Inception block


def block_costs(block, shape) -> dict:
    """Channels, parameters and multiply-adds of a block.

    Parameters
    ----------
    block : HybridBlock
        It is neither run nor changed.
    shape : tuple of int
        (N, C, H, W) of its input.

    Returns
    -------
    dict
        ``channels`` of the output, ``parameters``, ``multiply_adds``.

    Section: 5.9 含并行连结的网络（GoogLeNet）
    """
    rows = layer_rows(block, shape)
    return {
        "channels": rows[-1].output_shape[1],
        "parameters": sum(row.parameters for row in rows),
        "multiply_adds": sum(row.multiply_adds for row in rows),
    }


@register_topic(
    "branches", "Large kernels below, small ones above, or all at once?", "5.9, v2:7.4"
)
def branches() -> Answer:
    """GoogLeNet's first block beside blocks with one kernel size and 256 channels."""
    blocks = {
        "Inception (3a)": Inception(64, (96, 128), (16, 32), 32),
        "the same without 1x1 before": Branches(
            [
                [same_conv(64, 1)],
                [same_conv(128, 3)],
                [same_conv(32, 5)],
                [nn.MaxPool2D(3, 1, 1), same_conv(32, 1)],
            ]
        ),
        "3x3 only": Branches([[same_conv(256, 3)]]),
        "5x5 only": Branches([[same_conv(256, 5)]]),
        "3x3, and 3x3 twice": Branches(
            [[same_conv(128, 3)], [same_conv(128, 3), same_conv(128, 3)]]
        ),
    }
    costs = {name: block_costs(block, SHAPE) for name, block in blocks.items()}
    rows = [
        (
            name,
            each["channels"],
            f"{each['parameters']:,}",
            f"{each['multiply_adds']:,}",
        )
        for name, each in costs.items()
    ]
    seed_everything(0)
    block = blocks["Inception (3a)"]
    block.initialize()
    X = nd.random.normal(shape=SHAPE)
    Y = block(X)
    second = block.p2_2(block.p2_1(X))
    inception, wide = costs["Inception (3a)"], costs["5x5 only"]
    return Answer(
        "A large kernel sees more at once and costs the square of its size; GoogLeNet "
        "does not choose and lets four branches run side by side, joined along the "
        "channels. The 1x1 layers before the 3x3 and 5x5 ones make it cheap. AlexNet "
        "and ResNet have one large kernel at the input, where there are few channels; "
        "elsewhere 3x3 has won, for two layers of it see 5x5 and three 7x7.",
        tables=[
            Table(
                ("block", "channels", "parameters", "multiply-adds"),
                rows,
                f"An input of shape {SHAPE}; height and width stay",
            )
        ],
        checks=[
            Check(
                "the second branch stands behind the first in the output",
                (Y[:, 64:192] == second).min().asscalar() == 1,
                "channels 64 to 191",
            ),
            Check(
                "the Inception block takes a tenth of the arithmetic of 5x5 only",
                inception["multiply_adds"] < 0.15 * wide["multiply_adds"],
                f"{inception['multiply_adds'] / wide['multiply_adds']:.0%}",
            ),
            Check(
                "the 1x1 layers before the others save more than half of it",
                inception["multiply_adds"]
                < 0.5 * costs["the same without 1x1 before"]["multiply_adds"],
            ),
            Check(
                "two layers of 3x3 see as much as one of 5x5",
                receptive_field([Window(3)] * 2).size == 5,
            ),
        ],
    )
