"""The commands ``data list|fetch|verify|path`` on a root of their own."""

import json

import pytest

LINES = "20 pairs of the tests\n"


@pytest.fixture
def root(tmp_path, monkeypatch):
    folder = tmp_path / "root"
    folder.mkdir()
    monkeypatch.setenv("GLUON_COURSE_DATA", str(folder))
    monkeypatch.setenv("GLUON_COURSE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("MXNET_HOME", str(tmp_path / "mxnet"))
    return folder


@pytest.fixture
def call(cli):
    """``call("list")``: status, stdout, stderr of ``gluon-course data list``."""

    def run(*args):
        answer = cli("data", *args)
        return answer.status, answer.out, answer.err

    return run


def test_list_shows_every_set_and_where_it_is(root, call):
    (root / "fr-en-small.txt").write_text(LINES)
    status, out, _ = call("list")
    lines = {line.split()[0]: line for line in out.splitlines() if line.strip()}
    assert status == 0 and str(root) in out
    assert "present" in lines["fr-en-small"] and "absent" in lines["voc2012"]
    assert "31 MB" in lines["fashion-mnist"]
    assert max(map(len, out.splitlines()[1:])) <= 80


def test_list_as_json_has_paths_files_and_licences(root, call):
    (root / "fr-en-small.txt").write_text(LINES)
    status, out, _ = call("list", "--json")
    rows = {row["name"]: row for row in json.loads(out)}
    assert status == 0
    assert rows["fr-en-small"]["path"] == str(root / "fr-en-small.txt")
    assert rows["voc2012"]["path"] is None and rows["voc2012"]["state"] == "absent"
    assert rows["fashion-mnist"]["size"] == 30878645
    assert all(row["licence"] and row["files"] for row in rows.values())


def test_path_prints_the_path_alone(root, monkeypatch, call):
    monkeypatch.setenv("GLUON_COURSE_ANY_EDITION", "1")
    (root / "fr-en-small.txt").write_text(LINES)
    status, out, _ = call("path", "fr-en-small")
    assert (status, out) == (0, f"{root / 'fr-en-small.txt'}\n")


def test_verify_ends_with_1_when_a_file_is_not_what_was_published(root, call):
    (root / "fr-en-small.txt").write_text(LINES)
    status, out, _ = call("verify", "fr-en-small")
    assert status == 1 and "fr-en-small.txt: is cut off, damaged" in out


def test_what_is_not_there_is_a_mistake_with_its_remedy(root, call):
    status, out, err = call("verify", "ptb")
    assert status == 2 and out == "" and "data fetch ptb" in err
    status, _, err = call("fetch", "fr-en-small")
    assert status == 2 and "d2l-ai/d2l-zh" in err
    assert f"\n    to {root}/fr-en-small.txt (sha256 2fbdf9bb" in err


def test_a_misspelt_name_stops_before_the_first_download(root, call):
    status, _, err = call("fetch", "voc2012", "fashon-mnist")
    assert status == 2 and "fashion-mnist" in err and "fetching" not in err


@pytest.mark.parametrize("command", ["list", "fetch", "verify", "path"])
def test_help_teaches_without_touching_anything(root, command, call):
    status, out, _ = call(command, "--help")
    assert status == 0 and "Usage:" in out and len(out.splitlines()) > 7
