"""One file from a server that cuts, lies, stalls or knows no ranges."""

import errno
import gzip

import pytest
import requests

from gluon_course.base.errors import DataError
from gluon_course.data import downloading
from gluon_course.data.downloading import TransferError, download

CONTENT = bytes(range(256)) * 2000


@pytest.fixture
def part(tmp_path):
    return tmp_path / "file.part"


def get(address, part, **options):
    options = {"show_bar": False, "timeout_s": 120, "pause_s": 0, **options}
    download(address, part, **options)


def test_a_file_arrives_byte_for_byte(server, part):
    get(server.serve("/x", CONTENT), part)
    assert part.read_bytes() == CONTENT
    assert server.requests == [("/x", None)]


def test_gzip_files_are_not_decoded_on_the_way(server, part):
    packed = gzip.compress(CONTENT)
    get(server.serve("/x.gz", packed), part)
    assert part.read_bytes() == packed


def test_an_earlier_attempt_is_continued(server, part):
    part.write_bytes(CONTENT[:1000])
    get(server.serve("/x", CONTENT), part)
    assert part.read_bytes() == CONTENT
    assert server.requests == [("/x", "bytes=1000-")]


def test_a_server_without_ranges_is_asked_for_all(server, part):
    part.write_bytes(b"y" * 1000)
    get(server.serve("/x", CONTENT, knows_ranges=False), part)
    assert part.read_bytes() == CONTENT


def test_a_connection_that_breaks_again_and_again_is_resumed(server, part):
    cuts = [70_000, 1, 100_000, 0, 0, 5, 200_000]
    get(server.serve("/x", CONTENT, cuts=cuts), part)
    assert part.read_bytes() == CONTENT
    starts = [int((wanted or "bytes=0-")[6:-1]) for _, wanted in server.requests]
    assert starts == sorted(starts) and starts[-1] == 370_006


def test_three_attempts_without_a_byte_are_enough(server, part):
    part.write_bytes(CONTENT[:10])
    with pytest.raises(TransferError, match="cut off"):
        get(server.serve("/x", CONTENT, cuts=[0] * 9), part)
    assert len(server.requests) == 3
    assert part.read_bytes() == CONTENT[:10]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (requests.TooManyRedirects("Exceeded 30 redirects."), "it leads in circles"),
        (requests.exceptions.InvalidSchema("No adapters"), "not of the web"),
    ],
)
def test_redirects_to_nowhere_are_named(part, monkeypatch, error, words):
    def fail(*arguments, **options):
        raise error

    monkeypatch.setattr(requests, "get", fail)
    with pytest.raises(TransferError, match=words):
        get("http://example.org/x", part)


def test_a_part_that_is_whole_already_is_left_alone(server, part):
    part.write_bytes(CONTENT)
    get(server.serve("/x", CONTENT), part)
    assert part.read_bytes() == CONTENT and len(server.requests) == 1


def test_a_part_longer_than_the_file_is_started_anew(server, part):
    part.write_bytes(CONTENT + b"more")
    get(server.serve("/x", CONTENT), part)
    assert part.read_bytes() == CONTENT


def test_a_length_declared_too_large_ends_in_an_error(server, part):
    address = server.serve("/x", CONTENT, declared=len(CONTENT) + 9, knows_ranges=False)
    with pytest.raises(TransferError, match="cut off"):
        get(address, part)


def test_a_length_declared_too_small_is_what_counts(server, part):
    """The client stops there; that the file is wrong shows in its checksum."""
    get(server.serve("/x", CONTENT, declared=100), part)
    assert part.read_bytes() == CONTENT[:100]


def test_more_than_the_file_can_have_is_refused_before_it_is_sent(server, part):
    with pytest.raises(TransferError, match="too many"):
        get(server.serve("/x", CONTENT), part, max_bytes=1000)
    assert not part.exists()


def test_a_server_that_says_nothing_is_left_in_time(server, part, monkeypatch):
    monkeypatch.setattr(downloading, "_MAX_IDLE_ATTEMPTS", 1)
    with pytest.raises(TransferError, match="in time"):
        get(server.serve("/x", is_silent=True), part, timeout_s=0.2)


@pytest.mark.parametrize("status", [404, 403, 500])
def test_a_refusal_is_final(server, part, status):
    with pytest.raises(TransferError, match=str(status)):
        get(server.serve("/x", status=status), part)
    assert len(server.requests) == 1 and not part.exists()


def test_nobody_there_is_final(server, part):
    server.close()
    with pytest.raises(TransferError, match="refused"):
        get(server.address + "/x", part)


def test_a_name_that_does_not_exist_is_final(part, monkeypatch):
    monkeypatch.setattr(downloading, "_MAX_IDLE_ATTEMPTS", 99)  # must not be used
    with pytest.raises(TransferError, match="resolved"):
        get("http://no-such-host.invalid/x", part)


def test_a_full_disk_is_said_before_the_first_byte(server, part, monkeypatch):
    free = type("Usage", (), {"free": 1000})
    monkeypatch.setattr(downloading.shutil, "disk_usage", lambda path: free)
    with pytest.raises(DataError, match="512,000 bytes are to come, 1,000 are free"):
        get(server.serve("/x", CONTENT), part)
    assert not part.exists()


def test_a_disk_that_fills_up_meanwhile_is_an_error_of_the_disk(
    server, part, monkeypatch
):
    def fail(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(downloading.os, "fsync", fail)
    with pytest.raises(DataError, match="No space left"):
        get(server.serve("/x", CONTENT), part)


def test_a_folder_that_is_a_file_is_an_error_of_the_disk(server, tmp_path):
    (tmp_path / "blocker").mkdir()
    with pytest.raises(DataError, match="Cannot write"):
        get(server.serve("/x", CONTENT), tmp_path / "blocker")


def test_the_bar_goes_to_stderr(server, part, capsys):
    get(server.serve("/x", CONTENT), part, show_bar=True)
    captured = capsys.readouterr()
    assert "file" in captured.err and "100%" in captured.err and captured.out == ""
