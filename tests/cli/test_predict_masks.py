"""``gluon-course predict`` with a net for segmentation: files, table, JSON."""

import json

import numpy as np
import pytest
from click.testing import CliRunner
from mxnet import gluon, nd
from PIL import Image

from gluon_course.cli.predict import predict
from gluon_course.export import export_model


@pytest.fixture
def folder(tmp_path):
    net = gluon.nn.HybridSequential()
    net.add(gluon.nn.Conv2D(3, kernel_size=1, in_channels=3))
    net.initialize()
    net[0].weight.set_data(nd.eye(3).reshape((3, 3, 1, 1)))
    info = {
        "task": "segmentation",
        "class_names": ["red", "green", "blue"],
        "notice": "a toy",
    }
    return export_model(net, tmp_path / "export", (3, 16, 16), info=info)


@pytest.fixture
def picture(tmp_path):
    pixels = np.zeros((30, 50, 3), np.uint8)
    pixels[:, :20, 0] = pixels[:, 20:, 2] = 200
    path = tmp_path / "flag.png"
    Image.fromarray(pixels).save(path)
    return path


def run(*args):
    return CliRunner().invoke(predict, [str(each) for each in args], "")


def test_masks_are_written_at_the_size_of_the_picture(folder, picture, tmp_path):
    result = run(folder, picture, "--device", "cpu", "--out", tmp_path / "out")
    assert "blue" in result.output and "60.0 %" in result.output
    assert "green" not in result.output and "(a toy)" in result.output
    with Image.open(tmp_path / "out" / "flag-classes.png") as image:
        assert image.size == (50, 30) and image.mode == "P"
        assert np.unique(np.array(image)).tolist() == [0, 2]
    with Image.open(tmp_path / "out" / "flag.png") as image:
        assert image.size == (50, 30)


def test_json_names_the_files_and_bad_pictures_are_told(folder, picture, tmp_path):
    (tmp_path / "bad.png").write_bytes(b"nothing")
    out = ("--out", tmp_path / "out")
    result = run(folder, picture, tmp_path / "bad.png", "--json", *out)
    start, end = result.output.index("{"), result.output.rindex("}") + 1
    good, bad = json.loads(result.output[start:end])["pictures"]
    assert good["shares"][0] == {"class": "blue", "share": 0.6}
    assert good["classes"].endswith("flag-classes.png")
    assert "bad.png" in bad["error"]


def test_a_picture_is_not_made_to_fit(folder, picture):
    result = run(folder, picture, "--fit", "crop")
    assert result.exit_code
    assert "--fit crop for a net that gives every pixel a class" in str(
        result.exception
    )


def test_files_of_one_call_do_not_replace_each_other(folder, picture, tmp_path):
    other = picture.rename(tmp_path / "flag-classes.png")
    Image.new("RGB", (8, 8), (255, 0, 0)).save(picture)
    out = tmp_path / "out"
    run(folder, picture, other, "--out", out)
    with Image.open(out / "flag-classes.png") as image:
        assert image.size == (8, 8)
    with Image.open(out / "flag-classes-2.png") as image:
        assert image.size == (50, 30)
