"""The course's data: catalogue, downloads, loaders, and the embedded sample.

Public names are imported when they are first used: listing and fetching data does not
load MXNet.
"""

from __future__ import annotations

import importlib
from typing import Any

from gluon_course.base.startup import require_mxnet

require_mxnet()

_MODULES = {
    "airfoil": ("airfoil_noise",),
    "archives": ("unpack",),
    "catalogue": ("add_data_set", "data_set_names", "find_data_set"),
    "composed_segmentation": (
        "ComposedMasks",
        "composed_pictures",
        "load_composed_segmentation",
        "pixel_classes",
    ),
    "contest": ("ContestFolders", "reorganise"),
    "contest_loading": ("ContestLoaders", "contest_loaders"),
    "dataset": ("DataFile", "DataSet", "Edition"),
    "features": ("FeatureLoader",),
    "folder": ("PictureFolder", "PictureList", "PictureRecords", "StreamLoader"),
    "fetching": ("fetch",),
    "house_frame": ("HouseFrames", "house_frames"),
    "image_sets": (
        "FASHION_MNIST_CLASSES",
        "ImageSet",
        "fashion_mnist",
        "image_set_names",
        "load_images",
        "mnist",
        "read_images",
    ),
    "info": ("DataInfo",),
    "loader": ("BatchLoader",),
    "kaggle_cifar10": ("reorg_cifar10_data",),
    "kaggle_dog": ("reorg_dog_data",),
    "kaggle_leaf": ("Leaves", "read_leaves"),
    "kaggle_house": ("HousePrices", "house_prices", "k_fold", "write_submission"),
    "locating": ("locate", "locate_file"),
    "pikachu": ("load_pikachu",),
    "placing": ("place_files", "place_unpacked"),
    "markov": ("MarkovText",),
    "normalisation": ("CIFAR10", "IMAGENET", "Normalisation"),
    "sample": ("sample_digits", "sample_photos"),
    "sample_folders": ("sample_folder",),
    "sampling": ("class_weights", "sample_weights"),
    "series": ("noisy_sine", "windows"),
    "style_images": ("style_pictures", "to_pixels", "to_style_input"),
    "submissions": (
        "average_submissions",
        "read_order",
        "read_probabilities",
        "write_labels",
        "write_probabilities",
    ),
    "survey": ("status", "verify"),
    "synthetic": ("polynomial", "synthetic_linear"),
    "transform": ("ToTensor",),
    "voc": (
        "VOC_CLASSES",
        "VOC_COLORMAP",
        "read_voc_images",
        "voc_colormap2label",
        "voc_label_indices",
    ),
    "voc_crops": ("SegmentationCrops", "voc_rand_crop"),
    "voc_masks": ("mask_classes",),
    "voc_pairs": ("SegmentationPairs",),
    "voc_segmentation": (
        "load_voc_segmentation",
        "segmentation_loader",
        "voc_folder",
    ),
    "weights": ("weights_file",),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*globals(), *__all__]
