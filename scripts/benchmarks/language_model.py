"""Tokens per second of language models beside PyTorch eager, sizes of chapter 6.

    python scripts/benchmarks/language_model.py
    python scripts/benchmarks/language_model.py --models lstm --rounds 5 --threads 1
    python scripts/benchmarks/language_model.py --embed-size 256

Random tokens of 1,027, 32 sequences of 35 steps, 256 hidden units, SGD, clipped
gradients, states carried from batch to batch: one-hot vectors as in the text, or
learned ones. Both sides compute the same with the same threads, and take turns; the
products with one-hot vectors are look-ups here and products in PyTorch's loop.
``--clock cpu`` counts processor time, which other work on the machine does not stretch.
Needs the extra ``bench``.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from pathlib import Path

from alternate import Peer, alternate, machine, ratio, serve

MODELS = ("rnn", "gru", "lstm")
VOCAB, BATCH, STEPS, HIDDENS, LR, THETA = 1027, 32, 35, 256, 1.0, 0.01
BATCHES = 8
CLOCKS = {"wall": time.perf_counter, "cpu": time.process_time}


def main(models, rounds, threads, embed_size, clock, output):
    """Measure every model and print the table."""
    environment = {"OMP_NUM_THREADS": str(threads)}
    kind = f"vectors of {embed_size}" if embed_size else "one-hot vectors"
    print(f"trained tokens per second ({clock} time), {kind}, {threads} threads")
    print(machine())
    print(f"{'model':8}{'course':>10}{'torch':>10}{'ratio':>8}  spread")
    rows = []
    for model in models:
        peers = {
            name: Peer(["--peer", name, model, str(embed_size), clock], environment)
            for name in ("course", "torch")
        }
        results = alternate(peers, rounds)
        for peer in peers.values():
            peer.close()
        speed = {
            name: [each["tokens_per_s"] for each in results[name]] for name in peers
        }
        middle, low, high = ratio(speed["course"], speed["torch"])
        median = {name: statistics.median(values) for name, values in speed.items()}
        row = {f"{name}_tokens_per_s": value for name, value in median.items()}
        rows.append({"model": model, **row, "ratio": middle, "quartiles": [low, high]})
        print(
            f"{model:8}{median['course']:10.0f}{median['torch']:10.0f}{middle:8.2f}  "
            f"{low:.2f}-{high:.2f}",
            flush=True,
        )
    mean = statistics.geometric_mean(row["ratio"] for row in rows)
    print(f"geometric mean of the ratios to PyTorch eager: {mean:.2f}")
    if output:
        facts = {"machine": machine(), "threads": threads, "clock": clock}
        facts["embed_size"] = embed_size
        record = json.dumps({**facts, "rows": rows}, indent=2)
        Path(output).write_text(record + "\n")


class Batches:
    """The same random batches in every pass; states go on."""

    keeps_state = True

    def __init__(self, make):
        import numpy as np

        rng = np.random.RandomState(0)
        tokens = rng.randint(0, VOCAB, (BATCH, BATCHES * STEPS + 1))
        spans = range(0, BATCHES * STEPS, STEPS)
        self._batches = [
            (make(tokens[:, i : i + STEPS]), make(tokens[:, i + 1 : i + STEPS + 1]))
            for i in spans
        ]

    def __iter__(self):
        return iter(self._batches)


def course_peer(model, embed_size, clock):
    """Epochs of the course's trainer."""
    import mxnet as mx

    from gluon_course import models, train
    from gluon_course.base.run import RunOptions

    net = models.get_model(
        f"{model}_lm",
        vocab_size=VOCAB,
        num_hiddens=HIDDENS,
        embed_size=embed_size,
    )
    trainer = train.Trainer(
        net,
        train.LanguageModel(),
        "sgd",
        {"learning_rate": LR},
        init=mx.init.Normal(0.01),
        run=RunOptions(device="cpu"),
        callbacks=[train.ClipGradients(THETA)],
    )
    batches = Batches(mx.nd.array)

    def piece():
        started = clock()
        trainer.fit(batches, None, trainer.state.epoch + 1)
        seconds = clock() - started
        return {"tokens_per_s": BATCHES * BATCH * STEPS / seconds}

    serve(piece)


def torch_peer(model, embed_size, clock):
    """Epochs of the usual PyTorch loop."""
    import torch
    from torch import nn

    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    width = embed_size or VOCAB
    layer = {
        "rnn": lambda: nn.RNN(width, HIDDENS, nonlinearity="relu"),
        "gru": lambda: nn.GRU(width, HIDDENS),
        "lstm": lambda: nn.LSTM(width, HIDDENS),
    }[model]()
    embedding = nn.Embedding(VOCAB, embed_size) if embed_size else None
    dense, loss = nn.Linear(HIDDENS, VOCAB), nn.CrossEntropyLoss()
    parts = [part for part in (embedding, layer, dense) if part is not None]
    params = [each for part in parts for each in part.parameters()]
    optimizer = torch.optim.SGD(params, lr=LR)
    batches = Batches(torch.tensor)

    def detached(state):
        if isinstance(state, tuple):
            return tuple(each.detach() for each in state)
        return None if state is None else state.detach()

    def piece():
        started = clock()
        state, total = None, torch.zeros(())
        for X, Y in batches:
            X = X.T
            if embedding is None:
                X = nn.functional.one_hot(X, VOCAB).float()
            else:
                X = embedding(X)
            H, state = layer(X, detached(state))
            scores = dense(H)
            error = loss(scores.reshape(-1, VOCAB), Y.T.reshape(-1))
            optimizer.zero_grad()
            error.backward()
            nn.utils.clip_grad_norm_(params, THETA)
            optimizer.step()
            total += error.detach() * Y.numel()
        total.item()
        seconds = clock() - started
        return {"tokens_per_s": BATCHES * BATCH * STEPS / seconds}

    serve(piece)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", nargs="+", choices=MODELS, default=MODELS)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--embed-size", type=int, default=0)
    parser.add_argument("--clock", choices=CLOCKS, default="wall")
    parser.add_argument("--json", help="also write the figures to this file")
    parser.add_argument("--peer", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer:
        role, model, embed_size, clock = options.peer
        serve_peer = course_peer if role == "course" else torch_peer
        sys.exit(serve_peer(model, int(embed_size), CLOCKS[clock]))
    main(
        *(options.models, options.rounds, options.threads),
        *(options.embed_size, options.clock, options.json),
    )
