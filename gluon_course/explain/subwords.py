"""Subwords: a vector for a word that was never seen."""

from __future__ import annotations

import numpy as np
from mxnet import nd

from gluon_course import models, train
from gluon_course.base.run import RunOptions
from gluon_course.explain.topic import Answer, Check, Table, register_topic
from gluon_course.text import word_vectors

STEMS = ("walk", "talk", "jump", "kick", "paint", "climb", "shout", "laugh")
ENDINGS = ("", "s", "ed", "ing")
UNSEEN = ("walked", "jumping", "paints", "laughed")
"""Forms that stand nowhere in the text; their stems and endings do."""
NUM_SENTENCES, EMBED, BUCKETS = 1500, 24, 2000


def sentences(num: int = NUM_SENTENCES) -> list[list[str]]:
    """Made-up sentences: each stem has company of its own, and each ending too.

    Parameters
    ----------
    num : int
        1 or more.

    Returns
    -------
    list of lists of str
        Without the words of :data:`UNSEEN`.
    """
    rng = np.random.RandomState(0)
    lines = []
    while len(lines) < num:
        i, j = rng.randint(len(STEMS)), rng.randint(len(ENDINGS))
        word = STEMS[i] + ENDINGS[j]
        if word not in UNSEEN:
            near = [f"about{i}{rng.randint(3)}" for _ in range(2)]
            lines.append([near[0], word, f"form{j}{rng.randint(2)}", near[1]])
    return lines


def trained(seed: int = 0):
    """fastText's net trained on the sentences, and the rows of its subwords.

    Returns
    -------
    net : FastText
    subwords : Subwords
    tokens : list of str
    """
    corpus = word_vectors.word_corpus(sentences(), 1)
    tokens = corpus.vocab.idx_to_token
    subwords = word_vectors.Subwords(tokens, BUCKETS)
    net = models.get_model(
        "fasttext",
        vocab_size=len(tokens),
        num_buckets=BUCKETS,
        max_parts=subwords.table.shape[1],
        embed_size=EMBED,
    )
    net.centers.set_table(subwords.table)
    loader = word_vectors.SkipGramBatches(
        corpus, 256, max_window=2, threshold=1.0, seed=seed
    )
    trainer = train.Trainer(
        *(net, train.NegativeSampling(), "adam", {"learning_rate": 0.01}),
        run=RunOptions(device="cpu", seed=seed),
    )
    trainer.fit(loader, num_epochs=8)
    return net, subwords, tokens


def vector(net, subwords, word: str) -> np.ndarray:
    """The sum of a word's parts, seen or not, of length 1: shape (D,)."""
    rows = nd.array([subwords.rows(word)])
    total = net.centers.compose(nd, rows)[0, 0].asnumpy()
    return total / np.linalg.norm(total)


@register_topic(
    "subwords", "What do subwords give for a word that was never seen?", "10.4"
)
def subwords() -> Answer:
    """Train on forms of eight verbs without four of them; ask for these four."""
    net, parts, tokens = trained()
    verbs = [t for t in tokens if t.startswith(STEMS)]
    table, near, far, first = [], [], [], 0
    for word in UNSEEN:
        stem = next(each for each in STEMS if word.startswith(each))
        wanted = vector(net, parts, word)
        cosines = {each: float(wanted @ vector(net, parts, each)) for each in verbs}
        best = max(cosines, key=cosines.get)
        first += best.startswith(stem)
        own = [c for each, c in cosines.items() if each.startswith(stem)]
        others = [c for each, c in cosines.items() if not each.startswith(stem)]
        near.append(np.mean(own))
        far.append(np.mean(others))
        row = (word, best, cosines[best], near[-1], far[-1])
        table.append([f"{x:.2f}" if isinstance(x, float) else x for x in row])
    known = parts.rows("walks")
    index = nd.array([[tokens.index("walks")]])
    unseen = parts.rows("walked")
    shared = set(known) & set(unseen)
    return Answer(
        "A vector to begin with. word2vec has a row for each word of the text and none "
        "for any other. fastText's vector is the sum over the parts of a word, 3 to 6 "
        "characters each, and an unseen word shares parts with words that were seen: "
        "walked with walks and walking, and with jumped. It lacks only the row of the "
        "whole word. So it lies near the words that are written alike: right where "
        "they mean alike, wrong by chance, as with walked and talked.",
        tables=[
            Table(
                ("unseen", "nearest", "cosine", "own stem", "others"),
                table,
                "cosines with the verbs of the text; the last two are means",
            )
        ],
        checks=[
            Check(
                "the words asked for stand nowhere in the text",
                not set(UNSEEN) & set(tokens),
            ),
            Check(
                "an unseen word has parts of seen ones, and no row of its own",
                len(shared) >= 3 and max(unseen) <= BUCKETS < max(known),
                f"walked and walks share {len(shared)} parts",
            ),
            Check(
                "the nearest verb of most is a form of the same stem",
                first > len(UNSEEN) / 2,
                f"{first} of {len(UNSEEN)}",
            ),
            Check(
                "forms of the own stem are nearer than other verbs, for each",
                all(a > b + 0.1 for a, b in zip(near, far)),
            ),
            Check(
                "a seen word's vector is the one that the net itself gives",
                bool(
                    np.allclose(
                        net.centers(index)[0].asnumpy(),
                        net.centers.compose(nd, nd.array([known]))[0].asnumpy(),
                        atol=1e-5,
                    )
                ),
            ),
        ],
    )
