"""From a text to indices: what the choice of tokens and of a vocabulary decides."""

from __future__ import annotations

import random as python_random

import numpy as np

from gluon_course import text, viz
from gluon_course.explain.topic import Answer, Check, Table, register_topic

MIN_FREQS = (1, 2, 5, 10)


def vocabulary_growth(tokens: list[str], points: int = 12) -> tuple[list, list]:
    """How many different tokens the beginnings of a text have.

    Parameters
    ----------
    tokens : list of L str
        The text.
    points : int
        Beginnings, from about L / 2**11 tokens to all of them, each longer by the same
        factor.

    Returns
    -------
    lengths, sizes : list of int
        Tokens of each beginning, and different ones among them.

    Section: v2:8.2 文本预处理 (chapter_recurrent-neural-networks/text-preprocessing)
    """
    lengths = np.geomspace(max(2, len(tokens) / 2**11), len(tokens), points)
    lengths = sorted(set(np.rint(lengths).astype(int).tolist()))
    return lengths, [len(set(tokens[:length])) for length in lengths]


def filler_share(sequences, num_buckets: int, batch_size: int = 32) -> float:
    """Which share of padded batches is filler, 0..1.

    Parameters
    ----------
    sequences : sequence of sequences of int
        None empty.
    num_buckets, batch_size : int
        As for :class:`~gluon_course.text.BucketLoader`.

    Section: 10.7 文本情感分类：使用循环神经网络 (chapter_natural-language-processing/
    sentiment-analysis-rnn)
    """
    loader = text.BucketLoader(
        sequences, batch_size=batch_size, num_buckets=num_buckets
    )
    size = sum(X.size for X, _ in loader)
    return 1 - sum(map(len, sequences)) / size


@register_topic(
    "text-preprocessing",
    "Characters or words: what does the choice of tokens decide?",
    "6.3, v2:8.2",
)
def text_preprocessing() -> Answer:
    """Cut one text both ways, number it, and ask for what was never seen."""
    paragraphs = text.sample_text().split("\n\n")
    lines = [line for each in paragraphs if (line := text.keep_letters(each))]
    # paragraphs of one topic stay together otherwise, and a tenth has its own words
    python_random.Random(0).shuffle(lines)
    cut = len(lines) * 9 // 10
    words, held_words = (_flat(part, "word") for part in (lines[:cut], lines[cut:]))
    chars, held_chars = (_flat(part, "char") for part in (lines[:cut], lines[cut:]))
    char_vocab = text.build_vocab(chars)

    rows, sizes, unknown = [], [], []
    rows.append(
        ("character", 1, len(chars), len(char_vocab), _share(char_vocab, held_chars))
    )
    for min_freq in MIN_FREQS:
        vocab = text.build_vocab(words, min_freq)
        sizes.append(len(vocab))
        unknown.append(_unknown(vocab, held_words))
        share = _share(vocab, held_words)
        rows.append(("word", min_freq, len(words), len(vocab), share))
    vocab = text.build_vocab(words)
    shuffled = text.build_vocab(python_random.Random(1).sample(words, len(words)))
    line = lines[0]
    indices = [text.encode(vocab, text.tokenize_words(each)) for each in lines[:cut]]
    filler = {n: filler_share(indices, n) for n in (1, 10)}
    lengths, different = vocabulary_growth(words)
    slope = np.polyfit(np.log(lengths), np.log(different), 1)[0]
    return Answer(
        "Characters give a small vocabulary that knows every text, and long sequences. "
        "Words give sequences several times shorter and a vocabulary that never ends: "
        "new ones come as long as one reads, and each rare one costs a row of the "
        "embedding and an output. A least frequency cuts that tail; what falls below "
        "is <unk> and cannot be told apart any more. In a batch texts are filled up to "
        "one length; buckets of like length keep the filler small. (The text is that "
        "of the sample: its figures differ from one Python to the next.)",
        tables=[
            Table(
                ("token", "min_freq", "length", "vocabulary", "<unk> in a new text"),
                rows,
                "The same text, cut in two ways",
            )
        ],
        checks=[
            Check(
                "characters come back from their indices exactly",
                "".join(text.decode(char_vocab, text.encode(char_vocab, line))) == line,
            ),
            Check(
                "no character of the held-out tenth is unknown, some words are",
                _unknown(char_vocab, held_chars) == 0 < unknown[0],
            ),
            Check(
                "as words the text is at least four times shorter",
                len(chars) > 4 * len(words),
                f"{len(chars) / len(words):.1f} times",
            ),
            Check(
                "a higher min_freq means fewer words and more <unk>",
                sizes == sorted(sizes, reverse=True) and unknown == sorted(unknown),
            ),
            Check(
                "half of the words or fewer make up nine tenths of the text",
                _needed(vocab, words, 0.9) <= 0.5 * len(vocab),
                f"{_needed(vocab, words, 0.9)} of {len(vocab)}",
            ),
            Check(
                "the order of the text does not change the indices",
                vocab.idx_to_token == shuffled.idx_to_token,
            ),
            Check(
                "the vocabulary grows with the text, but slower than it",
                0 < slope < 1,
                f"as its length to the power {slope:.2f}",
            ),
            Check(
                "batches of paragraphs of like length hold less filler",
                filler[10] < 0.7 * filler[1],
                f"{filler[10]:.0%} in 10 buckets, {filler[1]:.0%} in one",
            ),
        ],
        pictures={
            "text-preprocessing": viz.loglog(
                lengths, different, (), "words read", "different words"
            )
        },
    )


def _flat(lines: list[str], token: str) -> list[str]:
    tokenize = text.find_tokenizer(token)
    return [each for line in lines for each in tokenize(line)]


def _unknown(vocab, tokens: list[str]) -> float:
    return float(np.mean(np.array(text.encode(vocab, tokens)) == 0))


def _share(vocab, tokens: list[str]) -> str:
    return f"{100 * _unknown(vocab, tokens):.1f} %"


def _needed(vocab, tokens: list[str], share: float) -> int:
    """How many of the most frequent tokens make up that share of the text."""
    counts = np.bincount(text.encode(vocab, tokens))[1:]
    return int(np.searchsorted(counts.cumsum(), share * len(tokens))) + 1
