"""What a task is: forward, loss and counters of one batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class Task:
    """One kind of training, such as classification.

    A task turns a batch into a head, whose gradient is taken, and a vector of
    counters, which the trainer adds up on the device. At the end of an epoch the
    counters become figures such as ``loss`` and ``acc``.

    Attributes
    ----------
    counters : tuple of str
        Names of the counters, in the order of the vector. The first must be a sum
        of losses: it is watched for values that are not finite. ``samples`` must be
        among them: it counts what the speed is measured in.
    """

    counters: tuple[str, ...] = ("loss", "samples")

    def forward(self, F: Any, net: Any, *batch: Any) -> tuple[Any, Any]:
        """Head and counters of one batch.

        Parameters
        ----------
        F : module
            ``mxnet.ndarray`` or, while the graph is built, ``mxnet.symbol``.
        net : Block or function
            The net to train.
        *batch : NDArray or Symbol
            The arrays of the batch; by convention the features first, labels last.
            Behind them those of :meth:`carried`.

        Returns
        -------
        head : shape (1,)
            Loss summed over what :meth:`step_size` counts.
        counters : shape (len(self.counters),)
            Sums over the batch.
        *carried
            As many arrays as :meth:`carried` gives, for the next batch.
        """
        raise TypeError(f"{type(self).__name__} does not say how to compute a batch")

    def carried(self, net: Any, *batch: Any) -> Sequence:
        """Arrays that the computation of a batch leaves to the next; none by default.

        These are the first, on the device of ``batch``. What comes back goes into the
        next batch of the epoch, without its gradient, if the loader says
        ``keeps_state`` and that batch has as many samples; else each batch begins
        with the first.
        """
        return ()

    def form_of(self, net: Any, *batch: Any) -> Any:
        """The form of ``net`` that is compiled for batches of this shape; itself.

        Another form has to share the parameters, as one that is written out for a
        number of steps.
        """
        return net

    def check(self, net: Any, *batch: Any) -> None:
        """Look at the first batch of each shape before MXNet does.

        Raises
        ------
        ShapeError
            If the net cannot take it; the message says what would fit.
        """

    def verify(self, totals: dict[str, float]) -> None:
        """Look at the totals so far, whenever they have been read.

        Raises
        ------
        DataError
            If they show that the data are not what the task wants.
        """

    def step_size(self, batch: tuple, full_size: int) -> float:
        """The number by which the summed gradient is divided: samples of a full batch.

        The text divides by its ``batch_size`` also in a smaller last batch, which so
        counts less. Divided by its own size, the noisy last step before each
        evaluation costs .1, 1.8 and 5.6 points of test accuracy (section 3.10 on
        Fashion-MNIST, seeds 1, 0 and 2).

        Parameters
        ----------
        batch : tuple of NDArray
        full_size : int
            Samples of the largest batch of this epoch so far.
        """
        return full_size

    def figures(self, totals: dict[str, float]) -> dict[str, float]:
        """Figures from the totals of the counters; loss per sample by default."""
        return {"loss": totals["loss"] / totals["samples"]}

    def describe(self) -> dict:
        """The task as JSON, for the record of a run."""
        return {"name": type(self).__name__}


def pack(F, *sums):
    """The counters as one vector of shape (number of sums,), each given as (1,).

    No gradient flows through them. It is stopped in front of the vector, since the
    backward pass would cut even a vector of zeros into its parts.
    """
    return F.concat(*map(F.stop_gradient, sums), dim=0)


def count(F, values):
    """The number of elements of ``values``, shape (1,), computed on the device."""
    return F.ones_like(values).sum()
