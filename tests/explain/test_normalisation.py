"""Statistics of channels."""

import numpy as np

from gluon_course.data import Normalisation
from gluon_course.explain.normalisation import channel_statistics


def test_statistics_normalise_to_mean_0_and_spread_1():
    X = np.random.RandomState(0).uniform(0, [[[0.2]], [[1.0]]], (5, 2, 6, 7))
    mean, std = channel_statistics(X)
    for channel in (0, 1):
        pixels = [x for picture in X for row in picture[channel] for x in row]
        np.testing.assert_allclose(mean[channel], sum(pixels) / len(pixels))
    Z = Normalisation(tuple(mean), tuple(std)).normalize(X)
    again = channel_statistics(Z)
    np.testing.assert_allclose(again, [[0, 0], [1, 1]], atol=1e-12)
