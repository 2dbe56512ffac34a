"""Confusion matrix and the table by class against scikit-learn."""

import warnings

import mxnet as mx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn import metrics as reference

from gluon_course.base.errors import ShapeError
from gluon_course.metrics import class_scores, confusion_matrix, worst_mistakes

CLASSES = st.integers(0, 3)
PAIRS = st.integers(0, 40).flatmap(
    lambda n: st.tuples(
        hnp.arrays("int64", n, elements=CLASSES),
        hnp.arrays("int64", n, elements=CLASSES),
    )
)
NAMES = ("a", "b", "c", "d")


@given(pair=PAIRS)
def test_the_matrix_is_that_of_scikit_learn(pair):
    predicted, labels = pair
    got = confusion_matrix(predicted, labels, 4)
    if len(labels):
        want = reference.confusion_matrix(labels, predicted, labels=range(4))
        np.testing.assert_array_equal(got, want)
    assert got.shape == (4, 4) and got.sum() == len(labels)


@given(pair=PAIRS, cut=st.integers(0, 40))
def test_matrices_of_batches_add_up(pair, cut):
    predicted, labels = pair
    parts = confusion_matrix(predicted[:cut], labels[:cut], 4) + confusion_matrix(
        predicted[cut:], labels[cut:], 4
    )
    np.testing.assert_array_equal(parts, confusion_matrix(predicted, labels, 4))


@given(pair=PAIRS.filter(lambda pair: len(pair[0])))
def test_the_table_by_class_is_that_of_scikit_learn(pair):
    predicted, labels = pair
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        want = reference.precision_recall_fscore_support(
            labels, predicted, labels=range(4), zero_division=0
        )
    rows = class_scores(confusion_matrix(predicted, labels, 4), NAMES)
    for row, name, *values in zip(rows, NAMES, *want):
        assert row.name == name
        assert [row.precision, row.recall, row.f1, row.count] == pytest.approx(values)


def test_rows_are_true_and_columns_predicted():
    scores = mx.nd.array([[0.9, 0.1, 0], [0.2, 0.3, 0.5], [1, 0, 0]])
    matrix = confusion_matrix(scores, mx.nd.array([0, 1, 2]), 3)
    assert matrix.tolist() == [[1, 0, 0], [0, 0, 1], [1, 0, 0]]


def test_the_most_confident_mistakes_come_first():
    scores = [[0.9, 0.1], [0.6, 0.4], [0.2, 0.8], [0.99, 0.01]]
    assert worst_mistakes(scores, [1, 1, 1, 0]).tolist() == [0, 1]
    assert worst_mistakes(scores, [1, 1, 1, 0], count=1).tolist() == [0]
    assert worst_mistakes(scores, [0, 0, 1, 0]).tolist() == []
    assert worst_mistakes(np.zeros((0, 2)), []).tolist() == []


@pytest.mark.parametrize(
    ("predicted", "labels", "message"),
    [
        ([0, 4], [0, 1], "prediction is class 4"),
        ([0, 1], [0, 7], "label is class 7"),
        ([0, 1], [-1, 1], "label is class -1"),
        ([0], [0, 1], "1 predictions for 2 labels"),
    ],
)
def test_classes_out_of_range_are_refused(predicted, labels, message):
    with pytest.raises(ShapeError, match=message):
        confusion_matrix(predicted, labels, 4)


def test_matrices_that_do_not_fit_the_names_are_refused():
    with pytest.raises(ShapeError):
        class_scores(np.zeros((2, 2)), NAMES)
    with pytest.raises(ShapeError):
        worst_mistakes([0, 1], [0, 1])
