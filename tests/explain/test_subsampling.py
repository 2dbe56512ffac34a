"""The drawn text and the share of its frequent contexts."""

import numpy as np

from gluon_course.explain import subsampling as topic
from gluon_course.text import word_vectors


def test_the_text_is_drawn_as_zipf_has_it_and_always_the_same():
    corpus = topic.drawn_corpus(20, 2000)
    assert len(corpus.words) == 2000 and set(corpus.lengths) == {20}
    shares = 1 / np.arange(1, 21)
    wanted = 2000 * shares / shares.sum()
    assert (abs(corpus.counts - wanted) < 5 * np.sqrt(wanted)).all()
    again = topic.drawn_corpus(20, 2000)
    assert (again.words == corpus.words).all()


def test_contexts_below_the_bound_are_counted():
    sizes = np.array([4])
    contexts = np.array([0, topic.FREQUENT - 1, topic.FREQUENT, 999])
    windows = word_vectors.Windows(np.array([0]), contexts, sizes)
    assert topic.share_of_frequent(windows) == 0.5
