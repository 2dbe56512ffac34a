"""The printed line of an epoch, in the text's format."""

from __future__ import annotations

from gluon_course.train.callbacks.base import Callback

_LABELS = {"acc": "acc %.3f", "loss": "loss %.4f", "perplexity": "perplexity %.3f"}


class Line(Callback):
    """Prints ``epoch 1, loss 1.2345, train acc 0.500, test acc 0.600, time 1.2 sec``.

    Section: 5.5 卷积神经网络 (chapter_convolutional-neural-networks/lenet)
    """

    def on_fit_start(self, trainer):
        print("training on", ", ".join(str(device) for device in trainer.devices))

    def on_epoch_end(self, trainer):
        from tqdm import tqdm

        # tqdm.write keeps a bar that is on the screen in one piece.
        tqdm.write(format_row(trainer.state.history[-1]))


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
