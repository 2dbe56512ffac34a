"""Teacher forcing and free running: the same net, reading other words."""

from __future__ import annotations

import numpy as np
from mxnet import init, nd

from gluon_course import models, text, train, viz
from gluon_course.base.run import RunOptions
from gluon_course.data import DataInfo
from gluon_course.explain.topic import Answer, Check, Table, register_topic

EPOCHS, LENGTH, LETTERS = 5, 7, "abcdefgh"


def counted(start: int, stride: int) -> tuple[list[str], list[str]]:
    """A task in which each word follows from those before: count on in letters.

    Parameters
    ----------
    start : int
        Number of the first letter, 0..7.
    stride : int
        How many letters on each word is.

    Returns
    -------
    source, target : list of str
        Start and stride; ``LENGTH`` letters, after h comes a.
    """
    letters = [LETTERS[(start + stride * i) % len(LETTERS)] for i in range(LENGTH)]
    return [LETTERS[start], str(stride)], letters


def run_freely(net, X, X_len, bos: int) -> np.ndarray:
    """What the net says when it reads its own words, shape (N, T)."""
    states, step = net.encoding()(X, X_len), net.stepping()
    token, said = nd.full((len(X), 1), bos), []
    for _ in range(net.num_steps):
        scores, _, *states = step(token, *states)
        token = scores.argmax(axis=1).reshape((-1, 1))
        said.append(token)
    return nd.concat(*said, dim=1).asnumpy()


@register_topic(
    "teacher-forcing",
    "Why is a translator better in training than when it is used?",
    "10.9, 10.12, v2:9.7",
)
def teacher_forcing() -> Answer:
    """Half-train a net to count letters; let it read the true words, then its own."""
    pairs = [counted(start, stride) for start in range(8) for stride in (1, 2, 3)] * 4
    info = DataInfo("letters", "counted letters", (LENGTH + 1,))
    loader = text.load_pairs(*zip(*pairs), 16, LENGTH + 1, info, RunOptions())
    sizes = {"vocab_size": 15, "target_vocab_size": 12, "num_steps": LENGTH + 1}
    net = models.get_model("seq2seq", **sizes, dropout=0)
    task = train.Translation(loader.info.target_vocab.index("<bos>"))
    options = {"learning_rate": 0.01}
    run = RunOptions(device="cpu")
    trainer = train.Trainer(net, task, "adam", options, init=init.Xavier(), run=run)
    trainer.fit(loader, num_epochs=EPOCHS)

    X, X_len, Y, _ = (nd.concat(*each, dim=0) for each in zip(*loader))
    truth = Y.asnumpy()
    forced = net(X, X_len, task.shifted(nd, Y)).argmax(axis=2).asnumpy() == truth
    free = run_freely(net, X, X_len, task.bos) == truth
    rows = [
        (t + 1, f"{forced[:, t].mean():.2f}", f"{free[:, t].mean():.2f}")
        for t in range(LENGTH + 1)
    ]
    # as long as all words so far are right, both nets have read the same
    so_far = np.cumprod(np.hstack([np.ones((len(X), 1)), forced[:, :-1]]), axis=1)
    is_same = ((forced == free) | (so_far == 0)).all()
    return Answer(
        "In training the decoder reads the true word before each word, whatever it "
        "said itself: all words are computed at once, and one mistake does not spoil "
        "the rest. In use there is no true word; it reads its own, and after a mistake "
        "it is where training never led it. Figures with teacher forcing are therefore "
        "too good, but for one: the share of sentences without any mistake is the "
        "same.",
        tables=[Table(("word", "forced, right", "free, right"), rows, "by position")],
        pictures={
            "positions": viz.plot(
                np.arange(1, LENGTH + 2),
                [forced.mean(axis=0), free.mean(axis=0)],
                ["teacher forcing", "free running"],
                "position of the word",
                "share that is right",
                title="Mistakes are followed by mistakes",
            )
        },
        checks=[
            Check(
                "the first word is the same: both have read <bos> only",
                (forced[:, 0] == free[:, 0]).all(),
            ),
            Check("until the first mistake both say the same", bool(is_same)),
            Check(
                "running freely it says fewer right words",
                free.mean() < forced.mean() - 0.02,
                f"{free.mean():.3f} instead of {forced.mean():.3f}",
            ),
            Check(
                "the share of faultless sentences is the same",
                (forced.all(axis=1) == free.all(axis=1)).all(),
                f"{free.all(axis=1).mean():.3f}",
            ),
        ],
    )
