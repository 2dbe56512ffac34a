"""Sentence pairs in batches: the text's files, and numbers written out."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from gluon_course.base.errors import DataError
from gluon_course.base.run import RunOptions
from gluon_course.data import BatchLoader, DataInfo, locate
from gluon_course.data.sample import show_notice
from gluon_course.text.reading import read_text
from gluon_course.text.tokens import BOS, EOS, PAD
from gluon_course.text.translation.numbers import (
    chinese_numeral,
    draw_numbers,
    english_words,
)
from gluon_course.text.translation.padding import pad_sentences
from gluon_course.text.translation.reading import (
    parse_pairs,
    preprocess_nmt,
    tokenize_nmt,
)
from gluon_course.text.vocabularies import build_vocab, vocab_from_tokens, vocab_tokens

NUMBER_STEPS = 12
"""Tokens of the longest generated sentence, <eos> included."""
_RESERVED = (PAD, BOS, EOS)
_SAMPLE_PAIRS = 2000


def fr_en_small(
    batch_size: int = 2, num_steps: int = 7, run: RunOptions = RunOptions()
) -> BatchLoader:
    """The text's 20 French-English pairs; there is no test set.

    Parameters
    ----------
    batch_size : int
        Pairs of a batch, N.
    num_steps : int
        Length of a padded sentence, T; pairs with a longer one are left out.
    run : RunOptions
        ``sample`` takes generated pairs instead, see :func:`number_pairs`; ``limit``
        the first pairs; ``seed`` fixes the order.

    Returns
    -------
    BatchLoader
        Batches of :func:`load_pairs`, shuffled anew each epoch.

    Raises
    ------
    DataError
        If the file is not there and cannot be fetched, is damaged, or has no pair so
        short.

    Section: 10.12 机器翻译 (chapter_natural-language-processing/machine-translation)
    """
    title = "20 French-English pairs"
    if run.sample:
        return number_pairs(batch_size, run=run, instead_of=title)[0]
    pairs = parse_pairs(read_text(locate("fr-en-small")), "fr-en-small.txt")
    words = [(source.split(), target.split()) for source, target in pairs]
    kept = [each for each in words if max(map(len, each)) < num_steps]
    if not kept:
        raise DataError(
            f"No pair has fewer than {num_steps} words",
            "a sentence and its <eos> are num_steps tokens",
            "take a larger num_steps: the text's is 7",
        )
    info = DataInfo("fr-en-small", title, (num_steps,))
    return load_pairs(*zip(*kept), batch_size, num_steps, info, run)


def fra_eng(
    batch_size: int,
    num_steps: int,
    num_examples: int = 600,
    run: RunOptions = RunOptions(),
) -> BatchLoader:
    """The first English-French pairs of Tatoeba, as zh-v2 trains on; no test set.

    Parameters
    ----------
    batch_size, num_steps : int
        As :func:`fr_en_small`, but longer sentences are cut.
    num_examples : int
        Pairs, the shortest first.
    run : RunOptions
        As :func:`fr_en_small`.

    Returns
    -------
    BatchLoader
        Batches of :func:`load_pairs`; words that occur once are ``<unk>``.

    Raises
    ------
    DataError
        If the file is not there and cannot be fetched, or is damaged.

    Section: v2:9.5 机器翻译与数据集
    (chapter_recurrent-modern/machine-translation-and-dataset)
    """
    title = "English-French pairs of Tatoeba"
    if run.sample:
        return number_pairs(batch_size, run=run, instead_of=title)[0]
    path = locate("fra-eng")
    text = preprocess_nmt(read_text(path))
    pairs = tokenize_nmt(text, num_examples, path.name)
    info = DataInfo("fra-eng", f"{len(pairs[0]):,} {title}", (num_steps,))
    return load_pairs(*pairs, batch_size, num_steps, info, run, min_freq=2)


def number_pairs(
    batch_size: int,
    num_train: int = _SAMPLE_PAIRS,
    num_test: int = 200,
    run: RunOptions = RunOptions(),
    instead_of: str = "",
) -> tuple[BatchLoader, BatchLoader]:
    """Generated pairs: numbers 0..999,999 in English words and in Chinese numerals.

    The draw is the same for every seed of a run. No number of the test set is in the
    training set, and two numbers share neither their English nor their Chinese: source
    and target of every test pair are unseen. A notice that the pairs are generated
    goes to stderr and with the loader.

    Parameters
    ----------
    batch_size : int
        Pairs of a batch.
    num_train, num_test : int
        Pairs, 1 or more each and 500,000 together at most.
    run : RunOptions
        ``limit`` takes the first training pairs; ``seed`` fixes the order.
    instead_of : str
        Title of the set that the pairs stand in for, for the notice.

    Returns
    -------
    train_iter, test_iter : BatchLoader
        Batches of :func:`load_pairs` with T = 12.

    Section: 10.9 编码器—解码器（seq2seq） (chapter_natural-language-processing/seq2seq)
    """
    numbers = draw_numbers(num_train + num_test).tolist()
    sources, targets = (
        list(map(write, numbers)) for write in (english_words, chinese_numeral)
    )
    notice = "generated: numbers in English and Chinese"
    notice += f", not {instead_of}" if instead_of else ""
    show_notice(notice)
    info = DataInfo(
        "number-pairs",
        notice,
        (NUMBER_STEPS,),
        is_sample=bool(instead_of),
        notice=notice,
    )
    sizes = (batch_size, NUMBER_STEPS)
    train_iter = load_pairs(sources[:num_train], targets[:num_train], *sizes, info, run)
    test = (sources[num_train:], targets[num_train:])
    return train_iter, load_pairs(*test, *sizes, train_iter.info)


def load_pairs(
    sources: Sequence[Sequence[str]],
    targets: Sequence[Sequence[str]],
    batch_size: int,
    num_steps: int,
    info: DataInfo,
    run: RunOptions | None = None,
    min_freq: int = 1,
) -> BatchLoader:
    """Tokenized sentence pairs in batches.

    Parameters
    ----------
    sources, targets : sequence of lists of str
        The words of each sentence and of its translation.
    batch_size, num_steps : int
        N and T.
    info : DataInfo
        What the pairs are. Its vocabularies are used; where it has none, they are
        built from the sentences.
    run : RunOptions, optional
        ``limit`` and ``seed``; without it the order stays, as for a test set.
    min_freq : int
        Words that occur more rarely are ``<unk>``.

    Returns
    -------
    BatchLoader
        Batches (X, X_len, Y, Y_len), float32: tokens of the source (N, T), its length
        with ``<eos>`` (N,), and the same of the target. ``info`` has the vocabularies.

    Raises
    ------
    DataError
        If the numbers of sentences differ, or a sentence is empty.

    Section: v2:9.5 机器翻译与数据集
    """
    if len(sources) != len(targets):
        raise DataError(
            f"{len(sources)} sentences have {len(targets)} translations",
            "sentences and translations belong together one by one",
        )
    vocab = _vocab(info.vocab, sources, min_freq)
    target_vocab = _vocab(info.target_vocab, targets, min_freq)
    info = dataclasses.replace(
        info, vocab=vocab_tokens(vocab), target_vocab=vocab_tokens(target_vocab)
    )
    loader = BatchLoader(
        *pad_sentences(sources, vocab, num_steps),
        *pad_sentences(targets, target_vocab, num_steps),
        batch_size=batch_size,
        shuffle=run is not None,
        seed=0 if run is None else run.seed,
        info=info,
    )
    if run is not None and run.limit is not None:
        loader = loader.limit(run.limit)
    return loader


def _vocab(tokens, sentences, min_freq):
    if tokens:
        return vocab_from_tokens(tokens)
    return build_vocab(sentences, min_freq, reserved=_RESERVED)
