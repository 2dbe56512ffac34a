"""Every worker's share of a pass."""

import mxnet as mx
import numpy as np
import pytest

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.workers import Workers
from gluon_course.data import BatchLoader
from gluon_course.train.turns import num_steps, turns


def loader(num_samples, batch_size, **options):
    X = np.arange(num_samples, dtype="float32")
    return BatchLoader(X, -X, batch_size=batch_size, **options)


def rows(turn):
    return [] if turn.batch is None else turn.batch[0].asnumpy().tolist()


def test_workers_together_make_the_steps_of_a_larger_batch():
    shares = [
        list(turns(loader(25, 4, shuffle=True, seed=2), Workers(rank, 3), epoch=5))
        for rank in range(3)
    ]
    whole = turns(loader(25, 12, shuffle=True, seed=2), Workers(), epoch=5)
    for steps, turn in zip(zip(*shares), whole):
        together = [row for step in steps for row in rows(step)]
        assert together == rows(turn)
        assert all(each.whole[0].shape == turn.batch[0].shape for each in steps)
    assert {len(each) for each in shares} == {3}  # nobody waits for another's step
    assert num_steps(loader(25, 4), Workers(0, 3)) == 3
    assert shares[1][-1].batch is None  # one sample was left, for the first worker


def test_rows_go_on_where_a_state_is_carried():
    class Carried(list):
        keeps_state = True

    batches = Carried(
        [mx.nd.array(np.arange(10).reshape(5, 2) + 10 * i)] for i in range(3)
    )
    shares = [list(turns(batches, Workers(rank, 2))) for rank in (0, 1)]
    for first, second, (batch,) in zip(*shares, batches):
        assert rows(first) + rows(second) == batch.asnumpy().tolist()
        assert first.whole[0].shape == (5, 2)
    assert num_steps(batches, Workers(0, 2)) == 3
    with pytest.raises(ConfigError, match="5 rows for 6 workers"):
        list(turns(batches, Workers(0, 6)))


def test_no_batch_at_all_is_an_error_for_every_worker():
    for rank in (0, 1):
        with pytest.raises(DataError, match="no batch"):
            list(turns([], Workers(rank, 2)))
