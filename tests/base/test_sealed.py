"""A sealed folder is whole or it is not; nothing about it raises."""

import pytest

from gluon_course.base import sealed


@pytest.fixture
def folder(tmp_path):
    """A sealed folder of two files."""
    (tmp_path / "below").mkdir()
    (tmp_path / "one.txt").write_text("one")
    (tmp_path / "below" / "two.txt").write_text("two")
    sealed.seal(tmp_path)
    return tmp_path


def test_an_untouched_folder_is_whole(folder):
    assert sealed.is_sealed(folder)
    sealed.seal(folder)  # the seal itself does not count
    assert sealed.is_sealed(folder)


@pytest.mark.parametrize("text", ["eno", "longer", ""])
def test_another_content_or_size_is_found(folder, text):
    (folder / "one.txt").write_text(text)
    assert not sealed.is_sealed(folder)


def test_of_large_folders_sizes_are_compared(folder, monkeypatch):
    monkeypatch.setattr(sealed, "MOST_BYTES", 4)
    (folder / "one.txt").write_text("eno")
    assert sealed.is_sealed(folder)
    (folder / "one.txt").write_text("longer")
    assert not sealed.is_sealed(folder)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"one.txt": 3}', "5", "[[[["])
def test_a_damaged_seal_is_none(folder, text):
    (folder / sealed.SEAL).write_text(text)
    assert not sealed.is_sealed(folder)
    (folder / sealed.SEAL).unlink()
    (folder / sealed.SEAL).mkdir()
    assert not sealed.is_sealed(folder)
    assert not sealed.is_sealed(folder / "absent")
