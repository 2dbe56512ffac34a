"""Vocabularies: gluonnlp's ``Vocab`` from counted tokens, and back from a record.

The order of the indices follows from the tokens alone: the unknown token, the reserved
ones, then the others by falling frequency and, where it is equal, by code point.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

import gluonnlp

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.text.tokens import BOS, EOS, PAD, UNKNOWN

_ROLES = {"padding_token": PAD, "bos_token": BOS, "eos_token": EOS}


def build_vocab(
    tokens: Iterable,
    min_freq: int = 1,
    max_size: int | None = None,
    reserved: Sequence[str] = (),
    unknown: str | None = UNKNOWN,
) -> gluonnlp.Vocab:
    """Number the tokens of a corpus, frequent ones first.

    Parameters
    ----------
    tokens : iterable of str, or of lists of str
        The corpus: tokens, or lines of tokens. A string counts as its characters.
    min_freq : int
        How often a token must occur to have an index of its own, 1 or more.
    max_size : int, optional
        How many tokens to keep at most beside the unknown and the reserved ones, 1 or
        more; None keeps all.
    reserved : sequence of str
        Tokens that have the indices after the unknown one, whether they occur or not.
        ``<pad>``, ``<bos>`` and ``<eos>`` are also known by their roles, such as
        ``vocab.padding_token``.
    unknown : str or None
        Token of index 0, which stands for all that have none. None: there is none, and
        :func:`encode` refuses such tokens.

    Returns
    -------
    gluonnlp.Vocab
        Of V tokens; equal corpora have equal vocabularies.

    Raises
    ------
    DataError
        If the corpus is empty, keeps no token, or has tokens that are not strings.
    ConfigError
        If ``min_freq`` or ``max_size`` is below 1, or a reserved token stands twice or
        is the unknown one.

    Section: v2:8.2 文本预处理 (chapter_recurrent-neural-networks/text-preprocessing)
    """
    for name, value in (("min_freq", min_freq), ("max_size", max_size)):
        if value is not None and value < 1:
            raise ConfigError(f"{name} is {value}", action="take 1 or more")
    reserved = _checked_reserved(reserved, unknown)
    counter = gluonnlp.data.count_tokens(_flat(tokens))
    if not counter:
        raise DataError(
            "The corpus has no token",
            "the text is empty, or the tokenizer left nothing of it",
            "check the file and the tokenizer",
        )
    vocab = _vocab(counter, reserved, unknown, min_freq, max_size)
    if len(vocab) == len(reserved) + (unknown is not None):
        raise DataError(
            f"No token occurs {min_freq} times or more",
            f"the most frequent one, {counter.most_common(1)[0][0]!r}, occurs "
            f"{max(counter.values())} times",
            "take a smaller min_freq or a longer text",
        )
    return vocab


def vocab_from_tokens(tokens: Sequence[str]) -> gluonnlp.Vocab:
    """The vocabulary of a record, such as ``DataInfo.vocab`` of a run or an export.

    Parameters
    ----------
    tokens : sequence of V str
        In the order of their indices; ``<unk>`` among them is the unknown token.

    Returns
    -------
    gluonnlp.Vocab
        ``vocab_tokens`` of it are the tokens.

    Raises
    ------
    DataError
        If there is no token, one stands twice or one is not a string.

    Section: v2:8.2 文本预处理
    """
    counter = gluonnlp.data.count_tokens(_flat(tokens))
    if not counter:
        raise DataError(
            "The vocabulary has no token",
            "the run or export was not made from a text",
            "give a run of a text, or its vocabulary",
        )
    token, count = counter.most_common(1)[0]
    if count > 1:
        raise DataError(
            f"The vocabulary has {token!r} {count} times",
            "its record is damaged: every token has one index",
            "write the run or export again",
        )
    unknown = UNKNOWN if UNKNOWN in counter else None
    reserved = [token for token in _ROLES.values() if token in counter]
    order = {token: index for index, token in enumerate(tokens)}
    return _vocab(counter, reserved, unknown, order=order)


def vocab_tokens(vocab: gluonnlp.Vocab) -> tuple[str, ...]:
    """The tokens in the order of their indices, for ``DataInfo.vocab``.

    Section: v2:8.2 文本预处理
    """
    return tuple(vocab.idx_to_token)


def encode(vocab: gluonnlp.Vocab, tokens: Iterable[str]) -> list[int]:
    """The indices of tokens.

    Parameters
    ----------
    vocab : gluonnlp.Vocab
        Of V tokens.
    tokens : iterable of L str
        May be empty.

    Returns
    -------
    list of L int
        0..V-1; unknown tokens have the index of the unknown token.

    Raises
    ------
    DataError
        If a token is not in a vocabulary that has no unknown token.

    Section: v2:8.2 文本预处理
    """
    tokens = list(tokens)
    try:
        return vocab[tokens]
    except KeyError as error:
        raise DataError(
            f"The vocabulary of {len(vocab)} tokens has no {error.args[0]!r}",
            "the model was trained on a text without it, and without an unknown token",
            "write it with tokens of that text",
        ) from error


def decode(vocab: gluonnlp.Vocab, indices: Iterable[int]) -> list[str]:
    """The tokens of indices, the inverse of :func:`encode` but for unknown tokens.

    Parameters
    ----------
    vocab : gluonnlp.Vocab
        Of V tokens.
    indices : iterable of L numbers
        Whole numbers 0..V-1, also as floats or in an array of one axis.

    Returns
    -------
    list of L str

    Raises
    ------
    DataError
        If a number is no index of the vocabulary.

    Section: v2:8.2 文本预处理
    """
    if hasattr(indices, "asnumpy"):
        indices = indices.asnumpy()
    tokens = vocab.idx_to_token
    found = []
    for index in indices:
        if not 0 <= index < len(tokens) or int(index) != index:
            raise DataError(
                f"{index} is no index of a vocabulary of {len(tokens)} tokens",
                "the numbers were made with another vocabulary",
                "use the vocabulary of the same run",
            )
        found.append(tokens[int(index)])
    return found


def _vocab(counter, reserved, unknown, min_freq=1, max_size=None, order=None):
    roles = {
        role: token if token in reserved else None for role, token in _ROLES.items()
    }
    if order is None:
        # gluonnlp puts tokens with a role before the other reserved ones
        start = 0 if unknown is None else 1
        order = {token: start + i for i, token in enumerate(reserved)}
    return gluonnlp.Vocab(
        counter,
        min_freq=min_freq,
        max_size=max_size,
        unknown_token=unknown,
        reserved_tokens=[each for each in reserved if each not in _ROLES.values()],
        token_to_idx=order,
        **roles,
    )


def _checked_reserved(reserved, unknown) -> list[str]:
    reserved = list(reserved)
    for i, token in enumerate(reserved):
        if token == unknown or token in reserved[:i]:
            raise ConfigError(
                f"The reserved token {token!r} has an index already",
                "it stands twice among the reserved tokens or is the unknown one",
                "name it once",
            )
    return reserved


def _flat(tokens: Iterable) -> Iterable[str]:
    def each(item):
        if isinstance(item, str):
            return (item,)
        return item if isinstance(item, Iterable) else (item,)

    for token in itertools.chain.from_iterable(map(each, tokens)):
        if not isinstance(token, str):
            raise DataError(
                f"{token!r} is a token of type {type(token).__name__}",
                "tokens are strings, in one list or in lines of lists",
                "tokenize the text first: text.tokenize_words",
            )
        yield token
