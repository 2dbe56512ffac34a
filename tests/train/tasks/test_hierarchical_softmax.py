"""Hierarchical softmax: probabilities add up to 1; the loss is their logarithm."""

import numpy as np
import pytest
from mxnet import nd

from gluon_course import models, train
from gluon_course.text import word_vectors

COUNTS = [9, 1, 4, 2, 2, 7]


def losses_of_all_words(net, inputs):
    """-log p(word | inputs) of all words, shape (N, V)."""
    tree = word_vectors.huffman(COUNTS)
    task, found = train.HierarchicalSoftmax(), []
    for row in range(len(inputs[0])):
        own = [nd.repeat(nd.array(each[row : row + 1]), 6, axis=0) for each in inputs]
        scores = net(*own, nd.array(tree.nodes))
        arrays = nd.array(tree.mask), nd.array(tree.turns)
        found.append(task.losses(nd, scores, *arrays).asnumpy())
    return np.array(found)


@pytest.mark.parametrize("name", ["skip_gram", "cbow"])
def test_the_probabilities_of_all_words_add_up_to_one(name):
    net = models.get_model(name, vocab_size=6, embed_size=4, hierarchical=True)
    net.initialize()
    for parameter in net.collect_params().values():
        parameter.set_data(nd.random.normal(shape=parameter.shape))
    inputs = {
        "skip_gram": (np.array([[2], [5]]),),
        "cbow": (np.array([[2, 0], [5, 1]]), np.array([[1, 0], [1, 1]])),
    }[name]
    losses = losses_of_all_words(net, inputs)
    np.testing.assert_allclose(np.exp(-losses).sum(axis=1), 1, rtol=1e-5)
    assert losses.std() > 0.3  # not all alike


def test_the_trainer_learns_who_stands_beside_whom():
    lines = [["a", "b"]] * 30 + [["c", "d"]] * 30 + [["e", "f"]] * 30
    corpus = word_vectors.word_corpus(lines, 1)
    batches = word_vectors.HierarchicalBatches(
        corpus, 32, max_window=1, threshold=1.0, seed=1
    )
    net = models.get_model("skip_gram", vocab_size=6, embed_size=8, hierarchical=True)
    trainer = train.Trainer(
        net, train.HierarchicalSoftmax(), "adam", {"learning_rate": 0.05}
    )
    history = trainer.fit(batches, num_epochs=20).history
    # at first every turn is a coin: about log2(6) of them
    assert history[0]["train_loss"] > 1.0
    assert history[-1]["train_loss"] < 0.2
