"""What the table of copies says holds for writes, and for gradients of a loss."""

import numpy as np
import pytest
from mxnet import autograd, nd

from gluon_course.explain import copies, get_topic

WAYS = {code: make for code, make, _ in copies._ways()}
TABLE = {row[0]: row[1:] for row in get_topic("copies").answer().tables[0].rows}


def change(array):
    if isinstance(array, np.ndarray):
        array = array if array.flags.writeable else array.copy()
    array[:] = -1


@pytest.mark.parametrize("code", WAYS)
@pytest.mark.parametrize("is_recorded", [False, True])
def test_a_write_shows_exactly_where_memory_is_shared(code, is_recorded):
    X = nd.arange(1, 13).reshape((3, 4))
    with autograd.record() if is_recorded else autograd.pause():
        made = WAYS[code](X)
    change(made)
    shows = bool((X.asnumpy() == -1).any())
    assert shows == (TABLE[code][1] == "yes")


@pytest.mark.parametrize("code", WAYS)
def test_the_gradient_of_what_is_passed_on_is_that_of_numpy_s_selection(code):
    X = nd.arange(1, 13).reshape((3, 4))
    X.attach_grad()
    with autograd.record():
        made = WAYS[code](X)
        # X itself goes into the loss beside it, so that backward always works
        loss = (X * 0).sum()
        if isinstance(made, nd.NDArray):
            loss = loss + (made.astype("float32").as_in_context(X.context) ** 2).sum()
    loss.backward()
    passed = TABLE[code][2] == "yes"
    taken = np.isin(X.asnumpy(), made.asnumpy() if passed else [])
    np.testing.assert_array_equal(X.grad.asnumpy(), 2 * X.asnumpy() * taken)


def test_pytorch_s_clone_is_copy_and_its_detach_shares_too():
    torch = pytest.importorskip("torch")
    x = torch.ones(3, requires_grad=True)
    clone, detached = x.clone(), x.detach()
    assert clone.requires_grad and clone.data_ptr() != x.data_ptr()
    assert not detached.requires_grad and detached.data_ptr() == x.data_ptr()


def test_a_way_that_gives_x_itself_is_told_from_a_view():
    assert copies.inspect_copy(lambda X: X) == (True, True, True)
    assert copies.inspect_copy(lambda X: X[0:3]) == (False, True, True)
    assert copies.inspect_copy(lambda X: X * 0 + 1) == (False, False, False)
