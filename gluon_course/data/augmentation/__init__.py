"""Augmentation: random changes of training pictures, whole batches at a time."""

from gluon_course.base.startup import require_mxnet

require_mxnet()

from gluon_course.data.augmentation.color import (  # noqa: E402
    RandomBrightness,
    RandomColorJitter,
    RandomContrast,
    RandomHue,
    RandomLighting,
    RandomSaturation,
)
from gluon_course.data.augmentation.crop import RandomResizedCrop  # noqa: E402
from gluon_course.data.augmentation.erasing import RandomErasing  # noqa: E402
from gluon_course.data.augmentation.flips import (  # noqa: E402
    RandomFlipLeftRight,
    RandomFlipTopBottom,
)
from gluon_course.data.augmentation.loader import AugmentedLoader  # noqa: E402
from gluon_course.data.augmentation.mixing import CutMix, Mixup, OneHot  # noqa: E402
from gluon_course.data.augmentation.operator import Augmentation  # noqa: E402
from gluon_course.data.augmentation.paired import PairedCrop  # noqa: E402
from gluon_course.data.augmentation.pipelines import (  # noqa: E402
    Pipeline,
    batch_pipeline,
    batch_pipelines,
    picture_pipeline,
    picture_pipelines,
)

__all__ = [
    "Augmentation",
    "AugmentedLoader",
    "CutMix",
    "Mixup",
    "OneHot",
    "PairedCrop",
    "Pipeline",
    "RandomBrightness",
    "RandomColorJitter",
    "RandomContrast",
    "RandomErasing",
    "RandomFlipLeftRight",
    "RandomFlipTopBottom",
    "RandomHue",
    "RandomLighting",
    "RandomResizedCrop",
    "RandomSaturation",
    "batch_pipeline",
    "batch_pipelines",
    "picture_pipeline",
    "picture_pipelines",
]
