"""Several attentions at once, each on its own projection."""

from __future__ import annotations

from mxnet.gluon import nn

from gluon_course.base.errors import ConfigError
from gluon_course.nn.attention.scoring import DotProductAttention


class MultiHeadAttention(nn.HybridBlock):
    """H scaled dot-product attentions on projections of d / H features each.

    Parameters
    ----------
    num_hiddens : int
        Features of the output, d; a multiple of ``num_heads``.
    num_heads : int
        H.
    dropout : float
        Share of the weights that are dropped in training.
    use_bias : bool
        Whether the four projections have biases.
    input_size : int
        Features of queries, keys and values where they are the same; 0 to find out at
        the first call.

    Inputs
    ------
    queries : shape (N, Q, any)
    keys : shape (N, K, any)
    values : shape (N, K, any)
    valid_len : shape (N,) or (N, Q)
        Keys that count, the same for all heads.

    Outputs
    -------
    output : shape (N, Q, d)
    weights : shape (N * H, Q, K)
        The heads of a sequence stand together.

    Raises
    ------
    ConfigError
        If the heads cannot share the features evenly.

    Section: v2:10.5 多头注意力 (chapter_attention-mechanisms/multihead-attention)
    """

    def __init__(
        self,
        num_hiddens,
        num_heads,
        dropout=0.0,
        use_bias=False,
        input_size=0,
        **kwargs,
    ):
        super().__init__(**kwargs)
        if num_heads < 1 or num_hiddens % num_heads:
            raise ConfigError(
                f"{num_heads} heads of {num_hiddens} features together",
                "each head has the same number of features",
                "choose num_hiddens as a multiple of num_heads",
            )
        self.num_heads = num_heads
        options = {"use_bias": use_bias, "flatten": False}
        self.W_q = nn.Dense(num_hiddens, in_units=input_size, **options)
        self.W_k = nn.Dense(num_hiddens, in_units=input_size, **options)
        self.W_v = nn.Dense(num_hiddens, in_units=input_size, **options)
        self.W_o = nn.Dense(num_hiddens, in_units=num_hiddens, **options)
        self.attention = DotProductAttention(num_hiddens // num_heads, dropout)

    def hybrid_forward(self, F, queries, keys, values, valid_len):
        return self.attend(F, queries, self.W_k(keys), self.W_v(values), valid_len)

    def attend(self, F, queries, projected_keys, projected_values, valid_len):
        """As a call, with keys and values that went through ``W_k`` and ``W_v`` before.

        A decoder that works word by word keeps them from the words before.
        """
        context, weights = self.attention(
            self.split_heads(F, self.W_q(queries)),
            self.split_heads(F, projected_keys),
            self.split_heads(F, projected_values),
            F.repeat(F.reshape(valid_len, (0, -1)), repeats=self.num_heads, axis=0),
        )
        return self.W_o(self.merge_heads(F, context)), weights

    def split_heads(self, F, X):
        """(N, T, d) to (N * H, T, d / H): every head as a sequence of its own."""
        X = F.reshape(X, (0, 0, self.num_heads, -1))  # (N, T, H, d / H)
        return F.reshape(F.transpose(X, (0, 2, 1, 3)), (-3, 0, 0))

    def merge_heads(self, F, X):
        """(N * H, T, d / H) to (N, T, d), the inverse of :meth:`split_heads`."""
        X = F.reshape(X, (-4, -1, self.num_heads, 0, 0))  # (N, H, T, d / H)
        return F.reshape(F.transpose(X, (0, 2, 1, 3)), (0, 0, -3))
