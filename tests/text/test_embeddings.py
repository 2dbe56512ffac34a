"""Word vectors from files: what is read, what is refused, and why."""

import zipfile

import numpy as np
import pytest
from mxnet.contrib import text as mxnet_text

from gluon_course import text
from gluon_course.base.errors import ConfigError, CourseError, DataError

LINES = ["the 1 2 3", "time -.5 0 1e-2", "€ 4 5 6"]


def write(folder, lines, name="vectors.txt"):
    path = folder / name
    content = lines if isinstance(lines, bytes) else "\n".join([*lines, ""]).encode()
    path.write_bytes(content)
    return path


def test_words_and_vectors_are_those_of_the_file(tmp_path):
    embedding = text.load_embedding(write(tmp_path, LINES))
    assert embedding.idx_to_token == ["<unk>", "the", "time", "€"]
    expected = np.array([[0, 0, 0], [1, 2, 3], [-0.5, 0, 0.01], [4, 5, 6]], np.float32)
    np.testing.assert_array_equal(embedding.idx_to_vec.asnumpy(), expected)


@pytest.mark.parametrize("change", ["header", "mark", "returns", "zip", "spaces"])
def test_other_forms_of_a_file_hold_the_same(tmp_path, change):
    plain = text.load_embedding(write(tmp_path, LINES))
    path = write(tmp_path, LINES, "other.vec")
    content = path.read_bytes()
    if change == "header":
        path.write_bytes(b"3 3\n" + content)
    elif change == "mark":
        path.write_bytes(b"\xef\xbb\xbf" + content)
    elif change == "returns":
        path.write_bytes(content.replace(b"\n", b"\r\n"))
    elif change == "spaces":  # fastText ends its lines with one
        path.write_bytes(b"3 3\n" + content.replace(b"\n", b" \n"))
    else:
        path = tmp_path / "vectors.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("v.txt", content)
    assert text.load_embedding(path) == plain


def test_the_first_of_two_vectors_counts_and_stderr_says_so(tmp_path, capsys):
    path = write(tmp_path, [*LINES, "time 9 9 9", "the 8 8 8"])
    embedding = text.load_embedding(path)
    assert embedding == text.load_embedding(write(tmp_path, LINES, "b.txt"))
    assert "2 words stand again" in capsys.readouterr().err


def test_a_vector_of_the_unknown_word_is_kept(tmp_path):
    embedding = text.load_embedding(write(tmp_path, [*LINES, "<unk> 7 7 7"]))
    assert embedding["nowhere"].asnumpy().tolist() == [7, 7, 7]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (b"", "holds no word"),
        (["300 3"], "holds no word"),
        ([*LINES, "short 1 2"], "Line 4 .* has 2 numbers for 'short', the others 3"),
        (["2 3", "a 1 2 3", "b 1 2 3 4"], "Line 3 .* has 4 numbers for 'b'"),
        ([*LINES, "<unk> 7"], "Line 4 .* has 1 numbers for '<unk>', the others 3"),
        ([*LINES, "time 1 2"], "Line 4 .* has 2 numbers for 'time', the others 3"),
        (["9 300", *LINES], "says a width of 300, its vectors have 3"),
        ([*LINES, "bad 1 nan 2"], "Line 4 .* has 'nan' in place of a number"),
        ([*LINES, "bad 1 1e39 2"], "Line 4 .* has '1e39'"),
        (["bad 1 -inf 2", *LINES], "Line 1 .* has '-inf'"),
        (["new york 1 2", *LINES], "Line 1 .* has 'york' in place of a number"),
        (["the", "time"], "Line 1 .* holds no vector: 'the'"),
        ([LINES[0], "", LINES[1]], "Line 2 .* holds no vector"),
        (["the\t1\t2", "time\t3\t4"], "Line 1 .* holds no vector"),
        ("caf\xe9 1 2\nthe 3 4\n".encode("latin-1"), "Line 1 .* is not UTF-8"),
    ],
)
def test_what_is_no_word_with_its_vector_is_named(tmp_path, lines, message):
    with pytest.raises(DataError, match=message) as error:
        text.load_embedding(write(tmp_path, lines))
    assert error.value.action or "width" in message


def test_what_is_not_there_is_refused(tmp_path):
    with pytest.raises(DataError, match="no file"):
        text.load_embedding(tmp_path / "absent.txt")
    with pytest.raises(CourseError, match=r"glove\.7B"):
        text.load_embedding("glove.7B")
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "a 1 2")
        archive.writestr("b.txt", "b 1 2")
    with pytest.raises(DataError, match="holds 2 files"):
        text.load_embedding(path)


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("GLUON_COURSE_DATA", str(tmp_path / "root"))
    monkeypatch.setenv("GLUON_COURSE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "root"


def test_sets_of_several_widths_are_named_with_theirs(root):
    folder = root / "embeddings" / "glove"
    folder.mkdir(parents=True)
    for width in (25, 50):
        line = " ".join(["a", *["1"] * width])
        write(folder, [line], f"glove.twitter.27B.{width}d.txt")
    embedding = text.load_embedding("glove.twitter.27B.25d")
    assert embedding.idx_to_vec.shape == (2, 25)
    with pytest.raises(ConfigError, match=r"27B\.25d, glove\.twitter\.27B\.50d"):
        text.load_embedding("glove.twitter.27B")
    with pytest.raises(ConfigError, match="no vectors of that width"):
        text.load_embedding("glove.twitter.27B.99d")
    with pytest.raises(ConfigError, match=r"There is no glove\.twitter\.27B\.100d"):
        text.load_embedding("glove.twitter.27B.100d")


def test_a_width_that_no_set_has_is_told_before_anything_is_fetched(root):
    for name in ("glove.6B", "glove.6B.77d", "glove.6B.050d"):
        with pytest.raises(ConfigError, match=r"glove\.6B\.50d, glove\.6B\.100d"):
            text.load_embedding(name)


def test_a_set_of_v2_is_its_only_file(root):
    (root / "glove.6B.50d").mkdir(parents=True)
    write(root / "glove.6B.50d", LINES, "vec.txt")
    for name in ("v2-glove.6b.50d", "glove.6B.50d"):
        assert text.load_embedding(name).idx_to_vec.shape == (4, 3)


def test_the_nine_thousand_words_of_the_data_root_stand_in(real_data, capsys):
    embedding = text.load_embedding("glove.6B.50d")
    assert embedding.idx_to_vec.shape[1] == 50
    assert embedding["the"][0].asscalar() == np.float32(0.418)
    if len(embedding.idx_to_token) < 400_000:
        assert len(embedding.idx_to_token) == 9_001
    # read in place too
    in_place = text.load_embedding(real_data / "glove.6B.50d_top9000.zip")
    assert in_place.idx_to_token[:9001] == embedding.idx_to_token[:9001]


@pytest.mark.parametrize("kind", ["gluonnlp", "mxnet"])
def test_rows_follow_the_vocabulary_and_are_zero_without_a_vector(tmp_path, kind):
    embedding = text.load_embedding(write(tmp_path, [*LINES, "<unk> 7 7 7"]))
    tokens = ["time", "the", "the", "zebra"]
    if kind == "gluonnlp":
        vocab = text.build_vocab(tokens, reserved=["<pad>"])
    else:
        counter = text.count_tokens([tokens])
        vocab = mxnet_text.vocab.Vocabulary(counter, reserved_tokens=["<pad>"])
    vectors = text.vectors_of(vocab, embedding).asnumpy()
    expected = {"<unk>": [7] * 3, "the": [1, 2, 3], "time": [-0.5, 0, 0.01]}
    for token, row in zip(vocab.idx_to_token, vectors):
        np.testing.assert_allclose(row, expected.get(token, [0] * 3), rtol=1e-6)


def test_a_vocabulary_without_any_vector_is_refused(tmp_path):
    embedding = text.load_embedding(write(tmp_path, LINES))
    with pytest.raises(DataError, match="None of the 2 tokens"):
        text.vectors_of(text.build_vocab(["爱", "恨"], unknown=None), embedding)
