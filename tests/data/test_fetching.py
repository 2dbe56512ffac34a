"""Data sets from mirrors: the right file, once, or a sentence that says what to do."""

import hashlib
import subprocess
import sys
import textwrap

import pytest

from gluon_course import data
from gluon_course.base.errors import ConfigError, DataError
from gluon_course.data import downloading, fetching
from gluon_course.data.catalogue import add_data_set
from gluon_course.data.dataset import DataFile, DataSet, Edition
from gluon_course.data.store import edition_name

CONTENT = b"the right content" * 1000
WRONG = b"another file......" * 1000


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr(downloading.time, "sleep", lambda seconds: None)


def test_a_set_is_fetched_to_the_root_checked_and_found_again(server, places, add_file):
    row = add_file(CONTENT, server.serve("/x", CONTENT))
    path = data.fetch(row.name)
    assert path == places / "root" / "set.bin" and path.read_bytes() == CONTENT
    assert data.locate(row.name) == path
    assert len(server.requests) == 1
    assert [each.name for each in path.parent.iterdir()] == ["set.bin"]


def test_the_next_mirror_is_tried_after_every_kind_of_failure(server, add_file):
    row = add_file(
        CONTENT,
        server.serve("/absent", status=404),
        server.serve("/broken", status=500),
        server.serve("/cut", CONTENT, cuts=[0] * 9),
        server.serve("/other", WRONG),
        server.serve("/short", CONTENT, declared=50),
        server.serve("/good", CONTENT),
    )
    assert data.fetch(row.name).read_bytes() == CONTENT
    asked = [path for path, _ in server.requests]
    assert list(dict.fromkeys(asked)) == [
        "/absent",
        "/broken",
        "/cut",
        "/other",
        "/short",
        "/good",
    ]


def test_a_wrong_file_is_never_accepted(server, places, add_file):
    row = add_file(CONTENT, server.serve("/x", WRONG))
    with pytest.raises(DataError, match="another file came") as error:
        data.fetch(row.name)
    assert hashlib.sha256(WRONG).hexdigest() in str(error.value)
    assert "login page or a proxy" in str(error.value)
    assert list((places / "root").iterdir()) == []


def test_a_partial_file_is_continued(server, root, add_file):
    (root / "set.bin.part").write_bytes(CONTENT[:777])
    row = add_file(CONTENT, server.serve("/x", CONTENT))
    assert data.fetch(row.name).read_bytes() == CONTENT
    assert server.requests == [("/x", "bytes=777-")]


def test_a_partial_file_of_other_content_is_started_anew(server, root, add_file):
    """The file changed on the server since: the checksum decides."""
    (root / "set.bin.part").write_bytes(WRONG[:777])
    row = add_file(CONTENT, server.serve("/x", CONTENT))
    assert data.fetch(row.name).read_bytes() == CONTENT
    assert server.requests == [("/x", "bytes=777-"), ("/x", None)]


def test_an_interrupted_download_leaves_its_part_for_the_next(
    server, root, add_file, monkeypatch
):
    row = add_file(CONTENT, server.serve("/x", CONTENT))

    def interrupt(address, part, *rest):
        part.write_bytes(CONTENT[:500])
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(downloading, "download", interrupt)
        with pytest.raises(KeyboardInterrupt):
            data.fetch(row.name)
    assert data.fetch(row.name).read_bytes() == CONTENT
    assert server.requests == [("/x", "bytes=500-")]


def test_offline_there_is_one_error_with_the_steps_by_hand(server, places, add_file):
    row = add_file(CONTENT, server.address + "/x", server.address + "/y")
    server.close()
    with pytest.raises(DataError) as error:
        data.fetch(row.name)
    text = str(error.value)
    assert "/x: the connection is refused" in text and "/y:" in text
    assert f"{server.address}/x\n    to {places}/root/set.bin (sha256 " in text
    assert f"data verify {row.name}" in text


def test_without_an_address_the_error_says_where_it_is(add_file):
    row = add_file(CONTENT, origin="folder data/ of the text's repository")
    with pytest.raises(DataError, match=r"no address.*folder data/ of the text"):
        data.fetch(row.name)


def test_an_archive_is_unpacked_in_the_cache(server, places, add_file, make_zip):
    archive = make_zip({"folder/x.txt": b"1", "folder/y.txt": b"2"}).read_bytes()
    row = add_file(
        archive,
        server.serve("/x.zip", archive),
        path="x.zip",
        content="folder",
        unpack_to="",
        evidence=("x.txt",),
    )
    path = data.fetch(row.name)
    assert places / "cache" in path.parents
    assert (path / "y.txt").read_bytes() == b"2"
    assert [each.name for each in (places / "root").iterdir()] == ["x.zip"]
    assert data.locate_file(row.name, "x.zip") == places / "root" / "x.zip"


def test_a_malicious_archive_leaves_nothing_outside(server, places, add_file, make_zip):
    archive = make_zip({"folder/x": b"1", "../../evil": b"2"}).read_bytes()
    address = server.serve("/x.zip", archive)
    row = add_file(archive, address, path="x.zip", content="folder", unpack_to="")
    with pytest.raises(DataError, match="outside"):
        data.fetch(row.name)
    assert not list(places.rglob("evil"))
    assert not [each for each in places.rglob("folder") if each.is_dir()]


def test_of_a_file_without_checksum_the_content_vouches(
    server, places, add_file, make_zip
):
    """The model zoo's archives: only what is inside has a published checksum."""

    def row_of(archive, name):
        return add_file(
            archive,
            server.serve(f"/{name}", archive),
            path=f"{name}.zip",
            known=False,
            content=f"{name}.params",
            unpack_to="",
            content_sha1={f"{name}.params": hashlib.sha1(b"weights").hexdigest()},
        )

    good = make_zip({"good.params": b"weights"}).read_bytes()
    assert data.fetch(row_of(good, "good").name).read_bytes() == b"weights"
    bad = make_zip({"bad.params": b"WEIGHTS"}).read_bytes()
    with pytest.raises(DataError, match="no edition"):
        data.fetch(row_of(bad, "bad").name)
    assert not (places / "root" / "bad.zip").exists()
    assert not list(places.rglob("bad.params"))


def add_pair(server, addresses):
    """Two files, two editions; ``addresses`` per file in the order of trial."""
    files = []
    for name, sources in addresses.items():
        contents = {each: f"{name} {each}".encode() for each in ("old", "new")}
        editions = tuple(
            Edition(hashlib.sha256(content).hexdigest(), name=edition)
            for edition, content in contents.items()
        )
        urls = tuple(
            server.serve(f"/{name}/{place}", contents[edition])
            for place, edition in sources
        )
        files.append(DataFile(f"pair/{name}", editions, urls))
    row = DataSet(f"test-pair-{id(files)}", "A pair", "pair", tuple(files))
    add_data_set(row)
    return row


def test_files_of_one_set_are_of_one_edition(server):
    row = add_pair(
        server,
        {"images": [("1", "old")], "labels": [("1", "new"), ("2", "old")]},
    )
    path = data.fetch(row.name)
    assert (path / "labels").read_text() == "labels old"
    assert edition_name(row.name) == "old"


def test_files_of_two_editions_are_refused(server, root):
    row = add_pair(server, {"images": [], "labels": []})
    (root / "pair").mkdir()
    (root / "pair" / "images").write_text("images old")
    (root / "pair" / "labels").write_text("labels new")
    with pytest.raises(DataError, match="2 editions: new; old"):
        data.locate(row.name)


def test_a_read_only_root_is_left_alone(server, root, places, add_file):
    row = add_file(CONTENT, server.serve("/x", CONTENT))
    root.chmod(0o555)
    try:
        path = data.fetch(row.name)
        assert list(root.iterdir()) == []
    finally:
        root.chmod(0o755)
    assert path == places / "cache" / "downloads" / "set.bin"
    assert data.locate(row.name) == path and len(server.requests) == 1


def test_a_root_and_cache_that_cannot_be_written_are_named(
    server, tmp_path, add_file, monkeypatch
):
    (tmp_path / "file").write_bytes(b"")
    for name in ("GLUON_COURSE_DATA", "GLUON_COURSE_CACHE"):
        monkeypatch.setenv(name, str(tmp_path / "file" / name))
    row = add_file(CONTENT, server.serve("/x", CONTENT))
    with pytest.raises(DataError, match="Cannot write"):
        data.fetch(row.name)


def test_one_file_of_a_set_can_be_asked_for(server, places):
    row = add_pair(server, {"images": [("1", "old")], "labels": [("1", "old")]})
    path = data.locate_file(row.name, "pair/labels")
    assert path.read_text() == "labels old"
    assert [each for each, _ in server.requests] == ["/labels/1"]
    with pytest.raises(DataError, match="it has: pair/images, pair/labels"):
        data.locate_file(row.name, "pair/other")


def test_mxnets_mirror_variable_comes_first(server, monkeypatch, add_file):
    monkeypatch.setenv("MXNET_GLUON_REPO", server.address + "/mirror")
    server.serve("/mirror/gluon/dataset/x.bin", CONTENT)
    row = add_file(CONTENT, "gluon/dataset/x.bin")
    assert data.fetch(row.name).read_bytes() == CONTENT
    assert len(row.files[0].addresses()) == 3


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(ConfigError, match="'ptb'"):
        data.fetch("pbt")


SCRIPT = """
import hashlib, sys
from gluon_course.data import fetching
from gluon_course.data.catalogue import add_data_set
from gluon_course.data.dataset import DataFile, DataSet, Edition
from gluon_course.data.store import edition_name

address, sha256 = sys.argv[1:]
file = DataFile("set.bin", (Edition(sha256),), (address,))
add_data_set(DataSet("shared", "A shared set", "set.bin", (file,)))
print(fetching.fetch("shared"))
"""


def test_two_processes_at_once_download_once(server, places):
    content = CONTENT * 200
    address = server.serve("/x", content)
    command = [sys.executable, "-c", textwrap.dedent(SCRIPT), address]
    command.append(hashlib.sha256(content).hexdigest())
    processes = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    outputs = [process.communicate(timeout=500)[0].strip() for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert set(outputs) == {str(places / "root" / "set.bin")}
    assert (places / "root" / "set.bin").read_bytes() == content
    assert server.requests == [("/x", None)]


def test_the_lock_is_free_again_after_an_error(server, add_file):
    row = add_file(CONTENT, server.serve("/x", status=404))
    for _ in range(2):
        with pytest.raises(DataError):
            fetching.fetch(row.name)
    server.serve("/x", CONTENT)
    assert fetching.fetch(row.name).read_bytes() == CONTENT
