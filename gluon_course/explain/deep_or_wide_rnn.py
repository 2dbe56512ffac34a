"""Deep and wide recurrent nets: what they cost, and how easily they overfit."""

from __future__ import annotations

from mxnet import init

from gluon_course import data, models, train, viz
from gluon_course.base.run import RunOptions
from gluon_course.explain.topic import Answer, Check, Table, register_topic

SYMBOLS, EPOCHS = 12, 25
NETS = {"narrow": (4, 1), "wide": (64, 1), "deep": (16, 2)}
"""Name -> hidden units and layers."""


def perplexities(num_hiddens: int, num_layers: int, text, test) -> tuple[list, int]:
    """Train a GRU; perplexities of every epoch on both texts, and its parameters.

    Parameters
    ----------
    num_hiddens, num_layers : int
    text, test : iterable of (X, Y)

    Returns
    -------
    list of (float, float), and int
    """
    net = models.get_model(
        "gru_lm",
        vocab_size=SYMBOLS,
        num_hiddens=num_hiddens,
        num_layers=num_layers,
    )
    trainer = train.Trainer(
        net,
        train.LanguageModel(),
        "adam",
        {"learning_rate": 0.01},
        init=init.Xavier(),
        run=RunOptions(device="cpu"),
    )
    rows = trainer.fit(text, test, num_epochs=EPOCHS).history
    count = sum(each.data().size for each in net.collect_params().values())
    return [(r["train_perplexity"], r["test_perplexity"]) for r in rows], count


@register_topic(
    "deep-or-wide-rnn",
    "Does a wide recurrent net overfit easily, and what do layers cost?",
    "6.9, v2:9.3",
)
def deep_or_wide_rnn() -> Answer:
    """Train a narrow, a wide and a deep GRU on little text, and test on new text."""
    sizes = {"num_symbols": SYMBOLS, "num_steps": 10, "batch_size": 8}
    text = data.MarkovText(900, **sizes)
    test = data.MarkovText(1200, seed=1, **sizes)
    best, rows, curves, gaps = text.best_perplexity, [], {}, {}
    for name, (num_hiddens, num_layers) in NETS.items():
        found, count = perplexities(num_hiddens, num_layers, text, test)
        trained, tested = zip(*found)
        lowest = min(tested)
        gaps[name] = (trained[-1], tested[-1], lowest)
        curves[f"{name}, train"], curves[f"{name}, test"] = trained, tested
        shown = (f"{each:.2f}" for each in gaps[name])
        rows.append((name, num_hiddens, num_layers, f"{count:,}", *shown))
    wide, narrow = gaps["wide"], gaps["narrow"]
    return Answer(
        "Yes. A wide layer has room to learn a short text by heart: its perplexity on "
        "that text falls below what the text allows anyone who does not know it, while "
        "on new text it rises again. A layer more costs about as many parameters as "
        "the recurrent part of the one below. Against overfitting help more text, "
        "fewer units, dropout between the layers, and stopping early.",
        tables=[
            Table(
                ("net", "hidden", "layers", "parameters", "train", "test", "lowest"),
                rows,
                f"perplexity after {EPOCHS} epochs; {best:.2f} is the best on new text",
            )
        ],
        pictures={
            "perplexity": viz.semilogy(
                range(1, EPOCHS + 1),
                list(curves.values()),
                list(curves),
                "epoch",
                "perplexity",
                title="Learned by heart",
            )
        },
        checks=[
            Check(
                "the wide net falls below the best perplexity on the text it learns",
                wide[0] < 0.8 * best,
                f"{wide[0]:.2f} where {best:.2f} is possible",
            ),
            Check(
                "on new text it ends far above its own lowest",
                wide[1] > 1.3 * wide[2],
                f"{wide[1]:.2f} after {wide[2]:.2f}",
            ),
            Check(
                "the narrow net learns less by heart and does better on new text",
                narrow[0] > wide[0] and narrow[1] < wide[1],
                f"{narrow[1]:.2f} against {wide[1]:.2f}",
            ),
        ],
    )
