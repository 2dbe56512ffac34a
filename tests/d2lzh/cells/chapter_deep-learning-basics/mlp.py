"""3.8 多层感知机

Needs: -
"""

from mxnet import autograd, nd

from gluon_course import d2lzh as d2l


def xyplot(x_vals, y_vals, name):
    d2l.set_figsize(figsize=(5, 2.5))
    d2l.plt.plot(x_vals.asnumpy(), y_vals.asnumpy())
    d2l.plt.xlabel("x")
    d2l.plt.ylabel(name + "(x)")


x = nd.arange(-8.0, 8.0, 0.1)
x.attach_grad()
highest = {}
for function in (nd.relu, nd.sigmoid, nd.tanh):
    name = function.__name__
    with autograd.record():
        y = function(x)
    xyplot(x, y, name)
    y.backward()
    xyplot(x, x.grad, "grad of " + name)
    highest[name] = x.grad.max().asscalar()
print(highest)
assert highest["relu"] == 1
assert abs(highest["sigmoid"] - 0.25) < 1e-4
assert abs(highest["tanh"] - 1) < 1e-3
assert tuple(d2l.plt.rcParams["figure.figsize"]) == (5, 2.5)
