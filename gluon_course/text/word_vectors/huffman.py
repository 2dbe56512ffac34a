"""The Huffman tree of hierarchical softmax: every word a path of turns (10.2)."""

from __future__ import annotations

import dataclasses
import heapq
from collections.abc import Iterator

import numpy as np

from gluon_course.base.errors import DataError
from gluon_course.text.word_vectors.batches import padded
from gluon_course.text.word_vectors.corpus import WordCorpus
from gluon_course.text.word_vectors.epochs import WindowBatches, alike


@dataclasses.dataclass(frozen=True)
class Huffman:
    """Paths from the root of a binary tree to its V leaves, the words.

    Attributes
    ----------
    nodes : numpy.ndarray of int32, shape (V, L)
        Inner nodes that a path passes, 0..V-2 and the root first; then 0.
    turns : numpy.ndarray of float32, shape (V, L)
        1 where it goes on to the left child, 0 to the right one; then 0.
    lengths : numpy.ndarray of int64, shape (V,)
        Nodes of each path, 1..L.
    """

    nodes: np.ndarray
    turns: np.ndarray
    lengths: np.ndarray

    @property
    def mask(self) -> np.ndarray:
        """1 where a path has a node, shape (V, L)."""
        width = self.nodes.shape[1]
        return (np.arange(width) < self.lengths[:, np.newaxis]).astype(np.float32)


def huffman(counts) -> Huffman:
    """The tree whose paths are shortest on average when words occur by ``counts``.

    Parameters
    ----------
    counts : array of numbers, shape (V,)
        Occurrences, 0 or more; V is 2 or more.

    Returns
    -------
    Huffman
        A function of the counts alone: of equally rare subtrees the older one is
        joined first.

    Raises
    ------
    DataError
        If there are fewer than two words, or a count is negative or not finite.

    Section: 10.2 近似训练 (chapter_natural-language-processing/approx-training)
    """
    counts = np.asarray(counts, float)
    num_words = len(counts)
    if num_words < 2 or not np.isfinite(counts).all() or (counts < 0).any():
        raise DataError(
            f"No tree can be built from {num_words} counts",
            "it has two leaves or more, and counts are finite and not negative",
            "count the words of the corpus that is trained on",
        )
    # leaves are 0..V-1, inner nodes V..2V-2 in the order in which they are made
    heap = [(count, leaf) for leaf, count in enumerate(counts)]
    heapq.heapify(heap)
    parent = np.zeros(2 * num_words - 1, np.int64)
    is_left = np.zeros(2 * num_words - 1, bool)
    for node in range(num_words, 2 * num_words - 1):
        (rare, left), (other, right) = heapq.heappop(heap), heapq.heappop(heap)
        parent[[left, right]] = node
        is_left[left] = True
        heapq.heappush(heap, (rare + other, node))
    root = 2 * num_words - 2
    nodes, turns, lengths = [], [], []
    for leaf in range(num_words):
        path, at = [], leaf
        while at != root:
            path.append(at)
            at = int(parent[at])
        path.reverse()
        nodes += [root - parent[each] for each in path]  # the root becomes 0
        turns += [is_left[each] for each in path]
        lengths.append(len(path))
    lengths = np.array(lengths)
    return Huffman(
        padded(np.array(nodes, np.int32), lengths)[0],
        padded(np.array(turns, np.float32), lengths)[0],
        lengths,
    )


class HierarchicalBatches(WindowBatches):
    """Batches of skip-gram with hierarchical softmax: a centre and a context's path.

    Parameters
    ----------
    corpus, batch_size, **options
        As :class:`~gluon_course.text.word_vectors.WindowBatches`; a sample is one
        context word of a centre.

    Attributes
    ----------
    tree : Huffman

    Yields
    ------
    centers : NDArray of int32, shape (N, 1)
    nodes : NDArray of int32, shape (N, L)
    masks : NDArray of float32, shape (N, L)
        1 where the path has a node.
    turns : NDArray of float32, shape (N, L)

    Raises
    ------
    DataError, ConfigError
        As :class:`~gluon_course.text.word_vectors.WindowBatches`.

    Section: 10.2 近似训练
    """

    def __init__(self, corpus: WordCorpus, batch_size: int = 512, **options):
        self.tree = huffman(corpus.counts)
        super().__init__(corpus, batch_size, **options)

    @property
    def num_samples(self) -> int:
        """Pairs of a centre and a context."""
        return len(self.windows.contexts)

    def _batches(self, order) -> Iterator[tuple[np.ndarray, ...]]:
        windows, tree, mask = self.windows, self.tree, self.tree.mask
        centers = windows.centers[windows.rows]
        lengths = tree.lengths[windows.contexts]
        for rows, width in alike(order, lengths, self.batch_size, self.num_widths):
            words = windows.contexts[rows]
            yield (
                centers[rows, np.newaxis],
                tree.nodes[words, :width],
                mask[words, :width],
                tree.turns[words, :width],
            )
