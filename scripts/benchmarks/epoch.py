"""A whole epoch on Fashion-MNIST, beside the text's own code in the same run.

    GLUON_COURSE_DATA=FOLDER python scripts/benchmarks/epoch.py
    python scripts/benchmarks/epoch.py --models lenet --rounds 3

Loading, training and evaluation of one epoch: d2lzh 1.0.0 (``load_data_fashion_mnist``
with ``train_ch3`` or ``train_ch5``, its own number of threads: half of the cores)
against the trainer of the course with the same net, batch size and learning rate, on
all cores. Needs the extra ``bench`` and the files of Fashion-MNIST in the data root.
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

# name: learning rate, initializer
MODELS = {"softmax": (0.1, "normal"), "mlp": (0.5, "normal"), "lenet": (0.9, "xavier")}
BATCH_SIZE = 256


def main(models, rounds, threads, output):
    """Measure every model and print the table."""
    rows = []
    for model in models:
        # MXNet's own choice: half of the cores.
        half = {"OMP_NUM_THREADS": str(max(1, (os.cpu_count() or 2) // 2))}
        peers = {
            "text": Peer(["--peer", "text", model], half),
            "course": Peer(
                ["--peer", "course", model], {"OMP_NUM_THREADS": str(threads)}
            ),
        }
        results = alternate(peers, rounds)
        seconds = {name: [each["seconds"] for each in results[name]] for name in peers}
        middle, low, high = ratio(seconds["text"], seconds["course"])
        rows.append(
            {
                "model": model,
                "text_s": statistics.median(seconds["text"]),
                "course_s": statistics.median(seconds["course"]),
                "threads": threads,
                "ratio": middle,
                "quartiles": [low, high],
            }
        )
        for peer in peers.values():
            peer.close()
    print(f"one epoch of Fashion-MNIST, batch {BATCH_SIZE}; {machine()}")
    print(
        f"{'model':10}{'text s':>8}{'course s':>10}{'threads':>9}{'ratio':>8}  spread"
    )
    for row in rows:
        print(
            f"{row['model']:10}{row['text_s']:8.2f}{row['course_s']:10.2f}"
            f"{row['threads']:9}{row['ratio']:8.2f}"
            f"  {row['quartiles'][0]:.2f}-{row['quartiles'][1]:.2f}"
        )
    if output:
        record = {"machine": machine(), "batch_size": BATCH_SIZE, "rows": rows}
        Path(output).write_text(json.dumps(record, indent=2) + "\n")


def text_peer(model):
    """One epoch as the text's code does it."""
    import text_code

    train_iter, test_iter = text_code.load_data()
    net, trainer = text_code.make_trainer(model)

    def epoch():
        started = time.perf_counter()
        text_code.train(model, net, trainer, train_iter, test_iter, 1)
        return {"seconds": time.perf_counter() - started}

    serve(epoch)


def course_peer(model):
    """One epoch as the course does it."""
    from mxnet import init

    from gluon_course import data, models, train
    from gluon_course.base.run import RunOptions

    lr, initializer = MODELS[model]
    run = RunOptions(device="cpu")
    train_iter, test_iter = data.fashion_mnist(BATCH_SIZE, run=run)
    trainer = train.Trainer(
        models.get_model(model),
        train.Classification(),
        "sgd",
        {"learning_rate": lr},
        init=init.Xavier() if initializer == "xavier" else init.Normal(0.01),
        run=run,
    )

    def epoch():
        started = time.perf_counter()
        trainer.fit(train_iter, test_iter, trainer.state.epoch + 1)
        return {"seconds": time.perf_counter() - started}

    serve(epoch)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", nargs="+", choices=MODELS, default=list(MODELS))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--json", help="also write the figures to this file")
    parser.add_argument("--peer", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer:
        role, model = options.peer
        sys.exit(text_peer(model) if role == "text" else course_peer(model))
    main(options.models, options.rounds, options.threads, options.json)
