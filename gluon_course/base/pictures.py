"""Picture files and arrays of any kind as pixels."""

from __future__ import annotations

import contextlib
import io
import os
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from gluon_course.base.errors import DataError, ShapeError

FORMATS = ("PNG", "JPEG", "MPO", "GIF", "BMP", "TIFF", "WEBP", "PPM", "TGA", "ICO")
"""Kinds of files that are opened. Pillow's others stay shut: one starts Ghostscript."""

SENT_FORMATS = ("PNG", "JPEG", "MPO", "GIF", "BMP", "WEBP")
"""Kinds that are opened when a stranger sends them: those that browsers show."""

_WHITE = 255
_JPEG, _SCAN, _END = b"\xff\xd8", b"\xff\xda", b"\xff\xd9"  # marks in the file


def read_image(path: os.PathLike | str) -> np.ndarray:
    """Read a picture of any size and mode.

    The first frame of an animation is taken, a camera's rotation (EXIF) is applied,
    what is transparent becomes white, 16 bits a pixel become 8, and CMYK and palettes
    become RGB.

    Parameters
    ----------
    path : path
        A file of one of :data:`FORMATS`, of at most ``PIL.Image.MAX_IMAGE_PIXELS``
        pixels (89 million).

    Returns
    -------
    numpy.ndarray of uint8, shape (H, W, 3), or (H, W, 1) for a grey picture

    Raises
    ------
    DataError
        If it cannot be read as a picture, or is too large.
    """
    path = Path(path)
    with _readable(str(path), FORMATS), no_bombs(path):
        warnings.filterwarnings("ignore", category=UserWarning)  # odd metadata
        with Image.open(path, formats=_known_formats()) as image:
            return image_pixels(image)


def decode_image(content: bytes, most_pixels: int) -> np.ndarray:
    """Read a picture that somebody sent; see :func:`read_image`.

    Nothing of the process is changed while it is read, so several threads may.

    Parameters
    ----------
    content : bytes
        A file of one of :data:`SENT_FORMATS`.
    most_pixels : int
        Larger pictures are refused before they are decoded.

    Returns
    -------
    numpy.ndarray of uint8, shape (H, W, 3), or (H, W, 1) for a grey picture

    Raises
    ------
    DataError
        If it cannot be read as a picture, or is too large.
    """
    known = [name for name in _known_formats() if name in SENT_FORMATS]
    readable = _readable(f"The file of {len(content):,} bytes", SENT_FORMATS)
    with readable, Image.open(io.BytesIO(content), formats=known) as image:
        _check_pixels(image.size, most_pixels)
        return image_pixels(image)


def check_picture(path: os.PathLike | str) -> None:
    """Refuse what other readers than ours would take, or would fill the memory with.

    MXNet's reader, OpenCV, paints the missing part of a JPEG grey without a word, and
    unpacks a picture of any size. Files that are no pictures are left to the reader.

    Raises
    ------
    DataError
        If the file is missing, its picture is too large, or it is a JPEG that is cut
        off.
    """
    path = Path(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(
            f"Cannot read the picture {path}: {error.strerror}", action="check the path"
        ) from error
    # within the data of a scan no marker can be met but its end
    if content.startswith(_JPEG) and content.rfind(_END) < content.rfind(_SCAN):
        raise DataError(
            f"The picture {path} is cut off after {len(content):,} bytes",
            "it was not loaded or copied to its end",
            "get it again",
        )
    try:
        with no_bombs(path), Image.open(io.BytesIO(content), formats=_known_formats()):
            pass
    except DataError:
        raise
    except Exception:  # what it is, its reader says
        return


@contextlib.contextmanager
def no_bombs(path: os.PathLike | str):
    """Within this block Pillow opens no picture that would fill the memory.

    Raises
    ------
    DataError
        If one has more than ``PIL.Image.MAX_IMAGE_PIXELS`` pixels; it names ``path``.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise DataError(
            f"The picture {path} is too large: {error}",
            "it is a very large scan, or a file made to fill the memory",
            "scale it down first",
        ) from error


def read_pixels(source) -> np.ndarray:
    """A path, Pillow image or array as uint8 pixels of shape (H, W, C).

    Raises
    ------
    DataError
        If a file cannot be read or floats are outside [0, 1].
    ShapeError
        If an array is not (H, W), (H, W, C) or (C, H, W) with C 1, 3 or 4.
    """
    if isinstance(source, (str, os.PathLike)):
        return read_image(source)
    if hasattr(source, "getexif"):
        return image_pixels(source)
    array = np.asarray(source.asnumpy() if hasattr(source, "asnumpy") else source)
    shape = array.shape
    if array.ndim == 2:
        array = array[:, :, None]
    if array.ndim == 3 and shape[-1] not in (1, 3, 4) and shape[0] in (1, 3, 4):
        array = np.moveaxis(array, 0, -1)
    if array.ndim != 3 or array.shape[-1] not in (1, 3, 4) or array.size == 0:
        raise ShapeError(
            f"An array of shape {shape} is not a picture",
            "pictures are (H, W), (H, W, C) or (C, H, W) with 1, 3 or 4 channels",
            "pass a list of pictures, each with its own axes",
        )
    pixels = _array_bytes(array)
    return pixels if array.shape[-1] < 4 else image_pixels(Image.fromarray(pixels))


def colours(pixels: np.ndarray) -> np.ndarray:
    """Pixels (H, W, 1) or (H, W, 3) as red, green and blue, (H, W, 3)."""
    return np.repeat(pixels, 3, axis=2) if pixels.shape[2] == 1 else pixels


def image_pixels(image: Image.Image) -> np.ndarray:
    """The pixels of an open Pillow image; see :func:`read_image`."""
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I") or image.mode == "F":
        return _deep_bytes(np.asarray(image))[:, :, None]
    if image.mode in ("LA", "La", "PA", "RGBA", "RGBa") or "transparency" in image.info:
        is_grey = image.mode in ("LA", "La", "L", "1")
        layer = image.convert("RGBA")
        page = Image.new("RGBA", layer.size, (_WHITE,) * 4)
        image = Image.alpha_composite(page, layer).convert("L" if is_grey else "RGB")
    elif image.mode in ("1", "L"):
        image = image.convert("L")
    else:
        image = image.convert("RGB")
    pixels = np.array(image, dtype=np.uint8)
    return pixels if pixels.ndim == 3 else pixels[:, :, None]


@contextlib.contextmanager
def _readable(what: str, formats: Sequence[str]) -> Iterator[None]:
    """Within this block whatever Pillow raises is an error that names the picture."""
    try:
        yield
    except DataError:
        raise
    except Image.DecompressionBombError as error:
        raise DataError(
            f"{what} is too large a picture: {error}", action="scale it down first"
        ) from error
    except UnidentifiedImageError as error:
        raise DataError(
            f"{what} is not a picture of a known kind",
            f"known are {', '.join(formats)}",
            "save it as PNG or JPEG",
        ) from error
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise DataError(
            f"Cannot read {what}: {error.strerror}", action="check the path"
        ) from error
    except Exception as error:  # Pillow's decoders raise nearly everything
        raise DataError(
            f"{what} cannot be decoded ({error})",
            "the file is cut off or damaged",
            "get it again, or save it anew as PNG",
        ) from error


def _check_pixels(size: tuple[int, int], most: int) -> None:
    width, height = size
    if width * height > most:
        raise DataError(
            f"The picture has {width} x {height} pixels",
            f"at most {most:,} are taken",
            "scale it down first",
        )


def _array_bytes(array: np.ndarray) -> np.ndarray:
    if array.dtype == bool:
        return array.astype(np.uint8) * 255
    whole = np.issubdtype(array.dtype, np.integer)
    low, high = array.min(), array.max()
    if not (low >= 0 and high <= (255 if whole else 1)):
        raise DataError(
            f"Pixels from {low} to {high} of type {array.dtype}",
            "pixels are whole numbers 0..255 or floats 0..1; normalised inputs must "
            "have exactly the net's shape (C, H, W)",
        )
    return array.astype(np.uint8) if whole else (array * 255).round().astype(np.uint8)


def _deep_bytes(values: np.ndarray) -> np.ndarray:
    """Grey values of 16 or 32 bits, or fractions, as 0..255.

    Where the type does not say what white is, the largest value does: the first of 1
    (fractions only), 255 and 65535 that is not below it, or else the value itself.
    """
    limits = {"u": (65535,), "i": (255, 65535), "f": (1, 255, 65535)}
    values, kind = np.nan_to_num(values.astype(np.float64)), values.dtype.kind
    high = float(values.max())
    white = next((limit for limit in limits[kind] if high <= limit), high)
    return np.clip(values / white * 255, 0, 255).round().astype(np.uint8)


def _known_formats() -> list[str]:
    Image.init()
    return [name for name in FORMATS if name in Image.OPEN]
