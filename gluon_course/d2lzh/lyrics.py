"""The corpora of 6.3 under the text's names."""

from __future__ import annotations

from gluon_course import text
from gluon_course.d2lzh.places import text_path


def load_data_jay_lyrics():
    """The first 10,000 characters of Jay Chou's lyrics.

    Returns
    -------
    corpus_indices : list of int
        10,000 indices 0..1026.
    char_to_idx : dict of str to int
    idx_to_char : list of str
        Sorted, so that runs repeat.
    vocab_size : int
        1027.

    Raises
    ------
    DataError
        If ``jaychou_lyrics.txt.zip`` is not there or is damaged.

    Section: 6.3 语言模型数据集（歌词） (chapter_recurrent-neural-networks/
    lang-model-dataset)
    """
    path = text_path("jaychou", "jaychou_lyrics.txt.zip")
    return _as_in_the_text(text.encode_characters(text.read_text(path)))


def load_data_time_machine():
    """The first 10,000 characters of The Time Machine in lower case.

    Returns
    -------
    As :func:`load_data_jay_lyrics`.

    Raises
    ------
    DataError
        If ``timemachine.txt`` is neither there nor to be fetched, or is damaged.

    Section: 6.3 语言模型数据集 (English edition)
    """
    path = text_path("time-machine", "timemachine.txt")
    return _as_in_the_text(text.encode_characters(text.read_text(path).lower()))


def _as_in_the_text(corpus: text.Corpus):
    return corpus.indices, corpus.char_to_idx, corpus.idx_to_char, corpus.vocab_size
