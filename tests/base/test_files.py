"""Files and folders are written whole or not at all; what stood there stays."""

import errno
import hashlib
import os

import pytest

from gluon_course.base import files
from gluon_course.base.errors import CheckpointError, DataError


def names(folder):
    return sorted(each.name for each in folder.iterdir())


@pytest.fixture
def old(tmp_path):
    """A folder that holds one file."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "old.txt").write_text("old")
    return folder


def test_a_file_replaces_the_old_one_and_makes_its_folders(tmp_path):
    path = tmp_path / "a/b/x.bin"
    for content in (b"first", b"second"):
        assert files.write_bytes(path, content) == path
        assert path.read_bytes() == content
    assert names(path.parent) == ["x.bin"]


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (OSError(28, "No space left"), DataError),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_a_file_that_cannot_be_finished_leaves_the_old_one(
    tmp_path, monkeypatch, error, raised
):
    path = files.write_text(tmp_path / "x.txt", "old")

    def fail(descriptor):
        raise error

    monkeypatch.setattr(files.os, "fsync", fail)
    with pytest.raises(raised):
        files.write_text(path, "new")
    assert path.read_text() == "old"
    assert names(tmp_path) == ["x.txt"]


@pytest.mark.parametrize("make", [files.new_folder, files.write_bytes])
def test_folders_made_for_what_cannot_be_written_go_again(tmp_path, monkeypatch, make):
    def fail(descriptor):
        raise OSError(28, "No space left")

    monkeypatch.setattr(files.os, "fsync", fail)
    (tmp_path / "kept").mkdir()
    with pytest.raises(DataError):
        if make is files.write_bytes:
            make(tmp_path / "kept" / "a" / "b" / "x", b"x")
        else:
            with make(tmp_path / "kept" / "a" / "b" / "x") as folder:
                (folder / "y").write_text("y")
    assert names(tmp_path) == ["kept"] and names(tmp_path / "kept") == []


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(DataError, match="a file is where a folder should be"):
        files.write_text(tmp_path / "file" / "inner.txt", "y")


@pytest.mark.parametrize(
    ("number", "cause"),
    [
        (errno.ENOSPC, "The disk is full"),
        (errno.EROFS, "The disk is read-only"),
        (errno.EACCES, "another user's"),
        (errno.ENOTDIR, "A file is where a folder should be"),
        (errno.EIO, "The disk is full or the folder is read-only"),
    ],
)
def test_cause_fits_what_the_system_said(number, cause):
    error = files.cannot_write("folder", OSError(number, os.strerror(number)))
    assert cause.lower() in str(error).lower()
    assert "choose another folder" in str(error).lower()


def test_what_is_being_written_is_named_as_it_will_be_called():
    path = "run/checkpoints/.epoch-0007.wa7jwlif.unfinished/net.params"
    error = files.cannot_write(path, OSError(errno.ENOSPC, "No space left"), "stop")
    assert "write run/checkpoints/epoch-0007/net.params: No space" in str(error)
    assert "stop" in str(error).lower()


def test_permissions_are_those_of_the_umask(tmp_path):
    mask = os.umask(0o027)
    try:
        path = files.write_text(tmp_path / "x.txt", "x")
        with files.new_folder(tmp_path / "folder") as temporary:
            (temporary / "y.txt").write_text("y")
    finally:
        os.umask(mask)
    assert path.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "folder").stat().st_mode & 0o777 == 0o750


def test_json_comes_back_and_what_is_none_is_named(tmp_path):
    value = {"b": [1, 2.5, None], "a": "中文"}
    path = files.write_json(tmp_path / "x.json", value)
    assert files.read_json(path) == value and "中文" in path.read_text("utf-8")
    path.write_text('{"b": [1,')
    with pytest.raises(CheckpointError, match=r"x\.json is not valid JSON"):
        files.read_json(path, CheckpointError)
    with pytest.raises(DataError, match="Cannot read"):
        files.read_json(tmp_path / "missing.json")


def test_checksums_are_those_of_the_content(tmp_path):
    content = bytes(range(256)) * 5000  # more than one piece
    path = files.write_bytes(tmp_path / "x", content)
    found = files.compute_checksums(path, ["sha256", "md5"])
    assert found == {
        "sha256": hashlib.sha256(content).hexdigest(),
        "md5": hashlib.md5(content).hexdigest(),
    }
    assert files.checksum(path) == found["sha256"]


def test_a_folder_appears_whole_in_place_of_the_old_one(old):
    with files.new_folder(old) as temporary:
        (temporary / "new.txt").write_text("new")
        assert names(old) == ["old.txt"]
    assert names(old) == ["new.txt"]
    assert names(old.parent) == ["folder"]


def test_two_folders_change_names_at_one_moment(old, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    if not files.exchange(old, other):
        pytest.skip("this system or this disk has no exchange of names")
    assert names(other) == ["old.txt"] and names(old) == []
    assert not files.exchange(old, tmp_path / "absent")
    assert names(tmp_path) == ["folder", "other"]


def test_what_a_killed_process_had_begun_is_removed_and_nothing_else(old, monkeypatch):
    def die(*args):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(files.os, "unlink", lambda path: None)
        patch.setattr(files.os, "replace", die)
        with pytest.raises(SystemExit):
            files.write_text(old / "new.txt", "half")
    (old / ".mine").write_text("mine")
    (old / "below" / ".net.abc.unfinished").mkdir(parents=True)
    assert len(names(old)) == 4
    files.remove_unfinished(old)
    assert names(old) == [".mine", "below", "old.txt"]
    assert names(old / "below") == []


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_folder_that_is_not_filled_changes_nothing(old, error):
    with pytest.raises(error), files.new_folder(old) as temporary:
        (temporary / "new.txt").write_text("new")
        raise error
    assert names(old) == ["old.txt"]
    assert names(old.parent) == ["folder"]


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (OSError(5, "Input/output error"), DataError),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_the_old_folder_survives_a_failure_in_the_middle_of_the_exchange(
    old, monkeypatch, error, raised
):
    monkeypatch.setattr(files, "exchange", lambda *paths: False)  # another system
    rename = os.rename

    def fail_once(source, target):
        if target == old and not source.name.endswith(".old"):
            raise error
        rename(source, target)

    monkeypatch.setattr(files.os, "rename", fail_once)
    with pytest.raises(raised), files.new_folder(old) as temporary:
        (temporary / "new.txt").write_text("new")
    assert names(old) == ["old.txt"]
    assert names(old.parent) == ["folder"]
