"""2.2 数据操作

Needs: -
"""

import numpy as np
from mxnet import nd

x = nd.arange(12)
print(x.shape, x.size)
X = x.reshape((3, 4))
assert x.reshape((-1, 4)).shape == X.shape

Y = nd.array([[2, 1, 4, 3], [1, 2, 3, 4], [4, 3, 2, 1]])
print(X + Y, X * Y, X / Y, Y.exp())
print(nd.dot(X, Y.T), nd.zeros((2, 3, 4)), nd.random.normal(0, 1, shape=(3, 4)))
assert nd.concat(X, Y, dim=0).shape == (6, 4)
assert nd.concat(X, Y, dim=1).shape == (3, 8)
assert (X == Y).sum().asscalar() == 2
print(X.sum(), X.norm().asscalar())

# 广播
A = nd.arange(3).reshape((3, 1))
B = nd.arange(2).reshape((1, 2))
assert (A + B).asnumpy().tolist() == [[0, 1], [1, 2], [2, 3]]

# 索引
X[1, 2] = 9
X[1:2, :] = 12
assert X[1:3].shape == (2, 4) and X[1].sum().asscalar() == 48

# 内存
before = id(Y)
Y = Y + X
moved = id(Y) == before
Z = Y.zeros_like()
before = id(Z)
Z[:] = X + Y
kept = id(Z) == before
nd.elemwise_add(X, Y, out=Z)
still_kept = id(Z) == before
before = id(X)
X += Y
print(moved, kept, still_kept, id(X) == before)
assert (moved, kept, still_kept, id(X) == before) == (False, True, True, True)

# 与NumPy互换
P = np.ones((2, 3))
D = nd.array(P)
assert (D.asnumpy() == P).all()
