"""The functions of 10.7 on six reviews."""

import random

import mxnet as mx
import numpy as np
import pytest
from mxnet import nd
from mxnet.contrib import text
from mxnet.gluon import nn

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.d2lzh import imdb

REVIEWS = {
    "pos": ["A great film", "great great story", "great fun"],
    "neg": ["a bad film", "Bad bad", "bad\nbad film"],
}


@pytest.fixture
def reviews(notebook):
    for split in ("train", "test"):
        for name, texts in REVIEWS.items():
            folder = notebook / "data" / "aclImdb" / split / name
            folder.mkdir(parents=True)
            for number, content in enumerate(texts):
                (folder / f"{number}_1.txt").write_text(content)


def test_reviews_are_found_beside_the_notebook_and_shuffled(reviews):
    imdb.download_imdb()  # nothing to do
    random.seed(0)
    data = imdb.read_imdb("train")
    assert sorted(data) == sorted(
        [text.replace("\n", "").lower(), int(name == "pos")]
        for name, texts in REVIEWS.items()
        for text in texts
    )
    orders = []
    for seed in range(6):
        random.seed(seed)
        orders.append(imdb.read_imdb())
    assert orders[0] == data and any(each != data for each in orders)


def test_tokens_vocabulary_and_rows_of_500(reviews):
    data = imdb.read_imdb("train")
    vocab = imdb.get_vocab_imdb(data)
    assert isinstance(vocab, text.vocab.Vocabulary)
    # great 4 times, bad 4 times ("badbad" is another token): too rare for min_freq 5
    assert vocab.idx_to_token == ["<unk>", "<pad>"]
    vocab = imdb.get_vocab_imdb(data + [["great film", 1]])
    assert vocab.idx_to_token == ["<unk>", "<pad>", "great"]
    features, labels = imdb.preprocess_imdb([["a great film", 1], ["x", 0]], vocab)
    assert features.shape == (2, 500) and features.dtype == labels.dtype == np.float32
    assert features[0, :4].asnumpy().tolist() == [0, 2, 0, 1]
    assert labels.asnumpy().tolist() == [1, 0]
    assert imdb.get_tokenized_imdb([["A b", 1]]) == [["a", "b"]]
    assert imdb.count_tokens([["a"], ["a", "b"]])["a"] == 2


class Mean(nn.Block):
    """Positive where the mean index is above 2; its weight lies on a device."""

    def __init__(self, ctx):
        super().__init__()
        self.scale = self.params.get("scale", shape=(1,), init="ones")
        self.initialize(ctx=ctx)

    def forward(self, X):
        score = X.mean(axis=1, keepdims=True) * self.scale.data(X.context) - 2
        return nd.concat(-score, score, dim=1)


@pytest.mark.parametrize("ctx", [mx.cpu(), mx.cpu(1)])
def test_a_sentence_is_judged_on_the_device_of_the_net(ctx):
    vocab = imdb.get_vocab_imdb([["bad " * 9 + "good " * 6 + "fine " * 5, 1]])
    assert vocab.to_indices(["bad", "good", "fine"]) == [2, 3, 4]
    net = Mean(ctx)
    assert imdb.predict_sentiment(net, vocab, ["fine", "good"]) == "positive"
    assert imdb.predict_sentiment(net, vocab, ["bad", "awful"]) == "negative"
    with pytest.raises(ConfigError, match=r"sentence\.split"):
        imdb.predict_sentiment(net, vocab, "good fine")
    with pytest.raises(DataError, match="empty"):
        imdb.predict_sentiment(net, vocab, [])


def test_a_net_that_is_a_function_will_do():
    vocab = imdb.get_vocab_imdb([["good " * 5, 1]])
    found = imdb.predict_sentiment(lambda X: nd.array([[0, X.size]]), vocab, ["good"])
    assert found == "positive"


def test_offline_without_reviews_the_error_says_what_to_do(notebook, offline):
    for call in (imdb.download_imdb, imdb.read_imdb):
        with pytest.raises(DataError, match=r"aclImdb_v1\.tar\.gz"):
            call()
    with pytest.raises(DataError, match=r"mine/aclImdb_v1\.tar\.gz"):
        imdb.download_imdb("mine")


def test_a_split_that_is_not_there_is_named(reviews):
    with pytest.raises(DataError, match=r"valid/pos holds no review"):
        imdb.read_imdb("valid")
