"""Runs of words crossed out by hand, against the metric on random sentences."""

import numpy as np
import pytest

from gluon_course import metrics
from gluon_course.explain.bleu import bleu_by_hand, right_runs


def test_runs_are_crossed_out_one_by_one():
    assert right_runs(list("abab"), list("abb"), 1) == (3, 4)
    assert right_runs(list("abab"), list("abb"), 2) == (1, 3)
    assert right_runs(["a"], list("abb"), 2) == (0, 0)


@pytest.mark.parametrize("seed", range(5))
def test_by_hand_is_the_metric(seed):
    random = np.random.RandomState(seed)
    prediction, label = (
        random.choice(list("abc"), random.randint(2, 9)).tolist() for _ in range(2)
    )
    expected = metrics.bleu(prediction, label, k=2)
    assert bleu_by_hand(prediction, label) == pytest.approx(expected, abs=1e-9)
