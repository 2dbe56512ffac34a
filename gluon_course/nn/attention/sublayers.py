"""What stands between the attentions of a Transformer."""

from __future__ import annotations

from mxnet.gluon import nn


class PositionWiseFFN(nn.HybridBlock):
    """Two dense layers with a relu between, the same at every position.

    Parameters
    ----------
    ffn_num_hiddens, ffn_num_outputs : int
        Units of the first and of the second layer.
    input_size : int
        Features that go in; 0 to find out at the first call.

    Inputs
    ------
    X : shape (N, T, any)

    Outputs
    -------
    shape (N, T, ffn_num_outputs)

    Section: v2:10.7 Transformer (chapter_attention-mechanisms/transformer)
    """

    def __init__(self, ffn_num_hiddens, ffn_num_outputs, input_size=0, **kwargs):
        super().__init__(**kwargs)
        self.dense1 = nn.Dense(
            ffn_num_hiddens, flatten=False, activation="relu", in_units=input_size
        )
        self.dense2 = nn.Dense(ffn_num_outputs, flatten=False, in_units=ffn_num_hiddens)

    def hybrid_forward(self, F, X):
        return self.dense2(self.dense1(X))


class AddNorm(nn.HybridBlock):
    """Residual connection, then layer normalization: ``LN(X + dropout(Y))``.

    Parameters
    ----------
    dropout : float
        Share of ``Y`` that is dropped in training.
    num_hiddens : int
        Features, d; 0 to find out at the first call.

    Inputs
    ------
    X, Y : shape (N, T, d)
        What went into a sublayer, and what came out.

    Outputs
    -------
    shape (N, T, d)

    Section: v2:10.7 Transformer
    """

    def __init__(self, dropout=0.0, num_hiddens=0, **kwargs):
        super().__init__(**kwargs)
        self.dropout = nn.Dropout(dropout)
        self.ln = nn.LayerNorm(in_channels=num_hiddens)

    def hybrid_forward(self, F, X, Y):
        return self.ln(self.dropout(Y) + X)
