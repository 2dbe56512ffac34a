"""Random erasing: a rectangle of each picture is covered."""

from __future__ import annotations

from gluon_course.data.augmentation.operator import (
    Augmentation,
    checked_range,
    checked_share,
    uniform,
)
from gluon_course.data.augmentation.rectangles import covered, random_boxes, replaced

_MOST = 1e6  # ratio of width to height


class RandomErasing(Augmentation):
    """Cover a random rectangle of some pictures with noise or one value.

    Parameters
    ----------
    probability : float
        Share of the pictures that are covered, 0..1.
    area : (float, float)
        Least and greatest share of the picture that the rectangle has.
    ratio : (float, float)
        Least and greatest ratio of its width to its height, drawn log-uniform.
    value : float, optional
        What covers it; noise, uniform in [0, 1) for each number, when None.

    Raises
    ------
    ConfigError
        If a number is out of range.

    Paper: Zhong et al. 2020, Random Erasing Data Augmentation
    """

    def __init__(
        self,
        probability: float = 0.5,
        area=(0.02, 0.4),
        ratio=(0.3, 1 / 0.3),
        value: float | None = None,
    ):
        super().__init__()
        self.probability = checked_share("probability", probability)
        self.area = checked_range("area", area, 0, 1)
        self.ratio = checked_range("ratio", ratio, 1 / _MOST, _MOST)
        self.value = value

    def hybrid_forward(self, F, X):
        is_erased = uniform(F, X) < self.probability
        mask = covered(F, X, random_boxes(F, X, self.area, self.ratio))
        mask = F.broadcast_mul(mask, F.reshape(is_erased, shape=(-1, 1, 1)))
        if self.value is None:
            cover = F.random.uniform_like(X)
        else:
            cover = F.ones_like(X) * self.value
        return replaced(F, X, cover, mask)
