"""GRU or LSTM: parameters, time and perplexity at the same budget."""

from __future__ import annotations

import time

from mxnet import init

from gluon_course import data, models, train
from gluon_course.base.run import RunOptions
from gluon_course.explain.topic import Answer, Check, Table, register_topic

SYMBOLS, EPOCHS = 12, 5
WIDTHS = {"rnn_lm": 57, "gru_lm": 32, "lstm_lm": 27}
"""Hidden units with which the three have nearly as many parameters."""


def parameter_count(gates: int, vocab_size: int, num_hiddens: int) -> int:
    """Parameters of a language model with one recurrent layer, as Gluon has it.

    Parameters
    ----------
    gates : int
        1 for an RNN, 3 for a GRU, 4 for an LSTM.
    vocab_size, num_hiddens : int
        V and H: ``gates * H * (V + H + 2) + V * (H + 1)``.
    """
    V, H = vocab_size, num_hiddens
    return gates * H * (V + H + 2) + V * (H + 1)


@register_topic(
    "gru-or-lstm", "GRU or LSTM: which is better at the same budget?", "6.7, 6.8"
)
def gru_or_lstm() -> Answer:
    """Train RNN, GRU and LSTM with equally many parameters on a made-up text."""
    sizes = {"num_symbols": SYMBOLS, "num_steps": 10, "batch_size": 16}
    text, test = (data.MarkovText(8000, seed=s, **sizes) for s in (0, 1))
    rows, counts, found = [], {}, {}
    for name, num_hiddens in WIDTHS.items():
        options = {"activation": "tanh"} if name == "rnn_lm" else {}
        net = models.get_model(
            name, vocab_size=SYMBOLS, num_hiddens=num_hiddens, **options
        )
        trainer = train.Trainer(
            net,
            train.LanguageModel(),
            "adam",
            {"learning_rate": 0.01},
            init=init.Xavier(),
            run=RunOptions(device="cpu"),
        )
        started = time.perf_counter()
        trainer.fit(text, num_epochs=EPOCHS)
        seconds = time.perf_counter() - started
        found[name] = trainer.evaluate(test)["perplexity"]
        counts[name] = sum(p.data().size for p in net.collect_params().values())
        rows.append(
            (
                name,
                num_hiddens,
                f"{counts[name]:,}",
                f"{seconds / EPOCHS:.2f} s",
                f"{found[name]:.2f}",
            )
        )
    published = {
        gates: parameter_count(gates, 1027, 256) for gates in (1, 3, 4)
    }  # of the lyrics, chapter 6
    best = text.best_perplexity
    spread = max(counts.values()) / min(counts.values())
    return Answer(
        "With equally many parameters neither wins by much: a GRU affords more hidden "
        "units, an LSTM has the memory cell besides. At the same width an LSTM layer "
        "has 4 gates to a GRU's 3, a third more parameters and products a step. On the "
        "lyrics of chapter 6 the text prints 1.4 for the GRU and 3.9 for the LSTM "
        "after 160 epochs; there both have 256 units, so the LSTM is the larger one.",
        tables=[
            Table(
                ("model", "hidden", "parameters", "an epoch", "perplexity"),
                rows,
                f"a text whose best perplexity is {best:.2f}, {EPOCHS} epochs",
            )
        ],
        checks=[
            Check(
                "the three have equally many parameters within 3 %",
                spread < 1.03,
                f"{spread:.3f}",
            ),
            Check(
                "a layer of an LSTM has 4/3 of the parameters of a GRU's, "
                "an RNN's a third",
                _layer(4) * 3 == _layer(3) * 4 == _layer(1) * 12,
            ),
            Check(
                "the counts of chapter 6 follow from the formula",
                list(published.values()) == [592_899, 1_250_819, 1_579_779],
            ),
            Check(
                "GRU and LSTM come within a fifth of the best perplexity, "
                "and of each other",
                max(found["gru_lm"], found["lstm_lm"]) < 1.2 * best
                and 0.8 < found["gru_lm"] / found["lstm_lm"] < 1.25,
                f"{found['gru_lm']:.2f} and {found['lstm_lm']:.2f}",
            ),
        ],
    )


def _layer(gates: int) -> int:
    """Parameters of the recurrent layer alone."""
    return parameter_count(gates, 1027, 256) - 1027 * 257
