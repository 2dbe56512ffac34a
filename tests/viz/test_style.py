"""The shared style: fonts for Chinese, files written whole, settings left alone."""

import io

import matplotlib
import pytest
from PIL import Image

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.viz import style


@pytest.fixture
def without_chinese(monkeypatch):
    monkeypatch.setattr(style, "chinese_font", lambda: None)


@pytest.fixture
def with_chinese(monkeypatch):
    monkeypatch.setattr(style, "chinese_font", lambda: "WenQuanYi Micro Hei")


def listed(monkeypatch, *names):
    """Let matplotlib know these fonts only."""
    fonts = [type("Font", (), {"name": name, "fname": name}) for name in names]
    manager = type("Manager", (), {"ttflist": fonts})
    monkeypatch.setattr(style.font_manager, "fontManager", manager)
    monkeypatch.setattr(style.font_manager, "findSystemFonts", list)
    monkeypatch.setattr(style, "_WINDOWS_FONTS", ())
    style.chinese_font.cache_clear()
    found = style.chinese_font()
    style.chinese_font.cache_clear()
    return found


def test_the_preferred_chinese_font_is_found(monkeypatch):
    names = ("DejaVu Sans", "SimSun", "Noto Sans CJK JP")
    assert listed(monkeypatch, *names) == "Noto Sans CJK JP"


def test_an_unknown_cjk_font_is_better_than_none(monkeypatch):
    assert listed(monkeypatch, "DejaVu Sans", "Some CJK Serif") == "Some CJK Serif"


def test_without_a_chinese_font_none_is_reported(monkeypatch):
    assert listed(monkeypatch, "DejaVu Sans", "Liberation Mono") is None


def test_a_font_installed_since_matplotlib_looked_is_found(monkeypatch, tmp_path):
    broken, new = (
        str(tmp_path / "broken.ttf"),
        style.font_manager.findfont("DejaVu Sans"),
    )
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    manager = style.font_manager.FontManager.__new__(style.font_manager.FontManager)
    manager.ttflist, manager.afmlist = [], []
    monkeypatch.setattr(style.font_manager, "fontManager", manager)
    monkeypatch.setattr(style.font_manager, "findSystemFonts", lambda: [broken, new])
    monkeypatch.setattr(style, "_FONTS", ("DejaVu Sans",))
    monkeypatch.setattr(style, "_WINDOWS_FONTS", ())
    style.chinese_font.cache_clear()
    assert style.chinese_font() == "DejaVu Sans"
    style.chinese_font.cache_clear()


def test_a_font_of_windows_is_used_under_wsl(monkeypatch):
    file = style.font_manager.findfont("DejaVu Sans Mono")
    monkeypatch.setattr(style, "_FONTS", ())
    monkeypatch.setattr(style, "_WINDOWS_FONTS", ("/nowhere/msyh.ttc", file))
    style.chinese_font.cache_clear()
    assert style.chinese_font() == "DejaVu Sans Mono"
    style.chinese_font.cache_clear()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("5.5 卷积神经网络（LeNet）", "5.5 (LeNet)"),
        ("3.7 softmax回归的简洁实现", "3.7 softmax"),
        ("训练", ""),
        ("accuracy", "accuracy"),
        ("naïve Σ −1", "naïve Σ −1"),
        (7, "7"),
    ],
)
def test_without_a_chinese_font_the_rest_of_a_text_stays(without_chinese, text, shown):
    assert style.readable(text) == shown


def test_without_a_chinese_font_the_english_text_is_shown(without_chinese):
    assert style.readable("训练", "training") == "training"


def test_with_a_chinese_font_texts_stay(with_chinese):
    assert style.readable("5.5 卷积（LeNet）", "LeNet") == "5.5 卷积（LeNet）"


def test_describe_sets_readable_texts(without_chinese):
    _, (panel,) = style.figure(2, 2)
    style.describe(panel, "损失 loss", "周期 epoch", "y")
    assert panel.get_title() == "loss"
    assert (panel.get_xlabel(), panel.get_ylabel()) == ("epoch", "y")


def test_settings_of_matplotlib_are_left_as_they_were(tmp_path):
    before = dict(matplotlib.rcParams)
    picture, _ = style.figure(2, 2)
    style.save(picture, tmp_path / "a.png")
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_equal_pictures_give_equal_files(tmp_path, kind):
    files = []
    for i in range(2):
        picture, (panel,) = style.figure(2, 2)
        panel.plot([1, 2, 3])
        files.append(style.save(picture, tmp_path / "sub" / f"{i}.{kind}").read_bytes())
    assert files[0] == files[1]
    assert len(files[0]) > 1000


def test_a_notebook_gets_a_png():
    picture, _ = style.figure(2, 1)
    image = Image.open(io.BytesIO(picture._repr_png_()))
    assert image.size == (288, 144)


def test_unknown_kinds_of_files_are_refused(tmp_path):
    picture, _ = style.figure(2, 2)
    for name in ("a.xyz", "a"):
        with pytest.raises(ConfigError, match=r"png, svg, pdf.*name it a\.png"):
            style.save(picture, tmp_path / name)


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path):
    picture, _ = style.figure(2, 2)
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match="Cannot write"):
        style.save(picture, tmp_path / "file" / "a.png")
