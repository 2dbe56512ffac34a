"""Padding fades what a recurrent net remembers, and costs steps."""

import pytest

from gluon_course.base.errors import ConfigError
from gluon_course.explain.padded_texts import reach, share_of_words


def test_the_reach_fades_by_about_half_a_step():
    near, far = reach(masked=False, paddings=(5, 15))
    assert 0.3**10 < far / near < 0.75**10
    assert reach(masked=True, paddings=(5, 15)) == pytest.approx([1, 1], abs=1e-4)


def test_padding_below_none_is_refused():
    with pytest.raises(ConfigError, match="paddings"):
        reach(masked=True, paddings=(3, -1))


def test_the_share_of_words_is_counted_by_hand():
    assert share_of_words([5, 10, 20], 1, length=10) == pytest.approx(25 / 30)
    assert share_of_words([4] * 64 + [8] * 64, 1, length=8) == pytest.approx(0.75)
    assert 0.9 < share_of_words([4] * 64 + [8] * 64, 4, length=8) <= 1
