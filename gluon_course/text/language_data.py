"""The corpora of chapter 6 for language models: tokens, vocabulary and batches."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from pathlib import Path

from gluon_course.base.errors import ConfigError
from gluon_course.base.run import RunOptions
from gluon_course.data.info import DataInfo
from gluon_course.data.locating import locate
from gluon_course.text.characters import encode_characters
from gluon_course.text.corpora import ptb, time_machine_lines, wikitext2
from gluon_course.text.corpus_loader import CorpusLoader
from gluon_course.text.reading import read_text
from gluon_course.text.sample import sample_notice, sample_text
from gluon_course.text.tokens import EOS, find_tokenizer, tokenize_spaces
from gluon_course.text.vocabularies import build_vocab, encode, vocab_tokens

_TITLES = {
    "jaychou": "lyrics of Jay Chou",
    "ptb": "Penn Treebank",
    "time-machine": "The Time Machine",
    "wikitext-2": "WikiText-2",
}
_SENTENCES: dict[str, Callable] = {"ptb": ptb, "wikitext-2": wikitext2}


def language_corpus_names() -> list[str]:
    """Names that :func:`language_model_data` knows, sorted."""
    return list(_TITLES)


def language_model_data(
    name: os.PathLike | str = "jaychou",
    batch_size: int = 32,
    num_steps: int = 35,
    sampling: str = "random",
    has_offset: bool = False,
    token: str = "char",
    max_tokens: int | None = None,
    min_freq: int = 1,
    split: str = "train",
    run: RunOptions | None = None,
) -> CorpusLoader:
    """A corpus in mini-batches, ready for the trainer.

    Parameters
    ----------
    name : {"jaychou", "time-machine", "ptb", "wikitext-2"} or path
        The lyrics are numbered as in 6.3: characters in the order of their code
        points, none unknown, and only those of the part that is kept (1,027 in the
        first 10,000). The others are numbered as in v2:8.2, by falling frequency after
        ``<unk>``, over the whole text. Penn Treebank and WikiText-2 are cut at spaces,
        with ``<eos>`` after each sentence. A path is that of a text of your own in
        UTF-8, numbered as the lyrics are, or as words cut at spaces.
    batch_size, num_steps, sampling, has_offset
        As :class:`CorpusLoader`.
    token : {"char", "word"}
        What The Time Machine, or a text of your own, is cut into.
    max_tokens : int, optional
        Tokens to keep, from the beginning, 1 or more; None keeps all.
    min_freq : int
        Rarer tokens are ``<unk>``; not where characters are numbered as the lyrics'.
    split : {"train", "valid", "test"}
        Part of Penn Treebank or WikiText-2, in the vocabulary of ``train``.
    run : RunOptions, optional
        ``seed`` fixes order and offsets, ``sample`` takes the embedded sample instead,
        ``limit`` keeps the first sequences of ``train``.

    Returns
    -------
    CorpusLoader
        Batches of (X, Y), float32 (N, T); ``info.vocab`` holds the tokens.

    Raises
    ------
    DataError
        If the text is neither there nor to be fetched, is damaged, or too short for
        one batch.
    ConfigError
        For another name, token, sampling or split, or a size below 1.

    Section: 6.3 语言模型数据集（歌词） (chapter_recurrent-neural-networks/
    lang-model-dataset); v2:8.3 语言模型和数据集
    """
    run = run or RunOptions()
    own = Path(name) if name not in _TITLES and Path(name).is_file() else None
    _check(name, own, token, split, max_tokens)
    title = _TITLES.get(name) or own.name
    if own is not None:
        indices, tokens = _own(read_text(own), token, max_tokens, min_freq)
    elif name == "jaychou":
        indices, tokens = _lyrics(max_tokens, run)
    elif name == "time-machine":
        indices, tokens = _novel(token, min_freq, run)
    else:
        indices, tokens = _newspaper(_SENTENCES[name], split, min_freq, run)
    is_sample = run.sample and own is None
    notice = sample_notice(title) if is_sample else ""
    info = DataInfo(
        "python-help" if is_sample else str(name),
        notice or title,
        (num_steps,),
        is_sample=is_sample,
        notice=notice,
        vocab=tokens,
    )
    loader = CorpusLoader(
        indices[:max_tokens],
        batch_size,
        num_steps,
        sampling,
        has_offset,
        run.seed,
        info,
    )
    if run.limit is not None and split == "train":
        loader = loader.limit(run.limit)
    return loader


def _lyrics(max_tokens, run) -> tuple:
    if run.sample:
        content = sample_text(_TITLES["jaychou"]).lower()
    else:
        content = read_text(locate("jaychou"))
    return _own(content, "char", max_tokens, 1)


def _own(content, token, max_tokens, min_freq) -> tuple:
    if token == "char":
        corpus = encode_characters(content, max_tokens)
        return corpus.indices, tuple(corpus.idx_to_char)
    tokens = tokenize_spaces(content)
    vocab = build_vocab(tokens, min_freq)
    return encode(vocab, tokens), vocab_tokens(vocab)


def _novel(token, min_freq, run) -> tuple:
    # a limit counts sequences here, not lines
    lines = time_machine_lines(RunOptions(sample=run.sample))
    tokens = list(itertools.chain.from_iterable(map(find_tokenizer(token), lines)))
    vocab = build_vocab(tokens, min_freq)
    return encode(vocab, tokens), vocab_tokens(vocab)


def _newspaper(read, split, min_freq, run) -> tuple:
    def tokens_of(part):
        sentences = read(part, RunOptions(sample=run.sample))
        return [token for each in sentences for token in (*each, EOS)]

    tokens = tokens_of("train")
    vocab = build_vocab(tokens, min_freq, reserved=[EOS])
    if split != "train":
        tokens = tokens_of(split)
    return encode(vocab, tokens), vocab_tokens(vocab)


def _check(name, own, token, split, max_tokens) -> None:
    if own is None and name not in _TITLES:
        raise ConfigError(
            f"There is no corpus {str(name)!r} for language models",
            "there is no file of that name either",
            f"choose one of {', '.join(_TITLES)}, or the path of a text",
        )
    if token not in ("char", "word"):
        raise ConfigError(f"The token is {token!r}", action="choose char or word")
    if split != "train" and name not in _SENTENCES:
        raise ConfigError(
            f"{name} has no split {split!r}",
            "the text comes without a test set",
            f"take train, or one of {', '.join(_SENTENCES)}",
        )
    if max_tokens is not None and max_tokens < 1:
        raise ConfigError(f"max_tokens is {max_tokens}", action="keep 1 or more")
