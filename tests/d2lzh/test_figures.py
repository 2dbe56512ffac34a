"""The names that draw, seen through what they leave on pyplot's figure."""

import matplotlib
import numpy as np
import pytest
from mxnet import nd

from gluon_course import d2lzh as d2l


@pytest.fixture(autouse=True)
def figures():
    d2l.plt.switch_backend("agg")
    with matplotlib.rc_context():
        yield
    d2l.plt.close("all")


def curves():
    return [
        (line.get_xdata().tolist(), line.get_ydata().tolist(), line.get_linestyle())
        for line in d2l.plt.gca().lines
    ]


def test_semilogy_draws_one_curve_in_the_size_of_the_text():
    assert d2l.semilogy([1, 2, 3], [1.0, 10.0, 100.0], "epochs", "loss") is None
    panel = d2l.plt.gca()
    assert curves() == [([1, 2, 3], [1.0, 10.0, 100.0], "-")]
    assert panel.get_yscale() == "log" and panel.get_legend() is None
    assert (panel.get_xlabel(), panel.get_ylabel()) == ("epochs", "loss")
    assert d2l.plt.gcf().get_size_inches().tolist() == [3.5, 2.5]


def test_semilogy_draws_the_second_curve_dotted_and_names_both():
    d2l.semilogy(
        range(1, 4),
        [1, 2, 3],
        "epochs",
        "loss",
        np.arange(1, 3),
        [4, 5],
        ["train", "test"],
        figsize=(4, 2),
    )
    assert curves() == [([1, 2, 3], [1, 2, 3], "-"), ([1, 2], [4, 5], ":")]
    legend = d2l.plt.gca().get_legend()
    assert [each.get_text() for each in legend.get_texts()] == ["train", "test"]
    assert d2l.plt.gcf().get_size_inches().tolist() == [4, 2]


def test_semilogy_shows_the_figure(monkeypatch):
    shown = []
    monkeypatch.setattr(d2l.plt, "show", lambda: shown.append(d2l.plt.gcf()))
    d2l.semilogy([1], [1], "x", "y")
    assert shown == [d2l.plt.gcf()]


@pytest.mark.parametrize(("rows", "columns"), [(2, 3), (1, 4), (3, 1)])
def test_show_images_returns_the_panels_in_rows(rows, columns):
    imgs = [nd.full((4, 5, 3), i / 12) for i in range(rows * columns)]
    axes = d2l.show_images(imgs, rows, columns, scale=1.5)
    assert axes.shape == (rows, columns)
    size = d2l.plt.gcf().get_size_inches().tolist()
    assert size == [columns * 1.5, rows * 1.5]
    for number, panel in enumerate(axes.flatten()):
        assert not panel.get_xaxis().get_visible() and not panel.yaxis.get_visible()
        shown = panel.images[0].get_array()
        np.testing.assert_allclose(shown, imgs[number].asnumpy())


def test_show_images_takes_arrays_of_numpy_and_of_one_channel():
    imgs = [np.zeros((4, 4), np.uint8), nd.zeros((4, 4, 1))]
    axes = d2l.show_images(imgs, 1, 2)
    assert [panel.images[0].get_array().shape for panel in axes[0]] == [(4, 4)] * 2
    assert d2l.plt.gcf().get_size_inches().tolist() == [4, 2]


@pytest.mark.parametrize("num", [1, 9])
def test_show_fashion_mnist_draws_a_row_with_labels(num):
    images = nd.arange(num * 784).reshape((num, 28, 28, 1))
    labels = d2l.get_fashion_mnist_labels(range(num))
    assert d2l.show_fashion_mnist(images, labels) is None
    panels = d2l.plt.gcf().axes
    assert [panel.get_title() for panel in panels] == labels
    assert d2l.plt.gcf().get_size_inches().tolist() == [12, 12]
    last = panels[-1].images[0].get_array()
    np.testing.assert_array_equal(last, images[-1].reshape((28, 28)).asnumpy())


def test_show_trace_2d_draws_way_and_contours_over_all_of_it(capsys):
    way = d2l.train_2d(lambda x1, x2, s1, s2: (x1 + 0.9, x2 - 0.2, s1, s2))
    d2l.show_trace_2d(lambda x1, x2: x1**2 + 2 * x2**2, way)
    (line,) = d2l.plt.gca().lines
    assert list(zip(line.get_xdata(), line.get_ydata())) == way
    assert line.get_marker() == "o"
    panel = d2l.plt.gca()
    assert (panel.get_xlabel(), panel.get_ylabel()) == ("x1", "x2")
    (left, right), (low, high) = panel.get_xlim(), panel.get_ylim()
    assert left <= -5.5 and right >= 13 and low <= -6 and high >= 1
    assert len(panel.collections[0].get_paths()) > 3
    assert d2l.plt.gcf().get_size_inches().tolist() == [3.5, 2.5]


def test_boxes_are_drawn_on_the_shown_picture():
    panel = d2l.plt.imshow(np.zeros((50, 60, 3))).axes
    rect = panel.add_patch(d2l.bbox_to_rect([10, 5, 30, 45], "red"))
    assert (rect.get_xy(), rect.get_width(), rect.get_height()) == ((10, 5), 20, 40)
    d2l.show_bboxes(panel, nd.array([[0, 0, 9, 9], [5, 5, 20, 30]]), ["cat", "dog"])
    assert len(panel.patches) == 3
    assert [text.get_text() for text in panel.texts] == ["cat", "dog"]
