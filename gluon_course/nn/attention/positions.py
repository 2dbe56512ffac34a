"""Where a token stands, as sines and cosines of its position."""

from __future__ import annotations

from typing import Any

import numpy as np
from mxnet.gluon import nn

from gluon_course.base.errors import ConfigError

_LONGEST = 10_000.0


def position_waves(F: Any, positions: Any, frequencies: Any) -> Any:
    """Sine and cosine of each position, by turns.

    Parameters
    ----------
    F : module
        ``mxnet.ndarray`` or ``mxnet.symbol``.
    positions : shape (T,)
        0, 1, 2, ...
    frequencies : shape (d / 2,)
        Radians a position.

    Returns
    -------
    shape (T, d)
        Column 2j is ``sin(position * frequencies[j])``, column 2j + 1 the cosine.

    Section: v2:10.6 自注意力和位置编码
    (chapter_attention-mechanisms/self-attention-and-positional-encoding)
    """
    # (T, d / 2)
    angles = F.broadcast_mul(
        F.reshape(positions, (-1, 1)), F.reshape(frequencies, (1, -1))
    )
    # (T, d / 2, 2) -> (T, d)
    return F.reshape(F.stack(F.sin(angles), F.cos(angles), axis=2), (0, -1))


class PositionalEncoding(nn.HybridBlock):
    """Adds sine and cosine waves of the position to embeddings.

    The waves are computed, not looked up, so that there is no longest sequence.

    Parameters
    ----------
    num_hiddens : int
        Features, d; even. Frequencies are ``10000 ** (-2j / d)``.
    dropout : float
        Share of the sums that are dropped in training.

    Inputs
    ------
    X : shape (N, T, d)
        Embeddings.
    positions : shape (N,), optional
        Where the single token of each sequence stands, for T = 1; by default the
        tokens stand at 0, 1, ..., T - 1.

    Outputs
    -------
    shape (N, T, d)

    Raises
    ------
    ConfigError
        If ``num_hiddens`` is odd.

    Section: v2:10.6 自注意力和位置编码
    """

    def __init__(self, num_hiddens, dropout=0.0, **kwargs):
        super().__init__(**kwargs)
        if num_hiddens < 2 or num_hiddens % 2:
            raise ConfigError(
                f"A positional encoding of {num_hiddens} features",
                "sines and cosines take turns",
                "choose an even number",
            )
        exponents = np.arange(0, num_hiddens, 2) / num_hiddens
        with self.name_scope():
            self.frequencies = self.params.get_constant(
                "frequencies", (_LONGEST**-exponents).astype(np.float32)
            )
        self.dropout = nn.Dropout(dropout)

    def hybrid_forward(self, F, X, positions=None, *, frequencies):
        if positions is None:
            positions = F.contrib.arange_like(X, axis=1)
            waves = F.expand_dims(position_waves(F, positions, frequencies), axis=0)
        else:
            waves = F.expand_dims(position_waves(F, positions, frequencies), axis=1)
        return self.dropout(F.broadcast_add(X, waves))
