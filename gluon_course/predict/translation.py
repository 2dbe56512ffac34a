"""A translation: its words, what else was in the beam, and what it attended to."""

from __future__ import annotations

import dataclasses
import os

import numpy as np

from gluon_course import viz
from gluon_course.text import EOS


@dataclasses.dataclass(frozen=True)
class Translated:
    """A translation.

    Attributes
    ----------
    source : tuple of str
        The words that were read, ``<eos>`` included.
    words : tuple of str
        The words of the translation, ``<eos>`` included if it has ended.
    text : str
        The translation; characters are written without spaces between them.
    score : float
        Logarithm of its probability over a power of its length: 0 at most.
    weights : numpy.ndarray, shape (len(words), H, len(source))
        Attention of each word to each source word, by H heads; zeros where the model
        has none.
    others : tuple of (str, float)
        What else stayed in the beam, with its score.
    notes : tuple of str
        What a reader should know, such as unknown words.
    """

    source: tuple[str, ...]
    words: tuple[str, ...]
    text: str
    score: float
    weights: np.ndarray
    others: tuple[tuple[str, float], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def tokens(self) -> list[str]:
        """The words of the translation without ``<eos>``, as BLEU takes them."""
        return [each for each in self.words if each != EOS]

    @property
    def has_attention(self) -> bool:
        """Whether there are weights to draw."""
        return bool(self.weights.any())

    def draw(self, path: os.PathLike | str | None = None) -> viz.Picture:
        """Draw the attention, a panel for each head.

        Parameters
        ----------
        path : path, optional
            Where to save the picture.
        """
        heads = self.weights.shape[1]
        return viz.show_heatmaps(
            [self.weights[:, head] for head in range(heads)],
            "source",
            "translation",
            [f"head {head + 1}" for head in range(heads)] if heads > 1 else (),
            path,
            columns=[self.source] * heads,
            rows=[self.words] * heads,
        )
