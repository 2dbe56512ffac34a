"""Dynamic scaling of the loss: float16 has no numbers below 6e-8, nor above 65504.

The gradient of the loss times a scale is the gradient times that scale. The scale is
as large as it can be without infinities: an update with one in it is skipped and halves
the scale, and after many updates without one it is doubled.
"""

from __future__ import annotations

import numpy as np
from mxnet import nd

from gluon_course.base.errors import TrainingError


class Unscaled:
    """float32 and bfloat16 have the range that gradients need."""

    scale = 1.0

    def skips(self, gradients: list) -> bool:
        """No update is skipped."""
        return False

    def state(self) -> dict | None:
        """Nothing to remember."""

    def load(self, state: dict | None) -> None:
        """Nothing to take up."""

    def row(self) -> dict:
        """Nothing for the history."""
        return {}


class LossScale(Unscaled):
    """The scale that training in float16 finds for itself.

    Parameters
    ----------
    scale : float
        The first one.
    window : int
        Updates without an infinity after which the scale is doubled.

    Attributes
    ----------
    skipped : int
        Updates that were skipped so far.
    """

    LEAST = 2.0**-14
    MOST = 2.0**24

    def __init__(self, scale: float = 2.0**15, window: int = 2000):
        self.scale, self.window = float(scale), window
        self.good = self.skipped = 0

    def skips(self, gradients: list) -> bool:
        """Look at the gradients of an update, and choose the scale of the next.

        Parameters
        ----------
        gradients : list of NDArray
            Those of one device; reading whether they are finite waits for them.

        Returns
        -------
        bool
            True if one is not finite: then nothing may be updated.

        Raises
        ------
        TrainingError
            If even the smallest scale gives infinities: they are the net's own.
        """
        if all_finite(gradients):
            self.good += 1
            if self.good == self.window:
                self.scale, self.good = min(2 * self.scale, self.MOST), 0
            return False
        self.skipped += 1
        self.good = 0
        if self.scale <= self.LEAST:
            raise TrainingError(
                "The gradients are not finite, however small the loss is made",
                "the learning rate is too large, or the data holds a value not finite",
                "train in float32 to see which, or take a smaller --lr",
            )
        self.scale /= 2
        return True

    def state(self) -> dict:
        """Scale and counters as JSON, for a checkpoint."""
        return {"scale": self.scale, "good": self.good, "skipped": self.skipped}

    def load(self, state: dict | None) -> None:
        """Go on from the state of a checkpoint; None leaves all as it is."""
        if state:
            self.scale = float(state["scale"])
            self.good, self.skipped = int(state["good"]), int(state["skipped"])

    def row(self) -> dict:
        """What the history keeps of an epoch."""
        return {"loss_scale": self.scale, "skipped_steps": self.skipped}


def all_finite(arrays: list) -> bool:
    """Is no number in any of ``arrays``, all on one device, infinite or nan?"""
    flags = [
        nd.multi_all_finite(*arrays[i : i + 100], num_arrays=len(arrays[i : i + 100]))
        for i in range(0, len(arrays), 100)
    ]
    return all(bool(np.all(each.asnumpy())) for each in flags)
