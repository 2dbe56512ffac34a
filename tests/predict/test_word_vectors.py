"""Nearest words and analogies, beside loops over all words."""

import numpy as np
import pytest
from mxnet import nd

from gluon_course import export, models, predict
from gluon_course.base.errors import ConfigError, DataError, ShapeError

TOKENS = [f"w{i}" for i in range(30)]


@pytest.fixture
def vectors():
    return np.random.RandomState(0).normal(size=(30, 6)).astype(np.float32)


def slow(vectors, wanted, left_out, k):
    cosines = []
    for i, each in enumerate(vectors):
        if i not in left_out:
            cosine = each @ wanted / np.sqrt((each @ each) * (wanted @ wanted))
            cosines.append((-cosine, TOKENS[i]))
    return [(token, -cosine) for cosine, token in sorted(cosines)[:k]]


def check_equal(found, wanted):
    assert [token for token, _ in found] == [token for token, _ in wanted]
    assert [c for _, c in found] == pytest.approx([c for _, c in wanted], abs=1e-5)


def test_nearest_words_are_those_of_a_loop(vectors):
    words = predict.WordVectors(TOKENS, vectors)
    for token, found in zip(("w3", "w20"), words.nearest(["w3", "w20"], 4)):
        i = TOKENS.index(token)
        check_equal(found, slow(vectors, vectors[i], {i}, 4))


def test_an_analogy_is_arithmetic_and_its_words_are_no_answers(vectors):
    words = predict.WordVectors(TOKENS, nd.array(vectors))
    questions = [("w1", "w2", "w3"), ("w4", "w4", "w5")]
    for question, found in zip(questions, words.analogies(questions, 3)):
        a, b, c = (TOKENS.index(each) for each in question)
        wanted = vectors[b] - vectors[a] + vectors[c]
        check_equal(found, slow(vectors, wanted, {a, b, c}, 3))


def test_any_vector_has_nearest_words(vectors):
    words = predict.WordVectors(TOKENS, vectors)
    wanted = vectors[3] + vectors[5]
    (found,) = words.nearest_to(nd.array(wanted).reshape((1, -1)), 4)
    check_equal(found, slow(vectors, wanted, set(), 4))
    with pytest.raises(ShapeError, match="have 6 numbers"):
        words.nearest_to(vectors[:, :5])


def test_at_most_all_other_words_are_named(vectors):
    words = predict.WordVectors(TOKENS, vectors)
    assert len(words.nearest(["w0"], 1000)[0]) == 29
    assert len(words.analogies([("w0", "w1", "w2")], 1000)[0]) == 27
    assert predict.WordVectors(["a"], [[1.0]]).nearest(["a"]) == [[]]
    assert words.nearest([]) == [] and words.analogies([]) == []


def test_a_vector_of_zeros_is_near_to_nothing():
    words = predict.WordVectors("abc", [[0, 0], [1, 0], [-1, 0]])
    assert words.nearest("b", 2) == [[("a", 0.0), ("c", -1.0)]]
    assert words.nearest("a", 2) == [[("b", 0.0), ("c", 0.0)]]


def test_mistakes_are_told(vectors):
    words = predict.WordVectors(TOKENS, vectors)
    with pytest.raises(DataError, match="'w99' is none of 30 words"):
        words.nearest(["w99"])
    with pytest.raises(ConfigError, match="k is 0"):
        words.nearest(["w1"], 0)
    with pytest.raises(ConfigError, match="not three words"):
        words.analogies([("w1", "w2")])
    with pytest.raises(ShapeError, match="30 tokens"):
        predict.WordVectors(TOKENS, vectors[:-1])
    with pytest.raises(DataError, match="'w0' stands twice"):
        predict.WordVectors([*TOKENS[:-1], "w0"], vectors)
    vectors[3, 2] = np.nan
    with pytest.raises(DataError, match="not finite"):
        predict.WordVectors(TOKENS, vectors)


def test_an_export_answers_as_the_net_does(tmp_path):
    net = models.get_model("skip_gram", vocab_size=30, embed_size=6)
    net.initialize()
    info = {"task": "word-vectors", "vocab": TOKENS}
    export.export_model(net.embedder(), tmp_path / "export", (1,), info=info)
    found = predict.load_predictor(tmp_path).nearest(["w7"], 5)[0]
    with pytest.raises(DataError, match=r"none of 30 words.*vocabulary's words only"):
        predict.load_predictor(tmp_path).nearest(["w99"])
    table = net.centers.weight.data()
    check_equal(found, predict.WordVectors(TOKENS, table).nearest(["w7"], 5)[0])
    export.export_model(
        net.embedder(), tmp_path / "bare", (1,), info={"task": "word-vectors"}
    )
    with pytest.raises(DataError, match="does not name its words"):
        predict.load_predictor(tmp_path / "bare")
