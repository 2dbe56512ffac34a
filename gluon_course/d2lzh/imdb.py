"""The names of 10.7: film reviews of IMDb."""

from __future__ import annotations

import random

from mxnet import nd

from gluon_course import text
from gluon_course.base.devices import try_gpu
from gluon_course.base.errors import ConfigError, DataError
from gluon_course.d2lzh.places import TEXT_FOLDER, text_path
from gluon_course.data.placing import place_unpacked
from gluon_course.text import count_tokens

__all__ = [
    "count_tokens",
    "download_imdb",
    "get_tokenized_imdb",
    "get_vocab_imdb",
    "predict_sentiment",
    "preprocess_imdb",
    "read_imdb",
]


def download_imdb(data_dir=TEXT_FOLDER):
    """Have the folder ``aclImdb``: found, or fetched, checked and unpacked.

    Parameters
    ----------
    data_dir : str
        Folder to have it in. The default looks into ``../data`` and the data root
        first and fetches only what neither has.

    Raises
    ------
    DataError
        If it is neither there nor to be fetched, or is damaged.

    Section: 10.7 文本情感分类：使用循环神经网络
    (chapter_natural-language-processing/sentiment-analysis-rnn)
    """
    if data_dir == TEXT_FOLDER:
        text_path("imdb", "aclImdb")
    else:
        place_unpacked("imdb", data_dir)


def read_imdb(folder="train"):
    """The reviews of a split, shuffled by Python's ``random``.

    Parameters
    ----------
    folder : {"train", "test"}
        The split.

    Returns
    -------
    list of [str, int]
        Review in lower case, and 1 for a positive, 0 for a negative one.

    Raises
    ------
    DataError
        If the reviews are neither there nor to be fetched, or are damaged.

    Section: 10.7 文本情感分类：使用循环神经网络
    """
    data = text.read_reviews(text_path("imdb", "aclImdb") / folder)
    random.shuffle(data)
    return data


def get_tokenized_imdb(data):
    """Lower-case tokens of each review; see :func:`gluon_course.text.tokenize_reviews`.

    Section: 10.7 文本情感分类：使用循环神经网络
    """
    return text.tokenize_reviews(data)


def get_vocab_imdb(data):
    """``mxnet.contrib.text.vocab.Vocabulary`` of tokens that occur 5 times or more.

    ``<unk>`` is 0 and ``<pad>`` is 1.

    Section: 10.7 文本情感分类：使用循环神经网络
    """
    return text.vocabulary(text.tokenize_reviews(data))


def preprocess_imdb(data, vocab):
    """Reviews as rows of 500 indices, cut or filled with ``<pad>``, and their labels.

    Returns
    -------
    features : NDArray, float32, shape (n, 500)
    labels : NDArray, float32, shape (n,)

    Raises
    ------
    DataError
        If there is no review.

    Section: 10.7 文本情感分类：使用循环神经网络
    """
    features = text.encode_reviews(text.tokenize_reviews(data), vocab)
    return features, nd.array([label for _, label in data])


def predict_sentiment(net, vocab, sentence):
    """``'positive'`` or ``'negative'``, on the device of the net.

    Parameters
    ----------
    net : gluon.Block
        Indices (1, T) to scores (1, 2).
    vocab : mxnet.contrib.text.vocab.Vocabulary
    sentence : list of str
        T tokens, 1 or more.

    Raises
    ------
    ConfigError
        If the sentence is a string.
    DataError
        If it is empty.

    Section: 10.7 文本情感分类：使用循环神经网络
    """
    if isinstance(sentence, str):
        raise ConfigError(
            f"The sentence is the string {sentence!r}",
            "a list of tokens is needed",
            "write sentence.split()",
        )
    if not len(sentence):
        raise DataError("The sentence is empty", action="give one token or more")
    indices = nd.array([vocab.to_indices(list(sentence))], ctx=_device(net))
    score = net(indices).argmax(axis=1).asscalar()
    return "positive" if score == 1 else "negative"


def _device(net):
    collect = getattr(net, "collect_params", dict)
    for parameter in collect().values():
        return parameter.list_ctx()[0]
    return try_gpu()
