"""7.1 优化与深度学习

Needs: -
"""

import numpy as np

from gluon_course import d2lzh as d2l


def f(x):
    return x * np.cos(np.pi * x)


d2l.set_figsize((4.5, 2.5))
x = np.arange(-1.0, 2.0, 0.1)
(fig,) = d2l.plt.plot(x, f(x))
fig.axes.annotate("local minimum", xy=(-0.3, -0.25), xytext=(-0.77, -1.0),
                  arrowprops={"arrowstyle": "->"})  # fmt: skip
fig.axes.annotate("global minimum", xy=(1.1, -0.95), xytext=(0.6, 0.8),
                  arrowprops={"arrowstyle": "->"})  # fmt: skip
d2l.plt.xlabel("x")
d2l.plt.ylabel("f(x)")
assert abs(x[f(x).argmin()] - 1.1) < 0.05
assert abs(x[:10][f(x[:10]).argmin()] + 0.3) < 0.05

x, y = np.mgrid[-1:1:31j, -1:1:31j]
z = x**2 - y**2
ax = d2l.plt.figure().add_subplot(111, projection="3d")
ax.plot_wireframe(x, y, z, rstride=2, cstride=2)
ax.plot([0], [0], [0], "rx")
d2l.plt.xlabel("x")
assert z[15, 15] == 0 and z[:, 15].min() == 0 and z[15, :].max() == 0
