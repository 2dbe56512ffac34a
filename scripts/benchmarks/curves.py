"""Short trainings of four deep nets of chapter 5 beside PyTorch: the same curve?

    python scripts/benchmarks/curves.py                     # all four, 15 minutes
    python scripts/benchmarks/curves.py --only vgg --epochs 1

What the text trains needs a GPU or days. Here both sides train on the first 6,000
pictures of Fashion-MNIST, enlarged less than in the text, in smaller batches: SETTINGS.
They start from the same weights, drawn by Xavier in MXNet, and see the same batches in
the same order. NiN's weights are drawn larger, so that relu keeps the size of what goes
through (a magnitude of 6 in place of 3): with the text's it lies on a plateau for
epochs, and when it leaves that is chance. What differs is rounding, and the masks of
dropout, which each draws by itself. After every epoch both are tested on the first
2,000 test pictures.

A net is a file, docs/results/curves/SLUG.json (--out is another folder), which the
pages of the sections show. One thread unless OMP_NUM_THREADS says otherwise. Needs
Fashion-MNIST (gluon-course data fetch fashion-mnist) and the extra bench.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
from pathlib import Path

import numpy as np
import record
from mxnet import init

from gluon_course import RunOptions, data, models, train

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "docs" / "results" / "curves"
CHAPTER = "chapter_convolutional-neural-networks"
NUM_TRAIN, NUM_TEST = 6000, 2000


@dataclasses.dataclass(frozen=True)
class Setting:
    """What is trained, and how: both sides alike."""

    model: str
    resize: int
    lr: float
    batch_size: int = 50
    num_epochs: int = 3
    magnitude: float = 3
    options: dict = dataclasses.field(default_factory=dict)


SETTINGS = {
    "alexnet": Setting("alexnet", 67, 0.05),
    "vgg": Setting("vgg11", 32, 0.05, options={"channel_ratio": 4}),
    "nin": Setting("nin", 67, 0.05, batch_size=25, magnitude=6),
    "googlenet": Setting("googlenet", 32, 0.03),
}


def main(arguments=None):
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", help="names with commas between")
    parser.add_argument("--epochs", type=int, help="another number of epochs")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args(arguments)
    names = given.only.split(",") if given.only else [*SETTINGS]
    unknown = set(names) - set(SETTINGS)
    if unknown:
        parser.error(f"{', '.join(unknown)} is not one of {', '.join(SETTINGS)}")
    threads = int(os.environ.get("OMP_NUM_THREADS", 1))
    for name in names:
        setting = SETTINGS[name]
        if given.epochs:
            setting = dataclasses.replace(setting, num_epochs=given.epochs)
        run = RunOptions(limit=NUM_TRAIN, seed=given.seed)
        train_iter, test_iter = data.fashion_mnist(
            setting.batch_size, setting.resize, run=run
        )
        rows = curves(setting, train_iter, test_iter.limit(NUM_TEST), run, threads)
        write(given.out / f"{name}.json", name, setting, given.seed, threads, rows)
        for ours, torch_row in zip(*rows.values()):
            print(name, said(ours), "PyTorch", said(torch_row), flush=True)


def curves(setting, train_iter, test_iter, run, threads=1) -> dict:
    """Rows of every epoch of both sides: ``{"course": [...], "torch": [...]}``.

    A row has ``train_loss``, ``train_acc``, ``test_loss`` and ``test_acc``.
    """
    net = models.get_model(setting.model, **setting.options)
    trainer = train.Trainer(
        net,
        train.Classification(),
        "sgd",
        {"learning_rate": setting.lr},
        init=init.Xavier(magnitude=setting.magnitude),
        run=run,
    )
    X, _ = next(iter(test_iter))
    net(X[:1])  # the shapes that were waiting: now there are weights to copy
    weights = [each.data().asnumpy() for each in net.collect_params().values()]
    history = trainer.fit(train_iter, test_iter, setting.num_epochs).history
    names = ("train_loss", "train_acc", "test_loss", "test_acc")
    ours = [{name: float(row[name]) for name in names} for row in history]
    torch_rows = torch_curve(setting, weights, train_iter, test_iter, threads)
    return {"course": ours, "torch": torch_rows}


def torch_curve(setting, weights, train_iter, test_iter, threads) -> list:
    """The same training by the usual loop in PyTorch."""
    import torch
    from torch_nets import make_net

    torch.set_num_threads(threads)
    torch.manual_seed(train_iter.seed)
    net = make_net(setting.model, **setting.options)
    net.eval()(torch.from_numpy(next(iter(test_iter))[0].asnumpy()[:1]))
    copy(weights, net)
    optimizer = torch.optim.SGD(net.parameters(), setting.lr)
    rows = []
    for epoch in range(1, setting.num_epochs + 1):
        train_iter.set_epoch(epoch)  # the order of this epoch, as the course has it
        row = torch_epoch(net.train(), train_iter, "train", optimizer)
        with torch.no_grad():
            row.update(torch_epoch(net.eval(), test_iter, "test"))
        rows.append(row)
    return rows


def torch_epoch(net, batches, part, optimizer=None) -> dict:
    """Loss and accuracy over the batches, which an optimizer learns."""
    import torch

    losses = hits = seen = 0
    for X, y in batches:
        X, y = torch.from_numpy(X.asnumpy()), torch.from_numpy(y.asnumpy()).long()
        y_hat = net(X)
        loss = torch.nn.functional.cross_entropy(y_hat, y, reduction="sum")
        if optimizer is not None:
            optimizer.zero_grad()
            (loss / batches.batch_size).backward()  # as trainer.step(batch_size) does
            optimizer.step()
        losses += loss.item()
        hits += (y_hat.argmax(dim=1) == y).sum().item()
        seen += len(y)
    return {f"{part}_loss": losses / seen, f"{part}_acc": hits / seen}


def copy(weights, net) -> None:
    """Give a net of PyTorch our weights: both name layers in their order."""
    import torch

    parameters = [*net.parameters()]
    shapes = [tuple(each.shape) for each in parameters]
    if [each.shape for each in weights] != shapes:
        raise ValueError(f"weights {[each.shape for each in weights]} for {shapes}")
    with torch.no_grad():
        for parameter, weight in zip(parameters, weights):
            parameter.copy_(torch.from_numpy(np.array(weight)))


def write(file, name, setting, seed, threads, rows) -> None:
    """The record of a net: where and how it was trained, and its two curves."""
    known = record.facts(threads)
    del known["clock"], known["load_before"]  # nothing here is a time
    known["command"] = f"python scripts/benchmarks/curves.py --only {name}"
    known["command"] += f" --seed {seed}" * (seed != 1)
    settings = {
        **dataclasses.asdict(setting),
        "num_train": NUM_TRAIN,
        "num_test": NUM_TEST,
    }
    known = {"section": f"{CHAPTER}/{name}", "seed": seed, **known}
    record.write(file, known, settings=settings, curves=rows)


def said(row) -> str:
    """A row in one line."""
    return " ".join(f"{name} {value:.4f}" for name, value in row.items())


if __name__ == "__main__":
    main()
