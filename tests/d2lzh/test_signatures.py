"""Every name of d2lzh 1.0.0 with its parameters, their order and their defaults."""

import inspect
import types

import mxnet as mx
import pytest

from gluon_course import d2lzh as d2l

FASHION_MNIST = "~/.mxnet/datasets/fashion-mnist"
VOC = "../data/VOCdevkit/VOC2012"

# name: parameters in order; "name" has no default, ("name", value) has that one
CLASSES = {
    "Benchmark": [("prefix", None)],
    "Residual": [
        "num_channels",
        ("use_1x1conv", False),
        ("strides", 1),
        "**kwargs",
    ],
    "RNNModel": ["rnn_layer", "vocab_size", "**kwargs"],
    "VOCSegDataset": ["is_train", "crop_size", "voc_dir", "colormap2label"],
}
_CORPUS = ["corpus_indices", "batch_size", "num_steps", ("ctx", None)]
_INDEX = ["idx_to_char", "char_to_idx"]
_RNN_TRAINING = [
    "num_epochs",
    "num_steps",
    "lr",
    "clipping_theta",
    "batch_size",
    "pred_period",
    "pred_len",
    "prefixes",
]
_CH7 = ["features", "labels", ("batch_size", 10), ("num_epochs", 2)]
FUNCTIONS = {
    "bbox_to_rect": ["bbox", "color"],
    "corr2d": ["X", "K"],
    "count_tokens": ["samples"],
    "data_iter": ["batch_size", "features", "labels"],
    "data_iter_consecutive": _CORPUS,
    "data_iter_random": _CORPUS,
    "download_imdb": [("data_dir", "../data")],
    "download_voc_pascal": [("data_dir", "../data")],
    "evaluate_accuracy": ["data_iter", "net", ("ctx", [mx.cpu()])],
    "get_data_ch7": [],
    "get_fashion_mnist_labels": ["labels"],
    "get_tokenized_imdb": ["data"],
    "get_vocab_imdb": ["data"],
    "grad_clipping": ["params", "theta", "ctx"],
    "linreg": ["X", "w", "b"],
    "load_data_fashion_mnist": [
        "batch_size",
        ("resize", None),
        ("root", FASHION_MNIST),
    ],
    "load_data_jay_lyrics": [],
    "load_data_pikachu": ["batch_size", ("edge_size", 256)],
    "load_data_time_machine": [],
    "mkdir_if_not_exist": ["path"],
    "predict_rnn": [
        "prefix",
        "num_chars",
        "rnn",
        "params",
        "init_rnn_state",
        "num_hiddens",
        "vocab_size",
        "ctx",
        *_INDEX,
    ],
    "predict_rnn_gluon": [
        "prefix",
        "num_chars",
        "model",
        "vocab_size",
        "ctx",
        *_INDEX,
    ],
    "predict_sentiment": ["net", "vocab", "sentence"],
    "preprocess_imdb": ["data", "vocab"],
    "read_imdb": [("folder", "train")],
    "read_voc_images": [("root", VOC), ("is_train", True)],
    "resnet18": ["num_classes"],
    "semilogy": [
        "x_vals",
        "y_vals",
        "x_label",
        "y_label",
        ("x2_vals", None),
        ("y2_vals", None),
        ("legend", None),
        ("figsize", (3.5, 2.5)),
    ],
    "set_figsize": [("figsize", (3.5, 2.5))],
    "sgd": ["params", "lr", "batch_size"],
    "show_bboxes": ["axes", "bboxes", ("labels", None), ("colors", None)],
    "show_fashion_mnist": ["images", "labels"],
    "show_images": ["imgs", "num_rows", "num_cols", ("scale", 2)],
    "show_trace_2d": ["f", "res"],
    "squared_loss": ["y_hat", "y"],
    "to_onehot": ["X", "size"],
    "train": [
        "train_iter",
        "test_iter",
        "net",
        "loss",
        "trainer",
        "ctx",
        "num_epochs",
    ],
    "train_2d": ["trainer"],
    "train_and_predict_rnn": [
        "rnn",
        "get_params",
        "init_rnn_state",
        "num_hiddens",
        "vocab_size",
        "ctx",
        "corpus_indices",
        *_INDEX,
        "is_random_iter",
        *_RNN_TRAINING,
    ],
    "train_and_predict_rnn_gluon": [
        "model",
        "num_hiddens",
        "vocab_size",
        "ctx",
        "corpus_indices",
        *_INDEX,
        *_RNN_TRAINING,
    ],
    "train_ch3": [
        "net",
        "train_iter",
        "test_iter",
        "loss",
        "num_epochs",
        "batch_size",
        ("params", None),
        ("lr", None),
        ("trainer", None),
    ],
    "train_ch5": [
        "net",
        "train_iter",
        "test_iter",
        "batch_size",
        "trainer",
        "ctx",
        "num_epochs",
    ],
    "train_ch7": ["trainer_fn", "states", "hyperparams", *_CH7],
    "train_gluon_ch7": ["trainer_name", "trainer_hyperparams", *_CH7],
    "try_all_gpus": [],
    "try_gpu": [],
    "use_svg_display": [],
    "voc_label_indices": ["colormap", "colormap2label"],
    "voc_rand_crop": ["feature", "label", "height", "width"],
}
PRIVATE = {
    "_download_pikachu": ["data_dir"],
    "_get_batch": ["batch", "ctx"],
    "_make_list": ["obj", ("default_values", None)],
}
MODULES = {
    "plt": "matplotlib.pyplot",
    "mx": "mxnet",
    "nd": "mxnet.ndarray",
    "np": "numpy",
    "autograd": "mxnet.autograd",
    "gluon": "mxnet.gluon",
    "image": "mxnet.image",
    "init": "mxnet.initializer",
    "text": "mxnet.contrib.text",
    "gdata": "mxnet.gluon.data",
    "gloss": "mxnet.gluon.loss",
    "nn": "mxnet.gluon.nn",
    "gutils": "mxnet.gluon.utils",
    **{
        name: name
        for name in (
            "collections",
            "math",
            "os",
            "random",
            "sys",
            "tarfile",
            "time",
            "zipfile",
        )
    },
}


def parameters(callable_):
    """The signature in the form of the table."""
    found = []
    for each in inspect.signature(callable_).parameters.values():
        if each.kind is each.VAR_KEYWORD:
            found.append(f"**{each.name}")
            continue
        assert each.kind is each.POSITIONAL_OR_KEYWORD
        is_plain = each.default is each.empty
        found.append(each.name if is_plain else (each.name, each.default))
    return found


@pytest.mark.parametrize("name", [*CLASSES, *FUNCTIONS, *PRIVATE])
def test_parameters_have_the_names_order_and_defaults_of_the_package(name):
    expected = {**CLASSES, **FUNCTIONS, **PRIVATE}[name]
    assert parameters(getattr(d2l, name)) == expected
    assert isinstance(getattr(d2l, name), type) == (name in CLASSES)


def test_there_are_56_public_names_and_the_modules_that_the_text_reaches():
    names = {*CLASSES, *FUNCTIONS, "VOC_CLASSES", "VOC_COLORMAP", "plt"}
    assert len(names) == 56 and (len(CLASSES), len(FUNCTIONS)) == (4, 49)
    assert set(d2l.__all__) == names | set(MODULES)
    assert all(hasattr(d2l, name) for name in d2l.__all__)
    assert d2l.__version__ == "1.0.0"


@pytest.mark.parametrize(("name", "module"), MODULES.items())
def test_modules_go_by_the_texts_names(name, module):
    found = getattr(d2l, name)
    assert isinstance(found, types.ModuleType)
    assert found.__name__ == module


def test_display_is_ipythons_module():
    display = pytest.importorskip("IPython.display")
    assert d2l.display is display and "display" in dir(d2l)


def test_a_name_that_the_package_lacks_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'train_ch9'"):
        _ = d2l.train_ch9


def test_the_classes_of_voc_stand_beside_their_colours():
    assert len(d2l.VOC_CLASSES) == len(d2l.VOC_COLORMAP) == 21
    assert (d2l.VOC_CLASSES[0], d2l.VOC_CLASSES[-1]) == ("background", "tv/monitor")
    assert d2l.VOC_COLORMAP[0] == [0, 0, 0]


@pytest.mark.parametrize("name", [*CLASSES, *FUNCTIONS])
def test_every_name_says_what_it_does_and_for_which_section(name):
    text = inspect.getdoc(getattr(d2l, name))
    assert text and "Section:" in text


@pytest.mark.parametrize("name", [*CLASSES, *FUNCTIONS, *PRIVATE])
def test_the_table_is_that_of_the_installed_package(name):
    package = pytest.importorskip("d2lzh", reason="the extra bench is not installed")
    theirs = getattr(package, name, None) or getattr(package.utils, name)
    assert parameters(theirs) == {**CLASSES, **FUNCTIONS, **PRIVATE}[name]
