"""Folders and RecordIO files of pictures, with and without workers."""

import cv2
import numpy as np
import pytest
from mxnet import gluon, nd, recordio
from mxnet.gluon.data.vision import transforms
from PIL import Image

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.data import (
    PictureFolder,
    PictureList,
    PictureRecords,
    StreamLoader,
)

SMALL = transforms.Compose([transforms.Resize(8), transforms.ToTensor()])


@pytest.fixture
def folder(tmp_path):
    """Two classes, 5 + 4 pictures of several sizes; brightness tells which is which."""
    for label, (name, count) in enumerate((("cat", 5), ("dog", 4))):
        (tmp_path / "set" / name).mkdir(parents=True)
        for number in range(count):
            value = label * 100 + number * 10
            picture = np.full((9 + number, 12, 3), value, np.uint8)
            cv2.imwrite(str(tmp_path / "set" / name / f"{number}.png"), picture)
    (tmp_path / "set" / "cat" / ".DS_Store").write_text("no picture")
    return tmp_path / "set"


def values(loader):
    """(value of the picture, label) of each sample, in order."""
    return [
        (round(float(x.mean().asscalar()) * 255), int(label))
        for X, y in loader
        for x, label in zip(X, y.asnumpy())
    ]


EXPECTED = [(n * 10, 0) for n in range(5)] + [(100 + n * 10, 1) for n in range(4)]


def test_a_folder_has_its_classes_and_pictures_in_order(folder):
    dataset = PictureFolder(folder)
    assert dataset.class_names == ("cat", "dog") and len(dataset) == 9
    loader = StreamLoader(
        dataset, batch_size=4, transform=SMALL, class_names=dataset.class_names
    )
    assert len(loader) == 3 and loader.info.shape == (3, 8, 8)
    assert loader.info.class_names == ("cat", "dog")
    assert values(loader) == EXPECTED
    X, y = next(iter(loader))
    assert X.dtype == np.float32 and y.dtype == np.int32


@pytest.mark.parametrize("num_workers", [0, 2])
def test_the_order_is_that_of_seed_and_epoch_with_any_number_of_workers(
    folder, num_workers
):
    def passes(seed, workers):
        loader = StreamLoader(
            PictureFolder(folder),
            batch_size=2,
            transform=SMALL,
            shuffle=True,
            seed=seed,
            num_workers=workers,
        )
        found = [values(loader) for _ in range(3)]
        loader.set_epoch(2)
        assert values(loader) == found[1]
        return found

    found = passes(1, num_workers)
    assert found == passes(1, 0) and found != passes(2, 0)
    assert all(sorted(each) == EXPECTED for each in found)
    assert found[0] != found[1]


def test_discard_leaves_out_the_smaller_batch(folder):
    loader = StreamLoader(
        PictureFolder(folder), batch_size=4, transform=SMALL, last_batch="discard"
    )
    assert len(loader) == 2 and values(loader) == EXPECTED[:8]


@pytest.mark.parametrize("num_workers", [0, 2])
def test_a_damaged_picture_is_named_in_the_loop(folder, num_workers):
    (folder / "dog" / "2.png").write_bytes(b"not a picture")
    loader = StreamLoader(
        PictureFolder(folder), batch_size=3, transform=SMALL, num_workers=num_workers
    )
    with pytest.raises(DataError, match=r"dog/2\.png"):
        list(loader)


def test_folders_without_pictures_are_refused(tmp_path):
    with pytest.raises(DataError, match="no folder"):
        PictureFolder(tmp_path / "absent")
    (tmp_path / "cat").mkdir()
    with pytest.raises(DataError, match="holds no picture"):
        PictureFolder(tmp_path)


def test_records_are_read_as_folders_are(folder, tmp_path):
    dataset = PictureFolder(folder)
    writer = recordio.MXIndexedRecordIO(
        str(tmp_path / "x.idx"), str(tmp_path / "x.rec"), "w"
    )
    for number, (path, label) in enumerate(zip(dataset.paths, dataset.labels)):
        header = recordio.IRHeader(0, label, number, 0)
        picture = cv2.imread(str(path))
        packed = recordio.pack_img(header, picture, img_fmt=".png", quality=1)
        writer.write_idx(number, packed)
    writer.close()
    records = PictureRecords(tmp_path / "x.rec")
    assert values(StreamLoader(records, batch_size=4, transform=SMALL)) == EXPECTED
    (tmp_path / "x.idx").unlink()
    with pytest.raises(DataError, match=r"x\.idx.*im2rec"):
        PictureRecords(tmp_path / "x.rec")


@pytest.mark.parametrize(
    "option", [{"batch_size": 0}, {"num_workers": -1}, {"last_batch": "rollover"}]
)
def test_settings_out_of_range_are_refused(folder, option):
    with pytest.raises(ConfigError):
        StreamLoader(
            PictureFolder(folder), **{"batch_size": 2, "transform": SMALL, **option}
        )


def test_the_stand_in_of_the_hot_dogs_is_read(real_data):
    from gluon_course import data

    dataset = PictureFolder(data.locate("hotdog-small") / "test")
    assert dataset.class_names == ("hotdog", "not-hotdog") and len(dataset) == 50
    loader = StreamLoader(dataset, batch_size=25, transform=SMALL)
    assert [y.asnumpy().sum() for _, y in loader] == [0, 25]


def test_no_samples_and_no_whole_batch_are_refused():
    def loader(num_samples, **options):
        pictures = [(nd.zeros((4, 4, 3), dtype="uint8"), 0)] * num_samples
        dataset = gluon.data.SimpleDataset(pictures)
        return StreamLoader(dataset, batch_size=4, transform=SMALL, **options)

    with pytest.raises(DataError, match="no samples"):
        loader(0)
    with pytest.raises(ConfigError, match="smaller"):
        loader(3, last_batch="discard")


def corner(picture):
    return picture.asnumpy()[0, 0].tolist()


def test_pictures_of_every_kind_train_as_three_channels_of_bytes(tmp_path):
    pixels = np.zeros((4, 6, 3), np.uint8)
    pixels[0, 0] = 200
    image = Image.fromarray(pixels)
    turned = Image.Exif()
    turned[0x0112] = 6  # the camera was held upright: rotate right to see it
    clear = image.convert("RGBA")
    clear.putalpha(0)
    deep = Image.fromarray(np.full((4, 6), 0x8000, np.uint16))
    folder = tmp_path / "set" / "one"
    folder.mkdir(parents=True)
    image.convert("L").save(folder / "a_grey.png")
    clear.save(folder / "b_clear.png")
    image.convert("CMYK").save(folder / "c_cmyk.jpg", quality=100)
    deep.save(folder / "d_deep.png")
    image.save(folder / "e_moving.png", save_all=True, append_images=[clear])
    image.save(folder / "f_turned.jpg", quality=100, exif=turned)
    Image.new("RGB", (1, 1), (1, 2, 3)).save(folder / "g_pixel.png")
    dataset = PictureFolder(tmp_path / "set")
    pictures = [dataset[i][0] for i in range(len(dataset))]
    assert all(each.dtype == np.uint8 and each.shape[2] == 3 for each in pictures)
    assert corner(pictures[0]) == [200] * 3 and corner(pictures[1]) == [255] * 3
    assert pictures[2].shape == (4, 6, 3) and corner(pictures[3]) == [128] * 3
    assert corner(pictures[4]) == [200] * 3 and pictures[5].shape == (6, 4, 3)
    assert corner(pictures[6]) == [1, 2, 3]
    loader = StreamLoader(dataset, batch_size=7, transform=SMALL)
    assert next(iter(loader))[0].shape == (7, 3, 8, 8)


def test_cut_off_pictures_and_bombs_are_named(tmp_path, monkeypatch):
    path = tmp_path / "set" / "one" / "p.png"
    path.parent.mkdir(parents=True)
    pixels = np.random.RandomState(0).randint(0, 256, (64, 64, 3)).astype(np.uint8)
    Image.fromarray(pixels).save(path)
    dataset = PictureFolder(tmp_path / "set")
    with monkeypatch.context() as patch:
        patch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
        with pytest.raises(DataError, match=r"p\.png is too large"):
            dataset[0]
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(DataError, match=r"p\.png cannot be decoded"):
        dataset[0]
    with pytest.raises(DataError, match="2 labels for 1 pictures"):
        PictureList([path], [0, 1], ["a", "b"])
