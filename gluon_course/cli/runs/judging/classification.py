"""Accuracy of classifiers, of pictures and of reviews."""

from __future__ import annotations

import numpy as np

from gluon_course import data, text
from gluon_course.base.errors import ConfigError
from gluon_course.base.run import RunOptions
from gluon_course.cli.runs.evaluating.images import image_sets, image_transform
from gluon_course.cli.runs.judging.samples import Samples
from gluon_course.cli.runs.trained import Trained
from gluon_course.export import accuracy_judge
from gluon_course.text.review_loader import ReviewLoader
from gluon_course.text.tokens import PAD
from gluon_course.text.vocabularies import encode, vocab_from_tokens

BATCH_SIZE = 64


def samples_of(trained: Trained, num_samples: int) -> Samples:
    """Training pictures or reviews, spread over the set, and the whole test set.

    Raises
    ------
    ConfigError
        If the data are not described.
    DataError
        If they cannot be read again.
    """
    info = data.DataInfo.from_dict(trained.data) if trained.data else None
    if info is None or not info.class_names:
        raise ConfigError(
            f"{trained.folder} does not say what it was trained on",
            f"its data are {info.title if info else 'not described'}",
            "export it from Python with export_int8(net, folder, shape, calib_iter)",
        )
    parts = _pictures(info) if len(info.shape) == 3 else _reviews(info)
    (X, y), (X_test, y_test), loader = parts
    chosen = np.linspace(0, len(y) - 1, min(num_samples, len(y))).astype(int)
    batch_size = min(BATCH_SIZE, len(chosen))
    batches = loader(_take(X, chosen), y[chosen], batch_size)
    test_iter = loader(X_test, y_test, BATCH_SIZE)
    title = f"test set of {info.title}, {len(y_test):,} samples"
    return Samples(batches, accuracy_judge(test_iter, title))


def _pictures(info) -> tuple:
    train, test = image_sets(info)
    transform = image_transform(info, train[0])

    def loader(X, y, batch_size):
        return data.BatchLoader(X, y, batch_size=batch_size, transform=transform)

    return train, test, loader


def _reviews(info) -> tuple:
    films = text.imdb(
        run=RunOptions(sample=info.is_sample), name=info.name, tokens=info.tokenizer
    )
    # its vocabulary depends on options; that of the run is what the net knows
    vocab = vocab_from_tokens(info.vocab)

    def loader(rows, y, batch_size):
        return ReviewLoader(
            [encode(vocab, each) for each in rows],
            y,
            length=info.shape[0],
            pad=vocab[PAD],
            batch_size=batch_size,
        )

    parts = [
        (each.tokens, np.asarray(each.labels)) for each in (films.train, films.test)
    ]
    return *parts, loader


def _take(rows, chosen):
    return rows[chosen] if hasattr(rows, "shape") else [rows[i] for i in chosen]
