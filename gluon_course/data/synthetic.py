"""Made-up data of chapter 3 whose true parameters are known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from mxnet import nd

from gluon_course.base.errors import ConfigError


def synthetic_linear(
    true_w: Sequence[float] = (2, -3.4),
    true_b: float = 4.2,
    num_samples: int = 1000,
    noise: float = 0.01,
    seed: int = 0,
) -> tuple[nd.NDArray, nd.NDArray]:
    """Samples of y = Xw + b + noise with standard normal features.

    Drawn by a generator of its own: the global random state is neither read nor
    changed.

    Parameters
    ----------
    true_w : sequence of float, length D
        Weights. Section 3.12 takes ``[0.01] * 200``.
    true_b : float
        Bias; 0.05 in section 3.12.
    num_samples : int
        Number N of samples.
    noise : float
        Standard deviation of the noise.
    seed : int
        Seed, 0..2**31-1.

    Returns
    -------
    features : NDArray of float32, shape (N, D)
    labels : NDArray of float32, shape (N,)

    Raises
    ------
    ConfigError
        If there is no sample or no weight.

    Section: 3.2 线性回归的从零开始实现, 3.12 权重衰减
    """
    random = _random(seed, num_samples)
    w = np.asarray(true_w, np.float64).reshape(-1)
    if not len(w):
        raise ConfigError("true_w has no weight")
    X = random.standard_normal((num_samples, len(w)))
    y = X @ w + true_b + random.normal(0, noise, num_samples)
    return nd.array(X), nd.array(y)


def polynomial(
    true_w: Sequence[float] = (1.2, -3.4, 5.6),
    true_b: float = 5,
    num_samples: int = 200,
    noise: float = 0.1,
    seed: int = 0,
) -> tuple[nd.NDArray, nd.NDArray, nd.NDArray]:
    """Samples of y = b + w1 x + w2 x² + w3 x³ + ... + noise, x standard normal.

    Parameters
    ----------
    true_w : sequence of float, length D
        Coefficients of x, x², ...
    true_b : float
        Constant.
    num_samples : int
        Number N of samples; the section trains on the first 100 and tests on the rest.
    noise : float
        Standard deviation of the noise.
    seed : int
        Seed, 0..2**31-1.

    Returns
    -------
    features : NDArray of float32, shape (N, 1)
        x.
    poly_features : NDArray of float32, shape (N, D)
        x, x², ...; not rescaled.
    labels : NDArray of float32, shape (N,)

    Raises
    ------
    ConfigError
        If there is no sample or no coefficient.

    Section: 3.11 模型选择、欠拟合和过拟合
    """
    random = _random(seed, num_samples)
    w = np.asarray(true_w, np.float64).reshape(-1)
    if not len(w):
        raise ConfigError("true_w has no coefficient")
    x = random.standard_normal((num_samples, 1))
    # (N, 1) -> (N, D)
    powers = x ** np.arange(1, len(w) + 1)
    y = powers @ w + true_b + random.normal(0, noise, num_samples)
    return nd.array(x), nd.array(powers), nd.array(y)


def _random(seed: int, num_samples: int) -> np.random.RandomState:
    if num_samples < 1:
        raise ConfigError(f"{num_samples} samples", "", "ask for 1 or more")
    return np.random.RandomState(seed)
