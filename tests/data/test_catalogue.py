"""The rows of the catalogue are whole and consistent."""

import re

import pytest

from gluon_course.base.errors import ConfigError
from gluon_course.data import add_data_set, data_set_names, find_data_set
from gluon_course.data.rows import ROWS

LENGTHS = {"sha256": 64, "sha1": 40, "md5": 32}
COURSE_MAP = {
    "hotdog": "fba480ffa8aa7e0febbb511d181409f899b9baa5",
    "voc2012": "4e443f8a2eca6b1dac8a6c57641b67dd40621a49",
    "imdb": "01ada507287d82875905620988597833ad4e0903",
    "ptb": "319d85e578af0cdc590547f26231e4e31cdf1e42",
    "snli": "9fcde07509c7e87ec61c640c1b2753d9041758e4",
    "glove.6B": "b64e54f1877d2f735bdd000c1d7d771e25c7dfdc",
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_row_is_whole(row):
    assert row.title and row.section and row.licence and row.files
    assert row.kind in ("data", "weights", "embedding", "stand-in")
    for file in row.files:
        assert not file.path.startswith("/") and ".." not in file.path
        for edition in file.editions:
            assert edition.checksums
            for algorithm, value in edition.checksums.items():
                assert re.fullmatch(f"[0-9a-f]{{{LENGTHS[algorithm]}}}", value)
        # Editions must be told apart by name.
        names = [edition.name for edition in file.editions]
        assert len(set(names)) == len(names) and (len(names) < 2 or all(names))
        assert file.editions or row.content_sha1 or not file.addresses()
    for path, sha1 in row.content_sha1.items():
        assert re.fullmatch("[0-9a-f]{40}", sha1), path
    # Somebody without the data must be told an address or a place.
    assert all(file.sources for file in row.files) or row.origin
    assert row.is_archive or not row.evidence


def test_names_and_paths_are_unique():
    names = [row.name for row in ROWS]
    paths = [file.path for row in ROWS for file in row.files]
    assert len(set(names)) == len(names) == len(set(data_set_names()) & set(names))
    assert len(set(paths)) == len(paths)


@pytest.mark.parametrize(("name", "sha1"), COURSE_MAP.items())
def test_published_checksums_are_those_of_the_texts(name, sha1):
    assert find_data_set(name).files[0].editions[0].sha1 == sha1


def test_every_known_address_of_a_file_is_a_mirror(monkeypatch):
    addresses = find_data_set("hotdog").files[0].addresses()
    hosts = [address.split("/")[2] for address in addresses]
    assert hosts == [
        "apache-mxnet.s3-accelerate.dualstack.amazonaws.com",
        "apache-mxnet.s3-accelerate.amazonaws.com",
        "d2l-data.s3-accelerate.amazonaws.com",
    ]
    monkeypatch.setenv("MXNET_GLUON_REPO", "https://mirror.example/apache-mxnet/")
    first = find_data_set("fashion-mnist").files[0].addresses()[0]
    assert first == (
        "https://mirror.example/apache-mxnet/gluon/dataset/fashion-mnist/"
        "train-images-idx3-ubyte.gz"
    )


def test_the_model_zoo_names_its_files_after_their_checksum():
    for row in ROWS:
        for path, sha1 in row.content_sha1.items():
            if path.startswith("models/"):
                assert path.endswith(f"-{sha1[:8]}.params")


def test_a_second_row_of_one_name_is_refused():
    with pytest.raises(ConfigError, match="registered already"):
        add_data_set(find_data_set("ptb"))
