"""A picture reaches the net as training's pictures did, whatever it was before."""

import mxnet as mx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet.gluon.data.vision import transforms
from PIL import Image

from gluon_course.base.errors import ConfigError, DataError, ShapeError
from gluon_course.predict import prepare, to_input

RNG = np.random.default_rng(0)
DARK = np.pad(RNG.integers(40, 256, (20, 20), np.uint8), 4)  # light on dark, 28 x 28
COLOUR = RNG.integers(0, 256, (32, 32, 3), np.uint8)


def meta(shape=(1, 28, 28), mean=(), std=()):
    normalisation = {"scale": 255, "mean": list(mean), "std": list(std)}
    return {"input": {"shape": list(shape)}, "normalisation": normalisation}


def chain(pixels, size=None, mean=(), std=()):
    """What the text does: Resize, ToTensor, Normalize of Gluon, one picture."""
    X = mx.nd.array(pixels, dtype="uint8")
    if size:
        X = transforms.Resize(size)(X)
    X = transforms.ToTensor()(X)
    return (transforms.Normalize(mean, std)(X) if mean else X).asnumpy()[None]


def test_a_picture_of_the_nets_size_has_the_bits_of_training():
    X = to_input(DARK, meta())
    assert X.shape == (1, 1, 28, 28) and X.dtype == np.float32
    np.testing.assert_array_equal(X.asnumpy(), chain(DARK[:, :, None]))


@pytest.mark.parametrize("size", [32, 96, 224])
def test_enlarging_has_the_bits_of_training(size):
    X = to_input(DARK, meta((1, size, size)))
    np.testing.assert_array_equal(X.asnumpy(), chain(DARK[:, :, None], size))


def test_normalisation_is_that_of_training():
    mean, std = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
    X = to_input(COLOUR, meta((3, 32, 32), mean, std)).asnumpy()
    np.testing.assert_allclose(X, chain(COLOUR, None, mean, std), atol=1e-6)


def test_files_arrays_and_layouts_give_one_input(tmp_path):
    Image.fromarray(COLOUR).save(tmp_path / "p.png")
    want = to_input(COLOUR, meta((3, 32, 32))).asnumpy()
    sources = [
        tmp_path / "p.png",
        str(tmp_path / "p.png"),
        Image.fromarray(COLOUR),
        COLOUR.transpose(2, 0, 1),
        mx.nd.array(COLOUR, dtype="uint8"),
        mx.nd.array(COLOUR.transpose(2, 0, 1) / 255),
        COLOUR / 255.0,
        np.dstack([COLOUR, np.full((32, 32), 255, np.uint8)]),
    ]
    for source in sources:
        got = to_input(source, meta((3, 32, 32))).asnumpy()
        np.testing.assert_allclose(got, want, atol=1e-6)


def test_a_tensor_of_the_loader_is_taken_as_it_is():
    ready = mx.nd.random.normal(shape=(1, 28, 28))
    prepared = prepare(ready, meta(mean=(0.3,), std=(0.2,)))
    np.testing.assert_array_equal(prepared.X[0].asnumpy(), ready.asnumpy())
    assert prepared.pixels is None and prepared.notes == ()


def test_a_light_background_is_inverted_and_reported():
    prepared = prepare(255 - DARK, meta())
    np.testing.assert_array_equal(prepared.pixels[:, :, 0], DARK)
    assert prepared.notes == ("inverted: its background is light",)
    assert prepare(DARK, meta()).notes == ()


def test_inverting_can_be_asked_for_and_forbidden():
    light = 255 - DARK
    assert (prepare(light, meta(), invert="no").pixels[:, :, 0] == light).all()
    prepared = prepare(DARK, meta(), invert="yes")
    assert (prepared.pixels[:, :, 0] == light).all()
    assert prepared.notes == ("inverted: as asked",)


def test_nets_of_colour_never_invert():
    white = np.full((32, 32, 3), 255, np.uint8)
    for invert in ("auto", "yes"):
        prepared = prepare(white, meta((3, 32, 32)), invert=invert)
        assert prepared.pixels.min() == 255 and not prepared.notes


def on_a_page(picture, scale=10, height=400, width=600):
    """Dark on light, enlarged, somewhere on a white page."""
    large = np.kron(255 - picture, np.ones((scale, scale), np.uint8))
    page = np.full((height, width), 255, np.uint8)
    page[20 : 20 + len(large), 250 : 250 + large.shape[1]] = large
    return page


def test_a_drawing_on_a_page_is_trimmed_to_the_object():
    inner = DARK[4:24, 4:24]
    prepared = prepare(on_a_page(DARK), meta((1, 20, 20)))
    assert np.abs(prepared.pixels[:, :, 0].astype(int) - inner).max() <= 1
    assert prepared.notes == ("inverted and trimmed: its background is light",)


def test_beside_a_trimmed_object_there_is_black():
    tall = np.full((40, 40), 255, np.uint8)
    tall[5:35, 15:25] = 90  # fills its own border once it is trimmed
    pixels = prepare(tall, meta((1, 30, 30))).pixels[:, :, 0]
    assert pixels[:, :9].max() == 0 and pixels[:, 21:].max() == 0
    assert pixels[:, 10:20].min() == 165


def test_a_digit_gets_the_margin_that_mnist_leaves():
    facts = {**meta(), "data": {"name": "mnist", "is_sample": False}}
    pixels = prepare(on_a_page(DARK), facts).pixels[:, :, 0]
    assert np.abs(pixels.astype(int) - DARK).max() <= 1
    facts["data"]["is_sample"] = True
    assert prepare(on_a_page(DARK), facts).pixels[0].max() > 0


def test_large_photographs_are_prepared_like_small_ones():
    small = prepare(on_a_page(DARK), meta()).pixels.astype(int)
    large = np.kron(on_a_page(DARK), np.ones((8, 8), np.uint8))
    assert np.abs(prepare(large, meta()).pixels - small).mean() < 3


def test_colours_become_grey_by_brightness():
    colours = np.zeros((28, 28, 3), np.uint8)
    colours[..., 1] = 100  # green
    assert set(np.unique(prepare(colours, meta()).pixels)) == {59}
    grey = np.repeat(DARK[:, :, None], 3, axis=2)
    np.testing.assert_array_equal(prepare(grey, meta()).pixels[:, :, 0], DARK)


def test_grey_pictures_suit_nets_of_colour():
    prepared = prepare(DARK, meta((3, 28, 28)))
    for channel in range(3):
        np.testing.assert_array_equal(prepared.pixels[:, :, channel], DARK)


def test_padding_keeps_the_proportions_on_the_background():
    wide = np.full((10, 40), 20, np.uint8)
    wide[2:8, 5:35] = 200
    pixels = prepare(wide, meta((1, 40, 40))).pixels[:, :, 0]
    assert (pixels[:15] == 20).all() and (pixels[25:] == 20).all()
    np.testing.assert_array_equal(pixels[15:25], wide)


def test_cropping_keeps_the_middle():
    wide = np.zeros((32, 96, 3), np.uint8)
    wide[:, 32:64] = COLOUR
    np.testing.assert_array_equal(prepare(wide, meta((3, 32, 32))).pixels, COLOUR)
    tall = wide.transpose(1, 0, 2)
    want = COLOUR.transpose(1, 0, 2)
    np.testing.assert_array_equal(prepare(tall, meta((3, 32, 32))).pixels, want)


def test_stretching_uses_all_of_the_picture():
    wide = np.repeat(COLOUR, 3, axis=1)
    pixels = prepare(wide, meta((3, 32, 32)), fit="stretch").pixels
    assert np.abs(pixels.astype(int) - COLOUR).max() <= 1


def test_shrinking_averages_instead_of_picking():
    """A fine checkerboard becomes even grey, not stripes."""
    board = (np.indices((560, 560)).sum(axis=0) % 2 * 255).astype(np.uint8)
    pixels = prepare(board, meta(), invert="no").pixels
    assert pixels.min() >= 126 and pixels.max() <= 129


@settings(max_examples=60)
@given(
    height=st.integers(1, 300),
    width=st.integers(1, 300),
    channels=st.sampled_from([1, 3, 4]),
    target=st.sampled_from([(1, 28, 28), (3, 17, 40), (1, 1, 1), (3, 64, 9)]),
    fit=st.sampled_from(["auto", "pad", "crop", "stretch"]),
)
def test_any_size_fits_any_net(height, width, channels, target, fit):
    picture = np.full((height, width, channels), 77, np.uint8)
    picture[:, :, 3:] = 255  # opaque
    prepared = prepare(picture, meta(target), fit=fit)
    assert prepared.X.shape == (1, *target)
    assert (prepared.pixels == 77).all()  # nothing is made up


@pytest.mark.parametrize("shape", [(1, 100_000), (100_000, 1)])
def test_extreme_proportions_do_not_fill_the_memory(shape):
    for fit in ("pad", "crop", "stretch"):
        assert prepare(np.zeros(shape, np.uint8), meta(), fit=fit).X.shape == (
            1,
            1,
            28,
            28,
        )


@pytest.mark.parametrize("shape", [(5,), (2, 3, 28, 28), (7, 8, 9), (0, 4), ()])
def test_arrays_that_are_no_pictures_are_refused(shape):
    with pytest.raises(ShapeError, match="not a picture"):
        prepare(np.zeros(shape, np.uint8), meta())


@pytest.mark.parametrize("values", [-1.0, 1.5, np.nan, 300, -3])
def test_values_that_are_no_pixels_are_refused(values):
    with pytest.raises(DataError, match="Pixels from"):
        prepare(np.full((5, 5), values), meta())


def test_nets_that_take_no_pictures_are_refused():
    for shape in ((784,), (2, 28, 28), (35, 32, 1027, 2)):
        with pytest.raises(DataError, match="not pictures"):
            prepare(DARK, meta(shape))


def test_unknown_rules_are_refused():
    with pytest.raises(ConfigError, match="invert is 'maybe'"):
        prepare(DARK, meta(), invert="maybe")
    with pytest.raises(ConfigError, match="fit is 'squash'"):
        prepare(DARK, meta(), fit="squash")
