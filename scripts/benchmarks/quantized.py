"""float32, int8 and bfloat16 exports of trained nets: accuracy and pictures a second.

    python scripts/benchmarks/quantized.py
    python scripts/benchmarks/quantized.py --models lenet --rounds 15

Fashion-MNIST: LeNet learns it as in 5.5 (28x28, 5 epochs), ResNet-18 at the 96x96 of
5.11, but from 6,000 pictures in 3 epochs, which takes minutes and not hours. int8 is
calibrated on 512 training pictures. Accuracies are of the files, on all 10,000 test
pictures; speeds are of the files, each in a process of its own, in turns, so that the
ratios count and not the times. bf16 is left out where the processor lacks it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from alternate import Peer, alternate, machine, ratio, serve

# name: side in pixels, training pictures, epochs, learning rate, (batch, repeats)s
MODELS = {
    "lenet": (28, None, 5, 0.9, ((1, 400), (64, 40))),
    "resnet18": (96, 6000, 3, 0.05, ((1, 30), (64, 2))),
}
CALIBRATION = 512


def main(names, rounds, threads, num_test, limit, epochs, output):
    """Train, export and measure every model; print the table."""
    print(f"Fashion-MNIST, {threads} threads; {machine()}")
    rows = []
    with tempfile.TemporaryDirectory() as below:
        for name in names:
            folders, facts = exported(name, Path(below), num_test, limit, epochs)
            print(
                f"\n{name}: {facts['trained']}, {num_test:,} test pictures, "
                f"trained and exported in {facts['seconds']:.0f} s\n"
                f"{'form':10}{'accuracy':>10}{'bytes':>13}",
                *(f"{f'batch {n}':>12}{'ratio':>7}  spread   " for n in batches(name)),
            )
            speeds = {
                n: measured(name, folders, n, rounds, threads) for n in batches(name)
            }
            for form in folders:
                row = {"model": name, "form": form, **facts[form]}
                row.update({f"batch_{n}": speeds[n][form] for n in speeds})
                rows.append(row)
                print(
                    f"{form:10}{row['accuracy']:10.4f}{row['bytes']:13,}",
                    *(each(speeds[n][form]) for n in speeds),
                    flush=True,
                )
    if output:
        record = {"machine": machine(), "threads": threads, "rows": rows}
        Path(output).write_text(json.dumps(record, indent=2) + "\n")


def batches(name):
    """The batch sizes that a model's speed is measured with."""
    return [size for size, _ in MODELS[name][-1]]


def each(speed):
    """Pictures a second, and the ratio to float32 with its quartiles."""
    low, high = speed["quartiles"]
    spread = f"{low:.2f}-{high:.2f}"
    return f"{speed['images_per_s']:11.0f}/s{speed['ratio']:6.2f}  {spread:9}"


def exported(name, below, num_test, limit, epochs):
    """Train a net; the folders of its forms, and accuracy and size of each."""
    import mxnet as mx

    from gluon_course import data, export, models, train
    from gluon_course.base.instructions import has_bfloat16
    from gluon_course.base.run import RunOptions

    side, pictures, num_epochs, lr, _ = MODELS[name]
    pictures, num_epochs = limit or pictures, epochs or num_epochs
    started = time.perf_counter()
    run = RunOptions(device="cpu", limit=pictures)
    train_iter, test_iter = data.fashion_mnist(256, side, run=run)
    net = models.get_model(name, num_classes=10)
    train.Trainer(
        net,
        train.Classification(),
        "sgd",
        {"learning_rate": lr},
        init=mx.init.Xavier(),
        run=run,
    ).fit(train_iter, None, num_epochs)
    judge = export.accuracy_judge(test_iter.limit(num_test), "test set")
    shape, info = (1, side, side), test_iter.info
    proof = {"judge": judge, "max_drop": 1, "rounds": 0, "info": info}
    calib_iter = train_iter.limit(CALIBRATION)
    folders = {"float32": below / name / "float32", "int8": below / name / "int8"}
    export.export_model(net, folders["float32"], shape, info=info)
    export.export_int8(net, folders["int8"], shape, calib_iter, **proof)
    if has_bfloat16():
        folders["bf16"] = below / name / "bf16"
        export.export_bf16(net, folders["bf16"], shape, **proof)
    facts = {
        "seconds": time.perf_counter() - started,
        "trained": f"{side}x{side}, {num_epochs} epochs of "
        f"{pictures or 60000:,} pictures",
    }
    for form in folders:
        meta = export.load_exported(folders[form]).meta
        size = meta["files"]["model-0000.params"]["bytes"]
        if form == "float32":
            facts[form] = {"bytes": size}
        else:
            judged = meta["reduced"]["judged"]
            facts[form] = {"accuracy": judged["after"], "bytes": size}
            facts["float32"]["accuracy"] = judged["before"]
    return folders, facts


def measured(name, folders, batch_size, rounds, threads):
    """Pictures a second of every form, and its ratio to float32, in turns."""
    environment = {"OMP_NUM_THREADS": str(threads)}
    repeats = dict(MODELS[name][-1])[batch_size]
    peers = {
        form: Peer(["--peer", str(folder), str(batch_size), str(repeats)], environment)
        for form, folder in folders.items()
    }
    results = alternate(peers, rounds)
    for peer in peers.values():
        peer.close()
    speeds = {}
    for form, rows in results.items():
        ours = [row["images_per_s"] for row in rows]
        theirs = [row["images_per_s"] for row in results["float32"]]
        middle, low, high = ratio(ours, theirs)
        speeds[form] = {
            "images_per_s": statistics.median(ours),
            "ratio": middle,
            "quartiles": [low, high],
        }
    return speeds


def form_peer(folder, batch_size, repeats):
    """Predictions of one export."""
    import mxnet as mx

    from gluon_course import export

    model = export.load_exported(folder)
    model.block.hybridize(static_alloc=True, static_shape=True)
    X = mx.nd.random.uniform(shape=(batch_size, *model.input_shape))

    def piece():
        started = time.perf_counter()
        for _ in range(repeats):
            model(X)
        mx.nd.waitall()
        seconds = time.perf_counter() - started
        return {"images_per_s": repeats * batch_size / seconds}

    serve(piece)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", nargs="+", choices=MODELS, default=list(MODELS))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--test", type=int, default=10_000, help="test pictures")
    parser.add_argument("--limit", type=int, help="training pictures of every model")
    parser.add_argument("--epochs", type=int, help="epochs of every model")
    parser.add_argument("--json", help="also write the figures to this file")
    parser.add_argument("--peer", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer:
        place, *numbers = options.peer
        sys.exit(form_peer(place, *map(int, numbers)))
    main(
        options.models,
        options.rounds,
        options.threads,
        options.test,
        options.limit,
        options.epochs,
        options.json,
    )
