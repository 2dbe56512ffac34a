"""7.2 梯度下降和随机梯度下降

Needs: -
"""

import numpy as np

from gluon_course import d2lzh as d2l


def gd(eta):
    x = 10
    results = [x]
    for _ in range(10):
        x -= eta * 2 * x
        results.append(x)
    print("epoch 10, x:", x)
    return results


def show_trace(res):
    n = max(abs(min(res)), abs(max(res)), 10)
    f_line = np.arange(-n, n, 0.1)
    d2l.set_figsize()
    d2l.plt.plot(f_line, [x * x for x in f_line])
    d2l.plt.plot(res, [x * x for x in res], "-o")


res = gd(0.2)
show_trace(res)
assert abs(res[-1] - 0.0604661760) < 1e-9
assert abs(gd(0.05)[-1] - 3.4867844010) < 1e-9
assert abs(gd(1.1)[-1] - 61.917364224) < 1e-8

eta = 0.1


def f_2d(x1, x2):
    return x1**2 + 2 * x2**2


def gd_2d(x1, x2, s1, s2):
    return (x1 - eta * 2 * x1, x2 - eta * 4 * x2, 0, 0)


def sgd_2d(x1, x2, s1, s2):
    noise = np.random.normal(0.1, size=2)
    return (x1 - eta * (2 * x1 + noise[0]), x2 - eta * (4 * x2 + noise[1]), 0, 0)


points = d2l.train_2d(gd_2d)
d2l.show_trace_2d(f_2d, points)
assert len(points) == 21 and points[0] == (-5, -2)
assert abs(points[-1][0] + 0.057646) < 1e-6 and abs(points[-1][1] + 0.000073) < 1e-6
points = d2l.train_2d(sgd_2d)
d2l.show_trace_2d(f_2d, points)
assert np.hypot(*points[-1]) < 2
