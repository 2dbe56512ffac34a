"""House prices: the section's preprocessing, its folds and its submission file."""

import csv

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import nd

from gluon_course import data
from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.run import RunOptions

TRAIN = """Id,Area,Zone,Wall,Year,SalePrice
1,10,A,None,2000,100
2,20,B,NA,NA,200
3,NA,A,Brick,2004,300
"""
TEST = """Id,Area,Zone,Wall,Year
4,30,C,None,2002
5,40,NA,Brick,2006
"""


@pytest.fixture
def houses(root, monkeypatch):
    monkeypatch.setenv("GLUON_COURSE_ANY_EDITION", "1")
    (root / "kaggle_house_pred_train.csv").write_text(TRAIN)
    (root / "kaggle_house_pred_test.csv").write_text(TEST)
    return root


def test_columns_are_standardised_over_both_sets_then_filled(houses):
    read = data.house_prices()
    columns = dict(zip(read.columns, range(len(read.columns))))
    both = np.concatenate([read.train_features.asnumpy(), read.test_features.asnumpy()])
    area = np.array([10, 20, 30, 40])
    expected = (area - area.mean()) / area.std(ddof=1)
    found = both[:, columns["Area"]]
    np.testing.assert_allclose(found[[0, 1, 3, 4]], expected, rtol=1e-6)
    assert found[2] == 0  # missing: the mean
    assert both[1, columns["Year"]] == 0
    assert both[:, columns["Zone_A"]].tolist() == [1, 0, 1, 0, 0]
    assert both[:, columns["Zone_nan"]].tolist() == [0, 0, 0, 0, 1]
    # "None" is a kind of wall, "NA" a missing value.
    assert both[:, columns["Wall_None"]].tolist() == [1, 0, 0, 1, 0]
    assert both[:, columns["Wall_nan"]].tolist() == [0, 1, 0, 0, 0]
    assert "Id" not in columns and "SalePrice" not in columns


def test_labels_ids_and_limit(houses):
    read = data.house_prices(RunOptions(limit=2))
    np.testing.assert_array_equal(read.train_labels.asnumpy(), [[100], [200]])
    assert read.train_features.shape[0] == 2 and read.test_ids.tolist() == [4, 5]
    whole = data.house_prices()
    np.testing.assert_array_equal(
        read.train_features.asnumpy(), whole.train_features.asnumpy()[:2]
    )


def test_a_table_without_prices_is_refused(houses):
    (houses / "kaggle_house_pred_train.csv").write_text(TEST)
    with pytest.raises(DataError, match="lacks the column SalePrice"):
        data.house_prices()
    (houses / "kaggle_house_pred_train.csv").write_bytes(b"")
    with pytest.raises(DataError, match="not a table"):
        data.house_prices()


def test_missing_files_are_named_with_the_steps(monkeypatch, server):
    monkeypatch.setattr(
        "gluon_course.data.dataset.DataFile.addresses",
        lambda self: [server.address + "/absent"],
    )
    with pytest.raises(DataError, match="house-prices") as error:
        data.house_prices()
    assert "kaggle_house_pred_test.csv" in str(error.value)


def test_the_real_set_has_the_columns_of_the_text(real_data):
    read = data.house_prices()
    assert read.train_features.shape == (1460, 331)
    assert read.test_features.shape == (1459, 331)
    assert read.info.shape == (331,)
    both = np.concatenate([read.train_features.asnumpy(), read.test_features.asnumpy()])
    assert np.isfinite(both).all()
    area = both[:, read.columns.index("GrLivArea")]
    assert abs(area.mean()) < 1e-5 and abs(area.std(ddof=1) - 1) < 1e-5


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 30), st.data())
def test_folds_cut_the_samples_into_equal_parts(n, draw):
    k = draw.draw(st.integers(2, n))
    X, y = np.arange(n), np.arange(n) * 10
    seen = []
    for i in range(k):
        X_train, y_train, X_valid, y_valid = data.k_fold(k, i, X, y)
        assert len(X_valid) == n // k and len(X_train) == n // k * (k - 1)
        used = np.concatenate([X_train, X_valid])
        assert sorted(used) == list(range(n // k * k))
        np.testing.assert_array_equal(y_train, X_train * 10)
        np.testing.assert_array_equal(y_valid, X_valid * 10)
        seen += X_valid.tolist()
    assert seen == list(range(n // k * k))


def test_folds_of_ndarrays_are_those_of_numpy():
    X, y = nd.arange(22).reshape((11, 2)), nd.arange(11)
    for i in range(3):
        parts = data.k_fold(3, i, X, y)
        truth = data.k_fold(3, i, X.asnumpy(), y.asnumpy())
        for part, expected in zip(parts, truth):
            np.testing.assert_array_equal(part.asnumpy(), expected)


@pytest.mark.parametrize(("k", "i"), [(1, 0), (5, 5), (5, -1), (12, 0)])
def test_folds_out_of_range_are_refused(k, i):
    with pytest.raises(ConfigError, match="Fold"):
        data.k_fold(k, i, np.arange(11), np.arange(11))


def test_the_submission_file_is_what_the_competition_takes(tmp_path):
    path = tmp_path / "submission.csv"
    data.write_submission(path, np.array([1461, 1462]), nd.array([[1.5], [2e5]]))
    with path.open(newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows == [["Id", "SalePrice"], ["1461", "1.5"], ["1462", "200000.0"]]


@pytest.mark.parametrize(
    ("prices", "message"), [([1.0], "1 prices for 2"), ([1, np.nan], "1 of the pred")]
)
def test_a_submission_that_makes_no_sense_is_refused(tmp_path, prices, message):
    with pytest.raises(DataError, match=message):
        data.write_submission(tmp_path / "x.csv", [1, 2], prices)
    assert not (tmp_path / "x.csv").exists()
