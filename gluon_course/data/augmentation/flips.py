"""Random flips of whole batches."""

from __future__ import annotations

from gluon_course.data.augmentation.operator import (
    Augmentation,
    checked_share,
    uniform,
)


class RandomFlipLeftRight(Augmentation):
    """Mirror each picture left to right with a probability.

    Parameters
    ----------
    probability : float
        0..1.

    Raises
    ------
    ConfigError
        If the probability lies outside.

    Section: 9.1 图像增广 (chapter_computer-vision/image-augmentation)
    """

    _axis = 3

    def __init__(self, probability: float = 0.5):
        super().__init__()
        self.probability = checked_share("probability", probability)

    def hybrid_forward(self, F, X):
        is_flipped = uniform(F, X) < self.probability  # (N,)
        return F.where(is_flipped, F.flip(X, axis=self._axis), X)


class RandomFlipTopBottom(RandomFlipLeftRight):
    """Mirror each picture top to bottom with a probability; as left to right.

    Section: 9.1 图像增广 (chapter_computer-vision/image-augmentation)
    """

    _axis = 2
