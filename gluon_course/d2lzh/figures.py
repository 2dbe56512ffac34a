"""The names of 3.2, 3.5, 3.11 and 9.1 that draw: figures by pyplot, cell by cell."""

from __future__ import annotations

import numpy as np

from gluon_course.viz.interactive import plt, set_figsize, use_svg_display

__all__ = [
    "plt",
    "semilogy",
    "set_figsize",
    "show_fashion_mnist",
    "show_images",
    "use_svg_display",
]


def semilogy(
    x_vals,
    y_vals,
    x_label,
    y_label,
    x2_vals=None,
    y2_vals=None,
    legend=None,
    figsize=(3.5, 2.5),
):
    """Draw one curve, or a second one dotted, over a logarithmic y axis, and show it.

    Parameters
    ----------
    x_vals, y_vals, x2_vals, y2_vals : sequence of float
        The curves; the second is drawn if both of its sequences are given.
    x_label, y_label : str
    legend : sequence of str, optional
        A name for each curve.
    figsize : (float, float)
        Inches.

    Section: 3.11 模型选择、欠拟合和过拟合 (chapter_deep-learning-basics/
    underfit-overfit)
    """
    set_figsize(figsize)
    plt.xlabel(x_label)
    plt.ylabel(y_label)
    plt.semilogy(x_vals, y_vals)
    if x2_vals is not None and y2_vals is not None:
        plt.semilogy(x2_vals, y2_vals, linestyle=":")
    if legend is not None:
        plt.legend(legend)
    plt.show()


def show_images(imgs, num_rows, num_cols, scale=2):
    """Draw pictures in a grid.

    Parameters
    ----------
    imgs : sequence of NDArray or array, each (H, W), (H, W, 1) or (H, W, 3)
        At least ``num_rows * num_cols``: integers 0..255 or floats in [0, 1].
    num_rows, num_cols : int
    scale : float
        Inches of a picture's place.

    Returns
    -------
    numpy.ndarray of Axes, shape (num_rows, num_cols)

    Section: 9.1 图像增广 (chapter_computer-vision/image-augmentation)
    """
    size = (num_cols * scale, num_rows * scale)
    _, axes = plt.subplots(num_rows, num_cols, figsize=size, squeeze=False)
    for panel, img in zip(axes.ravel(), imgs):
        panel.imshow(_as_numpy(img))
        _hide_ticks(panel)
    return axes


def show_fashion_mnist(images, labels):
    """Draw pictures of 28x28 pixels in one row with their labels above them.

    Parameters
    ----------
    images : sequence of NDArray or array, each of 784 values
    labels : sequence of str

    Section: 3.5 图像分类数据集（Fashion-MNIST） (chapter_deep-learning-basics/
    fashion-mnist)
    """
    use_svg_display()
    _, panels = plt.subplots(1, len(images), figsize=(12, 12), squeeze=False)
    for panel, img, label in zip(panels[0], images, labels):
        panel.imshow(_as_numpy(img).reshape((28, 28)))
        panel.set_title(label)
        _hide_ticks(panel)


def _as_numpy(img) -> np.ndarray:
    return np.asarray(img.asnumpy() if hasattr(img, "asnumpy") else img)


def _hide_ticks(panel) -> None:
    panel.axes.get_xaxis().set_visible(False)
    panel.axes.get_yaxis().set_visible(False)
