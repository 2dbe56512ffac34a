"""Memory stays flat: the queue of work is bounded and nothing of a step is kept."""

import os
import subprocess
import sys
import textwrap

PROGRAM = textwrap.dedent(
    """
    import mxnet as mx
    from mxnet.gluon import nn
    from gluon_course.base.run import RunOptions
    from gluon_course.train import Callback, Classification, Trainer

    def resident():
        with open("/proc/self/statm") as numbers:
            return int(numbers.read().split()[1]) * 4096 / 2**20

    class Watch(Callback):
        def on_batch_end(self, trainer, is_news):
            if trainer.state.step == 2_000:
                self.early = resident()

    net = nn.HybridSequential()
    net.add(nn.Dense(16, activation="relu"), nn.Dense(2))
    X, y = mx.nd.random.uniform(shape=(64, 256)), mx.nd.zeros(64, dtype="int32")

    class Batches:
        def __len__(self):
            return 10_000

        def __iter__(self):
            for _ in range(10_000):
                yield X.copy(), y.copy()  # 64 KiB that must not pile up

    watch = Watch()
    run = RunOptions(device="cpu")
    Trainer(net, Classification(), run=run, callbacks=[watch]).fit(Batches())
    print(watch.early, resident())
    """
)


def test_ten_thousand_steps_take_no_more_memory_than_two_thousand():
    output = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    ).stdout
    early, late = map(float, output.split())
    # 8,000 batches more would be 500 MiB if they were kept.
    assert late - early < 25
