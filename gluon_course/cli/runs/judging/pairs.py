"""Perplexity of translators on pairs of sentences, the true words before each."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator

import mxnet as mx
from mxnet import nd

from gluon_course import data, text
from gluon_course.base.errors import ConfigError
from gluon_course.cli.runs.judging.samples import Samples
from gluon_course.cli.runs.trained import Trained
from gluon_course.export import Judge

BATCH_SIZE = 32
MOST_BATCHES = 20
"""Batches that are judged on."""


def samples_of(trained: Trained, num_samples: int) -> Samples:
    """Pairs of sentences: for the encoder, and word by word for the decoder's step.

    Generated pairs have a test part, which judges; the text's have none, and the pairs
    that were learned judge.

    Raises
    ------
    ConfigError
        If the pairs are not described, or do not come out as they did for the run.
    DataError
        If they cannot be read again.
    """
    info = data.DataInfo.from_dict(trained.data) if trained.data else None
    if info is None or not info.target_vocab:
        raise ConfigError(f"{trained.folder} does not say which pairs it learned")
    train_iter, test_iter = _read(trained, info)
    net, _ = trained.net()
    encode, step = net.encoding(), net.stepping()
    bos = info.target_vocab.index(text.BOS)
    calibrated = max(1, num_samples // BATCH_SIZE)
    learned = list(itertools.islice(train_iter, calibrated))
    judged_on = list(itertools.islice(test_iter, MOST_BATCHES))
    count = sum(len(batch[0]) for batch in judged_on)

    def perplexity(models) -> float:
        total = words = 0.0
        for batch in judged_on:
            said = _said(models["encoder"], models["step"], batch, bos)
            for t, (_, scores) in enumerate(said):
                target, mask = batch[2][:, t], batch[3] > t
                losses = -nd.pick(nd.log_softmax(scores, axis=-1), target, axis=-1)
                total += (losses * mask).sum().asscalar()
                words += mask.sum().asscalar()
        return math.exp(total / words)

    batches = {
        "encoder": [batch[:2] for batch in learned],
        "step": (
            inputs for batch in learned for inputs, _ in _said(encode, step, batch, bos)
        ),
    }
    title = f"{info.title}, {count:,} sentences"
    return Samples(batches, Judge("perplexity", perplexity, title, is_loss=True))


def _said(encode: Callable, step: Callable, batch, bos: int) -> Iterator[tuple]:
    """What goes into each step of a batch, and the scores that come out."""
    X, X_len, Y, Y_len = batch
    with mx.autograd.pause():
        states = list(encode(X, X_len))
        token = nd.full((len(X), 1), bos)
        for t in range(int(Y_len.max().asscalar())):
            scores, _, *after = step(token, *states)
            yield (token, *states), scores
            token, states = Y[:, t : t + 1], after


def _read(trained: Trained, info: data.DataInfo) -> tuple:
    """The pairs that were learned and those that judge, in batches."""
    settings = trained.settings
    if info.name == "number-pairs":
        sizes = [settings.get(each) for each in ("num_train", "num_test")]
        pairs = text.number_pairs(BATCH_SIZE, *sizes if all(sizes) else ())
    elif info.name == "fr-en-small":
        pairs = (text.fr_en_small(BATCH_SIZE, *info.shape),) * 2
    elif info.name == "fra-eng":
        sizes = *info.shape, settings.get("num_examples", 600)
        pairs = (text.fra_eng(BATCH_SIZE, *sizes),) * 2
    else:
        raise ConfigError(
            f"The pairs {info.name!r} of {trained.folder} cannot be read again",
            action="export it from Python, with a judge of your own",
        )
    now = pairs[0].info
    if (now.vocab, now.target_vocab) != (info.vocab, info.target_vocab):
        raise ConfigError(
            f"The pairs of {trained.folder} have other words now",
            f"{len(info.vocab):,} and {len(info.target_vocab):,} are recorded, "
            f"{len(now.vocab):,} and {len(now.target_vocab):,} were read",
            "export it from Python, with a judge of your own",
        )
    return pairs
