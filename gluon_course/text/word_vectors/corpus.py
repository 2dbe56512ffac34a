"""Sentences as numbers, and the words that subsampling leaves of them (10.3)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

import gluonnlp
import numpy as np

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.run import RunOptions
from gluon_course.data import DataInfo
from gluon_course.text.corpora import ptb
from gluon_course.text.sample import sample_notice
from gluon_course.text.tokens import UNKNOWN
from gluon_course.text.vocabularies import build_vocab, vocab_tokens
from gluon_course.text.word_vectors.lookup import word_number

THRESHOLD = 1e-4
"""Share of a corpus above which the text leaves out occurrences of a word."""
MIN_FREQ = 5


@dataclasses.dataclass(frozen=True)
class WordCorpus:
    """Sentences one behind the other, every word the index of its token.

    Attributes
    ----------
    words : numpy.ndarray of int32, shape (T,)
        All words, 0..V-1.
    lengths : numpy.ndarray of int64, shape (S,)
        Words of each sentence, 0 or more; they add up to T.
    vocab : gluonnlp.Vocab
        V tokens, frequent ones first.
    info : DataInfo or None
        What the text is.
    """

    words: np.ndarray
    lengths: np.ndarray
    vocab: gluonnlp.Vocab
    info: DataInfo | None = None

    @property
    def counts(self) -> np.ndarray:
        """How often each token occurs, shape (V,)."""
        return np.bincount(self.words, minlength=len(self.vocab))

    @property
    def sentences(self) -> list[np.ndarray]:
        """The sentences as arrays of words."""
        return np.split(self.words, np.cumsum(self.lengths)[:-1])

    def number(self, token: str) -> int:
        """The number of a token.

        Raises
        ------
        DataError
            If it has none; the message suggests tokens that are spelled alike.
        """
        return word_number(token, self.vocab.token_to_idx)

    def only(self, is_kept: np.ndarray) -> WordCorpus:
        """The corpus without the words of which ``is_kept``, shape (T,), is False."""
        before = np.concatenate([[0], np.cumsum(is_kept)])
        ends = np.cumsum(self.lengths)
        lengths = before[ends] - before[ends - self.lengths]
        return WordCorpus(self.words[is_kept], lengths, self.vocab, self.info)


def word_corpus(
    sentences: Iterable[Sequence[str]], min_freq: int = MIN_FREQ
) -> WordCorpus:
    """Number the words that occur often enough; the others are left out.

    Parameters
    ----------
    sentences : iterable of sequences of str
        Tokens; they may be empty.
    min_freq : int
        Occurrences from which a word counts, 1 or more.

    Returns
    -------
    WordCorpus
        Of Penn Treebank: 887,100 words of 9,858 tokens. ``<unk>``, which stands in
        that text for what is rare, is a token like any other.

    Raises
    ------
    DataError
        If no word is left, or a sentence is no sequence of tokens.
    ConfigError
        If ``min_freq`` is below 1.

    Section: 10.3 word2vec的实现 (chapter_natural-language-processing/word2vec-gluon)
    """
    sentences = list(sentences)
    for sentence in sentences:
        if isinstance(sentence, str):
            raise DataError(
                f"The sentence {sentence[:40]!r} is one string",
                "a sentence is a sequence of tokens",
                "cut it first, for example with sentence.split()",
            )
    num_unknown = sum(sentence.count(UNKNOWN) for sentence in map(list, sentences))
    unknown = UNKNOWN if num_unknown >= min_freq else None
    vocab = build_vocab(sentences, min_freq, unknown=unknown)
    index = vocab.token_to_idx
    kept = [[index[each] for each in line if each in index] for line in sentences]
    lengths = np.array([len(line) for line in kept], np.int64)
    words = np.fromiter((word for line in kept for word in line), np.int32)
    return WordCorpus(words, lengths, vocab)


def ptb_corpus(
    run: RunOptions | None = None, min_freq: int = MIN_FREQ, split: str = "train"
) -> WordCorpus:
    """Penn Treebank, or the embedded sample, with its words numbered.

    Parameters
    ----------
    run : RunOptions, optional
        ``sample`` takes the embedded sample instead; ``limit`` takes the first
        sentences only.
    min_freq : int
        As in :func:`word_corpus`.
    split : {"train", "valid", "test"}

    Returns
    -------
    WordCorpus
        With ``info``.

    Raises
    ------
    DataError, ConfigError
        As :func:`~gluon_course.text.ptb` and :func:`word_corpus`.

    Section: 10.3 word2vec的实现
    """
    run = run or RunOptions()
    corpus = word_corpus(ptb(split, run), min_freq)
    title = "Penn Treebank"
    info = DataInfo(
        name="ptb",
        title=title,
        shape=(1,),
        is_sample=run.sample,
        notice=sample_notice(title) if run.sample else "",
        vocab=vocab_tokens(corpus.vocab),
    )
    return dataclasses.replace(corpus, info=info)


def subsample(
    corpus: WordCorpus, rng: np.random.RandomState, threshold: float = THRESHOLD
) -> WordCorpus:
    """Leave out each occurrence of a word with probability 1 - sqrt(threshold / f).

    Parameters
    ----------
    corpus : WordCorpus
    rng : numpy.random.RandomState
    threshold : float
        Above 0. A word whose share f of the corpus is at most this keeps all of its
        occurrences.

    Returns
    -------
    WordCorpus
        About 375,000 words of Penn Treebank's 887,100; "the", which occurs 50,770
        times, is left about 2,100 times.

    Raises
    ------
    ConfigError
        If the threshold is not above 0.

    Section: 10.3 word2vec的实现
    """
    return corpus.only(
        rng.random_sample(len(corpus.words))
        < keep_probability(corpus.counts, threshold)[corpus.words]
    )


def keep_probability(counts, threshold: float = THRESHOLD) -> np.ndarray:
    """Probability that an occurrence of each word survives subsampling.

    Parameters
    ----------
    counts : array of numbers, shape (V,)
        Occurrences, 0 or more.
    threshold : float
        Above 0.

    Returns
    -------
    numpy.ndarray, shape (V,)
        0 < p <= 1; 1 for words that do not occur.

    Raises
    ------
    ConfigError
        If the threshold is not above 0.

    Section: 10.3 word2vec的实现
    """
    if not threshold > 0:
        raise ConfigError(
            f"The threshold of subsampling is {threshold}",
            action="choose a share above 0, such as 1e-4; from 1 on all words stay",
        )
    counts = np.asarray(counts, float)
    shares = np.maximum(counts, 1e-12) / max(counts.sum(), 1e-12)
    return np.minimum(np.sqrt(threshold / shares), 1.0)
