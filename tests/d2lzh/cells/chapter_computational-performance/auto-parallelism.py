"""8.3 自动并行计算

Needs: 1块GPU
"""

import mxnet as mx
from mxnet import nd

from gluon_course import d2lzh as d2l


def run(x):
    return [nd.dot(x, x) for _ in range(10)]


x_cpu = nd.random.uniform(shape=(200, 200))
x_gpu = nd.random.uniform(shape=(600, 600), ctx=mx.gpu(0))
run(x_cpu)
run(x_gpu)
nd.waitall()

with d2l.Benchmark("Run on CPU."):
    run(x_cpu)
    nd.waitall()
with d2l.Benchmark("Then run on GPU."):
    run(x_gpu)
    nd.waitall()
with d2l.Benchmark("Run on both CPU and GPU in parallel."):
    run(x_cpu)
    run(x_gpu)
    nd.waitall()


def copy_to_cpu(x):
    return [y.copyto(mx.cpu()) for y in x]


with d2l.Benchmark("Run on GPU."):
    y = run(x_gpu)
    nd.waitall()
with d2l.Benchmark("Then copy to CPU."):
    copied = copy_to_cpu(y)
    nd.waitall()
with d2l.Benchmark("Run and copy in parallel."):
    y = run(x_gpu)
    copied = copy_to_cpu(y)
    nd.waitall()
assert y[0].context == mx.gpu(0) and copied[0].context == mx.cpu()
assert (copied[0].asnumpy() == y[0].asnumpy()).all()
