"""Training steps of translators beside PyTorch eager: same sizes, batches, threads.

    python scripts/benchmarks/translation_step.py
    python scripts/benchmarks/translation_step.py --models transformer --rounds 5

Random sentences with padding, teacher forcing, Adam, masked cross-entropy, clipping at
1; loss and hits are counted on both sides. Target tokens per second, padding included.
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

WORDS = 200
# name: model, its sizes, (sentences, words of each), batches in a round
MODELS = {
    "gru_attention": (
        *("gru_attention", {"embed_size": 64, "num_hiddens": 64, "attention_size": 10}),
        *((2, 7), 40),
    ),
    "bahdanau": ("bahdanau", {"embed_size": 32, "num_hiddens": 32}, (64, 10), 20),
    "seq2seq": ("seq2seq", {"embed_size": 32, "num_hiddens": 32}, (64, 10), 30),
    "transformer": (
        *("transformer", {"num_hiddens": 32, "ffn_num_hiddens": 64, "num_heads": 4}),
        *((64, 10), 20),
    ),
    "transformer-128": (
        *("transformer", {"num_hiddens": 128, "ffn_num_hiddens": 256, "num_heads": 8}),
        *((64, 24), 5),
    ),
}
DROPOUT, LAYERS = 0.1, 2


def main(names, rounds, threads, output):
    """Measure every model and print the table."""
    environment = {"OMP_NUM_THREADS": str(threads)}
    print(f"target tokens per second in training, {threads} threads; {machine()}")
    print(f"{'model':18}{'batch':>8}{'course':>10}{'torch':>10}{'ratio':>8}  spread")
    rows = []
    for name in names:
        peers = {
            peer: Peer(["--peer", peer, name], environment)
            for peer in ("course", "torch")
        }
        results = alternate(peers, rounds)
        for peer in peers.values():
            peer.close()
        speed = {
            peer: [each["tokens_per_s"] for each in results[peer]] for peer in peers
        }
        middle, low, high = ratio(speed["course"], speed["torch"])
        median = {peer: statistics.median(values) for peer, values in speed.items()}
        batch = "x".join(map(str, MODELS[name][2]))
        rows.append({"model": name, "batch": batch, **median, "ratio": middle})
        rows[-1]["quartiles"] = [low, high]
        print(
            f"{name:18}{batch:>8}{median['course']:10.0f}{median['torch']:10.0f}"
            f"{middle:8.2f}  {low:.2f}-{high:.2f}",
            flush=True,
        )
    mean = statistics.geometric_mean(row["ratio"] for row in rows)
    print(f"geometric mean of the ratios to PyTorch eager: {mean:.2f}")
    if output:
        record = {"machine": machine(), "threads": threads, "rows": rows}
        Path(output).write_text(json.dumps(record, indent=2) + "\n")


def batch_of(name):
    """Random sentences: (X, X_len, Y, Y_len) as lists."""
    import numpy as np

    count, length = MODELS[name][2]
    random = np.random.RandomState(0)
    X, Y = random.randint(4, WORDS, (2, count, length))
    lengths = random.randint(length // 2, length + 1, (2, count))
    return X, lengths[0], Y, lengths[1]


def course_peer(name):
    """Steps of the course's trainer."""
    import mxnet as mx

    from gluon_course import models, train
    from gluon_course.base.run import RunOptions

    model, sizes, (count, length), steps = MODELS[name]
    words = {"vocab_size": WORDS, "target_vocab_size": WORDS, "num_steps": length}
    net = models.get_model(model, dropout=DROPOUT, num_layers=LAYERS, **words, **sizes)
    batch = tuple(mx.nd.array(each) for each in batch_of(name))
    trainer = train.Trainer(
        net,
        train.Translation(2),
        "adam",
        {"learning_rate": 0.001},
        init=mx.init.Xavier(),
        run=RunOptions(device="cpu"),
        callbacks=[train.ClipGradients(1)],
    )

    def piece():
        started = time.perf_counter()
        trainer.fit([batch] * steps, None, trainer.state.epoch + 1)
        seconds = time.perf_counter() - started
        return {"tokens_per_s": steps * count * length / seconds}

    serve(piece)


def torch_peer(name):
    """Steps of the usual PyTorch loop."""
    import torch
    from torch_translators import Recurrent, Transformer

    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    model, sizes, (count, length), steps = MODELS[name]
    X, X_len, Y, Y_len = map(torch.tensor, batch_of(name))
    if model == "transformer":
        net = Transformer(WORDS, *sizes.values(), LAYERS, DROPOUT)
    else:
        attention = {"seq2seq": 0, "bahdanau": sizes["num_hiddens"]}.get(model, 10)
        size = (sizes["embed_size"], sizes["num_hiddens"])
        net = Recurrent(WORDS, *size, LAYERS, attention, DROPOUT)
    net.train()
    loss = torch.nn.CrossEntropyLoss(reduction="none")
    optimizer = torch.optim.Adam(net.parameters(), lr=0.001)
    first = torch.full((count, 1), 2)

    def piece():
        started = time.perf_counter()
        total, hits = torch.zeros(()), torch.zeros(())
        for _ in range(steps):
            optimizer.zero_grad()
            scores = net(X, X_len, torch.cat([first, Y[:, :-1]], dim=1))
            mask = torch.arange(length) < Y_len[:, None]
            error = (loss(scores.transpose(1, 2), Y) * mask).sum() / mask.sum()
            error.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1)
            optimizer.step()
            total += error.detach()
            hits += ((scores.argmax(dim=2) == Y) * mask).sum()
        total.item(), hits.item()
        seconds = time.perf_counter() - started
        return {"tokens_per_s": steps * count * length / seconds}

    serve(piece)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", nargs="+", choices=MODELS, default=list(MODELS))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--json", help="also write the figures to this file")
    parser.add_argument("--peer", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer:
        role, name = options.peer
        sys.exit({"course": course_peer, "torch": torch_peer}[role](name))
    main(options.models, options.rounds, options.threads, options.json)
