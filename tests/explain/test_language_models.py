"""The share of unseen runs."""

import pytest

from gluon_course.explain.language_models import unseen_share


def test_unseen_runs_are_counted_as_often_as_they_occur():
    known, asked = list("abab"), list("abcbcb")
    assert unseen_share(known, asked, 1) == pytest.approx(2 / 6)
    # ab is known; bc cb bc cb are not
    assert unseen_share(known, asked, 2) == pytest.approx(4 / 5)
    assert unseen_share(known, known, 3) == 0
