"""Accuracy against scikit-learn and by hand."""

import math

import mxnet as mx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn import metrics as reference

from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.metrics import accuracy, top_k_accuracy

CASES = st.integers(1, 30).flatmap(
    lambda n: st.tuples(
        hnp.arrays("float32", (n, 4), elements=st.floats(-5, 5, width=16)),
        hnp.arrays("int32", n, elements=st.integers(0, 3)),
    )
)


@given(case=CASES)
def test_accuracy_is_that_of_scikit_learn(case):
    scores, labels = case
    want = reference.accuracy_score(labels, scores.argmax(axis=1))
    assert accuracy(scores, labels) == pytest.approx(want)
    assert accuracy(scores.argmax(axis=1), labels) == pytest.approx(want)


@given(case=CASES, k=st.integers(1, 4))
def test_top_k_accuracy_is_that_of_a_slow_count(case, k):
    scores, labels = case
    hits = 0
    for row, label in zip(scores, labels):
        ranked = sorted(range(4), key=lambda i: (-row[i], i))
        hits += int(label) in ranked[:k]
    assert top_k_accuracy(scores, labels, k) == pytest.approx(hits / len(labels))


def test_top_k_grows_to_one():
    scores = np.random.default_rng(0).normal(size=(50, 6))
    labels = np.random.default_rng(1).integers(0, 6, 50)
    values = [top_k_accuracy(scores, labels, k) for k in range(1, 7)]
    assert values == sorted(values) and values[-1] == 1
    assert values[0] == accuracy(scores, labels)


def test_ndarrays_lists_and_float_labels_count():
    scores = mx.nd.array([[0.1, 0.9], [0.8, 0.2], [0.7, 0.3]])
    for labels in (
        mx.nd.array([1, 0, 1]),
        mx.nd.array([1, 0, 1], dtype="int32"),
        [1, 0, 1],
    ):
        assert accuracy(scores, labels) == pytest.approx(2 / 3)


def test_without_samples_there_is_no_accuracy():
    assert math.isnan(accuracy(np.zeros((0, 3)), []))
    assert math.isnan(top_k_accuracy(np.zeros((0, 3)), [], 1))


@pytest.mark.parametrize(
    ("y_hat", "y"),
    [
        (np.zeros((3, 2)), [0, 1]),
        (np.zeros((2, 2)), [[0], [1]]),
        (np.zeros((2, 2)), [0.5, 1]),
        (np.zeros((2, 0)), [0, 1]),
        (np.zeros((2, 2, 2)), [0, 1]),
        ([0.2, 0.9], [0, 1]),
        ([0, 1], [float("nan"), 1]),
    ],
)
def test_shapes_and_types_that_do_not_fit_are_refused(y_hat, y):
    with pytest.raises(ShapeError):
        accuracy(y_hat, y)


def test_k_out_of_range_is_refused():
    for k in (0, 3):
        with pytest.raises(ConfigError):
            top_k_accuracy(np.zeros((1, 2)), [0], k)
    with pytest.raises(ShapeError):
        top_k_accuracy([1], [0], 1)
