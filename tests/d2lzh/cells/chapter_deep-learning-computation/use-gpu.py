"""4.6 GPU计算

Needs: 2块GPU
"""

import mxnet as mx
from mxnet import nd
from mxnet.gluon import nn

print(mx.cpu(), mx.gpu(), mx.gpu(1))
assert str(mx.gpu(1)) == "gpu(1)" and mx.gpu() == mx.gpu(0)

x = nd.array([1, 2, 3])
assert x.context == mx.cpu()
a = nd.array([1, 2, 3], ctx=mx.gpu())
print(a)
assert a.context == mx.gpu(0) and "@gpu(0)" in repr(a)
B = nd.random.uniform(shape=(2, 3), ctx=mx.gpu(1))
assert B.context == mx.gpu(1)

# 复制
y = x.copyto(mx.gpu())
z = x.as_in_context(mx.gpu())
assert y.context == z.context == mx.gpu()
assert y.as_in_context(mx.gpu()) is y
assert y.copyto(mx.gpu()) is not y

# 在GPU上计算
assert ((z + 2).exp() * y).context == mx.gpu()
try:
    (x + y).wait_to_read()
except mx.MXNetError as error:
    print(str(error).splitlines()[0])
    refused = True
else:
    refused = False
assert refused

net = nn.Sequential()
net.add(nn.Dense(1))
net.initialize(ctx=mx.gpu())
assert net(y.reshape((3, 1))).context == mx.gpu()
assert net[0].weight.data().context == mx.gpu()
