"""What padding does to a translator, and why lengths travel with every batch."""

from __future__ import annotations

import numpy as np
from mxnet import nd

from gluon_course import nn
from gluon_course.base.seeds import seed_everything
from gluon_course.explain.topic import Answer, Check, Table, register_topic

HIDDEN, WORDS = 8, 3


def padded(row: list[int], length: int) -> nd.NDArray:
    """A batch of one sentence, filled with 0 to ``length``, shape (1, length)."""
    return nd.array([row + [0] * (length - len(row))])


@register_topic(
    "valid-length",
    "What happens to the padding of a sentence?",
    "10.12, v2:9.5, v2:9.7",
)
def valid_length() -> Answer:
    """One sentence of 3 words, padded to 3, 6 and 12: state, attention and loss."""
    seed_everything(0)
    encoder = nn.GRUEncoder(10, 4, HIDDEN, 1)
    encoder.initialize("xavier")
    scores = nd.random.normal(shape=(1, WORDS, 10))
    rows, states, last, shares, losses, plain = [], [], [], [], [], []
    for length in (3, 6, 12):
        X, lengths = padded([4, 7, 5], length), nd.array([WORDS])
        outputs, _, state = encoder(X, lengths)
        states.append(state.asnumpy())
        last.append(outputs[0, -1].asnumpy())
        equal = nd.zeros((1, 1, length))
        masked = nn.masked_softmax(nd, equal, lengths)[0, 0, :WORDS].sum()
        shares.append((float(masked.asscalar()), WORDS / length))
        # the scores of the words as they are, those of the padding at random
        more = nd.random.normal(shape=(1, length - WORDS, 10)) if length > WORDS else 0
        whole = nd.concat(scores, more, dim=1) if length > WORDS else scores
        mask = nn.token_mask(nd, X, lengths)
        each = nn.token_losses(nd, whole, X, nd.ones_like(mask))
        losses.append(float(((each * mask).sum() / mask.sum()).asscalar()))
        plain.append(float(each.mean().asscalar()))
        moved, kept = (float(np.abs(s[-1] - s[0]).max()) for s in (last, states))
        rows.append((length, moved, kept, shares[-1][1], losses[-1], plain[-1]))
    return Answer(
        "Sentences of a batch have one length, so the short ones are filled up. The "
        "filler must not count: the state of a sentence is that after its last real "
        "word, attention gives the filler weight 0, and the loss is divided by the "
        "real words only. Each of these needs the true lengths; without them, results "
        "change with the neighbours that a sentence happens to have.",
        tables=[
            Table(
                ("length", "last output", "state", "weight", "masked", "plain"),
                [
                    (n, f"{a:.3f}", f"{b:.3f}", f"{c:.2f}", f"{d:.3f}", f"{e:.3f}")
                    for n, a, b, c, d, e in rows
                ],
                "how far the last output and the valid state move, weight of the 3 "
                "words without a mask, loss with and without one",
            )
        ],
        checks=[
            Check(
                "the state after the last real word does not depend on the padding",
                all(np.abs(each - states[0]).max() < 1e-6 for each in states),
            ),
            Check(
                "the output after the last step does",
                all(np.abs(each - last[0]).max() > 0.01 for each in last[1:]),
                f"it moves by {rows[-1][1]:.2f}",
            ),
            Check(
                "masked attention gives the words all the weight, unmasked a share",
                all(abs(a - 1) < 1e-6 for a, _ in shares) and shares[-1][1] == 0.25,
            ),
            Check(
                "the masked loss stays, the plain one follows the padding",
                max(losses) - min(losses) < 1e-5 and abs(plain[-1] - plain[0]) > 0.01,
            ),
        ],
    )
