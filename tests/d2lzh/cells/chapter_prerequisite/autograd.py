"""2.3 自动求梯度

Needs: -
"""

from mxnet import autograd, nd

x = nd.arange(4).reshape((4, 1))
x.attach_grad()
with autograd.record():
    y = 2 * nd.dot(x.T, x)
y.backward()
print(x.grad)
assert x.grad.asnumpy().ravel().tolist() == [0, 4, 8, 12]

# 训练模式和预测模式
print(autograd.is_training())
with autograd.record():
    is_training = autograd.is_training()
    print(is_training)
assert is_training and not autograd.is_training()


# 对Python控制流求梯度
def f(a):
    b = a * 2
    while b.norm().asscalar() < 1000:
        b = b * 2
    return b if b.sum().asscalar() > 0 else 100 * b


a = nd.random.normal(shape=1)
a.attach_grad()
with autograd.record():
    c = f(a)
c.backward()
assert (a.grad == c / a).asscalar() == 1
