"""What is present, where it is, and whether it is what was published."""

import hashlib
import io
import json
import os
import shutil
import tarfile

import pytest

from gluon_course import data
from gluon_course.base.errors import DataError
from gluon_course.data import checksums, store
from gluon_course.data.catalogue import add_data_set
from gluon_course.data.dataset import DataFile, DataSet, Edition


def test_absent_partial_and_present_are_told_apart(root, add_file):
    row = add_file(b"content")
    assert data.status(row.name).state == "absent"
    assert data.status(row.name).path is None
    (root / "set.bin").write_bytes(b"content")
    assert data.status(row.name).state == "present"
    assert data.status(row.name).path == root / "set.bin"
    files = (row.files[0], DataFile("second.bin", (Edition("0" * 64),)))
    pair = DataSet("test-partial", "Two files", "", files)
    add_data_set(pair)
    assert data.status("test-partial").state == "partial"


def make_archive(root, name="x.tar.gz"):
    """An archive with ``top/sub/file.txt``, beside the root's own files."""
    with tarfile.open(root / name, "w:gz") as archive:
        member = tarfile.TarInfo("top/sub/file.txt")
        member.size = 4
        archive.addfile(member, io.BytesIO(b"text"))
    return (root / name).read_bytes()


def archive_row(add_file, content, **facts):
    facts = {"content": "top/sub", "evidence": ("file.txt",), **facts}
    return add_file(content, path="x.tar.gz", unpack_to="", **facts)


def test_archives_are_unpacked_once_beside_the_root(root, places, add_file):
    row = archive_row(add_file, make_archive(root))
    assert data.status(row.name).state == "packed"
    path = data.locate(row.name)
    assert (path / "file.txt").read_text() == "text"
    assert path.parents[1].parent == places / "cache" / "unpacked"
    made = (path / "file.txt").stat().st_ino
    assert data.locate(row.name) == path
    assert (path / "file.txt").stat().st_ino == made
    assert [each.name for each in root.iterdir()] == ["x.tar.gz"]


@pytest.mark.parametrize("damage", ["edited", "longer", "removed", "added", "seal"])
def test_a_damaged_cache_is_unpacked_again(root, add_file, damage):
    row = archive_row(add_file, make_archive(root))
    path = data.locate(row.name)
    if damage == "added":
        (path / "more.txt").write_text("more")
    elif damage == "removed":
        (path / "file.txt").unlink()
    elif damage == "seal":
        (path.parents[1] / ".sealed.json").write_text("[")
    else:
        (path / "file.txt").write_text("mine" if damage == "edited" else "longer")
    assert data.locate(row.name) == path
    assert [each.name for each in path.iterdir()] == ["file.txt"]
    assert (path / "file.txt").read_text() == "text"


@pytest.mark.parametrize("record", ["[1]", '"x"', '{"sha256": 5}', "damaged"])
def test_a_damaged_memory_of_checksums_accuses_no_file(root, places, add_file, record):
    row = add_file(b"content")
    (root / "set.bin").write_bytes(b"content")
    data.locate(row.name)
    (file,) = (places / "cache" / "checksums").iterdir()
    if record == "damaged":
        content = file.read_text()
        sha256 = json.loads(content)["sha256"]
        record = content.replace(sha256, sha256[:-1] + "01"[sha256[-1] == "0"])
    file.write_text(record)
    assert data.locate(row.name) == root / "set.bin"


def test_a_folder_unpacked_by_hand_needs_no_archive(root, add_file):
    row = archive_row(add_file, b"never there")
    (root / "top" / "sub").mkdir(parents=True)
    assert data.status(row.name).state == "absent"  # empty: no evidence
    (root / "top" / "sub" / "file.txt").write_text("by hand")
    assert data.status(row.name).state == "unpacked"
    assert data.locate(row.name) == root / "top" / "sub"
    (finding,) = data.verify(row.name)
    assert finding.is_good and "by hand" in finding.message


def test_a_stand_in_is_not_taken_from_a_folder_of_the_set(root, add_file):
    row = archive_row(add_file, make_archive(root), kind="stand-in")
    (root / "top" / "sub").mkdir(parents=True)
    (root / "top" / "sub" / "file.txt").write_text("the whole set")
    assert (data.locate(row.name) / "file.txt").read_text() == "text"


def test_an_archive_of_other_content_is_refused(root, places, add_file):
    row = archive_row(add_file, make_archive(root), evidence=("missing.txt",))
    with pytest.raises(DataError, match="does not hold top/sub"):
        data.locate(row.name)
    assert not list((places / "cache" / "unpacked").iterdir())


def test_a_changed_archive_is_unpacked_anew(root, add_file):
    first = archive_row(add_file, make_archive(root))
    old = data.locate(first.name)
    shutil.copy(root / "x.tar.gz", root / "keep")
    content = (root / "x.tar.gz").read_bytes() + b"\0" * 512
    (root / "x.tar.gz").write_bytes(content)
    with pytest.raises(DataError, match="no edition"):
        data.locate(first.name)
    shutil.copy(root / "keep", root / "x.tar.gz")
    assert data.locate(first.name) == old


def test_any_edition_is_accepted_when_the_user_says_so(root, add_file, monkeypatch):
    row = add_file(b"known")
    (root / "set.bin").write_bytes(b"of last week")
    with pytest.raises(DataError, match="GLUON_COURSE_ANY_EDITION=1"):
        data.locate(row.name)
    monkeypatch.setenv("GLUON_COURSE_ANY_EDITION", "1")
    assert data.locate(row.name) == root / "set.bin"


def test_each_edition_is_recognised_by_what_is_known_of_it(root):
    contents = {"a": b"first", "b": b"second", "c": b"third"}
    editions = (
        Edition(hashlib.sha256(b"first").hexdigest(), name="a", size=5),
        Edition(sha1=hashlib.sha1(b"second").hexdigest(), name="b"),
        Edition(md5=hashlib.md5(b"third").hexdigest(), name="c"),
    )
    row = DataSet("test-editions", "x", "f", (DataFile("f", editions),))
    add_data_set(row)
    for name, content in contents.items():
        (root / "f").write_bytes(content)
        assert store.edition_name("test-editions") == name
        (finding,) = data.verify("test-editions")
        assert finding.is_good and f"({name})" in finding.message


def test_verify_reads_the_file_although_its_checksum_is_remembered(root, add_file):
    row = add_file(b"content")
    path = root / "set.bin"
    path.write_bytes(b"content")
    data.locate(row.name)
    facts = path.stat()
    path.write_bytes(b"CONTENT")
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    with pytest.raises(DataError, match="no edition"):
        data.locate(row.name)  # only the time in the inode tells
    (finding,) = data.verify(row.name)
    assert not finding.is_good and "damaged" in finding.message


def test_verify_names_what_is_missing(root, add_file):
    row = add_file(b"content")
    files = (row.files[0], DataFile("second.bin", (Edition("0" * 64),)))
    add_data_set(DataSet("test-two", "Two files", "", files))
    (root / "set.bin").write_bytes(b"content")
    good, bad = data.verify("test-two")
    assert good.is_good and not bad.is_good
    assert bad.path == root / "second.bin" and "missing" in bad.message
    with pytest.raises(DataError, match="Nothing of"):
        data.verify(archive_row(add_file, b"absent").name)


def test_weights_lie_where_mxnet_puts_them(places, monkeypatch, make_zip):
    sha1 = hashlib.sha1(b"weights").hexdigest()
    row = DataSet(
        "test-weights",
        "x",
        "models/net.params",
        (DataFile("models/net.zip", (), (), "models"),),
        content_sha1={"models/net.params": sha1},
        kind="weights",
    )
    add_data_set(row)
    folder = places / "mxnet" / "models"
    folder.mkdir(parents=True)
    (folder / "net.params").write_bytes(b"weights")
    assert data.locate("test-weights") == folder / "net.params"
    (folder / "net.params").write_bytes(b"weightz")
    with pytest.raises(DataError, match="no edition"):
        data.locate("test-weights")
    (folder / "net.params").unlink()
    monkeypatch.delenv("GLUON_COURSE_DATA")
    shutil.copy(make_zip({"net.params": b"weights"}), folder / "net.zip")
    path = data.locate("test-weights")
    assert path.read_bytes() == b"weights" and path.parts[-2:] == (
        "models",
        "net.params",
    )


def test_without_a_root_mxnets_datasets_are_used(places, monkeypatch, add_file):
    monkeypatch.delenv("GLUON_COURSE_DATA")
    row = add_file(b"content")
    folder = places / "mxnet" / "datasets"
    folder.mkdir(parents=True)
    (folder / "set.bin").write_bytes(b"content")
    assert data.locate(row.name) == folder / "set.bin"


def test_checksums_are_remembered_until_the_file_changes(root, monkeypatch):
    path = root / "file"
    path.write_bytes(b"one")
    first = checksums.checksums(path, ("sha256", "md5"))
    assert first["sha256"] == hashlib.sha256(b"one").hexdigest()
    with monkeypatch.context() as patch:
        patch.setattr(checksums, "compute_checksums", None)  # would raise if called
        assert checksums.checksums(path, ("md5",))["md5"] == first["md5"]
    path.write_bytes(b"other")
    found = checksums.checksums(path)["sha256"]
    assert found == hashlib.sha256(b"other").hexdigest()


def test_a_damaged_record_of_checksums_is_made_anew(root, places):
    path = root / "file"
    path.write_bytes(b"one")
    first = checksums.checksums(path)
    (record,) = (places / "cache" / "checksums").iterdir()
    for content in ("", "[]", '{"stamp": 3}'):
        record.write_text(content)
        assert checksums.checksums(path) == first


def test_every_file_of_the_real_root_is_known_and_good(real_data, places):
    listed = {"MANIFEST.md"}
    for name in data.data_set_names():
        if name.startswith("test-") or data.status(name).state == "absent":
            continue
        path = data.locate(name)
        assert path.exists()
        for finding in data.verify(name):
            assert finding.is_good, finding
            listed.add(str(finding.path.relative_to(real_data)))
    there = {
        str(path.relative_to(real_data))
        for path in real_data.rglob("*")
        if path.is_file()
    }
    assert there == listed
