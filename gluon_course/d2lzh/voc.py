"""The names of 9.9: semantic segmentation with Pascal VOC 2012."""

from __future__ import annotations

from gluon_course.d2lzh.places import TEXT_FOLDER, text_path
from gluon_course.data import voc
from gluon_course.data.placing import place_unpacked
from gluon_course.data.voc import VOC_CLASSES, VOC_COLORMAP, voc_label_indices
from gluon_course.data.voc_crops import SegmentationCrops, voc_rand_crop

__all__ = [
    "VOC_CLASSES",
    "VOC_COLORMAP",
    "VOCSegDataset",
    "download_voc_pascal",
    "read_voc_images",
    "voc_label_indices",
    "voc_rand_crop",
]
_PATH = "VOCdevkit/VOC2012"
_DEFAULT = f"{TEXT_FOLDER}/{_PATH}"


def download_voc_pascal(data_dir=TEXT_FOLDER):
    """Have the folder ``VOCdevkit/VOC2012``: found, or fetched, checked and unpacked.

    Parameters
    ----------
    data_dir : str
        Folder to have it in. The default looks into ``../data`` and the data root
        first and fetches only what neither has (2 GB).

    Returns
    -------
    str
        The folder ``VOC2012``.

    Raises
    ------
    DataError
        If it is neither there nor to be fetched, or is damaged.

    Section: 9.9 语义分割和数据集 (chapter_computer-vision/
    semantic-segmentation-and-dataset)
    """
    if data_dir == TEXT_FOLDER:
        return str(text_path("voc2012", _PATH))
    return str(place_unpacked("voc2012", data_dir))


def read_voc_images(root=_DEFAULT, is_train=True):
    """All pictures of a split and their label pictures.

    Parameters
    ----------
    root : str
        Folder ``VOC2012``; the default looks as :func:`download_voc_pascal` does.
    is_train : bool
        The split ``train``, else ``val``.

    Returns
    -------
    features, labels : list of NDArray, uint8, shape (H, W, 3)

    Raises
    ------
    DataError
        If a file is missing or is not a picture.

    Section: 9.9 语义分割和数据集
    """
    root = text_path("voc2012", _PATH) if root == _DEFAULT else root
    return voc.read_voc_images(root, is_train)


class VOCSegDataset(SegmentationCrops):
    """:class:`gluon_course.data.voc_crops.SegmentationCrops` as the text calls it.

    It prints how many pictures are large enough for the crop.

    Section: 9.9 语义分割和数据集
    """

    def __init__(self, is_train, crop_size, voc_dir, colormap2label):
        super().__init__(voc_dir, is_train, crop_size, colormap2label)
        print(f"read {len(self)} examples")
