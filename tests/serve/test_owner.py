"""The thread that has the model: batches, errors of one question, an end."""

import threading

import pytest

pytest.importorskip("fastapi")

from gluon_course.base.errors import DataError, ExportError
from gluon_course.serve import Owner
from gluon_course.serve.tasks import Asked

WAIT = 120


class Model:
    meta, notice = {"task": "toy"}, "a toy"


def owner(ask, load=Model, **options):
    return Owner(load, lambda model, items, options: ask(items, options), **options)


def results(futures):
    return [each.result(WAIT) for each in futures]


@pytest.fixture
def gate():
    """An ``ask`` that waits at its first call, and the batches that it saw."""

    class Gate:
        def __init__(self):
            self.batches, self.begun = [], threading.Event()
            self.go = threading.Event()

        def __call__(self, items, options):
            self.batches.append((list(items), dict(options)))
            self.begun.set()
            assert self.go.wait(WAIT)
            return [each * 2 for each in items]

    made = Gate()
    yield made
    made.go.set()


def test_what_came_meanwhile_is_one_batch_and_order_is_kept(gate):
    sizes = []
    own = owner(gate, batch=4, on_batch=sizes.append)
    futures = [own.submit(Asked(0))]
    assert gate.begun.wait(WAIT)
    futures += [own.submit(Asked(i)) for i in range(1, 7)]
    gate.go.set()
    assert results(futures) == [0, 2, 4, 6, 8, 10, 12]
    assert [items for items, _ in gate.batches] == [[0], [1, 2, 3, 4], [5, 6]]
    assert sizes == [1, 4, 2]
    own.stop()


def test_a_batch_waits_for_questions_that_are_being_read(gate):
    gate.go.set()
    own = owner(gate, batch=3, delay_s=WAIT)
    with own.expected() as submit, own.expected() as submit_other:
        futures = [own.submit(Asked(1)), submit(Asked(2)), submit_other(Asked(3))]
        assert results(futures) == [2, 4, 6]
    assert [items for items, _ in gate.batches] == [[1, 2, 3]]
    own.stop()


def test_no_batch_waits_for_what_will_not_come(gate):
    gate.go.set()
    own = owner(gate, batch=3, delay_s=WAIT)
    with pytest.raises(DataError), own.expected():
        future = own.submit(Asked(1))
        raise DataError("it is no picture")
    assert future.result(WAIT / 2) == 2
    with own.expected() as submit:
        assert submit(Asked(2)).result(WAIT / 2) == 4  # it waits for nobody
    own.stop()


def test_questions_with_other_options_are_computed_apart(gate):
    own = owner(gate)
    first = own.submit(Asked(0))
    assert gate.begun.wait(WAIT)
    options = (("top", 1),), (("top", 2),), (("top", 1),)
    futures = [own.submit(Asked(i, each)) for i, each in enumerate(options, 1)]
    gate.go.set()
    assert results([first, *futures]) == [0, 2, 4, 6]
    assert gate.batches[1:] == [([1, 3], {"top": 1}), ([2], {"top": 2})]
    own.stop()


def test_one_bad_question_spoils_no_other(gate):
    def ask(items, options):
        if gate.batches and "bad" in items:
            raise DataError("bad is bad")
        return gate(items, options)

    own = owner(ask)
    first = own.submit(Asked("a"))
    assert gate.begun.wait(WAIT)
    futures = [own.submit(Asked(each)) for each in ("b", "bad", "c")]
    gate.go.set()
    assert [first.result(WAIT), futures[0].result(WAIT), futures[2].result(WAIT)] == [
        *("aa", "bb", "cc")
    ]
    with pytest.raises(DataError, match="bad is bad"):
        futures[1].result(WAIT)
    own.stop()


def test_what_was_cancelled_is_not_computed(gate):
    own = owner(gate)
    futures = [own.submit(Asked(0))]
    assert gate.begun.wait(WAIT)
    futures += [own.submit(Asked(i)) for i in (1, 2, 3)]
    assert futures[2].cancel()
    assert not futures[0].cancel()  # it is being computed
    gate.go.set()
    results([futures[0], futures[1], futures[3]])
    assert [items for items, _ in gate.batches] == [[0], [1, 3]]
    own.stop()


def test_the_end_comes_after_the_queue(gate):
    own = owner(gate, batch=2)
    futures = [own.submit(Asked(i)) for i in range(5)]
    ended = threading.Thread(target=own.stop)
    ended.start()
    gate.go.set()
    ended.join(WAIT)
    assert [each.result(0) for each in futures] == [0, 2, 4, 6, 8]


def test_a_model_that_cannot_be_loaded_is_an_error_of_the_caller():
    def load():
        raise ExportError("no model")

    with pytest.raises(ExportError, match="no model"):
        owner(None, load)


def test_the_model_is_loaded_and_asked_in_one_thread():
    seen = []

    def load():
        seen.append(threading.current_thread())
        return Model()

    def ask(items, options):
        seen.append(threading.current_thread())
        return items

    own = owner(ask, load)
    assert results([own.submit(Asked(1)), own.submit(Asked(2))]) == [1, 2]
    assert len(set(seen)) == 1 and seen[0] is not threading.current_thread()
    own.stop()
