"""Where ../data is read: beside the notebook, in the root, else fetched."""

import zipfile
from pathlib import Path

import pytest

from gluon_course.base.errors import DataError
from gluon_course.d2lzh.lyrics import load_data_jay_lyrics
from gluon_course.d2lzh.places import mkdir_if_not_exist, text_path
from gluon_course.data import checksums, downloading

SONG = "time machine"


def test_what_lies_beside_the_notebook_comes_first(notebook):
    for folder in ("data", "root"):
        (notebook / folder).mkdir()
        (notebook / folder / "timemachine.txt").write_text(folder)
    assert text_path("time-machine", "timemachine.txt").read_text() == "data"


def test_the_root_comes_next_and_is_checked(notebook):
    (notebook / "root").mkdir()
    (notebook / "root" / "timemachine.txt").write_text("another novel")
    with pytest.raises(DataError, match="no edition"):
        text_path("time-machine", "timemachine.txt")


@pytest.fixture
def server(monkeypatch):
    """Every address gives the same file; the catalogue is told to know it."""
    asked = []

    def download(address, part, *args, **kwargs):
        asked.append(address)
        part.write_text(SONG)

    monkeypatch.setattr(downloading, "download", download)
    monkeypatch.setattr(checksums, "identify", lambda path, editions, **_: editions[0])
    return asked


def test_downloads_go_to_the_root_where_there_is_no_data_folder(notebook, server):
    path = text_path("time-machine", "timemachine.txt")
    assert path == notebook / "root" / "timemachine.txt" and path.read_text() == SONG
    assert not (notebook / "data").exists() and len(server) == 1
    assert text_path("time-machine", "timemachine.txt") == path and len(server) == 1


def test_downloads_go_beside_the_notebook_where_there_is_a_data_folder(
    notebook, server
):
    (notebook / "data").mkdir()
    path = text_path("time-machine", "timemachine.txt")
    assert path.resolve() == notebook / "data" / "timemachine.txt"
    assert not (notebook / "root").exists() and len(server) == 1


def test_a_data_folder_that_is_read_only_is_left_alone(notebook, server):
    (notebook / "data").mkdir()
    (notebook / "data").chmod(0o500)
    path = text_path("time-machine", "timemachine.txt")
    assert path == notebook / "root" / "timemachine.txt"


def test_sets_of_several_files_come_in_their_folder(notebook, server):
    (notebook / "data").mkdir()
    text_path("pikachu", "pikachu")
    names = sorted(each.name for each in (notebook / "data" / "pikachu").iterdir())
    assert names == ["train.idx", "train.rec", "val.rec"]


def test_offline_the_message_has_the_steps(notebook, offline):
    with pytest.raises(DataError, match="data verify imdb") as error:
        text_path("imdb", "aclImdb")
    assert "aclImdb_v1.tar.gz" in error.value.action
    assert "GLUON_COURSE_SAMPLE" not in str(error.value)


def test_a_stand_in_is_named_and_taken_only_when_asked_for(
    real_notebook, offline, monkeypatch, capsys
):
    with pytest.raises(DataError, match="set GLUON_COURSE_SAMPLE=1"):
        text_path("imdb", "aclImdb")
    monkeypatch.setenv("GLUON_COURSE_SAMPLE", "1")
    path = text_path("imdb", "aclImdb")
    assert (path / "train" / "pos").is_dir()
    assert "stand-in: 2,000 + 1,000 film reviews" in capsys.readouterr().err


def test_a_damaged_archive_beside_the_notebook_is_named(notebook):
    (notebook / "data").mkdir()
    path = Path("../data/jaychou_lyrics.txt.zip")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("jaychou_lyrics.txt", "想要有直升机")
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(DataError, match=r"jaychou_lyrics\.txt\.zip cannot be unpacked"):
        load_data_jay_lyrics()


def test_folders_are_made_from_their_parts_once(tmp_path):
    for _ in range(2):
        mkdir_if_not_exist([str(tmp_path), "train_valid", "cat"])
    assert (tmp_path / "train_valid" / "cat").is_dir()
    mkdir_if_not_exist(str(tmp_path / "one part"))
    assert (tmp_path / "one part").is_dir()
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match="Cannot write"):
        mkdir_if_not_exist([str(tmp_path), "file", "below"])
