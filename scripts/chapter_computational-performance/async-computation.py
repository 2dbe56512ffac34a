"""8.2 异步计算

Text:     chapter_computational-performance/async-computation
Run:      gluon-course run async-computation
Expected: queueing a matrix product takes a small part of computing it (published
          seconds 0.0004, 0.132); 1000 additions are quicker when only the last is
          waited for (published seconds 0.549, 0.415); without waiting batches pile up
Vary:     --num-batches 20 is quicker; --size 4000
"""

import numpy as np
from mxnet import autograd, gluon, nd
from mxnet.gluon import nn

from gluon_course import cli
from gluon_course.base.devices import parse_devices
from gluon_course.base.resident import resident_bytes
from gluon_course.base.run import RunOptions
from gluon_course.base.timing import Benchmark, timed, wait_all


def train(net, num_batches, ctx, is_waiting):
    """Seconds, and the MiB by which memory grew while the loop ran."""
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.005})
    loss, resident = gluon.loss.L2Loss(), [resident_bytes()]
    batch = np.random.default_rng(0).random((1024, 512), "float32")

    def loop():
        for _ in range(num_batches):  # 2 MiB each, taken at once
            X = nd.array(batch, ctx=ctx)
            with autograd.record():
                l = loss(net(X), X.sum(axis=1))
            l.backward()
            trainer.step(X.shape[0])
            if is_waiting:
                wait_all()
            resident.append(resident_bytes())

    return timed(loop), (max(resident) - resident[0]) / 2**20


def main(size=2000, num_batches=100, num_hiddens=2048, run=RunOptions()):
    ctx = parse_devices(run.device)[0]
    # MXNet中的异步计算: the front end queues, the back end computes
    x = nd.random.uniform(shape=(size, size), ctx=ctx)
    product = timed(lambda: nd.dot(x, x))
    if run.progress:
        with Benchmark("Queued."):
            y = nd.dot(x, x).sum()
        with Benchmark("Printed."):  # 用同步函数让前端等待计算结果
            print(f"the sum is {y.asscalar():.4g}")

    # 使用异步计算提升计算性能
    x = nd.ones((1, 2), ctx=ctx)
    each = timed(lambda: [(x + 1).wait_to_read() for _ in range(1000)])
    last = timed(lambda: [x + 1 for _ in range(1000)])

    # 异步计算对内存的影响
    net = nn.Sequential()
    net.add(nn.Dense(num_hiddens, "relu"), nn.Dense(num_hiddens // 4, "relu"))
    net.add(nn.Dense(1))
    net.initialize(ctx=ctx)
    train(net, 1, ctx, is_waiting=True)  # makes parameters and buffers
    queueing, queueing_mib = train(net, num_batches, ctx, is_waiting=False)
    waiting, waiting_mib = train(net, num_batches, ctx, is_waiting=True)
    return {
        "queued_s": product.queued_s,
        "finished_s": product.finished_s,
        "wait_for_each_s": each.finished_s,
        "wait_for_last_s": last.finished_s,
        "train_queued_s": queueing.queued_s,
        "train_finished_s": queueing.finished_s,
        "train_queued_mib": queueing_mib,
        "train_waiting_s": waiting.finished_s,
        "train_waiting_mib": waiting_mib,
    }


if __name__ == "__main__":
    cli.run_script(__file__)
