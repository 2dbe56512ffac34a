"""The report of k folds against scikit-learn and the formulas of mean and spread."""

import statistics

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, cross_validate

from gluon_course.base.errors import ConfigError
from gluon_course.explain.k_fold import FoldReport, k_fold_report


def test_scores_are_those_of_scikit_learn():
    random = np.random.RandomState(0)
    X, y = random.standard_normal((60, 4)), random.standard_normal(60)
    ours = k_fold_report(
        6,
        X,
        y,
        lambda X, y: Ridge(2.0).fit(X, y),
        lambda model, X, y: model.score(X, y),
    )
    theirs = cross_validate(Ridge(2.0), X, y, cv=KFold(6), return_train_score=True)
    np.testing.assert_allclose(ours.valid, theirs["test_score"])
    np.testing.assert_allclose(ours.train, theirs["train_score"])


@given(st.lists(st.floats(-10, 10), min_size=2, max_size=8))
def test_mean_and_spread(scores):
    report = FoldReport(tuple(scores), tuple(scores))
    assert report.mean == pytest.approx(statistics.mean(scores), abs=1e-9)
    assert report.spread == pytest.approx(statistics.stdev(scores), abs=1e-9)
    assert report.standard_error == pytest.approx(
        statistics.stdev(scores) / len(scores) ** 0.5, abs=1e-9
    )


@settings(deadline=None)
@given(st.integers(2, 9), st.integers(9, 40))
def test_a_fold_never_sees_its_validation_part(k, num_samples):
    X = np.arange(num_samples)
    report = k_fold_report(
        k, X, X, lambda X, y: set(X.tolist()), lambda model, X, y: len(model & set(X))
    )
    assert set(report.valid) == {0}
    assert all(each == num_samples // k * (k - 1) for each in report.train)


def test_more_folds_than_samples_are_refused():
    with pytest.raises(ConfigError, match="Fold 0 of 5"):
        k_fold_report(5, np.ones(4), np.ones(4), None, None)
