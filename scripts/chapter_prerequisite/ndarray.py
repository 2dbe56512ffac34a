"""2.2 数据操作

Text:     chapter_prerequisite/ndarray
Run:      gluon-course run ndarray
Expected: shapes as NumPy's; Y = Y + X takes new memory, Z[:] =, out=Z and
          X += Y do not; slices of rows share memory, copies do not
Vary:     --rows 2 --columns 6; gluon-course explain memory (copies, axes,
          broadcasting, storage) shows more
"""

import numpy as np
from mxnet import nd

from gluon_course import cli, explain
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything


def main(rows=3, columns=4, run=RunOptions()):
    seed_everything(run.seed)
    # 创建NDArray: numbers in a line, then in rows
    x = nd.arange(rows * columns)
    X = x.reshape((rows, -1))
    Y = nd.random.normal(0, 1, shape=X.shape)

    # 运算: element by element, as matrices, side by side
    product = nd.dot(X, Y.T)
    joined = [nd.concat(X, Y, dim=i).shape for i in (0, 1)]
    traced = [explain.axes.trace_concat([X.shape] * 2, i) for i in (0, 1)]

    # 广播机制: a column and a row give a table
    table = nd.arange(3).reshape((3, 1)) + nd.arange(2).reshape((1, 2))
    shape = explain.broadcasting.broadcast_shape((3, 1), (1, 2))

    # 索引: X[1:3] shares the memory of X, so writing there writes into X
    is_view = explain.memory.shares_memory(X[1:3], X)
    changed = X.copy()
    changed[1:2] = 12

    # 运算的内存开销: is it the same object, in the same memory?
    def assign(Z, X, Y):
        Z[:] = X + Y
        return Z

    def add_in_place(X, Y):
        X += Y
        return X

    watch, Z = explain.memory.watch_update, nd.zeros_like(X)
    reused = {
        "Y = Y + X": watch(lambda Y, X: Y + X, Y, X),
        "Z[:] = X + Y": watch(assign, Z, X, Y),
        "out=Z": watch(lambda Z: nd.elemwise_add(X, Y, out=Z), Z),
        "X += Y": watch(add_in_place, X.copy(), Y),
    }

    # NDArray和NumPy相互变换: both ways copy
    D = nd.array(np.ones((2, 3)))
    return {
        "shape": X.shape,
        "size": X.size,
        "sum": X.sum().asscalar(),
        "norm": X.norm().asscalar(),
        "equal": (X == Y).sum().asscalar(),
        "product": product,
        "concat": joined,
        "concat_says": [each.says for each in traced],
        "broadcast": table,
        "broadcast_shape": shape,
        "slice_is_view": is_view,
        "changed_row": changed[1],
        "same_object": {code: it.same_object for code, it in reused.items()},
        "same_buffer": {code: it.same_buffer for code, it in reused.items()},
        "numpy_shares": explain.memory.shares_memory(D, D.asnumpy()),
    }


if __name__ == "__main__":
    cli.run_script(__file__)
