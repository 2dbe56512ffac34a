"""The names without a story of their own, and the import of them all."""

import os
import subprocess
import sys

import numpy as np
import pytest
from mxnet import autograd, nd

from gluon_course import d2lzh as d2l

NO_SCREEN = ("MPLBACKEND", "DISPLAY", "WAYLAND_DISPLAY")


def run(code, folder):
    """A fresh process on a machine without a screen; the lines that it printed."""
    environment = {k: v for k, v in os.environ.items() if k not in NO_SCREEN}
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
        cwd=folder,
    ).stdout.splitlines()


def test_importing_loads_neither_ipython_nor_torch_and_touches_no_file(tmp_path):
    lines = run(
        "import sys\n"
        "import mxnet\n"
        "before = set(sys.modules)\n"
        "import gluon_course.d2lzh as d2l\n"
        "new = {name.split('.')[0] for name in set(sys.modules) - before}\n"
        "heavy = 'IPython torch gluoncv gluonnlp pandas sklearn scipy d2lzh'.split()\n"
        "print(sorted(new & set(heavy)), d2l.plt.get_fignums())",
        tmp_path,
    )
    assert lines == ["[] []"] and not list(tmp_path.iterdir())


def test_cells_draw_without_a_screen(tmp_path):
    lines = run(
        "from gluon_course import d2lzh as d2l\n"
        "d2l.set_figsize()\n"
        "d2l.plt.scatter([1, 2], [3, 4])\n"
        "d2l.semilogy([1, 2], [3, 4], 'x', 'y')\n"
        "d2l.plt.savefig('figure.png')\n"
        "print(d2l.plt.get_backend().lower())",
        tmp_path,
    )
    assert lines == ["agg"]
    assert (tmp_path / "figure.png").read_bytes().startswith(b"\x89PNG")


def test_cells_draw_in_ipython(tmp_path):
    pytest.importorskip("IPython")
    lines = run(
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell = InteractiveShell.instance()\n"
        "cell = '''\n"
        "from gluon_course import d2lzh as d2l\n"
        "d2l.use_svg_display()\n"
        "d2l.set_figsize((4, 2))\n"
        "d2l.plt.plot([1, 2])\n"
        "'''\n"
        "shell.run_cell(cell, silent=True).raise_error()\n"
        "d2l = shell.user_ns['d2l']\n"
        "shown, _ = shell.display_formatter.format(d2l.plt.gcf())\n"
        "print('image/svg+xml' in shown, d2l.plt.gcf().get_size_inches())",
        tmp_path,
    )
    assert lines == ["True [4. 2.]"]


def test_a_star_import_gives_the_names(tmp_path):
    code = (
        "from gluon_course.d2lzh import *\nprint(train_ch5.__name__, nd.ones(1).size)"
    )
    assert run(code, tmp_path) == ["train_ch5 1"]


def test_data_iter_gives_every_row_once_with_its_label():
    features = nd.arange(14).reshape((7, 2))
    batches = list(d2l.data_iter(3, features, features[:, 0]))
    assert [len(X) for X, _ in batches] == [3, 3, 1]
    rows = np.concatenate([X.asnumpy() for X, _ in batches])
    labels = np.concatenate([y.asnumpy() for _, y in batches])
    np.testing.assert_array_equal(rows[:, 0], labels)
    assert sorted(labels.tolist()) == [0, 2, 4, 6, 8, 10, 12]


def test_linreg_loss_and_sgd_take_one_step_of_least_squares():
    X, y = nd.array([[1, 2], [3, 4]]), nd.array([1, 2])
    w, b = nd.array([[0.5], [-0.5]]), nd.zeros(1)
    for each in (w, b):
        each.attach_grad()
    with autograd.record():
        loss = d2l.squared_loss(d2l.linreg(X, w, b), y)
    loss.backward()
    d2l.sgd([w, b], 0.1, 2)
    # residuals -1.5 and -2.5: losses are half their squares, gradients X^T r
    assert loss.asnumpy().tolist() == [[1.125], [3.125]]
    np.testing.assert_allclose(w.asnumpy(), [[0.5 + 0.45], [-0.5 + 0.65]], rtol=1e-6)
    np.testing.assert_allclose(b.asnumpy(), [0.2], rtol=1e-6)


def test_corr2d_gives_the_published_result():
    X, K = nd.arange(9).reshape((3, 3)), nd.arange(4).reshape((2, 2))
    assert d2l.corr2d(X, K).asnumpy().tolist() == [[19, 25], [37, 43]]


@pytest.mark.parametrize(("use_1x1conv", "strides"), [(False, 1), (True, 2)])
def test_residual_has_the_layers_of_the_text(use_1x1conv, strides):
    blk = d2l.Residual(3, use_1x1conv, strides, prefix="mine_")
    blk.initialize()
    assert blk(nd.ones((2, 3, 6, 6))).shape == (2, 3, 6 // strides, 6 // strides)
    assert (blk.conv3 is not None) == use_1x1conv and blk.prefix == "mine_"
    assert (blk.conv1, blk.conv2, blk.bn1, blk.bn2) != (None,) * 4


def test_resnet18_is_the_one_with_a_stem_of_3x3():
    net = d2l.resnet18(10)
    net.initialize()
    assert net(nd.ones((1, 1, 28, 28))).shape == (1, 10)
    learnt = [p for p in net.collect_params().values() if p.grad_req != "null"]
    assert sum(p.data().size for p in learnt) == 11_175_818
    assert net[0].weight.shape == (64, 1, 3, 3)


@pytest.mark.parametrize(("prefix", "start"), [(None, ""), ("copy", "copy ")])
def test_benchmark_prints_the_seconds(prefix, start, capsys):
    with d2l.Benchmark(prefix):
        pass
    line = capsys.readouterr().out
    assert line.startswith(f"{start}time: 0.0") and line.endswith(" sec\n")
    assert len(line.split()[-2].split(".")[1]) == 4
