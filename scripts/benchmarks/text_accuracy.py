"""Test accuracy that the text's own code reaches on the files of the data root.

    GLUON_COURSE_DATA=FOLDER python scripts/benchmarks/text_accuracy.py
    python scripts/benchmarks/text_accuracy.py --models softmax mlp --seeds 1 2 3

Fashion-MNIST exists in two editions. The text's figures come from the first; with this
command both the text's code and the course can be compared on the second. Needs the
extra ``bench``.
"""

from __future__ import annotations

import argparse

import numpy as np
import text_code

from gluon_course import seed_everything


def main(models, seeds, num_epochs):
    """Train each model with each seed and print the final test accuracies."""
    train_iter, test_iter = text_code.load_data()
    for model in models:
        found = []
        for seed in seeds:
            seed_everything(seed)
            net, trainer = text_code.make_trainer(model)
            text_code.train(model, net, trainer, train_iter, test_iter, num_epochs)
            hits = [
                (net(X).argmax(axis=1).asnumpy() == y.asnumpy()).sum()
                for X, y in test_iter
            ]
            found.append(np.sum(hits) / len(test_iter._dataset))
        print(f"{model}: " + " ".join(f"{accuracy:.4f}" for accuracy in found))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    names = list(text_code.MODELS)
    parser.add_argument("--models", nargs="+", choices=names, default=names)
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2, 3])
    parser.add_argument("--epochs", type=int, default=5)
    options = parser.parse_args()
    main(options.models, options.seeds, options.epochs)
