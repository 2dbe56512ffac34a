"""LeNet by several processes that pass gradients round a ring: Horovod.

    horovodrun -np 2 python scripts/horovod_training.py --sample

The install is in docs/distributed.md. The trainer of the course uses MXNet's KVStore
(gluon-course launch); this script shows what a loop of one's own needs instead. There
are four changes, marked 1 to 4. Not run by the tests: Horovod is built from source.
"""

from __future__ import annotations

import argparse

import horovod.mxnet as hvd
import mxnet as mx
from mxnet import autograd, gluon, nd

from gluon_course import data, models
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything


def main(num_epochs, lr, batch_size, seed, sample):
    """Train, and print each epoch once."""
    hvd.init()  # 1. who am I, of how many
    rank, size = hvd.rank(), hvd.size()
    seed_everything(seed)
    run = RunOptions(device="cpu", seed=seed, sample=sample)
    train_iter, test_iter = data.fashion_mnist(batch_size, run=run)
    net = models.get_model("lenet")
    net.initialize(mx.init.Xavier())
    net(nd.zeros((1, 1, 28, 28)))  # shapes are known before parameters are sent
    net.hybridize()
    parameters = net.collect_params()
    hvd.broadcast_parameters(parameters, root_rank=0)  # 2. one beginning for all
    trainer = hvd.DistributedTrainer(parameters, "sgd", {"learning_rate": lr})  # 3.
    loss = gluon.loss.SoftmaxCrossEntropyLoss()
    for epoch in range(1, num_epochs + 1):
        total, samples = 0.0, 0
        for X, y in turns(train_iter, rank, size, epoch):
            with autograd.record():
                losses = loss(net(X), y)
            losses.backward()
            trainer.step(batch_size)  # Horovod takes the mean over the processes
            total += losses.sum().asscalar()
            samples += len(y)
        figures = (total, samples, *accuracy(net, turns(test_iter, rank, size)))
        sums = hvd.allreduce(nd.array(figures), average=False, name=f"epoch-{epoch}")
        total, samples, hits, tested = sums.asnumpy().tolist()
        if rank == 0:
            loss_, acc = total / samples, hits / tested
            print(f"epoch {epoch}, loss {loss_:.4f}, test acc {acc:.3f}")


def turns(batches, rank, size, epoch=None):
    """4. Every size-th batch; what cannot be shared equally is left out in training."""
    if epoch is not None:
        batches.set_epoch(epoch)  # the same order everywhere
    stop = len(batches) - len(batches) % size if epoch is not None else len(batches)
    for number, batch in enumerate(batches):
        if number < stop and number % size == rank:
            yield batch


def accuracy(net, batches):
    """Right answers, and how many were asked for."""
    hits = tested = 0
    for X, y in batches:
        hits += (net(X).argmax(axis=1) == y.astype("float32")).sum().asscalar()
        tested += len(y)
    return hits, tested


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--lr", type=float, default=0.9)
    parser.add_argument("--batch-size", type=int, default=128)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--sample", action="store_true")
    options = parser.parse_args()
    main(options.epochs, options.lr, options.batch_size, options.seed, options.sample)
