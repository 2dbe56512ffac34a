"""Support vector machines and nets: the hinge loss in Gluon beside scikit-learn."""

from __future__ import annotations

import numpy as np
from mxnet import autograd, gluon, init, nd
from mxnet.gluon import nn

from gluon_course import data, metrics, models
from gluon_course.base.errors import ShapeError
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything
from gluon_course.explain.topic import Answer, Check, Table, register_topic
from gluon_course.explain.weight_decay import select_decay

PENALTY, EPOCHS = 0.01, 20


def svm_objective(w, b: float, X, y, penalty: float = PENALTY) -> float:
    """What a linear SVM minimises: penalty / 2 |w|^2 + mean of max(0, 1 - y (X w + b)).

    scikit-learn writes the same as 1/2 |w|^2 + C sum(...), with
    ``C = 1 / (penalty * N)``.

    Parameters
    ----------
    w : array, shape (D,)
    b : float
        It is not penalised.
    X : array, shape (N, D)
    y : array, shape (N,)
        -1 or 1.
    penalty : float
        Above 0.

    Raises
    ------
    ShapeError
        If the shapes do not fit or a label is neither -1 nor 1.

    Section: 9.8 区域卷积神经网络（R-CNN）系列, whose first net classifies by SVMs
    """
    w, X, y = (np.asarray(each, np.float64) for each in (w, X, y))
    if X.shape != (len(y), len(w)) or not np.isin(y, (-1, 1)).all():
        raise ShapeError(
            f"Samples {X.shape}, labels {y.shape}, weights {w.shape}",
            "labels are -1 or 1, one for each row",
        )
    return float(penalty / 2 * w @ w + np.maximum(0, 1 - y * (X @ w + b)).mean())


def fit_hinge(net, train_iter, num_epochs: int, lr: float, penalty: float = 0.0):
    """Train a net with one output by the hinge loss; with a dense layer, a linear SVM.

    Plain SGD; the learning rate of epoch e (from 1) is lr / e.

    Parameters
    ----------
    net : Block
        (N, ...) to scores (N, 1); it is initialised anew, by Xavier's rule.
    train_iter : iterable of (X, y)
        Batches with labels -1 or 1.
    num_epochs : int
    lr : float
        First learning rate.
    penalty : float
        Weight decay of the weights, not of the biases.

    Returns
    -------
    Block
        ``net``.

    Section: 9.8 区域卷积神经网络（R-CNN）系列
    """
    seed_everything(0)
    net.initialize(init.Xavier(), force_reinit=True)
    net.hybridize()
    select_decay(net)
    options = {"learning_rate": lr, "wd": penalty}
    trainer = gluon.Trainer(net.collect_params(), "sgd", options)
    loss = gluon.loss.HingeLoss()
    for epoch in range(1, num_epochs + 1):
        trainer.set_learning_rate(lr / epoch)
        for X, y in train_iter:
            with autograd.record():
                values = loss(net(X), y)
            values.backward()
            trainer.step(len(y))
        nd.waitall()  # once an epoch: a loop that never waits fills the memory
    return net


@register_topic(
    "svm-or-net", "What has a neural network that an SVM has not?", "9.8, v2:13.8"
)
def svm_or_net() -> Answer:
    """Even or odd digits: linear SVM in two libraries, kernel SVM, small net."""
    from sklearn.svm import SVC

    run = RunOptions(sample=True)
    (X, y), (X_test, y_test) = (
        _even_or_odd(next(iter(each))) for each in data.fashion_mnist(2000, 8, run)
    )
    train_iter = data.BatchLoader(X, y, batch_size=32, shuffle=True)
    linear = fit_hinge(nn.Dense(1), train_iter, EPOCHS, 0.5, PENALTY)
    small = models.get_model("mlp", num_hiddens=(64,), num_classes=1)
    fit_hinge(small, train_iter, EPOCHS, 0.5)
    theirs = SVC(kernel="linear", C=1 / (PENALTY * len(X))).fit(X, y)
    kernel = SVC(kernel="rbf").fit(X, y)
    w, b = linear.weight.data().asnumpy()[0], linear.bias.data().asscalar()
    ours, best = (
        svm_objective(*each, X, y)
        for each in ((w, b), (theirs.coef_[0], theirs.intercept_))
    )
    predicted = {
        "linear SVM, Gluon and HingeLoss": _signs(linear, X_test),
        "linear SVM, scikit-learn": theirs.predict(X_test),
        "SVM with RBF kernel, scikit-learn": kernel.predict(X_test),
        "net of 64 hidden units, HingeLoss": _signs(small, X_test),
    }
    accuracy = {
        name: metrics.accuracy(each, y_test) for name, each in predicted.items()
    }
    sizes = {
        "linear SVM, Gluon and HingeLoss": w.size + 1,
        "linear SVM, scikit-learn": w.size + 1,
        "SVM with RBF kernel, scikit-learn": kernel.support_vectors_.size,
        "net of 64 hidden units, HingeLoss": 65 * 64 + 65,
    }
    agreement = (predicted["linear SVM, scikit-learn"] == _signs(linear, X_test)).mean()
    return Answer(
        "A linear SVM is a dense layer with one output, the hinge loss and weight "
        "decay; Gluon finds what scikit-learn finds. On small data a kernel SVM is as "
        "good as a small net. It does not become worse with more data, it becomes too "
        "expensive: the kernel matrix has N^2 numbers, 29 GB for 60,000 samples in "
        "double precision. A net learns its features, grows with batches, and changes "
        "by changing a layer or the loss.",
        tables=[
            Table(
                ("model", "numbers kept", "test accuracy"),
                [
                    (name, f"{sizes[name]:,}", f"{value:.3f}")
                    for name, value in accuracy.items()
                ],
                f"Even or odd? {len(X):,} digits of 8x8 pixels",
            )
        ],
        checks=[
            Check(
                "SGD on the hinge loss comes within 2% of scikit-learn's minimum",
                best <= ours < 1.02 * best,
                f"{ours:.4f}, {best:.4f}",
            ),
            Check(
                "the two linear machines agree on 97% of the test digits",
                agreement > 0.97,
                f"{agreement:.1%}",
            ),
            Check(
                "the kernel machine and the net beat them, and come close to each "
                "other",
                min(list(accuracy.values())[2:]) > max(list(accuracy.values())[:2])
                and abs(np.subtract(*list(accuracy.values())[2:])) < 0.03,
            ),
            Check(
                "60,000 samples make a kernel matrix of 29 GB",
                round(60_000**2 * 8 / 1e9) == 29,
            ),
        ],
    )


def _even_or_odd(batch) -> tuple[np.ndarray, np.ndarray]:
    """Pixels of shape (N, 64), and 1 for even digits, -1 for odd ones."""
    X, y = (each.asnumpy() for each in batch)
    return X.reshape(len(X), -1), (1 - 2 * (y % 2)).astype(np.float32)


def _signs(net, X: np.ndarray) -> np.ndarray:
    return np.sign(net(nd.array(X)).asnumpy()[:, 0])
