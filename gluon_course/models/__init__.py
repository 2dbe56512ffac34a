"""The nets of the course, one architecture per file: ``get_model('lenet')``."""

from gluon_course.base.startup import require_mxnet

require_mxnet()

from gluon_course.base.shapes import check_input, infer_output_shape  # noqa: E402
from gluon_course.models.alexnet import alexnet  # noqa: E402
from gluon_course.models.bahdanau import bahdanau  # noqa: E402
from gluon_course.models.birnn import BiRNN, birnn  # noqa: E402
from gluon_course.models.cbow import cbow  # noqa: E402
from gluon_course.models.densenet import densenet  # noqa: E402
from gluon_course.models.densenet121 import densenet121  # noqa: E402
from gluon_course.models.faster_rcnn import (  # noqa: E402
    faster_rcnn_resnet18,
    faster_rcnn_tiny,
)
from gluon_course.models.fasttext import fasttext  # noqa: E402
from gluon_course.models.fcn import fcn8s, fcn16s, fcn32s  # noqa: E402
from gluon_course.models.features_file import load_features  # noqa: E402
from gluon_course.models.fine_tuning import (  # noqa: E402
    features_of,
    freeze,
    replace_head,
    unfreeze,
)
from gluon_course.models.glove import glove  # noqa: E402
from gluon_course.models.googlenet import googlenet  # noqa: E402
from gluon_course.models.gru_attention import gru_attention  # noqa: E402
from gluon_course.models.gru_lm import gru_lm  # noqa: E402
from gluon_course.models.language_model import LanguageModel  # noqa: E402
from gluon_course.models.lenet import lenet, lenet_v2  # noqa: E402
from gluon_course.models.lenet_bn import lenet_bn  # noqa: E402
from gluon_course.models.linear import linear  # noqa: E402
from gluon_course.models.lstm_lm import lstm_lm  # noqa: E402
from gluon_course.models.mask_rcnn import (  # noqa: E402
    mask_rcnn_resnet18,
    mask_rcnn_tiny,
)
from gluon_course.models.mlp import mlp  # noqa: E402
from gluon_course.models.nin import nin  # noqa: E402
from gluon_course.models.registry import (  # noqa: E402
    BUILDS,
    ModelFacts,
    Published,
    get_model,
    list_models,
    model_facts,
    register_model,
)
from gluon_course.models.resnet import resnet18, resnet34  # noqa: E402
from gluon_course.models.resnet_bottleneck import (  # noqa: E402
    resnet50,
    resnet101,
    resnet152,
)
from gluon_course.models.resnet_small import resnet18_small  # noqa: E402
from gluon_course.models.rnn_lm import rnn_lm  # noqa: E402
from gluon_course.models.seq2seq import seq2seq  # noqa: E402
from gluon_course.models.skip_gram import skip_gram  # noqa: E402
from gluon_course.models.softmax import softmax  # noqa: E402
from gluon_course.models.ssd300 import ssd300_resnet18, ssd300_vgg16  # noqa: E402
from gluon_course.models.text_cnn import TextCNN, text_cnn  # noqa: E402
from gluon_course.models.tiny_ssd import tiny_ssd  # noqa: E402
from gluon_course.models.transformer import transformer  # noqa: E402
from gluon_course.models.vgg import vgg11, vgg13, vgg16, vgg19  # noqa: E402
from gluon_course.models.vgg19_features import VGG19Features  # noqa: E402
from gluon_course.models.yolo3 import yolo3_darknet53, yolo3_tiny  # noqa: E402
from gluon_course.models.zoo import load_weights, zoo_net  # noqa: E402

__all__ = [
    "BUILDS",
    "BiRNN",
    "LanguageModel",
    "ModelFacts",
    "Published",
    "TextCNN",
    "VGG19Features",
    "alexnet",
    "bahdanau",
    "birnn",
    "cbow",
    "check_input",
    "densenet",
    "densenet121",
    "faster_rcnn_resnet18",
    "faster_rcnn_tiny",
    "fasttext",
    "fcn8s",
    "fcn16s",
    "fcn32s",
    "features_of",
    "freeze",
    "get_model",
    "glove",
    "googlenet",
    "gru_attention",
    "gru_lm",
    "infer_output_shape",
    "lenet",
    "lenet_bn",
    "lenet_v2",
    "linear",
    "list_models",
    "load_features",
    "load_weights",
    "lstm_lm",
    "mask_rcnn_resnet18",
    "mask_rcnn_tiny",
    "mlp",
    "model_facts",
    "nin",
    "register_model",
    "replace_head",
    "resnet18",
    "resnet18_small",
    "resnet34",
    "resnet50",
    "resnet101",
    "resnet152",
    "rnn_lm",
    "seq2seq",
    "skip_gram",
    "softmax",
    "ssd300_resnet18",
    "ssd300_vgg16",
    "text_cnn",
    "tiny_ssd",
    "transformer",
    "unfreeze",
    "vgg11",
    "vgg13",
    "vgg16",
    "vgg19",
    "yolo3_darknet53",
    "yolo3_tiny",
    "zoo_net",
]
