"""The made-up sentences, and vectors as sums."""

import numpy as np
import pytest
from mxnet import nd

from gluon_course import models
from gluon_course.explain import subwords as topic
from gluon_course.text import word_vectors


def test_the_sentences_lack_the_forms_asked_for_and_have_all_others():
    words = {line[1] for line in topic.sentences(400)}
    forms = {stem + ending for stem in topic.STEMS for ending in topic.ENDINGS}
    assert words == forms - set(topic.UNSEEN)


def test_a_vector_is_the_sum_of_parts_cut_to_length_one():
    subwords = word_vectors.Subwords(["walk", "walks"], 30)
    net = models.get_model(
        "fasttext",
        vocab_size=2,
        num_buckets=30,
        max_parts=subwords.table.shape[1],
        embed_size=4,
    )
    net.initialize()
    net.centers.set_table(subwords.table)
    parts = net.centers.vectors.weight.data().asnumpy()
    for word in ("walks", "walking"):
        total = sum(parts[row] for row in subwords.rows(word))
        found = topic.vector(net, subwords, word)
        np.testing.assert_allclose(found, total / np.linalg.norm(total), rtol=1e-4)
    walk = net.centers(nd.array([[0]]))[0, 0].asnumpy()
    cosine = walk @ topic.vector(net, subwords, "walk") / np.linalg.norm(walk)
    assert cosine == pytest.approx(1, rel=1e-5)
