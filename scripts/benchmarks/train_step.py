"""Training steps per second beside PyTorch eager: same nets, batches and threads.

    python scripts/benchmarks/train_step.py
    python scripts/benchmarks/train_step.py --models lenet resnet18 --rounds 5

Random pictures of the section's size, SGD, softmax cross-entropy; batches are smaller
than in the text so that a round takes seconds. ``torch nhwc`` is PyTorch with its
channels_last layout. Needs the extra ``bench``.
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

# name: options of the builder, (N, C, H, W), batches in a round
MODELS = {
    "softmax": ({}, (256, 1, 28, 28), 400),
    "mlp": ({}, (256, 1, 28, 28), 200),
    "lenet": ({}, (256, 1, 28, 28), 60),
    "lenet_bn": ({}, (256, 1, 28, 28), 40),
    "alexnet": ({}, (16, 1, 224, 224), 4),
    "vgg11": ({"channel_ratio": 4}, (64, 1, 96, 96), 5),
    "nin": ({}, (16, 1, 224, 224), 5),
    "googlenet": ({}, (32, 1, 96, 96), 5),
    "resnet18": ({}, (32, 1, 96, 96), 4),
    "densenet": ({}, (32, 1, 96, 96), 6),
}


def main(models, rounds, threads, output):
    """Measure every model and print the table."""
    environment = {"OMP_NUM_THREADS": str(threads)}
    print(f"training samples per second, {threads} threads; {machine()}")
    print(
        f"{'model':12}{'batch':>18}{'course':>10}{'torch':>10}{'ratio':>8}  "
        f"{'spread':12}{'torch nhwc':>11}{'ratio':>8}"
    )
    rows = []
    for model in models:
        peers = {
            name: Peer(["--peer", name, model], environment)
            for name in ("course", "torch", "torch_nhwc")
        }
        results = alternate(peers, rounds)
        speed = {
            name: [each["samples_per_s"] for each in results[name]] for name in peers
        }
        for peer in peers.values():
            peer.close()
        middle, low, high = ratio(speed["course"], speed["torch"])
        nhwc, _, _ = ratio(speed["course"], speed["torch_nhwc"])
        median = {name: statistics.median(values) for name, values in speed.items()}
        rows.append(
            {
                "model": model,
                "batch": MODELS[model][1],
                **{f"{name}_samples_per_s": value for name, value in median.items()},
                "ratio": middle,
                "quartiles": [low, high],
                "ratio_nhwc": nhwc,
            }
        )
        print(
            f"{model:12}{'x'.join(map(str, MODELS[model][1])):>18}"
            f"{median['course']:10.0f}{median['torch']:10.0f}{middle:8.2f}  "
            f"{f'{low:.2f}-{high:.2f}':12}{median['torch_nhwc']:11.0f}{nhwc:8.2f}",
            flush=True,
        )
    mean = statistics.geometric_mean(row["ratio"] for row in rows)
    print(f"geometric mean of the ratios to PyTorch eager: {mean:.2f}")
    if output:
        record = {"machine": machine(), "threads": threads, "rows": rows}
        Path(output).write_text(json.dumps(record, indent=2) + "\n")


def course_peer(model):
    """Steps of the course's trainer."""
    import mxnet as mx

    from gluon_course import models, train
    from gluon_course.base.run import RunOptions

    options, shape, steps = MODELS[model]
    X = mx.nd.random.uniform(shape=shape)
    y = mx.nd.array([i % 10 for i in range(shape[0])], dtype="int32")
    trainer = train.Trainer(
        models.get_model(model, **options),
        train.Classification(),
        "sgd",
        {"learning_rate": 0.01},
        init=mx.init.Xavier(),
        run=RunOptions(device="cpu"),
    )

    def piece():
        started = time.perf_counter()
        trainer.fit([(X, y)] * steps, None, trainer.state.epoch + 1)
        return {"samples_per_s": steps * shape[0] / (time.perf_counter() - started)}

    serve(piece)


def torch_peer(model, memory_format):
    """Steps of the usual PyTorch loop."""
    import torch
    from torch_nets import make_net

    options, shape, steps = MODELS[model]
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    net = make_net(model, **options)
    net(torch.rand(shape))  # fills in the shapes
    net.to(memory_format=memory_format).train()
    X = torch.rand(shape).to(memory_format=memory_format)
    y = torch.arange(shape[0]) % 10
    loss = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01)

    def piece():
        started = time.perf_counter()
        total, hits = torch.zeros(()), torch.zeros(())
        for _ in range(steps):
            optimizer.zero_grad()
            y_hat = net(X)
            error = loss(y_hat, y)
            error.backward()
            optimizer.step()
            total += error.detach() * len(y)
            hits += (y_hat.argmax(dim=1) == y).sum()
        total.item(), hits.item()
        return {"samples_per_s": steps * shape[0] / (time.perf_counter() - started)}

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
        role, model = options.peer
        if role == "course":
            sys.exit(course_peer(model))
        import torch

        layout = torch.channels_last if "nhwc" in role else torch.contiguous_format
        sys.exit(torch_peer(model, layout))
    main(options.models, options.rounds, options.threads, options.json)
