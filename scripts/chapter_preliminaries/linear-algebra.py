"""v2:2.3 线性代数

Text:     chapter_preliminaries/linear-algebra
Run:      gluon-course run v2:linear-algebra
Expected: the summed axis vanishes unless keepdims=True; the norms are 5 (of 3, -4), 7
          (their sizes added) and 6 (of a 4 by 9 matrix of ones)
Vary:     gluon-course explain axes (keepdims, copies, storage, softmax) shows more
"""

from mxnet import nd

from gluon_course import cli, explain
from gluon_course.base.run import RunOptions


def main(rows=5, columns=4, run=RunOptions()):
    # 矩阵: row by row in memory; the transpose swaps rows and columns
    A = nd.arange(rows * columns).reshape((rows, columns))
    S = nd.array([[1, 2, 3], [2, 0, 4], [3, 4, 5]])

    # 张量算法的基本性质: a copy has memory of its own
    B = A.copy()
    copied = explain.copies.inspect_copy(lambda X: X.copy())
    hadamard = A * B

    # 降维: which axis does the sum take away?
    sums = {
        "axis=0": (A.sum(axis=0), explain.axes.trace_reduction(A.shape, 0)),
        "axis=1": (A.sum(axis=1), explain.axes.trace_reduction(A.shape, 1)),
        "axis=(0, 1)": (A.sum(axis=(0, 1)), explain.axes.trace_reduction(A.shape)),
    }

    # 非降维求和: with its axis kept, the sum divides what was summed
    share = explain.keepdims.normalize(A + 1, axis=1)
    running = nd.array(A.asnumpy().cumsum(axis=0))

    # 点积, 矩阵-向量积, 矩阵-矩阵乘法
    x, ones = nd.arange(columns), nd.ones(columns)
    u = nd.array([3, -4])
    return {
        "strides": explain.storage.strides(A.shape),
        "transposed": A.T.shape,
        "is_symmetric": (S == S.T).min().asscalar() == 1,
        "copy_shares_memory": copied.shares_memory,
        "hadamard_sum": hadamard.sum(),
        "sums": {name: total for name, (total, _) in sums.items()},
        "says": {name: trace.says for name, (_, trace) in sums.items()},
        "mean": A.mean(),
        "rows_sum_to": share.sum(axis=1),
        "softmax_rows_sum_to": explain.softmax.softmax(100 * A, axis=1).sum(axis=1),
        "cumsum_last": running[-1],
        "dot": nd.dot(x, ones),
        "matrix_vector": nd.dot(A, x),
        "matrix_matrix": nd.dot(A, nd.ones((columns, 3))).shape,
        # 范数
        "norm_l2": u.norm().asscalar(),
        "norm_l1": u.abs().sum().asscalar(),
        "norm_frobenius": nd.ones((4, 9)).norm().asscalar(),
    }


if __name__ == "__main__":
    cli.run_script(__file__)
