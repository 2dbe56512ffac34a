"""Every mode and kind of picture file becomes the same pixels, or a DataError."""

import random
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from gluon_course.base.errors import DataError
from gluon_course.base.pictures import read_image, read_pixels

H, W = 6, 8
RNG = np.random.default_rng(0)
RGB = RNG.integers(0, 256, (H, W, 3), np.uint8)
GREY = RNG.integers(0, 256, (H, W), np.uint8)


@pytest.fixture
def save(tmp_path):
    def save(image, name="picture.png", **options):
        image.save(tmp_path / name, **options)
        return tmp_path / name

    return save


@pytest.mark.parametrize("suffix", ["png", "bmp", "tiff", "webp", "ppm", "tga"])
def test_lossless_files_keep_their_pixels(save, suffix):
    options = {"lossless": True} if suffix == "webp" else {}
    read = read_image(save(Image.fromarray(RGB), f"p.{suffix}", **options))
    assert read.dtype == np.uint8
    np.testing.assert_array_equal(read, RGB)


def test_a_grey_file_has_one_channel(save):
    read = read_image(save(Image.fromarray(GREY)))
    np.testing.assert_array_equal(read, GREY[:, :, None])


def test_black_and_white_becomes_grey(save):
    image = Image.fromarray(GREY > 127)
    assert image.mode == "1"
    np.testing.assert_array_equal(read_image(save(image))[:, :, 0], (GREY > 127) * 255)


def test_jpeg_is_close(save):
    smooth = np.tile(np.arange(0, 256, 4, dtype=np.uint8), (32, 1))
    read = read_image(save(Image.fromarray(smooth), "p.jpg", quality=95))
    assert np.abs(read[:, :, 0].astype(int) - smooth).max() < 8


def test_cmyk_becomes_rgb(save):
    white = np.zeros((H, W, 4), np.uint8)
    read = read_image(save(Image.fromarray(white, mode="CMYK"), "p.jpg"))
    assert read.shape == (H, W, 3) and read.min() > 250
    cyan = white.copy()
    cyan[..., 0] = 255
    read = read_image(save(Image.fromarray(cyan, mode="CMYK"), "p.tiff"))
    assert read[0, 0, 0] < 10 and read[0, 0, 1] > 240


def test_a_palette_is_looked_up(save):
    image = Image.fromarray(RGB).quantize(256)
    assert image.mode == "P"
    np.testing.assert_array_equal(
        read_image(save(image)), np.array(image.convert("RGB"))
    )


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_transparent_becomes_white(save, mode):
    pixels = np.zeros((H, W, len(mode.replace("RGBA", "1234"))), np.uint8)
    pixels[0, 0, -1] = 255  # one opaque black pixel
    read = read_image(save(Image.fromarray(pixels, mode=mode)))
    assert read.shape[2] == (3 if mode == "RGBA" else 1)
    assert (read[0, 0] == 0).all() and (read[1:] == 255).all()


def test_what_is_transparent_in_an_array_becomes_white():
    pixels = np.zeros((H, W, 4), np.uint8)
    pixels[0, 0, 3] = 255
    for array in (pixels, pixels.transpose(2, 0, 1), pixels / 255):
        read = read_pixels(array)
        assert (read[0, 0] == 0).all() and (read[1:] == 255).all()


def test_a_transparent_palette_becomes_white(save):
    image = Image.fromarray(np.array([[0, 1]], np.uint8), mode="P")
    image.putpalette([10, 20, 30, 40, 50, 60])
    read = read_image(save(image, "p.gif", transparency=1))
    assert read[0, 0].tolist() == [10, 20, 30] and read[0, 1].tolist() == [255] * 3


def test_sixteen_bits_become_eight(save):
    deep = (GREY.astype(np.uint16) * 257)[..., None][:, :, 0]
    for name in ("p.png", "p.tiff"):
        read = read_image(save(Image.fromarray(deep), name))
        np.testing.assert_array_equal(read[:, :, 0], GREY)
    dark = np.full((H, W), 200, np.uint16)  # of 65,535: black
    assert read_image(save(Image.fromarray(dark))).max() <= 1


def test_whole_and_broken_numbers_of_32_bits_are_scaled(save):
    for values in (
        GREY.astype(np.int32) * 257,
        GREY.astype(np.int32),
        GREY.astype(np.float32) / 255,
        GREY.astype(np.float32),
    ):
        read = read_image(save(Image.fromarray(values), "p.tiff"))
        np.testing.assert_array_equal(read[:, :, 0], GREY)
    huge = np.array([[0, 2**30], [2**29, -5]], np.int32)
    read = read_image(save(Image.fromarray(huge), "p.tiff"))
    assert read[:, :, 0].tolist() == [[0, 255], [128, 0]]


def test_the_first_frame_of_an_animation_is_taken(save):
    frames = [Image.new("RGB", (W, H), color) for color in ("red", "blue")]
    path = save(frames[0], "p.gif", save_all=True, append_images=frames[1:])
    assert read_image(path)[0, 0].tolist() == [255, 0, 0]


def test_a_cameras_rotation_is_applied(save):
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: rotate by 90 degrees clockwise
    read = read_image(save(Image.fromarray(RGB), exif=exif))
    np.testing.assert_array_equal(read, np.rot90(RGB, -1))


def test_one_pixel_is_a_picture(save):
    assert read_image(save(Image.new("RGB", (1, 1), "red"))).tolist() == [[[255, 0, 0]]]


def test_the_suffix_does_not_matter(save):
    path = save(Image.fromarray(RGB))
    renamed = path.rename(path.with_suffix(".dat"))
    np.testing.assert_array_equal(read_image(str(renamed)), RGB)


def test_files_that_are_no_pictures_are_named(tmp_path):
    text = tmp_path / "notes.png"
    text.write_text("not a picture")
    with pytest.raises(DataError, match=r"notes\.png is not a picture"):
        read_image(text)
    with pytest.raises(DataError, match="No such file"):
        read_image(tmp_path / "missing.png")
    with pytest.raises(DataError, match="Cannot read"):
        read_image(tmp_path)
    (tmp_path / "empty.png").write_bytes(b"")
    with pytest.raises(DataError, match="not a picture"):
        read_image(tmp_path / "empty.png")


def test_postscript_is_not_interpreted(tmp_path):
    path = tmp_path / "picture.eps"
    path.write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 8 8\n%%EOF\n")
    with pytest.raises(DataError, match="not a picture of a known kind"):
        read_image(path)


def png_of(width, height):
    """A PNG that claims a size and holds nearly nothing."""

    def chunk(kind, content):
        body = kind + content
        return (
            struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))
        )

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    content = (
        chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )
    return b"\x89PNG\r\n\x1a\n" + content


@pytest.mark.parametrize("side", [9_500, 14_000, 60_000])
def test_bombs_are_refused_before_they_are_unpacked(tmp_path, side):
    path = tmp_path / "bomb.png"
    path.write_bytes(png_of(side, side))
    with pytest.raises(DataError, match="too large"):
        read_image(path)


@pytest.mark.parametrize("suffix", ["png", "jpg", "gif", "bmp", "webp", "tiff"])
def test_damaged_files_raise_nothing_but_data_errors(save, suffix):
    path = save(Image.fromarray(np.tile(RGB, (8, 8, 1))), f"p.{suffix}")
    sound, chance = path.read_bytes(), random.Random(0)
    refused = 0
    for i in range(120):
        if i < 40:
            changed = sound[: len(sound) * i // 40]
        else:
            changed = bytearray(sound)
            for _ in range(chance.randint(1, 20)):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
        path.write_bytes(changed)
        try:
            read = read_image(path)
            assert read.dtype == np.uint8 and read.ndim == 3
        except DataError:
            refused += 1
    assert refused > 10
