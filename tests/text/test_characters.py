"""Corpora of characters: numbered the same way each time, or refused with a reason."""

import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluon_course import text
from gluon_course.base.errors import ConfigError, DataError


@given(st.text(min_size=1), st.integers(1, 50))
def test_decoding_gives_back_the_beginning_with_spaces_for_line_ends(content, count):
    corpus = text.encode_characters(content, count)
    expected = "".join(" " if char in "\r\n" else char for char in content[:count])
    assert corpus.decode(corpus.indices) == expected
    assert corpus.idx_to_char == sorted(set(expected))
    assert corpus.vocab_size == len(set(expected))
    assert all(corpus.idx_to_char[i] == c for c, i in corpus.char_to_idx.items())


def test_line_ends_become_spaces_and_characters_are_numbered_in_their_order():
    corpus = text.encode_characters("爱\nba\r")
    assert corpus.idx_to_char == [" ", "a", "b", "爱"]
    assert corpus.indices == [3, 0, 2, 1, 0]


def test_all_is_kept_on_request_and_ten_thousand_by_default():
    assert len(text.encode_characters("ab" * 9000).indices) == 10_000
    assert len(text.encode_characters("ab" * 9000, None).indices) == 18_000


def test_nothing_to_number_and_nothing_to_keep_are_refused():
    with pytest.raises(DataError, match="empty"):
        text.encode_characters("")
    with pytest.raises(ConfigError, match="max_chars is 0"):
        text.encode_characters("abc", 0)


def write_zip(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "."), content)
    return path


def test_a_text_is_read_plain_and_from_its_archive(tmp_path):
    (tmp_path / "song.txt").write_bytes("唱\r\n歌".encode())
    write_zip(tmp_path / "song.txt.zip", song_txt="唱\r\n歌")
    for name in ("song.txt", "song.txt.zip"):
        assert text.read_text(tmp_path / name) == "唱\r\n歌"


def test_what_cannot_be_read_is_named_with_the_reason(tmp_path):
    good = write_zip(tmp_path / "a.txt.zip", a_txt="a" * 5000).read_bytes()
    cases = {
        "absent.txt": (None, "No such file"),
        "latin.txt": (b"caf\xe9", "UTF-8"),
        "cut.txt.zip": (good[:40], "zip"),
        "page.txt.zip": (b"<html>404</html>", "zip"),
        "other.txt.zip": (good, r"holds no other\.txt"),
    }
    for name, (content, reason) in cases.items():
        if content is not None:
            (tmp_path / name).write_bytes(content)
        with pytest.raises(DataError, match=reason) as error:
            text.read_text(tmp_path / name)
        assert str(tmp_path / name) in error.value.what and error.value.action


@given(st.data())
def test_a_damaged_archive_is_never_read_as_another_text(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("zip") / "a.txt.zip"
    content = "".join(chr(0x4E00 + i * 7 % 997) for i in range(300))
    packed = bytearray(write_zip(path, a_txt=content).read_bytes())
    packed[data.draw(st.integers(0, len(packed) - 1))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(packed)
    try:
        assert text.read_text(path) == content
    except DataError as error:
        assert str(path) in error.what
