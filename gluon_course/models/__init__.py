"""The nets of the course, one architecture per file: ``get_model('lenet')``."""

from gluon_course.base.startup import require_mxnet

require_mxnet()

from gluon_course.models.alexnet import alexnet  # noqa: E402
from gluon_course.models.lenet import lenet, lenet_v2  # noqa: E402
from gluon_course.models.lenet_bn import lenet_bn  # noqa: E402
from gluon_course.models.linear import linear  # noqa: E402
from gluon_course.models.mlp import mlp  # noqa: E402
from gluon_course.models.registry import (  # noqa: E402
    BUILDS,
    ModelFacts,
    Published,
    get_model,
    list_models,
    model_facts,
    register_model,
)
from gluon_course.models.softmax import softmax  # noqa: E402

__all__ = [
    "BUILDS",
    "ModelFacts",
    "Published",
    "alexnet",
    "get_model",
    "lenet",
    "lenet_bn",
    "lenet_v2",
    "linear",
    "list_models",
    "mlp",
    "model_facts",
    "register_model",
    "softmax",
]
