"""Crops of one size for semantic segmentation: picture and label cut alike (9.9)."""

from __future__ import annotations

import os

from mxnet import image, nd
from mxnet.gluon.data import Dataset

from gluon_course.base.errors import DataError, ShapeError
from gluon_course.data.voc import (
    read_voc_images,
    voc_colormap2label,
    voc_label_indices,
)

RGB_MEAN, RGB_STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Mean and standard deviation of ImageNet's pixels / 255, per channel."""


def voc_rand_crop(
    feature: nd.NDArray, label: nd.NDArray, height: int, width: int
) -> tuple[nd.NDArray, nd.NDArray]:
    """The same rectangle, drawn at random, out of a picture and its label.

    Parameters
    ----------
    feature, label : NDArray, shape (H, W, C)
    height, width : int
        Size of the rectangle in pixels, at most H and W.

    Returns
    -------
    feature, label : NDArray, shape (height, width, C)

    Raises
    ------
    ShapeError
        If picture and label differ in size, or are smaller than the rectangle.

    Section: 9.9 语义分割和数据集
    """
    if feature.shape[:2] != label.shape[:2]:
        raise ShapeError(
            f"The picture is {feature.shape[:2]} pixels and its label "
            f"{label.shape[:2]}",
            action="give a picture and the label of the same picture",
        )
    if height > feature.shape[0] or width > feature.shape[1]:
        raise ShapeError(
            f"A rectangle of {height} x {width} pixels does not fit into "
            f"{feature.shape[0]} x {feature.shape[1]}",
            "a label cannot be enlarged",
            "leave out the smaller pictures, or cut smaller rectangles",
        )
    feature, rectangle = image.random_crop(feature, (width, height))
    return feature, image.fixed_crop(label, *rectangle)


class SegmentationCrops(Dataset):
    """Random crops of one size of the pictures of a split, and their class maps.

    Pictures smaller than the crop are left out. The pictures stay in memory as they
    are in the files, one byte a value; a crop is normalised when it is drawn.

    Parameters
    ----------
    root : path
        Folder ``VOCdevkit/VOC2012``.
    is_train : bool
        The split ``train``, else ``val``.
    crop_size : (int, int)
        Height and width in pixels.
    colormap2label : NDArray, shape (256 ** 3,), optional
        As from :func:`voc_colormap2label`, the default.

    Attributes
    ----------
    features, labels : list of NDArray, uint8, shape (H, W, 3)
        The pictures and label pictures that are large enough.

    Raises
    ------
    DataError
        As :func:`read_voc_images`; also if no picture is large enough.

    Section: 9.9 语义分割和数据集
    """

    def __init__(
        self,
        root: os.PathLike | str,
        is_train: bool,
        crop_size: tuple[int, int],
        colormap2label: nd.NDArray | None = None,
    ):
        self.crop_size = tuple(crop_size)
        self.rgb_mean, self.rgb_std = nd.array(RGB_MEAN), nd.array(RGB_STD)
        if colormap2label is None:
            colormap2label = voc_colormap2label()
        self.colormap2label = colormap2label
        features, labels = read_voc_images(root, is_train)
        self.features, self.labels = self.filter(features), self.filter(labels)
        if not self.features:
            height, width = self.crop_size
            raise DataError(
                f"None of the {len(features)} pictures in {root} has "
                f"{height} x {width} pixels",
                "smaller ones are left out: a label cannot be enlarged",
                "choose a smaller crop_size",
            )

    def normalize_image(self, data: nd.NDArray) -> nd.NDArray:
        """``(data / 255 - mean) / std`` per channel; (H, W, 3), 0..255, to float32."""
        return (data.astype("float32") / 255 - self.rgb_mean) / self.rgb_std

    def filter(self, images: list[nd.NDArray]) -> list[nd.NDArray]:
        """Those of ``images`` that are at least as large as the crop."""
        height, width = self.crop_size
        return [
            each
            for each in images
            if each.shape[0] >= height and each.shape[1] >= width
        ]

    def __getitem__(self, index: int) -> tuple[nd.NDArray, nd.NDArray]:
        """A crop, float32 (3, height, width), and its classes (height, width)."""
        feature, label = voc_rand_crop(
            self.features[index], self.labels[index], *self.crop_size
        )
        feature = self.normalize_image(feature).transpose((2, 0, 1))
        return feature, voc_label_indices(label, self.colormap2label)

    def __len__(self) -> int:
        return len(self.features)
