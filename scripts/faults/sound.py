"""Sound exports of small nets, and questions to them, for ``exports.py``."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from gluon_course import data, models, text
from gluon_course.export import export_int8, export_model, export_onnx, export_parts
from gluon_course.nn import Residual
from gluon_course.predict.translator import PARTS
from gluon_course.serve import Limits
from gluon_course.serve.description import describe
from gluon_course.serve.tasks import TASKS

DIGITS = {"class_names": list("0123456789"), "mean": [0.1], "std": [0.3]}
TOKENS = ["<pad>", "<unk>", *"abcdefghij"]
PAIRS = [["a", "b"], ["c", "d", "e"]], [["x", "y"], ["z", "w"]]


def write_exports(folder: Path) -> list[str]:
    """Sound exports below a folder; their names."""
    import mxnet as mx
    from mxnet.gluon import nn

    def both(net, name, *args, **info):
        export_model(net, folder / name, *args, info=info or None, spec=net.spec)
        export_onnx(net, folder / f"{name}_onnx", *args, info=info or None)

    residual = nn.HybridSequential()
    residual.add(nn.Conv2D(4, 3), nn.BatchNorm(), Residual(4), nn.GlobalAvgPool2D())
    residual.add(nn.Dense(3))
    residual.initialize()
    export_model(residual, folder / "resnet", (1, 8, 8))
    lenet = initialized("lenet")
    both(lenet, "lenet", (1, 28, 28), **DIGITS)
    gru = initialized("gru_lm", vocab_size=12, num_hiddens=8)
    both(gru, "gru_lm", gru.inputs((4,)), task="language", vocab=TOKENS)
    ssd = initialized("tiny_ssd", num_classes=1)
    ssd(mx.nd.ones((1, 3, 64, 64)))
    detector = ssd.detector()
    detector.spec = ssd.spec
    both(detector, "tiny_ssd", (3, 64, 64), task="detection", class_names=["cat"])
    sizes = {"vocab_size": 12, "embed_size": 4, "num_channels": (3, 3, 3)}
    cnn = initialized("text_cnn", **sizes)
    facts = {"task": "sentiment", "vocab": TOKENS, "class_names": ["bad", "good"]}
    both(cnn, "text_cnn", cnn.inputs((8,)), **facts)
    batches = [mx.nd.random.uniform(shape=(4, 1, 28, 28)) for _ in range(2)]
    export_int8(lenet, folder / "lenet_int8", (1, 28, 28), batches, rounds=0)
    info = text.load_pairs(*PAIRS, 2, 5, data.DataInfo("toy", "toy", (5,))).info
    count, target_count = len(info.vocab), len(info.target_vocab)
    options = {"vocab_size": count, "target_vocab_size": target_count, "num_steps": 5}
    net = initialized("gru_attention", **options)
    facts = {**info.as_dict(), "task": "translation"}
    export_parts(net.parts((5,)), folder / "nmt", info=facts, spec=net.spec)
    return sorted(each.name for each in folder.iterdir())


def initialized(name: str, **options):
    """A registered net with random weights."""
    net = models.get_model(name, **options)
    net.initialize()
    return net


def ask(predictor) -> None:
    """Ask as a server does, with a question of the task, and write the answer down."""
    meta, limits = predictor.meta, Limits()
    task = TASKS[meta["task"]]
    task.warm(predictor)
    pixels = np.random.RandomState(0).randint(0, 255, (30, 40, 3)).astype(np.uint8)
    items, options = {
        "picture": ([pixels], {}),
        "text": (["ab" if meta["task"] == "language" else "a b"], {}),
        "words": ([(("a",), ())], {"top": 3}),
    }[task.kind]
    if meta["task"] == "translation":
        options = {"beam": 2}
    for answer in task.ask(predictor, items, options):
        json.dumps([task.tell(answer, meta), describe(meta, limits)], allow_nan=False)


def parts_of(folder: Path) -> list[Path]:
    """The folders of an export that hold a ``model.json``."""
    return [folder] if (folder / "model.json").exists() else [folder / p for p in PARTS]
