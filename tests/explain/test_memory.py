"""An address is where the numbers are, and tells reused from new memory."""

import ctypes
import operator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import nd

from gluon_course.base.errors import ConfigError
from gluon_course.explain import get_topic
from gluon_course.explain.memory import (
    Update,
    buffer_address,
    shares_memory,
    watch_update,
)


def floats_at(address, count):
    return list((ctypes.c_float * count).from_address(address))


def test_the_numbers_of_an_ndarray_lie_at_its_address():
    X = nd.random.uniform(shape=(2, 3))
    assert floats_at(buffer_address(X), 6) == X.asnumpy().ravel().tolist()
    assert floats_at(buffer_address(X[1]), 3) == X.asnumpy()[1].tolist()


def test_writing_at_the_address_changes_the_ndarray():
    X = nd.zeros(4)
    (ctypes.c_float * 4).from_address(buffer_address(X))[2] = 7.0
    assert X.asnumpy().tolist() == [0, 0, 7, 0]


@given(st.data())
@settings(deadline=None, max_examples=50)
def test_rows_share_memory_exactly_when_a_write_shows(data):
    rows = st.tuples(st.integers(0, 5), st.integers(1, 6)).filter(lambda r: r[0] < r[1])
    (a, b), (c, d) = data.draw(rows), data.draw(rows)
    X = nd.zeros((6, 2))
    one, other = X[a:b], X[c:d]
    one[:] = 1
    shows = other.asnumpy().any()
    assert shares_memory(one, other) == shares_memory(other, one) == shows
    assert shows == (a < d and c < b)


def test_numpy_and_ndarray_are_compared_too():
    a = np.ones((2, 3), dtype="float32")
    assert shares_memory(nd.from_numpy(a, zero_copy=True), a)
    assert not shares_memory(nd.array(a), a)
    assert shares_memory(a[1], a)


def test_old_memory_that_was_handed_out_again_does_not_deceive():
    X = nd.ones(1000)
    for _ in range(20):
        assert watch_update(operator.add, X, 1) == Update(False, False)
        assert watch_update(operator.iadd, X, 1) == Update(True, True)


def test_pytorch_updates_in_place_as_ndarray_does():
    torch = pytest.importorskip("torch")
    X, Y = torch.ones(3), torch.ones(3)
    assert watch_update(operator.iadd, X, Y).same_object
    assert not watch_update(operator.add, X, Y).same_object
    before = X.data_ptr()
    X += Y
    assert X.data_ptr() == before


def test_the_text_s_four_comparisons_come_out_as_it_says():
    rows = {row[0]: row[2] for row in get_topic("memory").answer().tables[0].rows}
    assert [
        rows["Y = Y + X"],
        rows["Z[:] = X + Y"],
        rows["nd.elemwise_add(X, Y, out=Z)"],
        rows["X += Y"],
    ] == ["no", "yes", "yes", "yes"]


@pytest.mark.parametrize("value", [3, [1], nd.sparse.csr_matrix(np.eye(2))])
def test_what_has_no_buffer_is_refused(value):
    with pytest.raises(ConfigError, match="no buffer to look at"):
        buffer_address(value)


def test_numpy_arrays_with_gaps_are_refused():
    a = np.zeros((4, 4))
    with pytest.raises(ConfigError, match="gaps"):
        shares_memory(a[:, 0], a)
