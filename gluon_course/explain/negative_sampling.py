"""Negative sampling and the tree: what a pair of words costs beside the softmax."""

from __future__ import annotations

import numpy as np
from mxnet import autograd, nd

from gluon_course import models, train
from gluon_course.base.seeds import seed_everything
from gluon_course.explain.topic import Answer, Check, Table, register_topic
from gluon_course.text import word_vectors

SIZES, EMBED, NEGATIVES = (100, 1000, 10_000), 16, 5


def zipf_counts(num_words: int) -> np.ndarray:
    """Counts of words as texts have them: the n-th is n times rarer than the first.

    Parameters
    ----------
    num_words : int
        V, 1 or more.

    Returns
    -------
    numpy.ndarray, shape (V,)
    """
    return 1e6 / np.arange(1, num_words + 1)


def entropy(counts) -> float:
    """Bits that a word of this distribution takes on average, at the least."""
    shares = np.asarray(counts, float) / np.sum(counts)
    shares = shares[shares > 0]
    return float(-(shares * np.log2(shares)).sum())


def rows_with_gradient(net, head) -> int:
    """How many output vectors of a skip-gram net a backward pass changes."""
    head.backward()
    gradient = net.contexts.weight.grad()
    return int((nd.abs(gradient).sum(axis=1) > 0).sum().asscalar())


def softmax_rows(net, center: int, word: int, num_words: int) -> int:
    """Vectors that one pair changes with the softmax over all words."""
    words = nd.arange(num_words).reshape((1, -1))
    with autograd.record():
        scores = net(nd.array([[center]]), words)[:, 0]
        head = -nd.log_softmax(scores)[0, word]
    return rows_with_gradient(net, head)


def task_rows(net, task, center: int, words, labels) -> int:
    """Vectors that one pair changes with a task of the trainer."""
    masks = nd.ones((1, len(words)))
    batch = nd.array([[center]]), nd.array([words]), masks, nd.array([labels])
    with autograd.record():
        head, _ = task.forward(nd, net, *batch)
    return rows_with_gradient(net, head)


@register_topic(
    "negative-sampling",
    "What does negative sampling save beside the softmax over all words?",
    "10.2, 10.3",
)
def negative_sampling() -> Answer:
    """Count the vectors that one pair of words changes, for growing vocabularies."""
    seed_everything(0)
    rng = np.random.RandomState(0)
    rows, table, paths, sums = [], [], {}, []
    for size in SIZES:
        counts = zipf_counts(size)
        tree, noise = word_vectors.huffman(counts), word_vectors.Noise(counts)
        word = size // 3
        words = [word, *noise.draw(NEGATIVES, rng)]
        net = models.get_model("skip_gram", vocab_size=size, embed_size=EMBED)
        by_tree = models.get_model(
            "skip_gram", vocab_size=size, embed_size=EMBED, hierarchical=True
        )
        for each in (net, by_tree):
            each.initialize()
            for parameter in each.collect_params().values():
                parameter.set_data(nd.random.normal(shape=parameter.shape))
        length = tree.lengths[word]
        nodes, turns = tree.nodes[word][:length], tree.turns[word][:length]
        task, by_path = train.NegativeSampling(), train.HierarchicalSoftmax()
        changed = (
            softmax_rows(net, 0, word, size),
            task_rows(net, task, 0, words, [1] + [0] * NEGATIVES),
            task_rows(by_tree, by_path, 0, nodes, turns),
        )
        rows.append((*changed, len(set(words)), length))
        paths[size] = float((tree.lengths * counts).sum() / counts.sum())
        table.append((f"{size:,}", *changed, f"{paths[size]:.2f}"))
        arrays = map(nd.array, (tree.nodes, tree.mask, tree.turns))
        nodes, mask, turns = arrays
        scores = by_tree(nd.zeros((size, 1)), nodes)
        losses = by_path.losses(nd, scores, mask, turns)
        sums.append(nd.exp(-losses).sum().asscalar())
    bits = {size: entropy(zipf_counts(size)) for size in SIZES}
    return Answer(
        "The softmax over V words scores all of them for each pair, and its gradient "
        "changes all V output vectors. Negative sampling scores the context word and K "
        "noise words: 1 + K vectors, however many words there are. Hierarchical "
        "softmax turns the choice into a walk through a binary tree, about log2 V "
        "nodes, fewer for frequent words, and its probabilities still add up to 1, "
        "which those of negative sampling need not.",
        tables=[
            Table(
                ("words", "softmax", "sampling", "tree", "path on average"),
                table,
                f"output vectors that one pair changes, K = {NEGATIVES}; words as in "
                "Zipf's law",
            )
        ],
        checks=[
            Check(
                "the softmax changes the vectors of all words",
                all(each[0] == size for each, size in zip(rows, SIZES)),
            ),
            Check(
                "negative sampling changes those of the words it scores, 1 + K at most",
                all(each[1] == each[3] <= 1 + NEGATIVES for each in rows),
            ),
            Check(
                "the tree changes those of the nodes on the way",
                all(each[2] == each[4] for each in rows),
            ),
            Check(
                "a path is as long as the entropy on average, at most one turn more",
                all(bits[size] <= paths[size] < bits[size] + 1 for size in SIZES),
                ", ".join(f"{bits[n]:.2f} <= {paths[n]:.2f}" for n in SIZES),
            ),
            Check(
                "the tree's probabilities of all words add up to 1",
                all(abs(each - 1) < 1e-3 for each in sums),
            ),
        ],
    )
