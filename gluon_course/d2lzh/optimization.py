"""The names of chapter 7: descent in 2-D and regressions on the airfoil data."""

from __future__ import annotations

from gluon_course import scratch
from gluon_course.base.run import RunOptions
from gluon_course.d2lzh.places import text_path
from gluon_course.data import airfoil_noise
from gluon_course.viz.interactive import plt, set_figsize
from gluon_course.viz.traces import draw_contours

_ROWS = 1503  # the text of 7.3 keeps 1,500


def train_2d(trainer):
    """20 steps from (-5, -2); prints where they end.

    Parameters
    ----------
    trainer : callable
        ``trainer(x1, x2, s1, s2)`` to the new four; s1 and s2 are 0 at first.

    Returns
    -------
    list of (float, float)
        The points visited, the start first.

    Section: 7.2 梯度下降和随机梯度下降 (chapter_optimization/gd-sgd)
    """
    return scratch.train_2d(trainer, progress=True)


def show_trace_2d(f, res):
    """Draw the contours of ``f(x1, x2)`` and the points that :func:`train_2d` gave.

    Section: 7.2 梯度下降和随机梯度下降
    """
    set_figsize()
    plt.plot(*zip(*res), "-o", color="#ff7f0e")
    draw_contours(plt.gca(), f, res)
    plt.xlabel("x1")
    plt.ylabel("x2")


def get_data_ch7():
    """The airfoil data, each column standardised.

    Returns
    -------
    features : NDArray, shape (1503, 5)
    labels : NDArray, shape (1503,)

    Raises
    ------
    DataError
        If ``airfoil_self_noise.dat`` is neither there nor to be fetched, or is damaged.

    Section: 7.3 小批量随机梯度下降 (chapter_optimization/minibatch-sgd)
    """
    run, path = RunOptions(), None
    if not run.sample:
        path = text_path("airfoil", "airfoil_self_noise.dat")
    return airfoil_noise(_ROWS, run, path)


def train_ch7(
    trainer_fn, states, hyperparams, features, labels, batch_size=10, num_epochs=2
):
    """Fit a linear model with ``trainer_fn(params, states, hyperparams)``.

    Prints the last loss and the seconds of an epoch, and draws the losses; parameters
    as :func:`gluon_course.scratch.train_ch7`.

    Section: 7.3 小批量随机梯度下降
    """
    _draw_losses(
        scratch.train_ch7(
            trainer_fn,
            states,
            hyperparams,
            features,
            labels,
            batch_size,
            num_epochs,
            progress=True,
        )
    )


def train_gluon_ch7(
    trainer_name, trainer_hyperparams, features, labels, batch_size=10, num_epochs=2
):
    """Fit a linear model with the optimizer of MXNet that has this name.

    Prints the last loss and the seconds of an epoch, and draws the losses; parameters
    as :func:`gluon_course.scratch.train_gluon_ch7`.

    Section: 7.3 小批量随机梯度下降
    """
    _draw_losses(
        scratch.train_gluon_ch7(
            trainer_name,
            trainer_hyperparams,
            features,
            labels,
            batch_size,
            num_epochs,
            progress=True,
        )
    )


def _draw_losses(result) -> None:
    set_figsize()
    plt.plot(result.epochs, result.losses)
    plt.xlabel("epoch")
    plt.ylabel("loss")
