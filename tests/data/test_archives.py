"""Unpacking: what is inside arrives, what is hostile or damaged leaves nothing."""

import io
import os
import random
import stat
import struct
import subprocess
import sys
import tarfile
import zipfile

import pytest

from gluon_course.base.errors import DataError
from gluon_course.data import unpack

FILES = {"a/one.txt": b"one", "a/b/two.bin": bytes(range(256)) * 999, "empty": b""}


def write_tar(path, members, mode="w"):
    with tarfile.open(path, mode) as archive:
        for member, content in members:
            if isinstance(content, bytes):
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
            else:
                archive.addfile(member)
    return path


def tar_member(name, kind=tarfile.REGTYPE, link=""):
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, link
    return member


def contents(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def refuse(archive, target, message, **bounds):
    """Unpacking fails with ``message`` and leaves nothing behind, inside or outside."""
    before = contents(target.parent)
    with pytest.raises(DataError, match=message) as error:
        unpack([(archive, "")], target, **bounds)
    assert str(archive) in str(error.value)
    assert not target.exists()
    assert contents(target.parent) == before


@pytest.fixture
def target(tmp_path):
    (tmp_path / "out").mkdir()
    return tmp_path / "out" / "unpacked"


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_tar_archives_are_unpacked_whole(tmp_path, target, mode):
    members = [(tar_member(name), content) for name, content in FILES.items()]
    path = write_tar(tmp_path / "x.tar", members, mode)
    assert unpack([(path, "")], target) == target
    assert contents(target) == FILES
    assert [each.name for each in target.parent.iterdir()] == ["unpacked"]


def test_several_archives_share_a_folder(target, make_zip):
    first = make_zip({"one": b"1"}, "first.zip")
    second = make_zip({"two": b"2", "deep/": b"", "deep/three": b"3"}, "second.zip")
    unpack([(first, ""), (second, "below/it")], target)
    expected = {"one": b"1", "below/it/two": b"2", "below/it/deep/three": b"3"}
    assert contents(target) == expected


def test_what_stood_there_is_replaced_only_by_success(target, make_zip):
    unpack([(make_zip({"old": b"1"}), "")], target)
    with pytest.raises(DataError):
        unpack([(make_zip({"../bad": b"1"}), "")], target)
    assert contents(target) == {"old": b"1"}
    unpack([(make_zip({"new": b"2"}), "")], target)
    assert contents(target) == {"new": b"2"}


OUTSIDE = ["../out.txt", "a/../../out.txt", "/etc/out.txt", "..\\out.txt", "C:out.txt"]


@pytest.mark.parametrize("name", [*OUTSIDE, "a/.."])
def test_a_zip_member_outside_is_refused(target, make_zip, name):
    refuse(make_zip({"fine": b"1", name: b"2"}), target, "outside")


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_tar_member_outside_is_refused(tmp_path, target, name):
    path = write_tar(tmp_path / "x.tar", [(tar_member(name), b"2")])
    refuse(path, target, "outside")


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE])
@pytest.mark.parametrize(
    "link", ["/etc/passwd", "../../../etc/passwd", "..", "a/../../x", "C:\\x"]
)
def test_a_link_out_is_refused(tmp_path, target, kind, link):
    path = write_tar(tmp_path / "x.tar", [(tar_member("link", kind, link), None)])
    refuse(path, target, "link")


def test_writing_through_a_link_is_refused(tmp_path, target):
    members = [
        (tar_member("door", tarfile.SYMTYPE, ".."), None),
        (tar_member("door/out.txt"), b"out"),
    ]
    refuse(write_tar(tmp_path / "x.tar", members), target, "link")


def test_links_inside_become_copies(tmp_path, target):
    members = [
        (tar_member("a/one"), b"1"),
        (tar_member("b/soft", tarfile.SYMTYPE, "../a/one"), None),
        (tar_member("hard", tarfile.LNKTYPE, "a/one"), None),
    ]
    unpack([(write_tar(tmp_path / "x.tar", members), "")], target)
    assert contents(target) == {"a/one": b"1", "b/soft": b"1", "hard": b"1"}
    assert not any(path.is_symlink() for path in target.rglob("*"))


@pytest.mark.parametrize("link", ["absent", "self", "folder"])
def test_a_link_to_no_file_is_refused(tmp_path, target, link):
    members = [
        (tar_member("folder", tarfile.DIRTYPE), None),
        (tar_member("self", tarfile.SYMTYPE, link), None),
    ]
    refuse(write_tar(tmp_path / "x.tar", members), target, "not a file")


def test_zip_links_are_treated_as_those_of_tar(tmp_path, target):
    def write(link):
        path = tmp_path / "x.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("one", b"1")
            member = zipfile.ZipInfo("link")
            member.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(member, link)
        return path

    refuse(write("/etc/passwd"), target, "outside")
    unpack([(write("one"), "")], target)
    assert contents(target) == {"one": b"1", "link": b"1"}


@pytest.mark.parametrize("kind", [tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE])
def test_devices_and_pipes_are_refused(tmp_path, target, kind):
    path = write_tar(tmp_path / "x.tar", [(tar_member("null", kind), None)])
    refuse(path, target, "device")


def test_a_zip_bomb_is_refused_at_the_bound(target, make_zip):
    bomb = make_zip({"zeros": bytes(5_000_000)})
    assert bomb.stat().st_size < 10_000
    refuse(bomb, target, "more than 4,999,999 bytes", max_bytes=4_999_999)
    unpack([(bomb, "")], target, max_bytes=5_000_000)


def test_a_zip_that_lies_about_its_size_is_refused(target, make_zip):
    path = make_zip({"zeros": bytes(1_000_000)})
    content = path.read_bytes()
    size = struct.pack("<I", 1_000_000)
    assert content.count(size) == 2
    path.write_bytes(content.replace(size, struct.pack("<I", 10)))
    refuse(path, target, "cannot be unpacked", max_bytes=1000)


def test_a_sparse_member_of_terabytes_is_refused_at_once(tmp_path, target):
    member = tar_member("huge", tarfile.GNUTYPE_SPARSE)
    header = bytearray(member.tobuf(tarfile.GNU_FORMAT))
    # one piece of 0 bytes at offset 0, real size 2**40
    header[386:398], header[398:410] = b"00000000000\0", b"00000000000\0"
    header[483:495] = b"\x80" + (2**40).to_bytes(11, "big")
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    path = tmp_path / "x.tar"
    path.write_bytes(bytes(header) + bytes(1024))
    refuse(path, target, "unpacks to more than")


def test_too_many_members_are_refused(target, make_zip):
    path = make_zip({str(number): b"" for number in range(11)})
    refuse(path, target, "more than 10 members", max_members=10)


def test_the_bound_holds_for_all_archives_together(target, make_zip):
    parts = [(make_zip({"x": bytes(600)}, f"{i}.zip"), str(i)) for i in range(2)]
    with pytest.raises(DataError, match="more than 1,000 bytes"):
        unpack(parts, target, max_bytes=1000)
    assert not target.exists()


def test_an_encrypted_zip_is_refused(target, make_zip):
    path = make_zip({"secret": b"x" * 50})
    content = bytearray(path.read_bytes())
    for start, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(start) + offset] |= 1
    path.write_bytes(content)
    refuse(path, target, "encrypted")


@pytest.mark.parametrize("size", [0, 1, 30, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("kind", ["zip", "w:gz"])
def test_a_truncated_archive_is_refused(tmp_path, target, make_zip, kind, size):
    if kind == "zip":
        path = make_zip(FILES)
    else:
        members = [(tar_member(name), content) for name, content in FILES.items()]
        path = write_tar(tmp_path / "x.tar.gz", members, kind)
    content = path.read_bytes()
    path.write_bytes(
        content[: size if isinstance(size, int) else int(len(content) * size)]
    )
    refuse(path, target, "cannot be unpacked")


def test_a_damaged_header_inside_a_tar_is_not_taken_for_its_end(tmp_path, target):
    members = [(tar_member(str(number)), b"x" * 600) for number in range(4)]
    path = write_tar(tmp_path / "x.tar", members)
    content = bytearray(path.read_bytes())
    content[2 * 1536 + 100] ^= 0xFF
    path.write_bytes(content)
    refuse(path, target, "damaged")


def test_random_damage_never_leaves_anything_wrong(tmp_path, make_zip):
    """300 damaged archives: refused, or unpacked as they were, never outside."""
    members = [(tar_member(name), content) for name, content in FILES.items()]
    sources = [
        make_zip(FILES, "whole.zip"),
        write_tar(tmp_path / "whole.tar.gz", members, "w:gz"),
    ]
    draw = random.Random(0)
    for number in range(300):
        source = sources[number % 2]
        damaged = bytearray(source.read_bytes())
        for _ in range(draw.choice([1, 1, 5])):
            damaged[draw.randrange(len(damaged))] ^= draw.randrange(1, 256)
        path = tmp_path / f"damaged{source.suffix}"
        path.write_bytes(damaged)
        target = tmp_path / "out" / "unpacked"
        try:
            unpack([(path, "")], target, max_bytes=10**6)
        except DataError:
            assert contents(tmp_path / "out") == {}
            continue
        # Names and folders of a zip carry no checksum; bytes of files do.
        assert set(contents(target).values()) <= set(FILES.values())
        for path in target.rglob("*"):
            assert target in path.resolve().parents
        os.rename(target, tmp_path / f"kept{number}")


def test_a_member_that_is_file_and_folder_is_refused(target, make_zip):
    refuse(make_zip({"x": b"1", "x/y": b"2"}), target, "both a file and a folder")


def test_a_file_that_is_no_archive_and_one_that_is_absent(tmp_path, target):
    (tmp_path / "page.zip").write_bytes(b"<html>not found</html>" * 100)
    refuse(tmp_path / "page.zip", target, "cannot be unpacked")
    refuse(tmp_path / "absent.zip", target, "No such file")


def test_a_check_that_fails_refuses_the_archive(target, make_zip):
    archive = make_zip({"x": b"1"})

    def check(folder):
        assert (folder / "x").read_bytes() == b"1" and not target.exists()
        raise DataError("not what was wanted")

    with pytest.raises(DataError, match="not what was wanted"):
        unpack([(archive, "")], target, check=check)
    assert list(target.parent.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_an_error_of_the_disk(tmp_path, make_zip):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DataError, match="Cannot write"):
        unpack([(make_zip({"x": b"1"}), "")], tmp_path / "file" / "unpacked")


FULL_DISK = """
import resource, sys
from pathlib import Path
from gluon_course.base.errors import DataError
from gluon_course.data.archives import unpack

resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    unpack([(Path(sys.argv[1]), "")], sys.argv[2])
except DataError as error:
    sys.exit(f"DataError: {error}")
"""


def test_a_disk_that_takes_no_more_is_said_and_nothing_stays(target, make_zip):
    """The system's limit on the size of a file stands in for a full disk."""
    archive = make_zip({"small": b"1", "large": os.urandom(300_000)})
    command = [sys.executable, "-c", FULL_DISK, str(archive), str(target)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=500)
    assert ended.returncode == 1
    assert ended.stderr.startswith("DataError: Cannot write")
    assert "File too large" in ended.stderr and "free some space" in ended.stderr
    assert list(target.parent.iterdir()) == []
