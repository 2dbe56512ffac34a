"""A training step of TinySSD: as a graph and imperative, and what its targets cost.

    python scripts/benchmarks/ssd_step.py
    python scripts/benchmarks/ssd_step.py --side 256 --batch-size 8 --rounds 5

``graph`` is the course's trainer: net, targets and loss in one compiled graph.
``imperative`` is the same computation, line by line, with Gluon's trainer. ``targets``
is the assignment of anchors alone, compiled, on the labels of the same batch; its
share is its time by the time of a step as a graph. Random pictures, up to 8 objects,
ten classes, three hard negatives for each anchor with an object, Adam.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from pathlib import Path

import numpy as np
from alternate import Peer, alternate, machine, ratio, serve

MOST_OBJECTS, NUM_CLASSES = 8, 10
PEERS = ("graph", "imperative", "targets")
SETTINGS = ("side", "batch_size", "steps")


def main(options):
    """Measure the three side by side and print the ratios."""
    environment = {"OMP_NUM_THREADS": str(options.threads)}
    sizes = [str(getattr(options, name)) for name in SETTINGS]
    peers = {name: Peer(["--peer", name, *sizes], environment) for name in PEERS}
    results = alternate(peers, options.rounds)
    for peer in peers.values():
        peer.close()
    seconds = {name: [row["seconds"] for row in results[name]] for name in peers}
    print(
        f"TinySSD, batch {options.batch_size} of {options.side} px, "
        f"{options.threads} threads; {machine()}"
    )
    record = {"machine": machine(), "threads": options.threads}
    for name, values in seconds.items():
        record[f"{name}_ms"] = 1000 * statistics.median(values)
        print(f"{name:12}{record[f'{name}_ms']:10.1f} ms a step")
    rows = (
        ("imperative by graph", "imperative", "speed-up of the graph"),
        ("targets by graph", "targets", "share of the targets"),
    )
    for name, other, meaning in rows:
        middle, low, high = ratio(seconds[other], seconds["graph"])
        record[name] = {"ratio": middle, "quartiles": [low, high]}
        print(f"{meaning:24}{middle:6.2f}  ({low:.2f}-{high:.2f})")
    if options.json:
        Path(options.json).write_text(json.dumps(record, indent=2) + "\n")


def random_batch(side, batch_size):
    """Pictures and labels, (N, 3, side, side) and (N, 8, 5)."""
    from mxnet import nd

    random = np.random.RandomState(0)
    shape = (batch_size, MOST_OBJECTS)
    places = random.uniform(0, 0.7, (*shape, 2))
    far = places + random.uniform(0.1, 0.3, (*shape, 2))
    kinds = random.randint(0, NUM_CLASSES, (*shape, 1))
    labels = np.concatenate([kinds, places, far], axis=2)
    labels[np.arange(MOST_OBJECTS) > random.randint(0, 8, (batch_size, 1))] = -1
    return nd.random.normal(shape=(batch_size, 3, side, side)), nd.array(labels)


def step_peer(name, side, batch_size, steps):
    """Steps of one of the three."""
    from mxnet import autograd, gluon, init, nd

    from gluon_course import models, nn, train
    from gluon_course.base.run import RunOptions

    X, labels = random_batch(side, batch_size)
    net = models.get_model("tiny_ssd", num_classes=NUM_CLASSES)
    task = train.SSD(MOST_OBJECTS, negatives=3)
    hyperparams = {"learning_rate": 1e-4}

    if name == "graph":
        trainer = train.Trainer(
            *(net, task, "adam", hyperparams),
            init=init.Xavier(),
            run=RunOptions(device="cpu"),
        )

        def work():
            trainer.fit([(X, labels)] * steps, None, trainer.state.epoch + 1)

    elif name == "imperative":
        net.initialize(init.Xavier())
        net(X)
        updates = gluon.Trainer(net.collect_params(), "adam", hyperparams)

        def work():
            for _ in range(steps):
                with autograd.record():
                    head, _ = task.forward(nd, net, X, labels)
                head.backward()
                updates.step(batch_size)
            nd.waitall()

    else:
        net.initialize(init.Xavier())
        anchors = net(X)[0]

        class Targets(gluon.HybridBlock):
            def hybrid_forward(self, F, anchors, labels):
                return nn.multibox_target(anchors, labels, MOST_OBJECTS)

        targets = Targets()
        targets.hybridize(static_alloc=True, static_shape=True)

        def work():
            for _ in range(steps):
                targets(anchors, labels)
            nd.waitall()

    def piece():
        started = time.perf_counter()
        work()
        return {"seconds": (time.perf_counter() - started) / steps}

    serve(piece)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--side", type=int, default=128)
    parser.add_argument("--batch-size", type=int, default=32)
    parser.add_argument("--steps", type=int, default=4, help="steps in a round")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--json", help="also write the figures to this file")
    parser.add_argument("--peer", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer:
        sys.exit(step_peer(options.peer[0], *map(int, options.peer[1:])))
    main(options)
