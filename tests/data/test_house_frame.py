"""House prices as data frames that tree learners take as they are."""

import numpy as np
import pandas as pd
import pytest

from gluon_course import data
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


@pytest.fixture(autouse=True)
def houses(root, monkeypatch):
    monkeypatch.setenv("GLUON_COURSE_ANY_EDITION", "1")
    (root / "kaggle_house_pred_train.csv").write_text(TRAIN)
    (root / "kaggle_house_pred_test.csv").write_text(TEST)


def test_numbers_and_missing_values_stay_as_they_are():
    frames = data.house_frames()
    train, test = frames.train_features, frames.test_features
    assert [*train] == [*test] == ["Area", "Zone", "Wall", "Year"]
    np.testing.assert_array_equal(train["Area"], [10, 20, np.nan])
    np.testing.assert_array_equal(test["Year"], [2002, 2006])
    assert train["Wall"].isna().tolist() == [False, True, False]
    assert train["Wall"][0] == "None"
    assert frames.train_labels.tolist() == [100, 200, 300]
    assert frames.test_ids.tolist() == [4, 5]
    assert [*train.index] == [0, 1, 2] and [*test.index] == [0, 1]


def test_both_parts_have_the_same_categories():
    frames = data.house_frames()
    for name in ("Zone", "Wall"):
        assert isinstance(frames.train_features[name].dtype, pd.CategoricalDtype)
        assert frames.train_features[name].dtype == frames.test_features[name].dtype
    assert [*frames.test_features["Zone"].cat.categories] == ["A", "B", "C"]


def test_the_limit_takes_the_first_houses_for_training_only():
    frames = data.house_frames(RunOptions(limit=2))
    assert len(frames.train_features) == len(frames.train_labels) == 2
    assert len(frames.test_features) == 2
    assert [*frames.train_features["Zone"].cat.categories] == ["A", "B", "C"]


def test_the_frames_hold_the_numbers_of_the_network_s_features():
    area = pd.concat(
        (data.house_frames().train_features, data.house_frames().test_features)
    )["Area"]
    network = data.house_prices()
    column = network.columns.index("Area")
    scaled = np.concatenate(
        [
            network.train_features.asnumpy()[:, column],
            network.test_features.asnumpy()[:, column],
        ]
    )
    expected = ((area - area.mean()) / area.std()).fillna(0)
    np.testing.assert_allclose(scaled, expected, rtol=1e-6)
