"""An epoch on the lyrics (6.4 and 6.5), beside the text's own code in the same run.

    GLUON_COURSE_DATA=FOLDER python scripts/benchmarks/rnn_epoch.py
    python scripts/benchmarks/rnn_epoch.py --rounds 3 --threads 1

10,000 characters, batch 32, 35 steps, 256 hidden units, adjacent sampling. The peers:

    text      d2lzh 1.0.0 with a network that goes step by step, as the section has it
    cells     the same network in this package's function of the same name
    course    this package's network in that function
    text-gl   d2lzh 1.0.0's function and model of 6.5
    course-gl this package's

All have the same number of threads. Needs the extra ``bench`` and the lyrics.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time

from alternate import Peer, alternate, machine, ratio, serve

PEERS = ("text", "cells", "course", "text-gl", "course-gl")
HIDDENS, STEPS, BATCH, LR, THETA, EPOCHS = 256, 35, 32, 1e2, 1e-2, 3


def main(rounds, threads):
    """Measure all peers in turn and print the table."""
    setting = {"OMP_NUM_THREADS": str(threads)}
    peers = {name: Peer(["--peer", name], setting) for name in PEERS}
    results = alternate(peers, rounds)
    for peer in peers.values():
        peer.close()
    seconds = {name: [row["seconds"] for row in results[name]] for name in PEERS}
    print(f"an epoch on the lyrics; {threads} threads; {machine()}")
    for name in PEERS:
        first = "text-gl" if name.endswith("-gl") else "text"
        middle, low, high = ratio(seconds[first], seconds[name])
        print(
            f"{name:10}{statistics.median(seconds[name]):8.3f} s"
            f"   {first} takes {middle:.2f} times as long ({low:.2f}-{high:.2f})"
        )


def peer(name):
    """Serve pieces of ``EPOCHS`` epochs, each from new parameters."""
    import mxnet as mx
    from mxnet.gluon import rnn as layers

    from gluon_course.d2lzh.lyrics import load_data_jay_lyrics
    from gluon_course.scratch import init_rnn_state, rnn, rnn_params

    if name.startswith("text"):
        import d2lzh as names
    else:
        from gluon_course import d2lzh as names
    corpus, char_to_idx, idx_to_char, vocab_size = load_data_jay_lyrics()
    sizes = (HIDDENS, vocab_size, mx.cpu(), corpus, idx_to_char, char_to_idx)
    # the period is never reached: nothing is predicted
    rest = (EPOCHS, STEPS, LR, THETA, BATCH, EPOCHS + 1, 0, [])

    def piece():
        mx.random.seed(0)
        started = time.perf_counter()
        if name.endswith("-gl"):
            model = names.RNNModel(layers.RNN(HIDDENS), vocab_size)
            names.train_and_predict_rnn_gluon(model, *sizes, *rest)
        else:
            network = rnn if name == "course" else _step_by_step

            def params():
                return rnn_params(vocab_size, HIDDENS)

            names.train_and_predict_rnn(
                network, params, init_rnn_state, *sizes, False, *rest
            )
        mx.nd.waitall()
        return {"seconds": (time.perf_counter() - started) / EPOCHS}

    serve(piece)


def _step_by_step(inputs, state, params):
    from mxnet import nd

    W_xh, W_hh, b_h, W_hq, b_q = params
    (H,), outputs = state, []
    for X in inputs:
        H = nd.tanh(nd.dot(X, W_xh) + nd.dot(H, W_hh) + b_h)
        outputs.append(nd.dot(H, W_hq) + b_q)
    return outputs, (H,)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--peer", choices=PEERS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        peer(arguments.peer)
    else:
        main(arguments.rounds, arguments.threads)
