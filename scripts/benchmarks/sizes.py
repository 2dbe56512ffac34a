"""What the benchmark of the families trains: nets, batches and optimizers.

Batches are smaller than in the text, and so are pictures, where a step would take
seconds; the nets have the text's widths. All peers get the same numbers.
"""

from __future__ import annotations

import dataclasses

import numpy as np

WORDS, VOCAB = 200, 1027
MOST_OBJECTS = 8


@dataclasses.dataclass(frozen=True)
class Family:
    """A net and how it is trained.

    Attributes
    ----------
    kind : str
        What a batch is: a key of :data:`BATCHES`.
    model : str
        Its name in the registry.
    batch : tuple of int
        Shape of the first array.
    options : dict
        Of the builder.
    optimizer, lr, wd : str, float, float
    clip : float
        Bound of the gradient's norm; 0 where the section does not clip.
    frozen : tuple of str
        Parameters that are not trained, as the section has them.
    """

    kind: str
    model: str
    batch: tuple
    options: dict = dataclasses.field(default_factory=dict)
    optimizer: str = "sgd"
    lr: float = 0.01
    wd: float = 0.0
    clip: float = 0.0
    frozen: tuple = ()

    @property
    def items(self) -> int:
        """What the speed counts: samples, or tokens of sequences that are written."""
        is_written = self.kind in ("tokens", "pairs")
        return self.batch[0] * (self.batch[1] if is_written else 1)


def _language(cell):
    options = {"vocab_size": VOCAB, "num_hiddens": 256}
    return Family("tokens", f"{cell}_lm", (32, 35), options, lr=1.0, clip=0.01)


def _translator(model, batch, **sizes):
    words = {"vocab_size": WORDS, "target_vocab_size": WORDS, "num_steps": batch[1]}
    options = {"num_layers": 2, "dropout": 0.1, **words, **sizes}
    return Family("pairs", model, batch, options, "adam", 0.001, clip=1.0)


_REVIEWS = {"vocab_size": 10_000, "embed_size": 100}
_RECURRENT = {"embed_size": 32, "num_hiddens": 32}
FAMILIES = {
    "softmax": Family("pictures", "softmax", (256, 1, 28, 28)),
    "mlp": Family("pictures", "mlp", (256, 1, 28, 28)),
    "lenet": Family("pictures", "lenet", (256, 1, 28, 28)),
    "lenet_bn": Family("pictures", "lenet_bn", (256, 1, 28, 28)),
    "alexnet": Family("pictures", "alexnet", (16, 1, 224, 224)),
    "vgg11": Family("pictures", "vgg11", (64, 1, 96, 96), {"channel_ratio": 4}),
    "nin": Family("pictures", "nin", (16, 1, 224, 224)),
    "googlenet": Family("pictures", "googlenet", (32, 1, 96, 96)),
    "resnet18": Family("pictures", "resnet18", (32, 1, 96, 96)),
    "densenet": Family("pictures", "densenet", (32, 1, 96, 96)),
    "rnn_lm": _language("rnn"),
    "gru_lm": _language("gru"),
    "lstm_lm": _language("lstm"),
    "seq2seq": _translator("seq2seq", (64, 10), **_RECURRENT),
    "bahdanau": _translator("bahdanau", (64, 10), **_RECURRENT),
    "transformer": _translator(
        *("transformer", (64, 10)), num_hiddens=32, ffn_num_hiddens=64, num_heads=4
    ),
    "text_cnn": Family(
        *("reviews", "text_cnn", (64, 200), _REVIEWS, "adam", 0.001),
        frozen=("constant_embedding",),
    ),
    "birnn": Family(
        *("reviews", "birnn", (64, 100), _REVIEWS, "adam", 0.01),
        frozen=("embedding",),
    ),
    "tiny_ssd": Family("boxes", "tiny_ssd", (16, 3, 128, 128), wd=5e-4),
    "fcn32s": Family("masks", "fcn32s", (4, 3, 160, 240), lr=0.1, wd=1e-3),
}
EPOCHS = ("epoch-softmax", "epoch-mlp", "epoch-lenet", "epoch-rnn", "epoch-rnn-gluon")


def batch_of(family: Family) -> tuple:
    """The arrays of the batch, float32 and int32, the same in every peer."""
    return BATCHES[family.kind](np.random.RandomState(0), family.batch)


def _pictures(random, shape):
    X = random.uniform(size=shape).astype("float32")
    return X, random.randint(0, 10, shape[0]).astype("int32")


def _tokens(random, shape):
    tokens = random.randint(0, VOCAB, (shape[0], shape[1] + 1)).astype("int32")
    return tokens[:, :-1].copy(), tokens[:, 1:].copy()


def _pairs(random, shape):
    X, Y = random.randint(4, WORDS, (2, *shape)).astype("int32")
    lengths = random.randint(shape[1] // 2, shape[1] + 1, (2, shape[0]))
    return X, lengths[0].astype("int32"), Y, lengths[1].astype("int32")


def _reviews(random, shape):
    X = random.randint(2, _REVIEWS["vocab_size"], shape).astype("int32")
    return X, random.randint(0, 2, shape[0]).astype("int32")


def _boxes(random, shape):
    of = (shape[0], MOST_OBJECTS)
    places = random.uniform(0, 0.7, (*of, 2))
    far = places + random.uniform(0.1, 0.3, (*of, 2))
    labels = np.concatenate([np.zeros((*of, 1)), places, far], axis=2)
    labels[np.arange(MOST_OBJECTS) > random.randint(0, 8, (shape[0], 1))] = -1
    return random.normal(size=shape).astype("float32"), labels.astype("float32")


def _masks(random, shape):
    X = random.normal(size=shape).astype("float32")
    return X, random.randint(0, 21, (shape[0], *shape[2:])).astype("int32")


BATCHES = {
    "pictures": _pictures,
    "tokens": _tokens,
    "pairs": _pairs,
    "reviews": _reviews,
    "boxes": _boxes,
    "masks": _masks,
}
