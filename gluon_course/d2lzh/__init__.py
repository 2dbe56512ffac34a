"""The names of the text's own package: ``from gluon_course import d2lzh as d2l``.

The names, parameters, return values and printed lines of d2lzh 1.0.0, for the cells of
the text as they stand. Each name is a thin cover of the library's own function, which
says more and takes more.

Like that package, this one also passes on the modules that the text reaches through
it, such as ``d2l.plt``, ``d2l.nd`` or ``d2l.gloss``. ``d2l.display`` is IPython's and
loads when it is first asked for.

Section: 11.7 d2lzh包索引 (chapter_appendix/d2lzh)
"""

import collections
import importlib
import math
import os
import random
import sys
import tarfile
import time
import zipfile

from gluon_course.base.startup import require_mxnet

require_mxnet()

import mxnet as mx  # noqa: E402
import numpy as np  # noqa: E402
from mxnet import autograd, gluon, image, init, nd  # noqa: E402
from mxnet.contrib import text  # noqa: E402
from mxnet.gluon import data as gdata  # noqa: E402
from mxnet.gluon import loss as gloss  # noqa: E402
from mxnet.gluon import nn  # noqa: E402
from mxnet.gluon import utils as gutils  # noqa: E402

from gluon_course.base.timing import Benchmark  # noqa: E402
from gluon_course.d2lzh.boxes import bbox_to_rect, show_bboxes  # noqa: E402
from gluon_course.d2lzh.devices import try_all_gpus, try_gpu  # noqa: E402
from gluon_course.d2lzh.fashion_mnist import (  # noqa: E402
    get_fashion_mnist_labels,
    load_data_fashion_mnist,
)
from gluon_course.d2lzh.figures import (  # noqa: E402
    plt,
    semilogy,
    set_figsize,
    show_fashion_mnist,
    show_images,
    use_svg_display,
)
from gluon_course.d2lzh.imdb import (  # noqa: E402
    count_tokens,
    download_imdb,
    get_tokenized_imdb,
    get_vocab_imdb,
    predict_sentiment,
    preprocess_imdb,
    read_imdb,
)
from gluon_course.d2lzh.lyrics import (  # noqa: E402
    load_data_jay_lyrics,
    load_data_time_machine,
)
from gluon_course.d2lzh.networks import Residual, resnet18  # noqa: E402
from gluon_course.d2lzh.optimization import (  # noqa: E402
    get_data_ch7,
    show_trace_2d,
    train_2d,
    train_ch7,
    train_gluon_ch7,
)
from gluon_course.d2lzh.pikachu import (  # noqa: E402
    _download_pikachu,  # noqa: F401
    load_data_pikachu,
)
from gluon_course.d2lzh.places import mkdir_if_not_exist  # noqa: E402
from gluon_course.d2lzh.rnn import (  # noqa: E402
    data_iter_consecutive,
    data_iter_random,
    grad_clipping,
    predict_rnn,
    to_onehot,
    train_and_predict_rnn,
)
from gluon_course.d2lzh.rnn_gluon import (  # noqa: E402
    RNNModel,
    predict_rnn_gluon,
    train_and_predict_rnn_gluon,
)
from gluon_course.d2lzh.training import (  # noqa: E402
    _get_batch,  # noqa: F401
    _make_list,  # noqa: F401
    evaluate_accuracy,
    train,
    train_ch3,
    train_ch5,
)
from gluon_course.d2lzh.voc import (  # noqa: E402
    VOC_CLASSES,
    VOC_COLORMAP,
    VOCSegDataset,
    download_voc_pascal,
    read_voc_images,
    voc_label_indices,
    voc_rand_crop,
)
from gluon_course.scratch import (  # noqa: E402
    corr2d,
    data_iter,
    linreg,
    sgd,
    squared_loss,
)

__version__ = "1.0.0"

__all__ = [
    "VOC_CLASSES",
    "VOC_COLORMAP",
    "Benchmark",
    "RNNModel",
    "Residual",
    "VOCSegDataset",
    "autograd",
    "bbox_to_rect",
    "collections",
    "corr2d",
    "count_tokens",
    "data_iter",
    "data_iter_consecutive",
    "data_iter_random",
    "download_imdb",
    "download_voc_pascal",
    "evaluate_accuracy",
    "gdata",
    "get_data_ch7",
    "get_fashion_mnist_labels",
    "get_tokenized_imdb",
    "get_vocab_imdb",
    "gloss",
    "gluon",
    "grad_clipping",
    "gutils",
    "image",
    "init",
    "linreg",
    "load_data_fashion_mnist",
    "load_data_jay_lyrics",
    "load_data_pikachu",
    "load_data_time_machine",
    "math",
    "mkdir_if_not_exist",
    "mx",
    "nd",
    "nn",
    "np",
    "os",
    "plt",
    "predict_rnn",
    "predict_rnn_gluon",
    "predict_sentiment",
    "preprocess_imdb",
    "random",
    "read_imdb",
    "read_voc_images",
    "resnet18",
    "semilogy",
    "set_figsize",
    "sgd",
    "show_bboxes",
    "show_fashion_mnist",
    "show_images",
    "show_trace_2d",
    "squared_loss",
    "sys",
    "tarfile",
    "text",
    "time",
    "to_onehot",
    "train",
    "train_2d",
    "train_and_predict_rnn",
    "train_and_predict_rnn_gluon",
    "train_ch3",
    "train_ch5",
    "train_ch7",
    "train_gluon_ch7",
    "try_all_gpus",
    "try_gpu",
    "use_svg_display",
    "voc_label_indices",
    "voc_rand_crop",
    "zipfile",
]


def __getattr__(name: str):
    if name == "display":
        try:
            return importlib.import_module("IPython.display")
        except ImportError as error:
            raise AttributeError(
                "d2lzh.display is IPython's module, which is not installed."
            ) from error
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list:
    return sorted({*globals(), "display"})
