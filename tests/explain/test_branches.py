"""Costs of blocks with branches, counted by hand."""

from mxnet.gluon import nn

from gluon_course.explain.branches import block_costs
from gluon_course.nn import Branches, Inception, same_conv


def test_a_block_of_two_branches_by_hand():
    block = Branches([[same_conv(3, 5)], [nn.MaxPool2D(3, 1, 1), same_conv(2, 1)]])
    weights = 3 * 4 * 25 + 2 * 4
    assert block_costs(block, (2, 4, 6, 7)) == {
        "channels": 5,
        "parameters": weights + 5,
        "multiply_adds": 2 * 6 * 7 * weights,
    }


def test_the_first_block_of_googlenet_as_published():
    # Szegedy et al. (2015), table 1: 159K parameters (weights), 256 channels
    costs = block_costs(Inception(64, (96, 128), (16, 32), 32), (1, 192, 28, 28))
    assert costs["channels"] == 256
    weights = costs["parameters"] - (64 + 96 + 128 + 16 + 32 + 32)
    assert weights == 192 * (64 + 96 + 16 + 32) + 96 * 128 * 9 + 16 * 32 * 25
    assert costs["multiply_adds"] == 28 * 28 * weights
    assert 120e6 < costs["multiply_adds"] < 130e6  # the table says 128M
