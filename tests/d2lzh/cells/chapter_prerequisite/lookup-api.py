"""2.4 查阅文档

Needs: -
"""

from mxnet import nd

names = dir(nd.random)
print(names)
assert "normal" in names and "uniform" in names

help(nd.ones_like)

x = nd.array([[0, 0, 0], [2, 2, 2]])
y = x.ones_like()
print(y)
assert y.asnumpy().tolist() == [[1, 1, 1], [1, 1, 1]]
