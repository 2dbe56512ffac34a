"""Pictures a second of every augmentation, beside Gluon's and PIL's picture by picture.

    python scripts/benchmarks/augmentations.py
    python scripts/benchmarks/augmentations.py --only flip,crop --rounds 15
    python scripts/benchmarks/augmentations.py --json FILE

A batch of 64 pictures of 96 x 96 pixels, floats in [0, 1] that come out augmented. The
course changes the whole batch at once, hybridized; gluon and pil take picture by
picture, as the text does (9.1) and as torchvision does with PIL: uint8 in, the same
random change, floats (C, H, W) out. Where there is no such transform there is no peer.
"""

from __future__ import annotations

import random

import command

BATCH, SIDE = 64, 96
BOTH = ("course", "gluon", "pil")
TABLES = {
    "augmentations": {
        "flip": BOTH,
        "crop": BOTH,
        "brightness": BOTH,
        "contrast": BOTH,
        "saturation": BOTH,
        "hue": ("course", "gluon"),
        "lighting": ("course", "gluon"),
        "jitter": ("course", "gluon"),
        "erasing": ("course",),
        "mixup": ("course",),
        "cutmix": ("course",),
        "kaggle-dog": ("course", "gluon"),
    }
}


def make(name, role):
    """Batches that are augmented, and the pictures of one."""
    import numpy as np

    pixels = np.random.RandomState(0).randint(0, 256, (BATCH, SIDE, SIDE, 3))
    makers = {"course": course, "gluon": gluon, "pil": pil}
    return makers[role](name, pixels.astype("uint8")), BATCH


def course(name, pixels):
    """Whole batches, compiled."""
    from mxnet import nd

    from gluon_course.data import ToTensor
    from gluon_course.data import augmentation as augment

    steps = {
        "flip": augment.RandomFlipLeftRight,
        "crop": lambda: augment.RandomResizedCrop(SIDE),
        "brightness": lambda: augment.RandomBrightness(0.4),
        "contrast": lambda: augment.RandomContrast(0.4),
        "saturation": lambda: augment.RandomSaturation(0.4),
        "hue": lambda: augment.RandomHue(0.4),
        "lighting": lambda: augment.RandomLighting(0.1),
        "jitter": lambda: augment.RandomColorJitter(0.4, 0.4, 0.4, 0.4),
        "erasing": augment.RandomErasing,
        "mixup": lambda: augment.Mixup(10),
        "cutmix": lambda: augment.CutMix(10),
    }
    is_pipeline = name not in steps
    found = augment.batch_pipeline(name, SIDE) if is_pipeline else [steps[name]()]
    labels = [nd.zeros(BATCH)] if name in ("mixup", "cutmix") else []
    for each in found:
        each.hybridize()
    convert = ToTensor()

    def batches(number):
        for _ in range(number):
            arrays = (convert(pixels), *labels)
            for each in found:
                arrays = (each(*arrays),)
        nd.waitall()

    return batches


def gluon(name, pixels):
    """Gluon's transforms, picture by picture."""
    from mxnet import nd
    from mxnet.gluon.data.vision import transforms

    jitter, jitters = transforms.RandomColorJitter, [0.4] * 4
    steps = {
        "flip": [transforms.RandomFlipLeftRight()],
        "crop": [transforms.RandomResizedCrop(SIDE)],
        "brightness": [transforms.RandomBrightness(0.4)],
        "contrast": [transforms.RandomContrast(0.4)],
        "saturation": [transforms.RandomSaturation(0.4)],
        "hue": [transforms.RandomHue(0.4)],
        "lighting": [transforms.RandomLighting(0.1)],
        "jitter": [jitter(*jitters)],
        "kaggle-dog": [
            *(transforms.RandomResizedCrop(SIDE), transforms.RandomFlipLeftRight()),
            *(jitter(*jitters[:3]), transforms.RandomLighting(0.1)),
        ],
    }
    change = transforms.Compose([*steps[name], transforms.ToTensor()])

    def batches(number):
        for _ in range(number):
            nd.stack(*(change(nd.array(each, dtype="uint8")) for each in pixels))
        nd.waitall()

    return batches


def pil(name, pixels):
    """PIL, picture by picture, as torchvision's transforms of pictures do it."""
    import numpy as np
    from PIL import Image, ImageEnhance

    kinds = {
        "brightness": ImageEnhance.Brightness,
        "contrast": ImageEnhance.Contrast,
        "saturation": ImageEnhance.Color,
    }

    def flip(picture):
        flipped = Image.Transpose.FLIP_LEFT_RIGHT
        return picture.transpose(flipped) if random.random() < 0.5 else picture

    def crop(picture):
        side = SIDE * random.uniform(0.08, 1) ** 0.5
        x, y = (random.uniform(0, SIDE - side) for _ in range(2))
        return picture.resize((SIDE, SIDE), box=(x, y, x + side, y + side))

    def enhance(picture):
        return kinds[name](picture).enhance(random.uniform(0.6, 1.4))

    change = {"flip": flip, "crop": crop}.get(name, enhance)

    def batches(number):
        for _ in range(number):
            made = [np.asarray(change(Image.fromarray(each))) for each in pixels]
            np.stack(made).transpose(0, 3, 1, 2).astype("float32", "C") / 255

    return batches


if __name__ == "__main__":
    facts = {"batch": (BATCH, 3, SIDE, SIDE)}
    command.run(__doc__, TABLES, make, facts=lambda name: facts)
