"""Analogies of vectors that are known to be sums, and of vectors that are not."""

import numpy as np
import pytest

from gluon_course.base.errors import ConfigError
from gluon_course.explain import analogies as topic


def test_sums_solve_all_analogies():
    rng = np.random.RandomState(3)
    things = rng.normal(size=(len(topic.THINGS), 1, 12))
    forms = rng.normal(size=(1, len(topic.FORMS), 12))
    vectors = (things + forms).reshape(-1, 12)
    right, total = topic.solved(vectors)
    assert right == total == 6 * 5 * 3 * 2
    assert topic.spread(vectors) < 1e-12


def test_vectors_without_structure_solve_few():
    vectors = np.random.RandomState(4).normal(size=(18, 12))
    right, total = topic.solved(vectors)
    assert right < total / 2
    assert topic.spread(vectors) > 0.5


def test_the_factors_give_back_what_has_few_dimensions():
    rng = np.random.RandomState(5)
    ratios = rng.normal(size=(18, 4)) @ rng.normal(size=(4, 40))
    vectors = topic.vectors_for(ratios, 4)
    contexts = np.linalg.lstsq(vectors, ratios, rcond=None)[0]
    np.testing.assert_allclose(vectors @ contexts, ratios, atol=1e-9)
    with pytest.raises(ConfigError, match="mixture is -1"):
        topic.log_ratios(mixture=-1)
