"""Submissions: every picture once, in the order asked for, several runs averaged."""

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mxnet import nd

from gluon_course import data
from gluon_course.base.errors import DataError


def rows(path):
    with open(path, newline="") as stream:
        return list(csv.reader(stream))


def test_ids_are_sorted_as_text_or_as_asked(tmp_path):
    path = tmp_path / "submission.csv"
    ids, labels = ["2", "10", "1"], ["cat", "dog", "a, b"]
    data.write_labels(path, ids, labels)
    assert rows(path) == [["id", "label"], ["1", "a, b"], ["10", "dog"], ["2", "cat"]]
    data.write_labels(path, ids, labels, ("image", "label"), order=["1", "2", "10"])
    assert rows(path)[0] == ["image", "label"]
    assert data.read_order(path) == ["1", "2", "10"]


@given(st.permutations(range(6)), st.permutations(range(6)))
def test_each_picture_keeps_its_probabilities_in_every_order(given_order, asked):
    import tempfile

    P = np.random.RandomState(0).dirichlet(np.ones(4), 6)
    with tempfile.TemporaryDirectory() as folder:
        data.write_probabilities(
            f"{folder}/s.csv", given_order, P[list(given_order)], "abcd", order=asked
        )
        ids, names, found = data.read_probabilities(f"{folder}/s.csv")
    assert ids == [str(each) for each in asked] and names == list("abcd")
    np.testing.assert_allclose(found, P[list(asked)], rtol=1e-8)


def test_runs_are_averaged_by_picture(tmp_path):
    random = np.random.RandomState(1)
    P, Q = random.dirichlet(np.ones(3), 4), random.dirichlet(np.ones(3), 4)
    one, two, mean = (tmp_path / f"{name}.csv" for name in ("one", "two", "mean"))
    data.write_probabilities(one, [3, 1, 2, 4], P, "xyz", order=[3, 1, 2, 4])
    data.write_probabilities(two, [4, 3, 2, 1], Q, "xyz")
    data.average_submissions([one, two], mean)
    ids, _, found = data.read_probabilities(mean)
    assert ids == ["3", "1", "2", "4"]
    np.testing.assert_allclose(found, (P + Q[[1, 3, 2, 0]]) / 2, rtol=1e-7)
    data.write_probabilities(two, [4, 3, 2, 1], Q, "xyw")
    with pytest.raises(DataError, match="differ"):
        data.average_submissions([one, two], mean)


@pytest.mark.parametrize(
    ("ids", "labels", "order", "message"),
    [
        ([1, 1], ["a", "b"], None, "2 pictures, 1 of them different"),
        ([1, 2], ["a"], None, "1 answers"),
        ([1, 2], ["a", "b"], [1, 3], "other pictures"),
        ([1, 2], ["a", "b"], [1, 2, 2], "other pictures"),
    ],
)
def test_answers_that_do_not_fit_are_refused(tmp_path, ids, labels, order, message):
    with pytest.raises(DataError, match=message):
        data.write_labels(tmp_path / "s.csv", ids, labels, order=order)
    assert not (tmp_path / "s.csv").exists()


@pytest.mark.parametrize("bad", [[[0.5, 0.6]], [[np.nan, 1]], [[-0.5, 1.5]], [[1.0]]])
def test_what_is_no_distribution_is_refused(tmp_path, bad):
    with pytest.raises(DataError):
        data.write_probabilities(tmp_path / "s.csv", ["1"], bad, ["a", "b"])


def test_probabilities_may_be_an_ndarray(tmp_path):
    path = tmp_path / "s.csv"
    data.write_probabilities(path, ["1"], nd.array([[0.25, 0.75]]), ["a", "b"])
    assert path.read_text() == "id,a,b\n1,0.25,0.75\n"
    with pytest.raises(DataError, match="no distribution"):
        data.write_probabilities(path, ["1"], nd.array([[2, 1]]), ["a", "b"])


def test_damaged_submissions_are_named(tmp_path):
    path = tmp_path / "s.csv"
    for content in ("", "id,a\n", "id,a\n1,x\n", "id,a\n1\n"):
        path.write_text(content)
        with pytest.raises(DataError, match=r"s\.csv"):
            data.read_probabilities(path)
