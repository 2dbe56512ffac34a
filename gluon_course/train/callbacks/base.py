"""The hooks of a callback, and when they fire."""

from __future__ import annotations


class Callback:
    """Base of all callbacks; every hook does nothing.

    Hooks get the trainer, whose ``state``, ``meter``, ``run`` and ``learning_rate``
    they may read. To end training after the epoch, set ``trainer.state.stop_reason``.
    """

    def on_fit_start(self, trainer) -> None:
        """Before the first epoch; checkpoints are restored here."""

    def on_epoch_start(self, trainer) -> None:
        """After seeding, before the first batch of an epoch."""

    def on_first_batch(self, trainer, batch: tuple) -> None:
        """Before the trainer computes its first batch, the first device's part."""

    def on_gradients(self, trainer) -> None:
        """After backward, when gradients are summed over devices, before the update."""

    def on_batch_end(self, trainer, is_news: bool) -> None:
        """After every update, of ``run.accumulate`` batches.

        ``is_news``: ``trainer.meter.totals`` have been read. Nothing here may read an
        array: that would wait for the device.
        """

    def on_epoch_end(self, trainer) -> None:
        """After evaluation; the row of the epoch is the last of ``state.history``."""

    def on_interrupt(self, trainer) -> None:
        """After the batch during which Ctrl-C was pressed."""

    def on_fit_end(self, trainer) -> None:
        """After the last epoch."""
