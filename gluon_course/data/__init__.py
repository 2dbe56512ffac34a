"""The course's data: catalogue, downloads, loaders, and the embedded sample."""

from gluon_course.base.startup import require_mxnet

require_mxnet()

from gluon_course.data.image_sets import (  # noqa: E402
    ImageSet,
    fashion_mnist,
    image_set_names,
    load_images,
    mnist,
    read_images,
)
from gluon_course.data.info import DataInfo  # noqa: E402
from gluon_course.data.loader import BatchLoader  # noqa: E402
from gluon_course.data.sample import sample_digits, sample_photos  # noqa: E402
from gluon_course.data.transform import ToTensor  # noqa: E402

__all__ = [
    "BatchLoader",
    "DataInfo",
    "ImageSet",
    "ToTensor",
    "fashion_mnist",
    "image_set_names",
    "load_images",
    "mnist",
    "read_images",
    "sample_digits",
    "sample_photos",
]
