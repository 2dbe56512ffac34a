"""Every registered model at its smallest legal input, with a task and batches."""

from __future__ import annotations

import numpy as np

SIDES = {"alexnet": 67, "nin": 67, "lenet": 28, "lenet_v2": 28, "lenet_bn": 28}
SIDES |= {"mlp": 28, "softmax": 28, "resnet18_small": 16, "ssd300_vgg16": 300}
"""Height and width of pictures where 32 (classes) or 64 (boxes, masks) do not fit."""
SIDES |= {"ssd300_resnet18": 96, "yolo3_darknet53": 96}
_VGG = ("vgg11", "vgg13", "vgg16", "vgg19")
_RCNN = ("faster_rcnn_tiny", "faster_rcnn_resnet18", "mask_rcnn_tiny")
_RCNN += ("mask_rcnn_resnet18",)
OPTIONS = {
    **{name: {"channel_ratio": 16} for name in _VGG},
    **{name: {"num_classes": 3, "num_proposals": 16} for name in _RCNN},
}
WORDS = 12


def smallest(name: str, batch_size: int):
    """A net, its task and two batches of different content.

    Returns
    -------
    net, task, list of tuples of NDArray
    """
    from mxnet import nd

    from gluon_course import models

    facts = models.model_facts(name)
    rng = np.random.default_rng(len(name))
    net, task, make = _KINDS[facts.task](name, batch_size, rng)
    if not callable(make):
        return net, task, make
    batches = [tuple(nd.array(each) for each in make()) for _ in range(2)]
    return net, task, batches


def _classification(name, n, rng):
    from gluon_course import models, train

    net = models.get_model(name, **OPTIONS.get(name, {}))
    side = SIDES.get(name, 32)
    shape = (n, 1, side, side)

    def make():
        return rng.normal(size=shape), rng.integers(0, 10, n)

    return net, train.Classification(), make


def _regression(name, n, rng):
    from gluon_course import models, train

    def make():
        return rng.normal(size=(n, 2)), rng.normal(size=(n, 1))

    return models.get_model(name), train.Regression(), make


def _language(name, n, rng):
    from gluon_course import models, train

    net = models.get_model(name, vocab_size=WORDS, num_hiddens=4)

    def make():
        return [rng.integers(0, WORDS, (n, 3)) for _ in range(2)]

    return net, train.LanguageModel(), make


def _sentiment(name, n, rng):
    from gluon_course import models, train

    sizes = {"vocab_size": WORDS, "embed_size": 4}
    more = {"num_hiddens": 4} if name == "birnn" else {"num_channels": (3, 3, 3)}

    def make():
        return rng.integers(0, WORDS, (n, 8)), rng.integers(0, 2, n)

    return models.get_model(name, **sizes, **more), train.Classification(), make


def _translation(name, n, rng):
    from gluon_course import models, train

    sizes = {"vocab_size": WORDS, "target_vocab_size": WORDS, "num_steps": 4}

    def make():
        texts = [rng.integers(0, WORDS, (n, 4)) for _ in range(2)]
        lengths = [rng.integers(1, 5, n) for _ in range(2)]
        return texts[0], lengths[0], texts[1], lengths[1]

    return models.get_model(name, **sizes), train.Translation(2), make


def _word_vectors(name, n, rng):
    from gluon_course import models, train
    from gluon_course.text import word_vectors

    if name == "glove":
        net = models.get_model(name, vocab_size=WORDS, embed_size=4)

        def make():
            pair = [rng.integers(0, WORDS, n) for _ in range(2)]
            return *pair, rng.integers(1, 90, n)

        return net, train.WeightedSquares(), make
    words = [f"word{i}" for i in range(WORDS)]
    lines = [list(rng.choice(words, 6)) for _ in range(n + 8)]
    corpus = word_vectors.word_corpus(lines, 1)
    kind = (word_vectors.SkipGramBatches, word_vectors.CBOWBatches)[name == "cbow"]
    batches = list(kind(corpus, n, max_window=2, threshold=1.0))[:2]
    options = {"vocab_size": len(corpus.vocab), "embed_size": 4}
    if name == "fasttext":
        parts = word_vectors.Subwords(corpus.vocab.idx_to_token, 50, (3, 6))
        options |= {"num_buckets": 50, "max_parts": parts.table.shape[1]}
    net = models.get_model(name, **options)
    if name == "fasttext":
        net.centers.set_table(parts.table)
    return net, train.NegativeSampling(), batches


def _detection(name, n, rng):
    from gluon_course import models, train

    net = models.get_model(name, **OPTIONS.get(name, {"num_classes": 3}))
    side = SIDES.get(name, 64 if name.endswith(("tiny", "ssd")) else 128)
    task = train.YOLO()
    if "ssd" in name:
        task = train.SSD(2)
    elif name.startswith("faster"):
        task = train.RCNN(2, 16, 12, 16)
    elif name.startswith("mask"):
        task = train.MaskRCNN(2, 16, 12, 16)

    def make():
        labels = np.full((n, 2, 5), -1.0)
        low = rng.uniform(0, 0.4, (n, 2))
        labels[:, 0, 0] = rng.integers(0, 3, n)
        labels[:, 0, 1:3], labels[:, 0, 3:] = low, low + 0.4
        arrays = [rng.uniform(size=(n, 3, side, side)), labels]
        if name.startswith("mask"):
            masks = np.zeros((n, 2, side, side))
            for i, (x, y) in enumerate((low * side).astype(int)):
                masks[i, 0, y : y + side // 3, x : x + side // 3] = 1
            arrays.append(masks)
        return arrays

    return net, task, make


def _segmentation(name, n, rng):
    from gluon_course import models, train

    net = models.get_model(name, num_classes=3)

    def make():
        return rng.uniform(size=(n, 3, 64, 64)), rng.integers(0, 3, (n, 64, 64))

    return net, train.Segmentation(3), make


_KINDS = {
    "classification": _classification,
    "regression": _regression,
    "language": _language,
    "sentiment": _sentiment,
    "translation": _translation,
    "word-vectors": _word_vectors,
    "detection": _detection,
    "segmentation": _segmentation,
}
