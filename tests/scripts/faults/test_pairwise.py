"""Covering arrays cover; a small one trains every row for two steps."""

import itertools
import math

import pytest


@pytest.mark.parametrize("sizes", [(2, 2), (3, 1, 4), (7, 5, 3, 3), (1, 1, 1)])
def test_every_pair_of_values_meets_and_few_rows_do_it(fault, sizes):
    covering = fault("covering")
    factors = {f"f{i}": range(size) for i, size in enumerate(sizes)}
    rows = covering.covering_array(factors)
    seen = {pair for row in rows for pair in itertools.combinations(row.items(), 2)}
    assert seen == set(covering.all_pairs(factors))
    assert all(list(row) == list(factors) for row in rows)
    least = math.prod(sorted(sizes)[-2:])
    assert least <= len(rows) <= 2 * least
    assert rows == covering.covering_array(factors)


def test_small_models_train_with_every_pair_of_settings(fault, monkeypatch):
    covering, pairwise = fault("covering"), fault("pairwise")
    factors = {
        "model": ("mlp", "rnn_lm", "glove"),
        "optimizer": ("momentum", "adadelta", "adam"),
        "schedule": ("none", "cosine", "warm-up"),
        "device": ("cpu", "cpu:2"),
        "batch_size": (1, 3),
    }
    for row in covering.covering_array(factors):
        assert math.isfinite(pairwise.train_two_steps(**row)), row


def test_every_registered_model_has_its_smallest_input(fault):
    from gluon_course import models

    smallest = fault("smallest")
    tasks = {models.model_facts(name).task for name in models.list_models()}
    assert tasks == set(smallest._KINDS)
