"""Masks of pictures of any size, with an exported net."""

import json
import subprocess
import sys

import numpy as np
import pytest
from mxnet import gluon, init, nd
from PIL import Image

from gluon_course import models
from gluon_course.base.errors import ConfigError, DataError, ExportError
from gluon_course.base.seeds import seed_everything
from gluon_course.data.voc_masks import mask_classes
from gluon_course.export import export_model
from gluon_course.predict import Segmenter, load_predictor
from gluon_course.predict.segmenter import enlarged

INFO = {
    "task": "segmentation",
    "class_names": ["red", "green", "blue"],
    "mean": (0.5, 0.5, 0.5),
    "std": (0.2, 0.2, 0.2),
    "notice": "a toy",
}

ALONE = """
import sys
import mxnet as mx, numpy as np
symbol, params, X, out = sys.argv[1:]
net = mx.gluon.SymbolBlock.imports(symbol, ["data"], params)
np.save(out, net(mx.nd.array(np.load(X))).asnumpy())
assert not [name for name in sys.modules if name.startswith("gluon_course.export")]
"""


@pytest.fixture(scope="module")
def colors_folder(tmp_path_factory):
    """A net that takes the brightest channel for the class."""
    net = gluon.nn.HybridSequential()
    net.add(gluon.nn.Conv2D(3, kernel_size=1, in_channels=3))
    net.initialize()
    net[0].weight.set_data(nd.eye(3).reshape((3, 3, 1, 1)))
    folder = tmp_path_factory.mktemp("colors") / "export"
    return export_model(net, folder, (3, 32, 32), info=INFO)


@pytest.mark.parametrize("size", [(32, 32), (50, 21), (1, 1), (1100, 40)])
def test_masks_have_the_size_of_the_picture(colors_folder, size):
    segmenter = load_predictor(colors_folder)
    assert isinstance(segmenter, Segmenter) and segmenter.notice == "a toy"
    random = np.random.RandomState(0)
    want = np.zeros(size, np.int64)
    want[size[0] // 2 :] = 2
    pixels = np.eye(3)[want] * 200 + random.randint(0, 20, (*size, 3))
    (found,) = segmenter([pixels.astype(np.uint8)])
    assert found.classes.shape == size
    assert (found.classes == want).mean() > 0.99
    assert sum(share for _, share in found.shares) == pytest.approx(1)
    assert found.notes == (("computed at 37 x 1024 pixels",) if size[0] > 1000 else ())


def test_pictures_of_several_sizes_are_each_where_they_were(colors_folder):
    segmenter = load_predictor(colors_folder)
    random = np.random.RandomState(0)
    sizes = [(9, 7), (5, 7), (9, 7), (1200, 30), (9, 7), (5, 7)]
    pictures = [random.randint(0, 255, (*s, 3)).astype(np.uint8) for s in sizes]
    for batch_size in (2, 8):
        together = segmenter(pictures, batch_size=batch_size)
        for picture, found in zip(pictures, together):
            (alone,) = segmenter([picture])
            np.testing.assert_array_equal(found.classes, alone.classes)
            np.testing.assert_array_equal(found.pixels, picture)
            assert found.shares == alone.shares and found.notes == alone.notes


def test_a_large_picture_is_enlarged_class_by_class_as_all_at_once():
    random = np.random.RandomState(1)
    scores = nd.array(random.normal(size=(4, 6, 9)))
    want = nd.contrib.BilinearResize2D(scores.expand_dims(0), height=50, width=70)
    want = want.argmax(axis=1)[0].asnumpy()
    np.testing.assert_array_equal(enlarged(scores, 50, 70), want)


def test_an_exported_fcn_computes_other_sizes_as_in_python(tmp_path):
    seed_everything(0)
    net = models.get_model("fcn8s", num_classes=3, base="small")
    net.initialize(init.Xavier())
    net(nd.zeros((1, 3, 32, 32)))
    folder = export_model(net, tmp_path / "export", (3, 32, 32), info=INFO)
    segmenter = load_predictor(folder)
    pixels = np.random.RandomState(0).randint(0, 256, (45, 77, 3)).astype(np.uint8)
    (found,) = segmenter([pixels])
    X = (nd.array(pixels.transpose(2, 0, 1)[None]) / 255 - 0.5) / 0.2
    want = net(X).argmax(axis=1)[0].asnumpy()
    assert (found.classes == want).mean() > 0.999


@pytest.mark.parametrize("name", ["fcn32s", "fcn8s"])
def test_mxnet_alone_computes_the_same_scores(name, tmp_path):
    seed_everything(1)
    net = models.get_model(name, num_classes=3, base="small")
    net.initialize(init.Xavier())
    X = nd.random.normal(shape=(2, 3, 40, 70))
    want = net(X).asnumpy()
    folder = export_model(net, tmp_path / "export", (3, 64, 64), info=INFO)
    np.save(tmp_path / "X.npy", X.asnumpy())
    paths = [
        *(folder / "model-symbol.json", folder / "model-0000.params"),
        *(tmp_path / "X.npy", tmp_path / "out.npy"),
    ]
    subprocess.run([sys.executable, "-c", ALONE, *map(str, paths)], check=True)
    np.testing.assert_allclose(np.load(tmp_path / "out.npy"), want, atol=1e-4)


def test_grey_transparent_and_deep_pictures_are_read(colors_folder, tmp_path):
    segmenter = load_predictor(colors_folder)
    grey = Image.new("L", (7, 5), 120)
    deep = Image.fromarray(np.full((5, 7), 30000, np.uint16))
    for i, image in enumerate((grey, grey.convert("RGBA"), deep, grey.convert("1"))):
        path = tmp_path / f"{i}.png"
        image.save(path)
        (found,) = segmenter([path])
        assert found.classes.shape == (5, 7) and found.pixels.shape == (5, 7, 3)


def test_files_are_an_overlay_a_palette_and_the_shares(colors_folder, tmp_path):
    pixels = np.zeros((6, 8, 3), np.uint8)
    pixels[:, :2, 0] = pixels[:, 2:, 1] = 200
    Image.fromarray(pixels).save(tmp_path / "in.png")
    (found,) = load_predictor(colors_folder)([tmp_path / "in.png"])
    overlay, palette, table = found.write(tmp_path / "out.v1", image="in.png")
    assert [each.name for each in (overlay, palette, table)] == [
        "out.v1.png",
        "out.v1-classes.png",
        "out.v1.json",
    ]
    with Image.open(palette) as image:
        np.testing.assert_array_equal(mask_classes(image, 3), found.classes)
    with Image.open(overlay) as image:
        assert image.size == (8, 6) and image.mode == "RGB"
    assert json.loads(table.read_text()) == {
        "width": 8,
        "height": 6,
        "image": "in.png",
        "shares": [
            {"class": "green", "share": 0.75},
            {"class": "red", "share": 0.25},
        ],
    }


def test_mistakes_are_told(colors_folder, tmp_path):
    segmenter = load_predictor(colors_folder)
    with pytest.raises(ConfigError, match="single path"):
        segmenter("one.png")
    (tmp_path / "bad.png").write_bytes(b"\x89PNG not really")
    with pytest.raises(DataError, match=r"bad\.png"):
        segmenter([tmp_path / "bad.png"])
    net = gluon.nn.Conv2D(2, kernel_size=1, in_channels=3)
    net.initialize()
    with pytest.raises(ExportError, match="3 class names"):
        export_model(net, tmp_path / "wrong", (3, 8, 8), info=INFO)
