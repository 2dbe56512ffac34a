"""Annotations as they are found: sound, odd and damaged."""

import os
import zipfile
from pathlib import Path

import numpy as np
import pytest
from mxnet import recordio
from PIL import Image

from gluon_course.base.errors import DataError
from gluon_course.data.detection import (
    VOC_BOX_CLASSES,
    BoxCheck,
    as_labels,
    banana_boxes,
    listed_boxes,
    record_boxes,
    voc_boxes,
    voc_detection,
)
from gluon_course.data.detection.boxes import has_area

REAL_DATA = os.environ.get("GLUON_COURSE_DATA")
NAMES = ("cat", "dog")
CORNERS = (("xmin", 0), ("ymin", 1), ("xmax", 2), ("ymax", 3))


@pytest.fixture
def pixels():
    return np.random.RandomState(0).randint(0, 255, (40, 60, 3)).astype(np.uint8)


@pytest.fixture
def voc(tmp_path, pixels):
    """Write annotations by number; the folder VOCdevkit."""

    def write(annotations):
        root = tmp_path / "VOC2012"
        for name in ("JPEGImages", "Annotations", "ImageSets/Main"):
            (root / name).mkdir(parents=True)
        for number, text in enumerate(annotations):
            Image.fromarray(pixels).save(root / f"JPEGImages/{number}.jpg")
            (root / f"Annotations/{number}.xml").write_text(text)
        lines = "".join(f"{number}\n" for number in range(len(annotations)))
        (root / "ImageSets/Main/train.txt").write_text(lines)
        return tmp_path

    return write


def annotation(*objects):
    parts = ["<annotation><size><width>60</width><height>40</height></size>"]
    for name, *box in objects:
        corners = "".join(f"<{key}>{box[i]}</{key}>" for key, i in CORNERS)
        parts.append(f"<object><name>{name}</name><bndbox>{corners}</bndbox></object>")
    return "".join([*parts, "</annotation>"])


def test_voc_boxes_end_behind_their_last_pixel(voc):
    root = voc([annotation(("dog", 1, 1, 60, 40), ("Cat", 11, 6, 20, 8))])
    picture, boxes = voc_boxes(root, class_names=NAMES)[0]
    assert picture.shape == (40, 60, 3)
    np.testing.assert_array_equal(boxes, [[0, 0, 60, 40, 1], [10, 5, 20, 8, 0]])


def test_a_picture_without_objects_has_no_boxes(voc):
    root = voc([annotation()])
    for with_difficult, columns in ((False, 5), (True, 6)):
        pictures = voc_boxes(root, ((2012, "train"),), NAMES, with_difficult)
        assert pictures[0][1].shape == (0, columns)


def test_difficult_objects_are_marked_where_that_is_asked_for(voc):
    text = annotation(("dog", 1, 1, 60, 40), ("cat", 11, 6, 20, 8), ("cat", 1, 1, 2, 2))
    first, second = "<difficult> 1 </difficult>", "<difficult>0</difficult>"
    text = text.replace("</object>", f"{first}</object>", 1)
    text = text.replace("20</xmax>", f"20</xmax>{second}", 1)
    root = voc([text])
    splits = ((2012, "train"),)
    _, boxes = voc_boxes(root, splits, NAMES, with_difficult=True)[0]
    assert boxes[:, 5].tolist() == [1, 0, 0]
    assert voc_boxes(root, splits, NAMES)[0][1].shape == (3, 5)
    train, test = voc_detection(1, 96, root, splits, splits, NAMES, with_difficult=True)
    assert next(iter(train))[1].shape == (1, 3, 5)
    (labels,) = next(iter(test))[1].asnumpy()
    np.testing.assert_allclose(labels[1], [0, 10 / 60, 5 / 40, 20 / 60, 0.2, 0])
    assert labels[:, 5].tolist() == [1, 0, 0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "0.xml cannot be read as an annotation"),
        ("<annotation><object>", "0.xml cannot be read as an annotation"),
        ("<annotation><object></object></annotation>", "0.xml cannot be read"),
        (annotation(("cat", "one", 1, 5, 5)), "0.xml cannot be read"),
        (annotation(("cart", 1, 1, 5, 5)), "0.xml has an object.*'cart'.*'cat'"),
        (annotation(("cat", "nan", 1, 5, 5)), "0.xml has a box.*not finite"),
    ],
)
def test_a_damaged_annotation_is_named(voc, text, said):
    with pytest.raises(DataError, match=f"(?s){said}"):
        voc_boxes(voc([text]), class_names=NAMES)[0]


def test_a_damaged_picture_is_named(voc):
    root = voc([annotation()])
    (root / "VOC2012/JPEGImages/0.jpg").write_bytes(b"no picture")
    with pytest.raises(DataError, match=r"0\.xml cannot be read"):
        voc_boxes(root, class_names=NAMES)[0]


def test_a_picture_that_is_cut_off_or_too_large_is_named(voc, pixels, monkeypatch):
    root = voc([annotation(("cat", 1, 1, 5, 5))])
    file = root / "VOC2012/JPEGImages/0.jpg"
    content = file.read_bytes()
    for count in (len(content) // 2, len(content) - 2):
        file.write_bytes(content[:count])
        with pytest.raises(DataError, match=r"0\.jpg is cut off after"):
            voc_boxes(root, class_names=NAMES)[0]
    file.write_bytes(content + b"\0" * 99)  # as some cameras write them
    assert voc_boxes(root, class_names=NAMES)[0][0].shape == (40, 60, 3)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    with pytest.raises(DataError, match=r"0\.jpg is too large"):
        voc_boxes(root, class_names=NAMES)[0]
    file.unlink()
    with pytest.raises(DataError, match=r"Cannot read the picture .*0\.jpg"):
        voc_boxes(root, class_names=NAMES)[0]


def test_an_animation_is_no_picture_for_training(voc, pixels):
    root = voc([annotation(("cat", 1, 1, 5, 5))])
    frames = [Image.fromarray(each) for each in (pixels, 255 - pixels)]
    file = root / "VOC2012/JPEGImages/0.jpg"
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    with pytest.raises(DataError, match=r"0\.xml cannot be read"):
        voc_boxes(root, class_names=NAMES)[0]


def test_pictures_of_a_list_are_checked_too(tmp_path, pixels):
    Image.fromarray(pixels).save(tmp_path / "a.jpg")
    content = (tmp_path / "a.jpg").read_bytes()
    (tmp_path / "a.jpg").write_bytes(content[:-9])
    (tmp_path / "train.lst").write_text("0\t2\t5\ta.jpg\n")
    with pytest.raises(DataError, match=r"a\.jpg is cut off"):
        listed_boxes(tmp_path / "train.lst", NAMES)[0]


@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "CMYK", "I;16"])
def test_pictures_of_any_mode_have_three_channels(voc, pixels, mode):
    root = voc([annotation(("cat", 1, 1, 5, 5))])
    image = Image.fromarray(pixels)
    if mode == "I;16":
        image = Image.fromarray(pixels[..., 0].astype(np.uint16) * 256)
    elif mode != "RGB":
        image = image.convert(mode)
    kind = "JPEG" if mode == "CMYK" else "PNG"
    image.save(root / "VOC2012/JPEGImages/0.jpg", format=kind)
    picture, _ = voc_boxes(root, class_names=NAMES)[0]
    assert picture.shape == (40, 60, 3) and picture.dtype == np.uint8


def test_a_camera_s_rotation_is_left_alone_as_annotations_count_stored_pixels(
    voc, pixels
):
    root = voc([annotation(("cat", 1, 1, 5, 5))])
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by a quarter
    Image.fromarray(pixels).save(root / "VOC2012/JPEGImages/0.jpg", exif=exif)
    picture, _ = voc_boxes(root, class_names=NAMES)[0]
    assert picture.shape == (40, 60, 3)


def test_a_picture_of_another_size_than_its_annotation_says_is_named(voc, pixels):
    root = voc([annotation(("cat", 1, 1, 5, 5))])
    Image.fromarray(pixels).resize((30, 20)).save(root / "VOC2012/JPEGImages/0.jpg")
    with pytest.raises(DataError, match=r"0\.xml is of a picture of 60x40.*not 30x20"):
        voc_boxes(root, class_names=NAMES)[0]


def test_a_missing_split_is_named(tmp_path):
    with pytest.raises(DataError, match=r"VOC2007/ImageSets/Main/test\.txt"):
        voc_boxes(tmp_path, ((2007, "test"),))


def test_boxes_without_a_pixel_are_left_out_and_said_once(capsys):
    check = BoxCheck(NAMES)
    rows = [
        [5, 5, 5, 9, 0],  # no width
        [9, 9, 3, 3, 0],  # inverted
        [70, 5, 90, 9, 1],  # outside
        [-9, -9, 70, 50, 1],  # cut to the picture
    ]
    for _ in range(2):
        np.testing.assert_array_equal(
            check(rows, (60, 40), "a.xml"), [[0, 0, 60, 40, 1]]
        )
    assert check.num_dropped == 6
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "a.xml: the box (5, 5, 5, 9)" in said


def test_no_box_has_no_area():
    assert has_area(np.zeros((0, 6)), (60, 40)).shape == (0,)
    rows = [[5, 5, 5, 9, 0], [1, 1, 3, 3, 0], [70, 5, 90, 9, 1]]
    assert has_area(rows, (60, 40)).tolist() == [False, True, False]


def test_a_class_without_a_name_is_an_error():
    for number in (2, -1, 0.5):
        with pytest.raises(DataError, match=f"a.lst has an object of class {number}"):
            BoxCheck(NAMES)([[0, 0, 5, 5, number]], (60, 40), "a.lst")


def test_labels_are_fractions_with_padding():
    boxes = np.array([[6, 4, 30, 40, 1]], np.float32)
    labels = as_labels(boxes, (60, 40), 2, "a")
    np.testing.assert_allclose(labels, [[1, 0.1, 0.1, 0.5, 1], [-1] * 5])
    with pytest.raises(DataError, match="a has 2 objects"):
        as_labels(np.repeat(boxes, 2, axis=0), (60, 40), 1, "a")


def test_a_list_gives_boxes_in_pixels(tmp_path, pixels):
    Image.fromarray(pixels).save(tmp_path / "a.png")
    file = tmp_path / "train.lst"
    file.write_text(
        "0\t2\t5\t1\t0.1\t0.2\t0.5\t1\t0\t0\t0\t1\t1\ta.png\n\n1\t2\t5\ta.png\n"
    )
    pictures = listed_boxes(file, NAMES)
    _, boxes = pictures[0]
    np.testing.assert_allclose(boxes, [[6, 8, 30, 40, 1], [0, 0, 60, 40, 0]], rtol=1e-6)
    assert pictures[1][1].shape == (0, 5)
    file.write_text("0\t2\t5\t1\t0.1\ta.png\n")
    with pytest.raises(DataError, match=r"Line 1 of .*train\.lst"):
        listed_boxes(file, NAMES)


def write_records(path, pixels, labels, index=None):
    if index:
        writer = recordio.MXIndexedRecordIO(str(index), str(path), "w")
    else:
        writer = recordio.MXRecordIO(str(path), "w")
    for number, label in enumerate(labels):
        header = recordio.IRHeader(0, np.array(label, np.float32), number, 0)
        record = recordio.pack_img(header, pixels, img_fmt=".png")
        writer.write_idx(number, record) if index else writer.write(record)
    writer.close()


@pytest.mark.parametrize("has_index", [True, False])
def test_records_are_read_with_and_without_an_index(tmp_path, pixels, has_index):
    path = tmp_path / "val.rec"
    labels = [[2, 5, 0, 0.1, 0.2, 0.5, 1], [2, 5], [2, 5, 1, 0, 0, 1, 0.5]]
    write_records(path, pixels, labels, tmp_path / "val.idx" if has_index else None)
    pictures = record_boxes(path, NAMES)
    assert len(pictures) == 3
    np.testing.assert_allclose(pictures[0][1], [[6, 8, 30, 40, 0]], rtol=1e-6)
    assert pictures[1][1].shape == (0, 5)
    picture, boxes = pictures[2]
    np.testing.assert_array_equal(picture.asnumpy()[..., ::-1], pixels)
    np.testing.assert_allclose(boxes, [[0, 0, 60, 20, 1]])
    path.write_bytes(path.read_bytes()[:-9])
    if not has_index:
        with pytest.raises(DataError, match=r"val\.rec is cut off"):
            record_boxes(path, NAMES)


def test_bananas_are_read_from_their_table(tmp_path, pixels):
    (tmp_path / "images").mkdir()
    Image.fromarray(pixels).save(tmp_path / "images/0.png")
    table = tmp_path / "label.csv"
    table.write_text("img_name,label,xmin,ymin,xmax,ymax\n0.png,0,6,4,30,40\n")
    _, boxes = banana_boxes(tmp_path)[0]
    np.testing.assert_array_equal(boxes, [[6, 4, 30, 40, 0]])
    table.write_text("img_name,label\n0.png,0\n")
    with pytest.raises(DataError, match=r"label\.csv cannot be read as a table"):
        banana_boxes(tmp_path)


@pytest.mark.skipif(
    not REAL_DATA or not Path(REAL_DATA, "VOC2012_subset.zip").is_file(),
    reason="GLUON_COURSE_DATA has no VOC2012_subset.zip",
)
def test_real_pictures_of_voc_are_read_and_transformed(tmp_path):
    with zipfile.ZipFile(Path(REAL_DATA, "VOC2012_subset.zip")) as archive:
        archive.extractall(tmp_path)
    train, test = voc_detection(11, 96, tmp_path / "VOCdevkit")
    assert (train.num_samples, test.num_samples) == (33, 22)
    objects = 0
    for loader in (train, test):
        for X, labels in loader:
            assert X.shape == (11, 3, 96, 96)
            rows = labels.asnumpy()
            rows = rows[rows[..., 0] >= 0]
            assert (rows[:, 3:] > rows[:, 1:3]).all()
            assert set(rows[:, 0].astype(int)) <= set(range(20))
            objects += len(rows) if loader is test else 0
    pictures = test.dataset
    assert objects == sum(len(pictures[i][1]) for i in range(22)) > 22
    dogs = [VOC_BOX_CLASSES[int(row[4])] for i in range(22) for row in pictures[i][1]]
    assert "dog" in dogs
