"""3.1 线性回归

Needs: -
"""

from time import time

from mxnet import nd

a = nd.ones(shape=1000)
b = nd.ones(shape=1000)

start = time()
c = nd.zeros(shape=1000)
for i in range(1000):
    c[i] = a[i] + b[i]
c.wait_to_read()
loop = time() - start

start = time()
d = a + b
d.wait_to_read()
vector = time() - start
print(loop, vector)
assert (c == d).sum().asscalar() == 1000
assert loop > vector

print(nd.ones(shape=3) + 10)
assert (nd.ones(shape=3) + 10).asnumpy().tolist() == [11, 11, 11]
