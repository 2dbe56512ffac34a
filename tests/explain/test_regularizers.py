"""The net with switches, and the table of its eight settings at tiny size."""

import pytest
from mxnet import nd

from gluon_course.explain.regularizers import compare_switches, switchable_mlp


@pytest.mark.parametrize("has_batch_norm", [False, True])
@pytest.mark.parametrize("dropout", [0.0, 0.3])
def test_switches_add_their_layers(has_batch_norm, dropout):
    net = switchable_mlp(has_batch_norm, dropout)
    kinds = [type(layer).__name__ for layer in net]
    one = ["Dense", *["BatchNorm"] * has_batch_norm, "Activation"]
    one += ["Dropout"] * bool(dropout)
    assert kinds == [*one, *one, "Dense"]
    net.initialize()
    assert net(nd.ones((2, 1, 28, 28))).shape == (2, 10)


def test_eight_rows_that_start_from_the_same_weights():
    rows = compare_switches(num_samples=32, num_epochs=1, lr=0.0)
    switches = [
        (row["batch_norm"], row["dropout"], row["weight_decay"]) for row in rows
    ]
    assert len(set(switches)) == 8
    # without a step, decay changes nothing and every net has its first weights
    by = dict(zip(switches, rows))
    for a in (False, True):
        for b in (False, True):
            assert by[a, b, True]["norm"] == by[a, b, False]["norm"]
            assert by[a, b, True]["test_acc"] == by[a, b, False]["test_acc"]
