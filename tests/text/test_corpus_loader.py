"""Batches of a corpus for the trainer: seeds, epochs, offsets, limits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import nd

from gluon_course import text
from gluon_course.base.errors import ConfigError, DataError


def passes(loader, count=1):
    return [
        [(X.asnumpy().tolist(), Y.asnumpy().tolist()) for X, Y in loader]
        for _ in range(count)
    ]


@pytest.mark.parametrize("sampling", text.SAMPLINGS)
@pytest.mark.parametrize("has_offset", [False, True])
def test_a_pass_depends_on_seed_and_epoch_only(sampling, has_offset):
    def make(seed):
        return text.CorpusLoader(range(203), 3, 5, sampling, has_offset, seed)

    first = passes(make(1), 3)
    resumed = make(1)
    resumed.set_epoch(2)
    np.random.seed(5)
    assert passes(resumed, 2) == first[1:]
    if sampling == "random":
        assert first[0] != first[1] and passes(make(2))[0] != first[0]


@pytest.mark.parametrize("sampling", text.SAMPLINGS)
def test_offsets_reach_every_allowed_value(sampling):
    loader = text.CorpusLoader(range(203), 2, 5, sampling, has_offset=True)
    firsts = set()
    for one in passes(loader, 80):
        firsts.add(min(min(row) for X, _ in one for row in X))
    most = 5 if sampling == "consecutive" else 4
    wanted = set(range(most + 1))
    # random sampling may leave out the first example of a pass, never the offset
    assert firsts >= wanted if sampling == "random" else firsts == wanted


@settings(max_examples=60, deadline=None)
@given(
    st.integers(2, 90),
    st.integers(1, 5),
    st.integers(1, 7),
    st.sampled_from(text.SAMPLINGS),
    st.booleans(),
    st.integers(0, 9),
)
def test_no_token_is_predicted_twice_and_targets_follow(
    length, batch_size, num_steps, sampling, has_offset, seed
):
    corpus = np.arange(length)
    try:
        loader = text.CorpusLoader(
            corpus, batch_size, num_steps, sampling, has_offset, seed
        )
    except DataError:
        needed = batch_size * num_steps + 1
        if sampling == "consecutive" and not has_offset:
            needed = batch_size * (num_steps + 1)
        assert length < needed
        return
    expected, num_tokens = len(loader), loader.num_tokens
    seen, number = [], 0
    for X, Y in loader:
        assert X.shape == Y.shape == (batch_size, num_steps)
        np.testing.assert_array_equal(Y.asnumpy(), X.asnumpy() + 1)
        seen += Y.asnumpy().ravel().tolist()
        number += 1
    assert number == expected and len(seen) == len(set(seen)) == num_tokens
    assert set(seen) <= set(range(1, length))


@pytest.mark.parametrize("sampling", text.SAMPLINGS)
def test_a_corpus_that_fits_is_covered_exactly_once(sampling):
    # 3 rows of 4 batches of 5 tokens, and one more to predict
    extra = 3 if sampling == "consecutive" else 1
    length = 60 + extra
    loader = text.CorpusLoader(range(length), 3, 5, sampling)
    seen = [token for X, _ in loader for token in X.asnumpy().ravel()]
    if sampling == "random":
        assert sorted(seen) == list(range(60))
    else:  # the last token of each row is a target only
        assert sorted(seen) == [i for i in range(63) if i % 21 != 20]


def test_the_demo_of_v2_has_the_batches_of_its_rule():
    # v2:8.3: offset o leaves (34 - o) // 2 inputs a row, in batches of 5
    for offset in range(6):
        batches = text.consecutive_batches(range(35), 2, 5, offset=offset)
        assert len(batches) == (34 - offset) // 2 // 5
        X, Y = next(iter(batches))
        row = (34 - offset) // 2
        expected = [list(range(offset + n * row, offset + n * row + 5)) for n in (0, 1)]
        assert X.asnumpy().tolist() == expected
        np.testing.assert_array_equal(Y.asnumpy(), X.asnumpy() + 1)


@pytest.mark.parametrize("sampling", text.SAMPLINGS)
@pytest.mark.parametrize("has_offset", [False, True])
@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_a_limit_leaves_that_many_sequences_at_most(sampling, has_offset, count):
    loader = text.CorpusLoader(range(500), 3, 5, sampling, has_offset).limit(count)
    batches = list(loader)
    num = sum(len(X) for X, _ in batches)
    assert count - loader.batch_size < num <= count
    assert max(Y.max().asscalar() for _, Y in batches) <= 5 * count + 3


def test_state_goes_on_with_consecutive_sampling_only():
    loaders = [text.CorpusLoader(nd.arange(40), 2, 3, each) for each in text.SAMPLINGS]
    assert [each.keeps_state for each in loaders] == [False, True]
    last = None
    for X, Y in loaders[1]:
        assert last is None or (X[:, 0] == last).min().asscalar() == 1
        last = Y[:, -1]


def test_what_gives_no_batch_is_refused():
    for sampling in text.SAMPLINGS:
        for length in (0, 1, 6):
            with pytest.raises(DataError, match=f"corpus of {length} tokens"):
                text.CorpusLoader(range(length), 2, 3, sampling, has_offset=True)
    with pytest.raises(ConfigError, match="'sequential'"):
        text.CorpusLoader(range(50), 2, 3, "sequential")
    with pytest.raises(ConfigError, match="limit is 0"):
        text.CorpusLoader(range(50), 2, 3).limit(0)
    with pytest.raises(ConfigError, match="offset is -1"):
        text.random_batches(range(50), 2, 3, offset=-1)
