"""A net as a picture: every station is written, and rows are not too long."""

import pytest

from gluon_course import viz
from gluon_course.base.errors import ConfigError
from gluon_course.base.stations import Station


def station(label="Conv2D 3×3", shape=(8, 14, 14), field=3.0, count=1):
    return Station(label, label.split()[0], shape, 80, field, ("relu",), count)


def test_shapes_parameters_and_fields_are_written(tmp_path):
    dense = station("Dense", (10,), float("inf"))
    picture = viz.architecture(
        [station(count=2), dense], (1, 16, 16), tmp_path / "net.png", "toy"
    )
    texts = [each.get_text() for each in picture.axes[0].texts]
    for word in ("toy", "input", "1×16×16", "2 × Conv2D 3×3", "8×14×14", "80 params"):
        assert word in texts
    assert "sees 3×3" in texts and "sees all" in texts
    assert (tmp_path / "net.png").read_bytes()[:4] == b"\x89PNG"


def test_a_long_net_goes_on_in_further_rows():
    short = viz.architecture([station()] * 3, (1, 16, 16))
    long = viz.architecture([station()] * 20, (1, 16, 16))
    assert long.get_figheight() > 2 * short.get_figheight()
    assert long.get_figwidth() < 9


def test_equal_pictures_are_equal_files(tmp_path):
    for name in ("a.svg", "b.svg"):
        viz.architecture([station()], (1, 16, 16), tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_nothing_is_no_net():
    with pytest.raises(ConfigError):
        viz.architecture([], (1, 16, 16))
