"""3.1 线性回归

Text:     chapter_deep-learning-basics/linear-regression
Run:      gluon-course run linear-regression
Expected: adding two vectors element by element is hundreds of times slower than at
          once (published seconds 0.159 0.0002)
Vary:     --n 10000, longer vectors
"""

import time

from mxnet import nd

from gluon_course import cli
from gluon_course.base.run import RunOptions


def main(n=1000, run=RunOptions()):
    a, b = nd.ones(shape=n), nd.ones(shape=n)
    nd.waitall()

    # one element after the other
    start = time.perf_counter()
    c = nd.zeros(shape=n)
    for i in range(n):
        c[i] = a[i] + b[i]
    c.wait_to_read()  # MXNet computes in the background
    loop_s = time.perf_counter() - start

    # 矢量计算表达式: all at once
    start = time.perf_counter()
    d = a + b
    d.wait_to_read()
    vector_s = time.perf_counter() - start

    return {
        "loop_s": loop_s,
        "vector_s": vector_s,
        "times_faster": loop_s / vector_s,
        "is_equal": bool((c == d).min().asscalar()),
        # 广播: a scalar is added to every element
        "broadcast": nd.ones(shape=3) + 10,
    }


if __name__ == "__main__":
    cli.run_script(__file__)
