"""8.3 自动并行计算

Text:     chapter_computational-performance/auto-parallelism
Run:      gluon-course run auto-parallelism
Expected: CPU and GPU together take as long as the slower alone (published seconds
          0.642, 0.296, together 0.642); copying goes on while the next product is
          computed (published seconds 0.301, 1.105, together 1.129). Without a GPU a
          second CPU device shares the cores, and together takes up to the sum
Vary:     --device gpu; GLUON_COURSE_FAKE_GPUS=1 simulates one GPU; --size 500
"""

import mxnet as mx
from mxnet import nd

from gluon_course import cli
from gluon_course.base.devices import parse_devices
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything
from gluon_course.base.simulated_gpus import simulated_gpus
from gluon_course.base.timing import timed


def main(size=2000, gpu_size=6000, num_products=10, run=RunOptions()):
    seed_everything(run.seed)
    device = parse_devices(run.device)[0]
    is_real = device.device_type == "gpu" and not simulated_gpus()
    if device == mx.cpu():  # no GPU: a second CPU device, with a queue of its own
        device = mx.cpu(1)
    n = gpu_size if is_real else size
    x_cpu = nd.random.uniform(shape=(size, size))
    x_device = nd.random.uniform(shape=(n, n), ctx=device)

    def products(x):
        return [nd.dot(x, x) for _ in range(num_products)]

    def copies(ys):
        return [y.copyto(mx.cpu()) for y in ys]

    # CPU和GPU的并行计算
    ys = products(x_device)
    products(x_cpu)  # both are warm now
    cpu = timed(lambda: products(x_cpu))
    alone = timed(lambda: products(x_device))
    together = timed(lambda: (products(x_cpu), products(x_device)))

    # 计算和通信的并行计算: one waits, the other does not
    computed = timed(lambda: products(x_device))
    copied = timed(lambda: copies(ys))
    both = timed(lambda: copies(products(x_device)))
    return {
        "devices": [str(mx.cpu()), str(device)],
        "kind": "GPU" if is_real else "simulated" if simulated_gpus() else "CPU",
        "cpu_s": cpu.finished_s,
        "device_s": alone.finished_s,
        "together_s": together.finished_s,
        "one_by_one_s": cpu.finished_s + alone.finished_s,
        "compute_s": computed.finished_s,
        "copy_s": copied.finished_s,
        "compute_and_copy_s": both.finished_s,
        "difference": (copies(ys)[0] - ys[0].as_in_context(mx.cpu())).norm(),
    }


if __name__ == "__main__":
    cli.run_script(__file__)
