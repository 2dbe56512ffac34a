"""The printed line of an epoch, in the text's format."""

from __future__ import annotations

from gluon_course.train.callbacks.base import Callback

_LABELS = {"acc": "acc %.3f", "loss": "loss %.4f", "perplexity": "perplexity %.3f"}


class Line(Callback):
    """Prints ``epoch 1, loss 1.2345, train acc 0.500, test acc 0.600, time 1.2 sec``.

    Of more than 50 epochs the first, the last and every tenth are printed, of more
    than 500 every hundredth; the run's history has all of them.

    Section: 5.5 卷积神经网络 (chapter_convolutional-neural-networks/lenet)
    """

    def __init__(self):
        self._num_left_out = 0

    def on_fit_start(self, trainer):
        print("training on", ", ".join(str(device) for device in trainer.devices))

    def on_epoch_end(self, trainer):
        epoch = trainer.state.epoch
        if epoch == 1 or epoch % _period(trainer.num_epochs) == 0:
            self._write(trainer)
        else:
            self._num_left_out += 1

    def on_fit_end(self, trainer):
        if self._num_left_out:
            self._write(trainer)

    def _write(self, trainer):
        from tqdm import tqdm

        self._num_left_out = 0
        # tqdm.write keeps a bar that is on the screen in one piece.
        tqdm.write(format_row(trainer.state.history[-1]))


def _period(num_epochs: int) -> int:
    """Epochs from one printed line to the next."""
    return 1 if num_epochs <= 50 else 10 if num_epochs <= 500 else 100


def format_row(row: dict) -> str:
    """One row of the history as the text prints it."""
    parts = [f"epoch {row['epoch']}"]
    for name, value in row.items():
        split_name, _, figure = name.partition("_")
        if split_name not in ("train", "test") or not isinstance(value, float):
            continue
        if name == "test_loss" and "test_acc" in row:
            continue  # the text prints one figure of the test set
        shown = _LABELS.get(figure, f"{figure} %.4f") % value
        is_plain_loss = name == "train_loss"
        parts.append(shown if is_plain_loss else f"{split_name} {shown}")
    parts.append(f"time {row['seconds']:.1f} sec")
    return ", ".join(parts)
