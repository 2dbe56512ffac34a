"""The hinge loss against scikit-learn's optimum."""

import numpy as np
import pytest
from mxnet.gluon import nn
from sklearn.svm import SVC

from gluon_course import data
from gluon_course.base.errors import ShapeError
from gluon_course.explain.svm_or_net import fit_hinge, svm_objective


@pytest.fixture(scope="module")
def blobs():
    random = np.random.RandomState(0)
    y = np.where(np.arange(300) % 2, 1.0, -1.0)
    X = random.standard_normal((300, 3)) + np.outer(y, [1.0, 0.5, 0.0])
    return X, y


def test_the_objective_by_hand():
    X, y = [[1.0, 2.0], [0.0, 1.0]], [1, -1]
    # scores 1.5 and .5: hinges 0 and 1.5; |w|^2 = .5
    value = svm_objective([0.5, 0.5], 0.0, X, y, penalty=0.1)
    assert value == pytest.approx(0.05 * 0.5 + 0.75)


def test_scikit_learn_minimises_the_same_objective(blobs):
    X, y = blobs
    theirs = SVC(kernel="linear", C=1 / (0.02 * len(X)), tol=1e-6).fit(X, y)
    w, b = theirs.coef_[0], theirs.intercept_[0]
    least = svm_objective(w, b, X, y, 0.02)
    random = np.random.RandomState(1)
    for _ in range(50):
        step = 0.05 * random.standard_normal(4)
        assert svm_objective(w + step[:3], b + step[3], X, y, 0.02) > least


def test_gluon_comes_near_the_minimum(blobs):
    X, y = blobs
    train_iter = data.BatchLoader(X, y, batch_size=20, shuffle=True)
    net = fit_hinge(nn.Dense(1), train_iter, 20, 0.5, 0.02)
    theirs = SVC(kernel="linear", C=1 / (0.02 * len(X))).fit(X, y)
    w, b = net.weight.data().asnumpy()[0], net.bias.data().asscalar()
    least = svm_objective(theirs.coef_[0], theirs.intercept_[0], X, y, 0.02)
    assert least <= svm_objective(w, b, X, y, 0.02) < 1.01 * least


@pytest.mark.parametrize("y", [[0, 1], [1]])
def test_labels_are_checked(y):
    with pytest.raises(ShapeError, match="-1 or 1"):
        svm_objective([1.0], 0.0, [[1.0], [2.0]], y)
