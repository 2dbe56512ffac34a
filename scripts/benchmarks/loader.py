"""Images per second of iterating over Fashion-MNIST, beside the text's own loader.

    GLUON_COURSE_DATA=FOLDER python scripts/benchmarks/loader.py
    python scripts/benchmarks/loader.py --resize 96 --rounds 3

A whole pass over the 60,000 training pictures, each batch waited for:
``load_data_fashion_mnist`` of d2lzh 1.0.0 (four worker processes, its own number of
threads: half of the cores) against the function of that name in gluon_course.d2lzh.
Needs the extra ``bench`` and the files of Fashion-MNIST in the data root.
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

BATCH_SIZE = 256


def main(sizes, rounds, threads, output):
    """Measure every size and print the table."""
    print(
        f"images per second over Fashion-MNIST, batch {BATCH_SIZE}; medians of "
        f"{rounds} passes; {machine()}"
    )
    print(f"{'pixels':8}{'text':>10}{'course':>10}{'threads':>9}{'ratio':>8}  spread")
    rows = []
    for size in sizes:
        # MXNet's own choice: half of the cores.
        half = {"OMP_NUM_THREADS": str(max(1, (os.cpu_count() or 2) // 2))}
        peers = {
            "text": Peer(["--peer", "text", str(size)], half),
            "course": Peer(
                ["--peer", "course", str(size)], {"OMP_NUM_THREADS": str(threads)}
            ),
        }
        results = alternate(peers, rounds)
        for peer in peers.values():
            peer.close()
        speed = {
            name: [each["images_per_s"] for each in results[name]] for name in peers
        }
        middle, low, high = ratio(speed["course"], speed["text"])
        row = {
            "pixels": size,
            "text_images_per_s": statistics.median(speed["text"]),
            "course_images_per_s": statistics.median(speed["course"]),
            "threads": threads,
            "ratio": middle,
            "quartiles": [low, high],
        }
        rows.append(row)
        print(
            f"{size:<8}{row['text_images_per_s']:10.0f}"
            f"{row['course_images_per_s']:10.0f}{threads:9}{middle:8.2f}"
            f"  {low:.2f}-{high:.2f}",
            flush=True,
        )
    if output:
        record = {"machine": machine(), "batch_size": BATCH_SIZE, "rows": rows}
        Path(output).write_text(json.dumps(record, indent=2) + "\n")


def peer(role, size):
    """Passes over the training set by one of the two loaders."""
    resize = None if size == 28 else size
    if role == "text":
        import text_code

        train_iter, _ = text_code.load_data(resize)
    else:
        from gluon_course import d2lzh as d2l

        train_iter, _ = d2l.load_data_fashion_mnist(BATCH_SIZE, resize)

    def one_pass():
        started, images = time.perf_counter(), 0
        for X, y in train_iter:
            X.wait_to_read()
            y.wait_to_read()
            images += len(X)
        return {"images_per_s": images / (time.perf_counter() - started)}

    serve(one_pass)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--resize", nargs="+", type=int, default=[28, 96], help="28: as they are"
    )
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--json", help="also write the figures to this file")
    parser.add_argument("--peer", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer:
        sys.exit(peer(options.peer[0], int(options.peer[1])))
    main(options.resize, options.rounds, options.threads, options.json)
