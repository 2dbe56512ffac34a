"""The index of sections is read from the scripts' docstrings."""

import pytest

from gluon_course.base.chapters import (
    find_section,
    list_sections,
    read_section,
    scripts_root,
)
from gluon_course.base.errors import ConfigError

HEADER = '''"""{number} {title}

Text:     {path}
Run:      gluon-course run {slug}
Expected: test accuracy 0.86
          and a picture
Vary:     --lr 0.1
"""
raise RuntimeError("a script must not be imported for the index")
'''


def write(root, path, number, title="标题", text=None):
    file = root / f"{path}.py"
    file.parent.mkdir(parents=True, exist_ok=True)
    text = text or path.replace("/v2-", "/")
    slug = text.split("/")[1]
    file.write_text(
        HEADER.format(number=number, title=title, path=text, slug=slug),
        encoding="utf-8",
    )
    return file


@pytest.fixture
def sections(tmp_path):
    write(tmp_path, "chapter_cnn/lenet", "5.5", "卷积神经网络（LeNet）")
    write(tmp_path, "chapter_cnn/resnet", "5.11")
    write(tmp_path, "chapter_cnn/conv-layer", "5.1")
    write(tmp_path, "chapter_rnn/gru", "6.7")
    write(tmp_path, "chapter_old/gru", "9.9")
    write(tmp_path, "chapter_cnn/v2-lenet", "6.6")
    write(tmp_path, "chapter_modern/seq2seq", "v2:9.7")
    write(tmp_path, "chapter_cnn/mixup", "v2:lecture", "数据增广")
    return list_sections(tmp_path)


def test_sections_come_in_the_order_of_the_books(sections):
    found = [(each.edition, each.number) for each in sections]
    assert found == [
        ("v1", "5.1"),
        ("v1", "5.5"),
        ("v1", "5.11"),
        ("v1", "6.7"),
        ("v1", "9.9"),
        ("v2", "6.6"),
        ("v2", "9.7"),
        ("v2", ""),
    ]


def test_a_section_holds_what_its_header_says(sections):
    lenet = find_section("5.5", sections)
    assert (lenet.slug, lenet.title) == ("lenet", "卷积神经网络（LeNet）")
    assert lenet.path == "chapter_cnn/lenet" and lenet.folder == "chapter_cnn"
    assert lenet.expected == "test accuracy 0.86 and a picture"
    assert lenet.vary == "--lr 0.1"


@pytest.mark.parametrize(
    "text",
    [
        "5.5",
        "lenet",
        "chapter_cnn/lenet",
        "chapter_cnn/lenet.html",
        "scripts/chapter_cnn/lenet.py",
        "https://zh.gluon.ai/chapter_cnn/lenet.html#训练",
    ],
)
def test_number_slug_path_and_address_name_the_section_of_the_first_book(
    sections, text
):
    found = find_section(text, sections)
    assert (found.edition, found.number) == ("v1", "5.5")


@pytest.mark.parametrize(
    "text",
    [
        "v2:6.6",
        "v2:lenet",
        "v2:chapter_cnn/lenet",
        "scripts/chapter_cnn/v2-lenet.py",
        "https://zh-v2.d2l.ai/chapter_cnn/lenet.html",
    ],
)
def test_the_prefix_chooses_the_second_book(sections, text):
    found = find_section(text, sections)
    assert (found.edition, found.number, found.slug) == ("v2", "6.6", "lenet")
    assert found.name == "v2:chapter_cnn/lenet"


@pytest.mark.parametrize(
    "text",
    [
        "v2:mixup",
        "v2:chapter_cnn/mixup",
        "https://zh-v2.d2l.ai/chapter_cnn/mixup.html",
    ],
)
def test_a_lecture_without_a_number_is_found_by_slug_and_path(sections, text):
    found = find_section(text, sections)
    assert (found.slug, found.title, found.number) == ("mixup", "数据增广", "")


def test_a_missing_number_names_nothing(sections):
    for text in ("v2:", "v2:lecture"):
        with pytest.raises(ConfigError, match="no script"):
            find_section(text, sections)
    with pytest.raises(ConfigError, match=r"6\.6, 9\.7"):
        find_section("v2:3.3", sections)


def test_an_unknown_name_suggests_the_nearest(sections):
    with pytest.raises(ConfigError, match="'lenet'"):
        find_section("lennet", sections)
    with pytest.raises(ConfigError, match=r"5\.1, 5\.5, 5\.11"):
        find_section("5.4", sections)


def test_a_name_of_the_other_book_only_is_pointed_at(sections):
    with pytest.raises(ConfigError, match="v2:chapter_modern/seq2seq"):
        find_section("seq2seq", sections)
    with pytest.raises(ConfigError, match="first book has it: chapter_cnn/resnet"):
        find_section("v2:resnet", sections)


def test_an_ambiguous_slug_lists_the_paths(sections):
    with pytest.raises(ConfigError, match=r"chapter_rnn/gru, chapter_old/gru"):
        find_section("gru", sections)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("x = 1\n", "first line"),
        ('"""5.5 标题\n\nText: chapter_a/b\nRun: x\nVary: y\n"""', "lacks Expected"),
        ('"""5.5', "cannot be read"),
    ],
)
def test_a_script_without_a_header_is_named(tmp_path, source, message):
    file = tmp_path / "chapter_a" / "b.py"
    file.parent.mkdir()
    file.write_text(source, encoding="utf-8")
    with pytest.raises(ConfigError, match=message) as caught:
        read_section(file)
    assert str(file.resolve()) in str(caught.value)


def test_a_header_that_names_another_path_is_refused(tmp_path):
    file = write(tmp_path, "chapter_a/b", "5.5", text="chapter_a/c")
    with pytest.raises(ConfigError, match="Text: chapter_a/c"):
        read_section(file)


def test_the_real_scripts_stand_at_distinct_paths():
    sections = list_sections(scripts_root())
    names = [each.name for each in sections]
    assert len(set(names)) == len(names) > 0
    numbers = [(each.edition, each.number) for each in sections if each.number]
    assert len(set(numbers)) == len(numbers)
