"""Pictures of Pascal VOC with a class for each pixel, cut alike (9.9).

gluoncv's ``VOCSegmentation`` reads the files; what it takes on trust is checked here.
"""

from __future__ import annotations

import os
from pathlib import Path

from mxnet import image, nd
from mxnet.gluon.data import Dataset
from PIL import Image

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.pictures import no_bombs
from gluon_course.data.voc import VOC_CLASSES, split_names
from gluon_course.data.voc_crops import voc_rand_crop
from gluon_course.data.voc_masks import mask_classes

CUTS = ("random", "middle", "gluoncv")


class SegmentationPairs(Dataset):
    """Pictures of a split with the class of each pixel, cut to one size.

    Parameters
    ----------
    root : path
        Folder ``VOCdevkit/VOC2012``.
    split : str
        ``train``, ``val`` or another list of ``ImageSets/Segmentation``.
    crop_size : (int, int), optional
        Height and width in pixels; by default pictures stay whole.
    cut : {"random", "middle", "gluoncv"}
        A rectangle at a random place, as in the text; in the middle; or gluoncv's
        transform for training, which mirrors, scales, pads, cuts a square and blurs.
    num_classes : int
        Classes, the background among them.

    Attributes
    ----------
    names : list of str
        The pictures that are used.
    smaller : list of str
        Those left out because they are smaller than the crop (gluoncv's pads them).

    Raises
    ------
    DataError
        If a file is missing or too large, a mask has another size than its picture,
        or no picture is large enough; when a pair is read, if it cannot be.
    ConfigError
        If the cut is unknown or does not fit the size.

    Section: 9.9 语义分割和数据集
    """

    def __init__(
        self,
        root: os.PathLike | str,
        split: str,
        crop_size: tuple[int, int] | None = None,
        cut: str = "random",
        num_classes: int = len(VOC_CLASSES),
    ):
        if cut not in CUTS:
            raise ConfigError(f"cut is {cut!r}", action=f"choose from {CUTS}")
        if cut == "gluoncv" and (crop_size is None or crop_size[0] != crop_size[1]):
            raise ConfigError(
                f"gluoncv's cut of {crop_size}",
                "it cuts squares",
                "give crop_size as (480, 480), or take cut='random'",
            )
        self.root, self.crop_size, self.cut = Path(root), crop_size, cut
        self.num_classes = num_classes
        self.names, self.smaller = [], []
        for name in split_names(self.root, split):
            height, width = _checked_size(*self._paths(name))
            is_small = crop_size and (height < crop_size[0] or width < crop_size[1])
            left_out = is_small and cut != "gluoncv"
            (self.smaller if left_out else self.names).append(name)
        if not self.names:
            raise DataError(
                f"None of the {len(self.smaller)} pictures in {self.root} has "
                f"{crop_size[0]} x {crop_size[1]} pixels",
                "smaller ones are left out: a mask cannot be enlarged",
                "choose a smaller crop_size",
            )
        self._reader = self._make_reader(split)

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, index: int) -> tuple[nd.NDArray, nd.NDArray]:
        """Picture uint8 (h, w, 3) and classes int32 (h, w), -1 where none counts."""
        try:
            picture, classes = self._reader[index]
        except (OSError, SyntaxError, ValueError) as error:
            raise DataError(
                f"{self.names[index]} in {self.root} cannot be read ({error})",
                "the picture or its mask is damaged",
                "unpack the archive again, or take its name out of the list",
            ) from error
        picture, classes = picture.astype("uint8"), classes.astype("int32")
        if self.crop_size is None or self.cut == "gluoncv":
            return picture, classes
        height, width = self.crop_size
        if self.cut == "middle":
            top = (picture.shape[0] - height) // 2
            left = (picture.shape[1] - width) // 2
            place = (left, top, width, height)
            picture = image.fixed_crop(picture, *place)
            return picture, classes[top : top + height, left : left + width]
        picture, classes = voc_rand_crop(picture, classes.expand_dims(2), height, width)
        return picture, classes[:, :, 0]

    def _paths(self, name: str) -> tuple[Path, Path]:
        return (
            self.root / "JPEGImages" / f"{name}.jpg",
            self.root / "SegmentationClass" / f"{name}.png",
        )

    def _make_reader(self, split: str):
        from gluoncv.data import VOCSegmentation  # two seconds

        number = self.num_classes

        class Reader(VOCSegmentation):
            BASE_DIR = self.root.name

            def _mask_transform(self, mask):
                return nd.array(mask_classes(mask, number), dtype="int32")

        mode = "train" if self.cut == "gluoncv" else "testval"
        size = self.crop_size[0] if self.crop_size else 480
        try:
            reader = Reader(
                str(self.root.parent),
                "val" if split == "val" else "train",
                mode,
                base_size=size,
                crop_size=size,
            )
        except (OSError, AssertionError) as error:
            raise DataError(
                f"gluoncv cannot read {self.root} ({error})",
                "a list of ImageSets/Segmentation is missing, or names pictures that "
                "are not there",
                "unpack the archive again",
            ) from error
        # gluoncv's "train" is VOC's trainval: take the pictures of the split itself
        pairs = [self._paths(name) for name in self.names]
        reader.images = [str(picture) for picture, _ in pairs]
        reader.masks = [str(mask) for _, mask in pairs]
        return reader


def _checked_size(picture: Path, mask: Path) -> tuple[int, int]:
    """Height and width of both, from their headers."""
    sizes = []
    for path in (picture, mask):
        try:
            with no_bombs(path), Image.open(path, formats=("JPEG", "PNG")) as opened:
                sizes.append(opened.size)
        except (OSError, SyntaxError, ValueError) as error:
            raise DataError(
                f"{path} cannot be read as a picture",
                "it is missing, damaged or of another format",
                "unpack the archive again, or take its name out of the list",
            ) from error
    if sizes[0] != sizes[1]:
        raise DataError(
            f"{mask} has {sizes[1][0]} x {sizes[1][1]} pixels, its picture "
            f"{sizes[0][0]} x {sizes[0][1]}",
            "the mask is of another picture, or one of them was resized",
            "unpack the archive again",
        )
    return sizes[0][::-1]
