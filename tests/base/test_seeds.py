"""Seeding: same seed, same numbers; epochs differ and can be repeated on their own."""

import random

import mxnet as mx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluon_course.base.errors import ConfigError
from gluon_course.base.seeds import epoch_seed, seed_epoch, seed_everything


def draw():
    """Numbers from every generator that a run uses."""
    X = mx.nd.ones((50,))
    with mx.autograd.record():
        kept = mx.nd.Dropout(X, p=0.5)
    return (
        random.random(),
        np.random.rand(),
        tuple(mx.nd.random.normal(shape=(5,)).asnumpy()),
        tuple(mx.nd.random.uniform(shape=(3,), ctx=mx.cpu(1)).asnumpy()),
        tuple(mx.nd.random.shuffle(mx.nd.arange(20)).asnumpy()),
        tuple(kept.asnumpy()),
    )


@pytest.mark.parametrize("seed", [0, 1, 2**31 - 1])
def test_same_seed_gives_the_same_numbers(seed):
    seed_everything(seed)
    first = draw()
    seed_everything(seed)
    assert draw() == first


def test_every_generator_depends_on_the_seed():
    seed_everything(1)
    first = draw()
    seed_everything(2)
    assert all(a != b for a, b in zip(first, draw()))


def test_epoch_can_be_repeated_without_those_before_it():
    seed_everything(7)
    draws = []
    for epoch in range(4):
        seed_epoch(7, epoch)
        draws.append(draw())
    assert len(set(draws)) == 4
    seed_epoch(7, 2)
    assert draw() == draws[2]


@given(st.integers(0, 2**31 - 1), st.integers(0, 10_000))
def test_epoch_seed_is_a_seed(seed, epoch):
    derived = epoch_seed(seed, epoch)
    assert 0 <= derived < 2**31
    assert derived == epoch_seed(seed, epoch)


def test_epochs_of_neighbouring_seeds_share_no_seed():
    derived = {epoch_seed(seed, epoch) for seed in range(50) for epoch in range(50)}
    assert len(derived) == 2500


@pytest.mark.parametrize("seed", [-1, 2**31])
def test_seed_out_of_range_is_refused(seed):
    with pytest.raises(ConfigError, match=str(seed)):
        seed_everything(seed)


def test_negative_epoch_is_refused():
    with pytest.raises(ConfigError):
        seed_epoch(0, -1)


def test_workers_draw_numbers_of_their_own_and_the_first_those_of_one_process():
    seeds = [epoch_seed(7, 2, rank) for rank in range(4)]
    assert seeds[0] == epoch_seed(7, 2)
    assert len(set(seeds)) == 4
