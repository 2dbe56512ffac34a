"""Perplexity of language models on the text that they were trained on."""

from __future__ import annotations

import math

import mxnet as mx
from mxnet import nd

from gluon_course import data, text
from gluon_course.base.errors import ConfigError
from gluon_course.base.run import RunOptions
from gluon_course.base.tracing import flatten
from gluon_course.cli.runs.judging.samples import Samples
from gluon_course.cli.runs.trained import Trained
from gluon_course.export import Judge

BATCH_SIZE = 32
MOST_BATCHES = 40
"""Batches that are judged on: a corpus may have a hundred times as many."""


def samples_of(trained: Trained, num_samples: int) -> Samples:
    """Sequences of the text, each from a state of zeros.

    The first ``num_samples`` of a random order calibrate, the next ones judge, or the
    same where there are no more: the corpora of chapter 6 have no test part.

    Raises
    ------
    ConfigError
        If the text is not described, or does not come out as it did for the run.
    DataError
        If it cannot be read again.
    """
    info = data.DataInfo.from_dict(trained.data) if trained.data else None
    if info is None or not info.vocab:
        raise ConfigError(f"{trained.folder} does not say which text it learned")
    loader = _read(trained, info)
    net, _ = trained.net()
    states = net.inputs(info.shape)[1:]
    zeros = [nd.zeros(each.batch_shape(BATCH_SIZE)) for each in flatten(states)]
    whole = [pair for pair in loader if len(pair[0]) == BATCH_SIZE]
    first = max(1, min(math.ceil(num_samples / BATCH_SIZE), len(whole)))
    judged_on = (whole[first:] or whole)[:MOST_BATCHES]
    title = f"{info.title}, {len(judged_on) * BATCH_SIZE:,} sequences"

    def perplexity(model) -> float:
        total, count = 0.0, 0
        for X, Y in judged_on:
            with mx.autograd.pause():
                scores = model(X, *zeros)[0]
                losses = -nd.pick(nd.log_softmax(scores, axis=-1), Y, axis=-1)
            total, count = total + losses.sum().asscalar(), count + losses.size
        return math.exp(total / count)

    batches = [(X, *zeros) for X, _ in whole[:first]]
    return Samples(batches, Judge("perplexity", perplexity, title, is_loss=True))


def _read(trained: Trained, info):
    settings = trained.settings
    options = {
        "max_tokens": settings.get("max_chars", settings.get("max_tokens")),
        "token": settings.get("token", "char"),
        "min_freq": settings.get("min_freq", 1),
    }
    name = "jaychou" if info.is_sample else info.name
    loader = text.language_model_data(
        name,
        BATCH_SIZE,
        info.shape[0],
        run=RunOptions(sample=info.is_sample),
        **options,
    )
    if loader.info.vocab != info.vocab:
        raise ConfigError(
            f"The text of {trained.folder} has other tokens now",
            f"{len(info.vocab):,} are recorded, {len(loader.info.vocab):,} were read "
            f"with {options}",
            "export it from Python, with a judge of your own",
        )
    return loader
