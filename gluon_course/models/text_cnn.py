"""TextCNN: convolutions over the words of a text, the maximum over time (10.8)."""

from __future__ import annotations

from mxnet.gluon import nn

from gluon_course.base.errors import ConfigError
from gluon_course.base.inputs import Input
from gluon_course.models.options import check_int, check_rate, check_widths
from gluon_course.models.registry import register_model
from gluon_course.nn.operators import first_max


class TextCNN(nn.HybridBlock):
    """Two sets of word vectors, convolutions of several widths, one dense layer.

    Parameters
    ----------
    vocab_size, embed_size, kernel_sizes, num_channels, num_classes, dropout, masked,
    pad, word_dropout, average
        As for :func:`text_cnn`, checked.

    Attributes
    ----------
    embedding, constant_embedding : Embedding
        Vectors that are trained and vectors that are meant to stay: the section sets
        ``constant_embedding.weight.grad_req = "null"``.
    convs, dropout, decoder
        Its layers, as in the text. The text's ``relu`` and ``pool`` change places: the
        largest number after relu is relu of the largest, of which there are fewer.

    Inputs
    ------
    inputs : shape (N, T)
        Indices of tokens, 0..V-1; T is at least the largest kernel unless masked.

    Outputs
    -------
    shape (N, num_classes)
        Scores before the softmax.
    """

    def __init__(
        self,
        vocab_size,
        embed_size,
        kernel_sizes,
        num_channels,
        num_classes,
        dropout,
        masked,
        pad,
        word_dropout,
        average,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.vocab_size, self.masked, self.pad = vocab_size, masked, pad
        self.kernel_sizes, self.average = kernel_sizes, average
        with self.name_scope():
            self.embedding = nn.Embedding(vocab_size, embed_size)
            self.constant_embedding = nn.Embedding(vocab_size, embed_size)
            # a whole word at a time: both of its vectors are kept or dropped
            self.word_dropout = nn.Dropout(word_dropout, axes=(2,))
            self.dropout = nn.Dropout(dropout)
            self.decoder = nn.Dense(num_classes)
            self.convs = nn.HybridSequential()
            for channels, size in zip(num_channels, kernel_sizes):
                self.convs.add(nn.Conv1D(channels, size))

    def inputs(self, shape):
        """What goes in: tokens of the vocabulary, in texts of any length."""
        return [Input("tokens", shape, span=(0, self.vocab_size - 1), free=(0,))]

    def hybrid_forward(self, F, inputs):
        # (N, T, 2 E) -> (N, 2 E, T): channels before time
        X = F.concat(self.embedding(inputs), self.constant_embedding(inputs), dim=2)
        X = F.transpose(self.word_dropout(X), axes=(0, 2, 1))
        # an empty text counts as one token, its padding
        is_word = F.cast(inputs, "float32") != self.pad
        valid_len = F.maximum(is_word.sum(axis=1), 1)
        found = []
        if self.average:
            total = self._masked(F, X, valid_len).sum(axis=2)
            found.append(F.broadcast_div(total, F.expand_dims(valid_len, axis=1)))
        if self.masked:
            X = self._in_front_of_nothing(F, X, valid_len)
        for conv, size in zip(self.convs, self.kernel_sizes):
            Y = conv(X)
            if self.masked:
                # Windows that begin behind the text say nothing: a 0 there is the
                # maximum only where relu gives 0 anyway. (N, channels, T)
                Y = F.slice_axis(
                    Y, axis=2, begin=0, end=size - 1 - max(self.kernel_sizes)
                )
                Y = self._masked(F, Y, valid_len)
            found.append(F.relu(first_max(Y, axis=2)))
        return self.decoder(self.dropout(F.concat(*found, dim=1)))

    def _in_front_of_nothing(self, F, X, valid_len):
        """Zeros for the padding, and behind it as many as the widest window needs.

        So every token begins a window, however long the longest text of a batch is.
        """
        # one more than that, so that the slice of each convolution has an end
        behind = max(self.kernel_sizes)
        widths = (0, 0, 0, 0, 0, 0, 0, behind)
        X = F.expand_dims(self._masked(F, X, valid_len), axis=1)  # pad wants 4 axes
        X = F.pad(X, mode="constant", constant_value=0, pad_width=widths)
        return F.reshape(X, (0, -3, -2))

    def _masked(self, F, X, valid_len):
        """X, shape (N, C, T), with zeros from step ``valid_len`` on."""
        steps = F.contrib.arange_like(X, axis=2)  # (T,)
        is_real = F.broadcast_lesser(
            F.expand_dims(steps, axis=0), F.expand_dims(valid_len, axis=1)
        )
        return F.broadcast_mul(X, F.expand_dims(is_real, axis=1))


@register_model(
    section="chapter_natural-language-processing/sentiment-analysis-cnn",
    paper="Kim (2014), Convolutional neural networks for sentence classification",
    input_shape=(500,),
    num_parameters=9_471_302,
    task="sentiment",
)
def text_cnn(
    vocab_size=46152,
    embed_size=100,
    kernel_sizes=(3, 4, 5),
    num_channels=(100, 100, 100),
    num_classes=2,
    dropout=0.5,
    masked=False,
    pad=1,
    word_dropout=0.0,
    average=False,
):
    """TextCNN: windows of 3, 4 and 5 words, the strongest answer of 300 channels.

    Parameters
    ----------
    vocab_size : int
        V, tokens of the vocabulary; the text's is of IMDb.
    embed_size : int
        E, width of each of the two word vectors of a token.
    kernel_sizes, num_channels : sequence of int
        Width in tokens, and number of channels, of each convolution.
    num_classes : int
        Outputs, at least 1.
    dropout : float
        Share of the channels dropped before the dense layer.
    masked : bool
        Whether windows in the padding are left out; then texts may be shorter than a
        window. The text's net has them.
    pad : int
        Index of the padding token, 0..V-1.
    word_dropout : float
        Share of words whose whole vectors are dropped.
    average : bool
        Whether the mean of the word vectors goes to the dense layer too, beside the
        maxima over windows: what the text says on the whole. Few texts are enough to
        learn from it.

    Returns
    -------
    TextCNN
        Maps indices (N, T) to scores (N, num_classes).

    Raises
    ------
    ConfigError
        If an option is out of range.

    Section: 10.8 文本情感分类：使用卷积神经网络（textCNN）
    """
    kernel_sizes = check_widths("kernel_sizes", kernel_sizes)
    num_channels = check_widths("num_channels", num_channels)
    if not kernel_sizes or len(kernel_sizes) != len(num_channels):
        raise ConfigError(
            f"There are {len(kernel_sizes)} kernel_sizes and {len(num_channels)} "
            "num_channels",
            action="give a number of channels for each width, and one width or more",
        )
    return TextCNN(
        check_int("vocab_size", vocab_size),
        check_int("embed_size", embed_size),
        kernel_sizes,
        num_channels,
        check_int("num_classes", num_classes),
        check_rate("dropout", dropout),
        bool(masked),
        check_int("pad", pad, vocab_size - 1) if pad else 0,
        check_rate("word_dropout", word_dropout),
        bool(average),
    )
