"""Pictures a second of every loader, beside the text's and PyTorch's where fair.

    GLUON_COURSE_DATA=FOLDER python scripts/benchmarks/loaders.py
    python scripts/benchmarks/loaders.py --only folder,composed-boxes --rounds 9
    python scripts/benchmarks/loaders.py --json docs/results/speed/loaders.json

Whole passes, each batch waited for. text is the way of the text: d2lzh 1.0.0's
load_data_fashion_mnist (four worker processes), Gluon's ImageFolderDataset with its
DataLoader. torch is a DataLoader over a TensorDataset, converted batch by batch. Those
of detection and segmentation have no peer here. Sets that are not at hand say so.
"""

from __future__ import annotations

import functools
import os
import tempfile
from pathlib import Path

import command

BATCH, SMALL_BATCH, SIDE, PICTURES = 256, 8, 224, 64
TABLES = {
    "loaders": {
        "fashion-mnist": ("course", "text", "torch"),
        "fashion-mnist-96": ("course", "text"),
        "cifar10-subset": ("course", "torch"),
        "folder": ("course", "text"),
        "boxes": ("course",),
        "boxes-of-files": ("course",),
        "masks": ("course",),
        "masks-of-files": ("course",),
    }
}
FACTS = {
    "fashion-mnist": {"shape": (1, 28, 28)},
    "fashion-mnist-96": {"shape": (1, 96, 96)},
    "cifar10-subset": {"shape": (3, 32, 32)},
    "folder": {"shape": (3, SIDE, SIDE)},
    "boxes": {"shape": (3, 128, 128)},
    "boxes-of-files": {"shape": (3, SIDE, SIDE)},
    "masks": {"shape": (3, 160, 160)},
    "masks-of-files": {"shape": (3, 160, 240)},
}


def make(name, role):
    """Passes over a loader, and the pictures of one."""
    loader = {"course": course, "text": text, "torch": torch}[role](name)
    pictures = sum(len(batch[0]) for batch in loader)

    def passes(number):
        for _ in range(number):
            for batch in loader:
                for each in batch:
                    getattr(each, "wait_to_read", bool)()

    return passes, pictures


def course(name):
    """Our loader of that name."""
    from gluon_course import data
    from gluon_course.base.run import RunOptions
    from gluon_course.data import augmentation, detection

    run = RunOptions(device="cpu", limit=PICTURES)
    if name.startswith("fashion-mnist"):
        return data.fashion_mnist(BATCH, 96 if name.endswith("96") else None)[0]
    if name == "cifar10-subset":
        return data.load_images(name, BATCH)[0]
    if name == "folder":
        return data.StreamLoader(
            data.PictureFolder(photographs()),
            batch_size=SMALL_BATCH,
            transform=augmentation.picture_pipeline("fine-tuning", True, SIDE),
            shuffle=True,
        )
    if name == "boxes":
        return detection.composed_detection(32, PICTURES, SMALL_BATCH)[0]
    if name == "boxes-of-files":
        root = detection.composed_voc(PICTURES, SMALL_BATCH)
        splits = ((2012, "train"),), ((2012, "val"),)
        sizes = SMALL_BATCH, SIDE
        classes = detection.COMPOSED_CLASSES
        return detection.voc_detection(*sizes, root, *splits, classes, run=run)[0]
    if name == "masks":
        return data.load_composed_segmentation(16, run, (PICTURES, SMALL_BATCH))[0]
    root, classes = data.voc_folder(RunOptions(sample=True), (PICTURES, SMALL_BATCH))
    pairs = data.SegmentationPairs(root, "train", (160, 240))
    return data.segmentation_loader(pairs, SMALL_BATCH, classes, run, True)


def text(name):
    """The text's way."""
    if name.startswith("fashion-mnist"):
        import text_code

        return text_code.load_data(96 if name.endswith("96") else None)[0]
    from mxnet.gluon import data
    from mxnet.gluon.data.vision import ImageFolderDataset, transforms

    steps = [
        *(transforms.RandomResizedCrop(SIDE), transforms.RandomFlipLeftRight()),
        *(transforms.ToTensor(), transforms.Normalize([0.485] * 3, [0.229] * 3)),
    ]
    folder = ImageFolderDataset(str(photographs()))
    transformed = folder.transform_first(transforms.Compose(steps))
    return data.DataLoader(transformed, SMALL_BATCH, shuffle=True)


def torch(name):
    """An in-memory set in PyTorch: uint8, made floats in [0, 1] batch by batch."""
    import torch
    from torch.utils.data import DataLoader, TensorDataset

    from gluon_course import data

    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    images = data.read_images(name)
    arrays = torch.from_numpy(images.X), torch.from_numpy(images.y)
    loader = DataLoader(TensorDataset(*arrays), BATCH, shuffle=True)

    class Converted:
        def __iter__(self):
            for X, y in loader:
                yield X.permute(0, 3, 1, 2).contiguous().float() / 255, y

    return Converted()


@functools.cache
def photographs() -> Path:
    """A folder of JPEG photographs of 640 x 427 pixels in two classes, for now."""
    from gluon_course.data import sample_photos

    # it goes with the process
    photographs.folder = tempfile.TemporaryDirectory()
    root = Path(photographs.folder.name)
    for label, photo in enumerate(sample_photos().values()):
        (root / str(label)).mkdir()
        for i in range(PICTURES // 2):
            (root / str(label) / f"{i}.jpg").write_bytes(photo.read_bytes())
    return root


if __name__ == "__main__":
    command.run(__doc__, TABLES, make, facts=FACTS.get)
