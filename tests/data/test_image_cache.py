"""The cache of decoded arrays: quicker, never wrong."""

import numpy as np

from gluon_course.data.image_cache import cached_array


def test_a_file_is_read_once_and_again_when_it_changes(tmp_path, places):
    path, calls = tmp_path / "file", []

    def read(each):
        calls.append(each)
        return np.frombuffer(each.read_bytes(), np.uint8)

    path.write_bytes(b"one")
    for _ in range(3):
        assert cached_array(path, read).tobytes() == b"one"
    assert len(calls) == 1
    path.write_bytes(b"other")
    assert cached_array(path, read).tobytes() == b"other"
    assert len(calls) == 2


def test_a_damaged_cache_is_made_anew(tmp_path, places):
    path = tmp_path / "file"
    path.write_bytes(b"content")

    def read(each):
        return np.frombuffer(each.read_bytes(), np.uint8)

    cached_array(path, read)
    (kept,) = (places / "cache" / "arrays").glob("*.npy")
    whole = kept.read_bytes()
    for content in (b"", whole[:20], whole[:-3], b"garbage" * 20):
        kept.write_bytes(content)
        assert cached_array(path, read).tobytes() == b"content"
        assert kept.read_bytes() == whole


def test_a_cache_that_cannot_be_written_costs_time_only(tmp_path, monkeypatch):
    (tmp_path / "blocker").write_bytes(b"")
    monkeypatch.setenv("GLUON_COURSE_CACHE", str(tmp_path / "blocker" / "cache"))
    path = tmp_path / "file"
    path.write_bytes(b"content")
    found = cached_array(path, lambda each: np.frombuffer(b"content", np.uint8))
    assert found.tobytes() == b"content"


def test_a_flipped_bit_of_a_kept_array_is_found(tmp_path, monkeypatch):
    monkeypatch.setenv("GLUON_COURSE_CACHE", str(tmp_path / "cache"))
    source = tmp_path / "x"
    source.write_bytes(b"slow to read")
    wanted = np.arange(12, dtype="u1")
    assert (cached_array(source, lambda path: wanted) == wanted).all()
    (kept,) = (tmp_path / "cache" / "arrays").iterdir()
    for place in (-6, -1, 3):  # in the numbers, in the checksum, in the head
        content = bytearray(kept.read_bytes())
        content[place] ^= 4
        kept.write_bytes(content)
        assert (cached_array(source, lambda path: wanted) == wanted).all()
    whole = cached_array(source, lambda path: 1 / 0)
    assert (whole == wanted).all()
