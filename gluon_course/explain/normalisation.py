"""Fine-tuning with the normalisation that the net was trained with, and without."""

from __future__ import annotations

import numpy as np
from mxnet import init
from mxnet.gluon import nn

from gluon_course import train
from gluon_course.base.run import RunOptions
from gluon_course.data import BatchLoader, sample_digits, sample_photos
from gluon_course.data.normalisation import CIFAR10, IMAGENET, Normalisation
from gluon_course.explain.topic import Answer, Check, Table, register_topic


def channel_statistics(X) -> tuple[list[float], list[float]]:
    """Mean and standard deviation of each channel over pictures and places.

    Parameters
    ----------
    X : numpy.ndarray, shape (N, C, H, W)

    Returns
    -------
    list of C floats, list of C floats
        What :class:`gluon_course.data.Normalisation` wants, of pixels in [0, 1].

    Section: 9.12 实战Kaggle比赛：图像分类（CIFAR-10）
    """
    axes = (0, 2, 3)
    return X.mean(axis=axes).tolist(), X.std(axis=axes).tolist()


@register_topic(
    "normalisation", "Why normalise as the pretrained net did?", "9.2, 9.12, v2:13.2"
)
def normalisation() -> Answer:
    """Photographs under three normalisations; a net under its own and another."""
    rows, back = _photographs()
    accuracies = _digits()
    own, *others = (1 - each for each in accuracies.values())
    return Answer(
        "The first layer learnt its weights for inputs of mean 0 and spread 1 per "
        "channel. With other numbers every input is shifted and stretched, the "
        "learned thresholds sit elsewhere, and the net sees pictures that it never "
        "met. So take the mean and std of the set that the net was trained on, not "
        "those of your pictures: IMAGENET for the model zoo, CIFAR10 for section 9.12.",
        tables=[
            Table(
                ("normalisation", "mean R G B", "std R G B"),
                rows,
                "Two photographs after it",
            ),
            Table(
                ("at prediction", "accuracy"),
                [(name, f"{value:.3f}") for name, value in accuracies.items()],
                "A net trained on normalised digits, tested on 360 others",
            ),
        ],
        checks=[
            Check("denormalize undoes normalize", back < 1e-6, f"{back:.1e}"),
            Check(
                "the net errs more with each of the others, with one twice as often",
                own < min(others) and 2 * own < max(others),
                f"{own:.1%} of the digits, {min(others):.1%} to {max(others):.1%}",
            ),
        ],
    )


def _photographs() -> tuple[list, float]:
    """Rows of the first table, and the largest error of the way there and back."""
    from PIL import Image

    pixels = [np.asarray(Image.open(path)) for path in sample_photos().values()]
    # (N, H, W, C) -> (N, C, H, W)
    X = np.stack(pixels).transpose(0, 3, 1, 2).astype(np.float32) / 255
    rows, back = [("none", *_shown(X))], 0.0
    for name, each in (("IMAGENET", IMAGENET), ("CIFAR10", CIFAR10)):
        Z = each.normalize(X)
        rows.append((name, *_shown(Z)))
        back = max(back, float(np.abs(each.denormalize(Z) - X).max()))
    return rows, back


def _shown(X) -> list[str]:
    return [" ".join(f"{x:.2f}" for x in each) for each in channel_statistics(X)]


def _digits() -> dict[str, float]:
    """Test accuracy of one net by the normalisation of the test pictures."""
    (X, y), (X_test, y_test) = sample_digits()
    X, X_test = (
        each.transpose(0, 3, 1, 2).astype(np.float32) / 255 for each in (X, X_test)
    )
    own = Normalisation(*map(tuple, channel_statistics(X)))
    net = nn.HybridSequential()
    net.add(nn.Dense(64, activation="relu"), nn.Dense(10))
    trainer = train.Trainer(
        net,
        train.Classification(),
        "sgd",
        {"learning_rate": 0.1},
        init=init.Xavier(),
        run=RunOptions(device="cpu"),
    )
    batches = BatchLoader(own.normalize(X), y, batch_size=64, shuffle=True)
    trainer.fit(batches, num_epochs=5)
    others = {
        "as trained": own,
        "none: pixels in [0, 1]": Normalisation((0.0,), (1.0,)),
        "first channel of IMAGENET": Normalisation(IMAGENET.mean[:1], IMAGENET.std[:1]),
        "pixels in 0..255": Normalisation((0.0,), (1 / 255,)),
    }
    return {
        name: trainer.evaluate(
            BatchLoader(each.normalize(X_test), y_test, batch_size=360)
        )["acc"]
        for name, each in others.items()
    }
