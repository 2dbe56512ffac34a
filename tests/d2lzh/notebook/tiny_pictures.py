"""Pictures in dozens, at the names and in the formats that the text reads."""

import gzip
import struct
import zipfile

import cv2
import numpy as np
from mxnet import recordio

CLASSES = 10


def write_pictures(data, img, fashion_mnist, cifar10):
    """Everything that is a picture, below ``../data``, ``../img`` and two more."""
    write_photographs(img)
    for folder in fashion_mnist:
        write_fashion_mnist(folder)
    write_cifar10(cifar10)
    write_hotdog(data)
    write_pikachu(data / "pikachu")
    write_voc(data / "VOCdevkit" / "VOC2012")
    write_kaggle(data)


def scene(height, width, seed=0):
    """A smooth picture with a bright disc; uint8, shape (height, width, 3)."""
    random = np.random.RandomState(seed)
    x, y = np.linspace(0, 1, width), np.linspace(0, 1, height)[:, None]
    weights = random.uniform(40, 120, size=(2, 3))
    picture = x[None, :, None] * weights[0] + y[:, :, None] * weights[1]
    middle = (int(random.uniform(0.3, 0.7) * width), height // 2)
    colour = random.randint(150, 256, 3).tolist()
    return cv2.circle(picture.astype(np.uint8).copy(), middle, height // 5, colour, -1)


def write_photographs(img):
    """The photographs of chapter 9, in the sizes that the text prints."""
    img.mkdir()
    sizes = {"cat1": (400, 500), "catdog": (561, 728), "pikachu": (256, 256)}
    sizes.update({"rainier": (150, 225), "autumn_oak": (150, 225)})
    for seed, (name, (height, width)) in enumerate(sizes.items()):
        cv2.imwrite(str(img / f"{name}.jpg"), scene(height, width, seed))


def patterns(n, shape, seed):
    """``n`` noisy pictures of ten patterns and their labels: learnt within seconds."""
    fixed, random = np.random.RandomState(5), np.random.RandomState(seed)
    classes = fixed.randint(50, 200, (CLASSES, *shape))
    classes *= fixed.rand(CLASSES, *shape) < 0.3  # most pixels are dark, as in clothes
    y = np.arange(n, dtype=np.uint8) % CLASSES
    random.shuffle(y)
    return (classes[y] + random.randint(0, 50, (n, *shape))).astype(np.uint8), y


def write_fashion_mnist(folder):
    """IDX files in gzip: 300 pictures for training, 100 for testing."""
    folder.mkdir(parents=True)
    for part, n in (("train", 300), ("t10k", 100)):
        X, y = patterns(n, (28, 28), seed=n)
        images = struct.pack(">4I", 0x0803, n, 28, 28) + X.tobytes()
        labels = struct.pack(">2I", 0x0801, n) + y.tobytes()
        for kind, content in (("images-idx3", images), ("labels-idx1", labels)):
            target = folder / f"{part}-{kind}-ubyte.gz"
            target.write_bytes(gzip.compress(content, 1))


def write_cifar10(folder):
    """The six binary files: 10 pictures each, a label byte before every one."""
    folder.mkdir(parents=True)
    names = [f"data_batch_{number}.bin" for number in range(1, 6)]
    for seed, name in enumerate([*names, "test_batch.bin"]):
        X, y = patterns(10, (3 * 32 * 32,), seed)
        (folder / name).write_bytes(np.column_stack([y, X]).tobytes())


def write_hotdog(data):
    """Six photographs of either kind, for training and for testing."""
    for part in ("train", "test"):
        for kind in ("hotdog", "not-hotdog"):
            folder = data / "hotdog" / part / kind
            folder.mkdir(parents=True)
            for number in range(6):
                picture = scene(120, 140, seed=number + 50 * (kind == "hotdog"))
                cv2.imwrite(str(folder / f"{number}.png"), picture)


def write_pikachu(folder):
    """RecordIO with one box a picture: 12 for training, 6 for validation."""
    folder.mkdir()
    for part, n in (("train", 12), ("val", 6)):
        index, record = folder / f"{part}.idx", folder / f"{part}.rec"
        writer = recordio.MXIndexedRecordIO(str(index), str(record), "w")
        for number in range(n):
            # two numbers of header, five for an object: class and corners
            label = [2, 5, 0, 0.3, 0.3, 0.7, 0.7]
            header = recordio.IRHeader(0, label, number, 0)
            picture = scene(256, 256, seed=number)
            writer.write_idx(number, recordio.pack_img(header, picture))
        writer.close()
    (folder / "val.idx").unlink()  # the course has none


def write_voc(folder):
    """Photographs of 80x120 with aeroplanes (class 1), and one too small to crop."""
    for part in ("JPEGImages", "SegmentationClass", "ImageSets/Segmentation"):
        (folder / part).mkdir(parents=True)
    for part, n in (("train", 6), ("val", 5)):
        names = [f"{part}_{number}" for number in range(n)]
        for number, name in enumerate(names):
            height, width = (80, 120) if number else (40, 50)
            picture = scene(height, width, seed=number)
            cv2.imwrite(str(folder / "JPEGImages" / f"{name}.jpg"), picture)
            mask = np.zeros((height, width, 3), np.uint8)
            mask[20:60, 30:90] = (0, 0, 128)  # OpenCV's order: this is red
            cv2.imwrite(str(folder / "SegmentationClass" / f"{name}.png"), mask)
        listing = folder / "ImageSets" / "Segmentation" / f"{part}.txt"
        listing.write_text("\n".join(names) + "\n")


def write_kaggle(data):
    """The small archives of the two competitions."""
    cifar, dogs = data / "kaggle_cifar10", data / "kaggle_dog"
    cifar.mkdir()
    dogs.mkdir()
    rows = [f"{number},{('cat', 'frog')[number % 2]}" for number in range(1, 21)]
    with zipfile.ZipFile(cifar / "trainLabels.csv.zip", "w") as archive:
        archive.writestr("trainLabels.csv", "\n".join(["id,label", *rows]) + "\n")
    for part, n in (("train", 20), ("test", 2)):
        with zipfile.ZipFile(cifar / f"{part}_tiny.zip", "w") as archive:
            for number in range(1, n + 1):
                member = f"{part}_tiny/{number}.png"
                archive.writestr(member, encoded(scene(32, 32, number), ".png"))
    with zipfile.ZipFile(dogs / "train_valid_test_tiny.zip", "w") as archive:
        for part in ("train", "valid", "train_valid", "test"):
            kinds = ["unknown"] if part == "test" else ["beagle", "boxer"]
            for seed, kind in enumerate(kinds):
                member = f"train_valid_test_tiny/{part}/{kind}/{seed}.jpg"
                archive.writestr(member, encoded(scene(80, 100, seed), ".jpg"))


def encoded(picture, suffix):
    """The bytes of a picture file."""
    return cv2.imencode(suffix, picture)[1].tobytes()
