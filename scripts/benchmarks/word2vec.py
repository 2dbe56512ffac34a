"""An epoch of skip-gram on Penn Treebank, beside the text's way and gensim, in one run.

    GLUON_COURSE_DATA=FOLDER python scripts/benchmarks/word2vec.py
    python scripts/benchmarks/word2vec.py --sentences 4000 --rounds 3 --threads 1

Subsampling 1e-4, windows up to 5, 5 noise words, 100 dimensions, batch 512. First what
it takes to draw an epoch and lay its batches out:

    draw        this package: windows and noise of the whole text at once
    draw-loop   a loop over sentences and words, batches by a DataLoader, as in 10.3

then an epoch of training:

    course      this package's trainer, Adam; the epoch is drawn anew, as gensim does
    padded      the same with one width of batches: more than half of them is padding
    loop        the text's way: batches as in draw-loop, drawn before the clock starts;
                an imperative step, whose loss is read in each batch; Adam
    gensim      Word2Vec of gensim with the same settings, SGD

Words are those of the text before subsampling. All have the same number of threads.
Needs the extra ``bench`` and Penn Treebank, or --sample.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import time

from alternate import Peer, alternate, machine, ratio, serve

DRAWING, TRAINING = ("draw", "draw-loop"), ("course", "padded", "loop", "gensim")
THRESHOLD, WINDOW, NEGATIVES, SIZE, BATCH = 1e-4, 5, 5, 100, 512
MIN_FREQ, LR = 5, 0.005


def main(rounds, threads, sentences, is_sample):
    """Measure all peers in turn and print the tables."""
    try:
        import gensim
    except ImportError:
        sys.exit("gensim is missing: pip install '.[bench]'")
    setting = {"OMP_NUM_THREADS": str(threads)}
    options = ["--sentences", str(sentences), "--threads", str(threads)]
    options += ["--sample"] if is_sample else []
    print(f"{threads} threads; gensim {gensim.__version__}; {machine()}")
    for names in (DRAWING, TRAINING):
        peers = {each: Peer(["--peer", each, *options], setting) for each in names}
        results = alternate(peers, rounds)
        for peer in peers.values():
            peer.close()
        seconds = {each: [row["seconds"] for row in results[each]] for each in names}
        words = results[names[0]][0]["words"]
        print(f"\n{'':10}   words/s  times {names[0]}'s (quartiles), {words:,} words")
        for name in names:
            speed = words / statistics.median(seconds[name])
            middle, low, high = ratio(seconds[names[0]], seconds[name])
            print(f"{name:10}{speed:10,.0f}  {middle:.2f} ({low:.2f}-{high:.2f})")


def peer(name, threads, sentences, is_sample):
    """Serve pieces of one epoch."""
    import mxnet as mx

    from gluon_course import models, train
    from gluon_course.base.run import RunOptions
    from gluon_course.text import word_vectors

    run = RunOptions(sample=is_sample, limit=sentences, device="cpu")
    corpus = word_vectors.ptb_corpus(run, MIN_FREQ)
    words = len(corpus.words)

    def batches(**options):
        return word_vectors.SkipGramBatches(
            corpus, BATCH, NEGATIVES, max_window=WINDOW, threshold=THRESHOLD, **options
        )

    if name == "draw":

        def work():
            for _ in batches():
                pass

    elif name == "draw-loop":

        def work():
            for _ in loop_batches(corpus):
                pass

    elif name == "gensim":
        from gensim.models import Word2Vec

        tokens = corpus.vocab.idx_to_token
        lines = [[tokens[i] for i in line] for line in corpus.sentences]
        model = Word2Vec(
            vector_size=SIZE,
            window=WINDOW,
            negative=NEGATIVES,
            sample=THRESHOLD,
            min_count=1,
            sg=1,
            workers=threads,
        )
        model.build_vocab(lines)

        def work():
            model.train(lines, total_examples=len(lines), epochs=1)

    elif name == "loop":
        loader = loop_batches(corpus)
        step = imperative(len(corpus.vocab))

        def work():
            for batch in loader:
                step(*batch)

    else:
        loader = batches(redraw=True, num_widths=1 if name == "padded" else 5)
        net = models.get_model("skip_gram", vocab_size=len(corpus.vocab))
        trainer = train.Trainer(
            net, train.NegativeSampling(), "adam", {"learning_rate": LR}, run=run
        )

        def work():
            trainer.fit(loader, num_epochs=trainer.state.epoch + 1)

    def piece():
        started = time.perf_counter()
        work()
        mx.nd.waitall()
        return {"seconds": time.perf_counter() - started, "words": words}

    serve(piece)


def loop_batches(corpus):
    """The epoch drawn word by word; a DataLoader that pads each batch."""
    import numpy as np
    from mxnet import gluon, nd

    counts = corpus.counts
    total, population = counts.sum(), list(range(len(counts)))
    weights = [count**0.75 for count in counts]
    noise: list[int] = []
    rows = []
    for sentence in corpus.sentences:
        kept = [
            word
            for word in sentence.tolist()
            if random.random() >= 1 - (THRESHOLD / counts[word] * total) ** 0.5
        ]
        for i, center in enumerate(kept if len(kept) > 1 else ()):
            size = random.randint(1, WINDOW)
            contexts = kept[max(0, i - size) : i] + kept[i + 1 : i + 1 + size]
            negatives: list[int] = []
            while len(negatives) < NEGATIVES * len(contexts):
                if not noise:
                    noise = random.choices(population, weights, k=100_000)
                word = noise.pop()
                if word not in contexts:
                    negatives.append(word)
            rows.append((center, contexts, negatives))

    def batchify(some):
        width = max(len(contexts) + len(negatives) for _, contexts, negatives in some)
        words, masks, labels = [], [], []
        for _, contexts, negatives in some:
            used = len(contexts) + len(negatives)
            words.append(contexts + negatives + [0] * (width - used))
            masks.append([1] * used + [0] * (width - used))
            labels.append([1] * len(contexts) + [0] * (width - len(contexts)))
        centers = np.array([center for center, _, _ in some]).reshape(-1, 1)
        return tuple(nd.array(each) for each in (centers, words, masks, labels))

    return gluon.data.DataLoader(
        gluon.data.SimpleDataset(rows), BATCH, shuffle=True, batchify_fn=batchify
    )


def imperative(vocab_size):
    """One step of the section: two embeddings, no compiled graph, the loss is read."""
    from mxnet import autograd, gluon, nd

    net = gluon.nn.Sequential()
    for _ in range(2):
        net.add(gluon.nn.Embedding(vocab_size, SIZE))
    net.initialize()
    loss = gluon.loss.SigmoidBinaryCrossEntropyLoss()
    trainer = gluon.Trainer(net.collect_params(), "adam", {"learning_rate": LR})

    def step(centers, words, masks, labels):
        with autograd.record():
            scores = nd.batch_dot(net[0](centers), net[1](words), transpose_b=True)
            value = loss(scores.reshape(labels.shape), labels, masks)
            value = value * masks.shape[1] / masks.sum(axis=1)
        value.backward()
        trainer.step(len(centers))
        return value.sum().asscalar()

    return step


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--sentences", type=int, default=8000)
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--peer", choices=(*DRAWING, *TRAINING), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    others = arguments.threads, arguments.sentences, arguments.sample
    if arguments.peer:
        peer(arguments.peer, *others)
    else:
        main(arguments.rounds, *others)
