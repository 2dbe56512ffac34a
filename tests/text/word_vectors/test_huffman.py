"""Huffman's tree: codes without a common beginning, as short as they can be."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gluon_course.base.errors import DataError
from gluon_course.text import word_vectors


def codes(tree):
    return [
        "".join(str(int(turn)) for turn in turns[:length])
        for turns, length in zip(tree.turns, tree.lengths)
    ]


def shortest_mean(counts):
    """The least sum of count x depth over all trees: subtrees joined in any order."""
    if len(counts) == 1:
        return 0
    best = None
    for i, j in itertools.combinations(range(len(counts)), 2):
        rest = [c for k, c in enumerate(counts) if k not in (i, j)]
        joined = counts[i] + counts[j]
        total = joined + shortest_mean([*rest, joined])
        best = total if best is None else min(best, total)
    return best


@settings(max_examples=25)
@given(st.lists(st.integers(0, 20), min_size=2, max_size=5))
def test_no_tree_has_shorter_paths(counts):
    tree = word_vectors.huffman(counts)
    assert (tree.lengths * counts).sum() == shortest_mean(counts)


@settings(max_examples=25)
@given(st.lists(st.integers(0, 1000), min_size=2, max_size=40))
def test_every_node_is_passed_on_both_sides_and_no_code_begins_another(counts):
    tree = word_vectors.huffman(counts)
    words = codes(tree)
    assert not any(a != b and b.startswith(a) for a in words for b in words)
    assert len(set(words)) == len(counts)
    passed = {
        (int(n), int(t))
        for nodes, turns, length in zip(tree.nodes, tree.turns, tree.lengths)
        for n, t in zip(nodes[:length], turns[:length])
    }
    assert passed == {(n, t) for n in range(len(counts) - 1) for t in (0, 1)}
    assert (tree.nodes[:, 0] == 0).all()  # the root
    assert tree.mask.sum(axis=1).tolist() == tree.lengths.tolist()
    assert (tree.nodes[tree.mask == 0] == 0).all()


def test_a_tree_of_the_books_kind():
    tree = word_vectors.huffman([5, 1, 2, 1])
    assert tree.lengths.tolist() == [1, 3, 2, 3]
    with pytest.raises(DataError, match="from 1 counts"):
        word_vectors.huffman([3])


def test_batches_hold_the_path_of_each_context_word_once():
    lines = [["a", "b", "c"], ["d", "a"], ["e", "a", "a", "b"]]
    corpus = word_vectors.word_corpus(lines, 1)
    batches = word_vectors.HierarchicalBatches(
        corpus, 4, max_window=2, threshold=1.0, num_widths=2
    )
    windows, tree = batches.windows, batches.tree
    of_code = {code: word for word, code in enumerate(codes(tree))}
    found = []
    for batch in batches:
        for center, _, mask, turns in zip(*(each.asnumpy() for each in batch)):
            code = "".join(str(int(turn)) for turn in turns[mask == 1])
            found.append((int(center[0]), of_code[code]))
    wanted = zip(windows.centers[windows.rows].tolist(), windows.contexts.tolist())
    assert sorted(found) == sorted(wanted)
    assert batches.num_samples == len(found)
    assert len(batches) == -(-len(found) // 4)
