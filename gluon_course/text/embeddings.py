"""Pretrained word vectors, GloVe's and fastText's, and those of a vocabulary (10.6)."""

from __future__ import annotations

import os
import re
from pathlib import Path

from gluonnlp.embedding import TokenEmbedding
from mxnet import nd

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.data.locating import locate
from gluon_course.data.sample import show_notice
from gluon_course.data.store import present
from gluon_course.text.embedding_file import read_vectors

STAND_IN = "glove.6B.50d-top9000"
"""Set of the catalogue that is read where the whole glove.6B.50d is not there."""
WIDTHS = {"glove.6B": (50, 100, 200, 300), "glove.twitter.27B": (25, 50, 100, 200)}
"""Sets of several files, with the numbers of a vector in each."""
_SEVERAL = re.compile(rf"({'|'.join(map(re.escape, WIDTHS))})\.(\d+)d")
_SUFFIXES = (".txt", ".vec")


def load_embedding(source: os.PathLike | str = "glove.6B.50d") -> TokenEmbedding:
    """Word vectors from a file, or from a set of the catalogue.

    Parameters
    ----------
    source : path or str
        A file of lines ``word number number ...``, with or without fastText's first
        line ``words width``, plain or alone in a zip archive. Or a name: those of the
        catalogue, and for sets of several widths such as ``"glove.6B.100d"``. For
        ``"glove.6B.50d"`` its first 9,000 words stand in where the whole is not
        there; a line on stderr says so.

    Returns
    -------
    gluonnlp.embedding.TokenEmbedding
        ``idx_to_vec`` is float32 (V, d). Index 0 is ``<unk>``: the vector of that word
        in the file, zeros if it has none. Of a word that stands twice the first vector
        counts; a line on stderr says how many there are.

    Raises
    ------
    DataError
        If the file is not there, is empty, is not UTF-8, or has a line of another
        width or with something that is no finite number; the message names the line.
    ConfigError
        If there is neither such a file nor such a set, or the set has several widths.

    Section: 10.6 求近义词和类比词 (chapter_natural-language-processing/
    similarity-analogy)
    """
    return read_vectors(_file_of(source))


def vectors_of(vocab, embedding: TokenEmbedding) -> nd.NDArray:
    """The vectors of the tokens of a vocabulary, for the weight of an embedding layer.

    Parameters
    ----------
    vocab : gluonnlp.Vocab or mxnet.contrib.text.vocab.Vocabulary
        Of V tokens.
    embedding : TokenEmbedding
        Of vectors of d numbers.

    Returns
    -------
    NDArray, float32, shape (V, d)
        Zeros for tokens without a vector.

    Raises
    ------
    DataError
        If no token has a vector.

    Section: 10.7 文本情感分类：使用循环神经网络 (chapter_natural-language-processing/
    sentiment-analysis-rnn)
    """
    known = embedding.token_to_idx
    # .get: gluonnlp's dictionary would answer with the index of <unk>
    places = [known.get(token) for token in vocab.idx_to_token]
    if all(place is None for place in places):
        raise DataError(
            f"None of the {len(places)} tokens of the vocabulary has a vector",
            "vectors and text are of different languages, or the text is not in lower "
            "case as GloVe's words are",
            "check the first tokens: vocab.idx_to_token[:10]",
        )
    rows = nd.array([place or 0 for place in places])
    has_vector = nd.array([place is not None for place in places]).reshape((-1, 1))
    vectors = nd.take(embedding.idx_to_vec, rows)
    return nd.where(has_vector.broadcast_like(vectors), vectors, nd.zeros_like(vectors))


def _file_of(source: os.PathLike | str) -> Path:
    path = Path(source)
    if path.is_file():
        return path
    if path.parent != Path(".") or path.suffix in (*_SUFFIXES, ".zip"):
        raise DataError(
            f"There is no file {path}", "the path is mistyped", "check the path"
        )
    name = str(source)
    several = _SEVERAL.fullmatch(name)
    if several:
        _check_width(name, several.group(1))
        return _of_several(name, several.group(1))
    if name in WIDTHS:
        raise ConfigError(
            f"{name} holds {len(WIDTHS[name])} files of vectors",
            "there is one of each width",
            "name one: " + _names(name),
        )
    found = locate(name)
    if found.is_file():
        return found
    files = sorted(each for each in found.iterdir() if each.suffix in _SUFFIXES)
    if len(files) != 1:
        raise ConfigError(
            f"{name} holds {len(files)} files of vectors",
            "there is one of each width",
            "name one: " + ", ".join(each.stem for each in files),
        )
    return files[0]


def _check_width(name: str, set_name: str) -> None:
    """Known without the files, of which one would be fetched for a typing error."""
    if name not in _names(set_name).split(", "):
        raise ConfigError(
            f"{set_name} has no vectors of that width: {name}",
            action=f"it has: {_names(set_name)}",
        )


def _names(set_name: str) -> str:
    return ", ".join(f"{set_name}.{width}d" for width in WIDTHS[set_name])


def _of_several(name: str, set_name: str) -> Path:
    of_v2 = f"v2-{name.lower()}"
    if set_name == "glove.6B" and present(set_name) is None:
        if name in ("glove.6B.50d", "glove.6B.100d") and present(of_v2):
            return present(of_v2) / "vec.txt"
        if name == "glove.6B.50d" and present(STAND_IN):
            show_notice("word vectors: the first 9,000 words of glove.6B.50d, not all")
            return present(STAND_IN)
    path = locate(set_name) / f"{name}.txt"
    if not path.is_file():
        there = sorted(each.stem for each in path.parent.iterdir())
        raise ConfigError(
            f"There is no {name} in {path.parent}", action=f"there are {there}"
        )
    return path
