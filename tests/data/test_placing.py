"""Data sets in a folder of the user's: from the root if it has them, else fetched."""

import dataclasses
import hashlib
import io
import tarfile

import pytest

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.data.catalogue import add_data_set
from gluon_course.data.dataset import DataFile, DataSet, Edition
from gluon_course.data.placing import place_files, place_unpacked


def tar_gz(**members):
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as archive:
        for name, text in members.items():
            member = tarfile.TarInfo(f"top/sub/{name}.txt")
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    return content.getvalue()


ARCHIVE = tar_gz(file="text")


@pytest.fixture
def archive_row(add_file, server):
    return add_file(
        ARCHIVE,
        server.serve("/x", ARCHIVE),
        path="x.tar.gz",
        unpack_to="",
        content="top/sub",
        evidence=("file.txt",),
    )


@pytest.fixture
def files_row(server):
    """Two files below ``pair``."""
    files = []
    for name in ("one.rec", "two.rec"):
        content = name.encode()
        edition = Edition(hashlib.sha256(content).hexdigest())
        address = server.serve(f"/{name}", content)
        files.append(DataFile(f"pair/{name}", (edition,), (address,)))
    row = DataSet(f"test-pair-{id(files)}", "Two files", "pair", tuple(files))
    add_data_set(row)
    return row


def test_an_archive_is_fetched_and_unpacked_where_it_is_wanted(
    archive_row, tmp_path, server
):
    for _ in range(2):
        content = place_unpacked(archive_row.name, tmp_path / "mine")
        assert content == tmp_path / "mine" / "top" / "sub"
        assert (content / "file.txt").read_text() == "text"
    assert sorted(each.name for each in (tmp_path / "mine").iterdir()) == [
        "top",
        "x.tar.gz",
    ]
    assert len(server.requests) == 1


def test_an_archive_in_the_root_is_unpacked_without_a_copy(
    archive_row, root, tmp_path, server
):
    (root / "x.tar.gz").write_bytes(ARCHIVE)
    content = place_unpacked(archive_row.name, tmp_path / "mine")
    assert (content / "file.txt").read_text() == "text"
    assert [each.name for each in (tmp_path / "mine").iterdir()] == ["top"]
    assert not server.requests


def test_an_archive_in_the_folder_is_unpacked_without_fetching(
    archive_row, tmp_path, server
):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "x.tar.gz").write_bytes(ARCHIVE)
    content = place_unpacked(archive_row.name, tmp_path / "mine")
    assert (content / "file.txt").read_text() == "text" and not server.requests


def test_what_is_unpacked_already_is_left_alone(archive_row, tmp_path, server):
    folder = tmp_path / "mine" / "top" / "sub"
    folder.mkdir(parents=True)
    with pytest.raises(DataError, match=r"not the whole.*remove it"):
        place_unpacked(archive_row.name, tmp_path / "mine")
    (folder / "file.txt").write_text("my own")
    assert place_unpacked(archive_row.name, tmp_path / "mine") == folder
    assert (folder / "file.txt").read_text() == "my own"


def test_a_damaged_archive_leaves_nothing_behind(archive_row, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "x.tar.gz").write_bytes(ARCHIVE[:-9])
    with pytest.raises(DataError, match=r"x\.tar\.gz"):
        place_unpacked(archive_row.name, folder)
    assert [each.name for each in folder.iterdir()] == ["x.tar.gz"]


def test_files_come_to_the_folder_itself(files_row, tmp_path, server):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "one.rec").write_bytes(b"one.rec")  # from an earlier run
    assert place_files(files_row.name, tmp_path / "mine") == tmp_path / "mine"
    assert (tmp_path / "mine" / "two.rec").read_bytes() == b"two.rec"
    assert [path for path, _ in server.requests] == ["/two.rec"]


def test_files_of_the_root_are_copied(files_row, root, tmp_path, server):
    (root / "pair").mkdir()
    for name in ("one.rec", "two.rec"):
        (root / "pair" / name).write_bytes(name.encode())
    place_files(files_row.name, tmp_path / "mine")
    found = sorted(each.name for each in (tmp_path / "mine").iterdir())
    assert found == ["one.rec", "two.rec"] and not server.requests


def test_a_wrong_file_there_and_an_unknown_name_are_refused(files_row, tmp_path):
    (tmp_path / "one.rec").write_bytes(b"wrong")
    with pytest.raises(DataError, match=r"one\.rec"):
        place_files(files_row.name, tmp_path)
    with pytest.raises(ConfigError, match="no-such-set"):
        place_files("no-such-set", tmp_path)


def test_offline_the_message_says_what_to_bring_where(tmp_path, files_row):
    gone = tuple(dataclasses.replace(each, sources=()) for each in files_row.files)
    row = dataclasses.replace(files_row, name=f"{files_row.name}-gone", files=gone)
    add_data_set(row)
    with pytest.raises(DataError, match="not present") as error:
        place_files(row.name, tmp_path / "mine")
    assert str(tmp_path / "mine" / "one.rec") in error.value.action
    # The file to bring is named, not only the folder that it is in.
    row = dataclasses.replace(row, name=f"{row.name}-kept", origin="folder data/ of X")
    add_data_set(row)
    with pytest.raises(DataError, match="not present") as error:
        place_files(row.name, tmp_path / "mine")
    assert "\n  one.rec of the folder data/ of X\n" in error.value.action
    assert "run SECTION --sample" in error.value.action
