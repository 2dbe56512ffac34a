"""Each task over HTTP: the answer is the predictor's, alone and in a batch."""

import asyncio
import base64
import io

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("fastapi")
import httpx
from mxnet import gluon, init, nd

from gluon_course import data, models, text
from gluon_course.base.pictures import decode_image
from gluon_course.base.run_length import decode_mask
from gluon_course.base.seeds import seed_everything
from gluon_course.export import export_model, export_parts
from gluon_course.predict import load_predictor

VOCAB = tuple("abcde 分")
REVIEWS = ("<unk>", "<pad>", "so", "good", "bad", "film")
WORDS = tuple(f"word{i}" for i in range(12))


@pytest.fixture(scope="module")
def exports(tmp_path_factory, lenet):
    """Task -> the export of a small net that was not trained."""
    root = tmp_path_factory.mktemp("exports")
    seed_everything(0)

    def write(name, net, shape, info):
        return export_model(net, root / name, shape, info={**info, "notice": name})

    def ready(net, *inputs, how=None):
        net.initialize(how or init.Xavier())
        net(*inputs)
        return net

    ssd = ready(models.get_model("tiny_ssd", num_classes=2), nd.zeros((1, 3, 64, 64)))
    boxes = {"task": "detection", "class_names": ["cat", "dog"]}
    mask = models.get_model("mask_rcnn_tiny", num_classes=2, num_proposals=8)
    mask = ready(mask, nd.zeros((1, 3, 64, 64)), how=init.Xavier(magnitude=4))
    colors = gluon.nn.HybridSequential()
    colors.add(gluon.nn.Conv2D(3, kernel_size=1, in_channels=3))
    colors.initialize()
    colors[0].weight.set_data(nd.eye(3).reshape((3, 3, 1, 1)))
    rgb = {"task": "segmentation", "class_names": ["red", "green", "blue"]}
    gru = models.get_model("gru_lm", vocab_size=len(VOCAB), num_hiddens=8)
    gru.initialize(init.Normal(1))
    birnn = models.get_model("text_cnn", vocab_size=len(REVIEWS), embed_size=5)
    birnn.initialize(init.Normal(1))
    says = {"task": "sentiment", "class_names": ["bad", "good"], "vocab": REVIEWS}
    skip_gram = models.get_model("skip_gram", vocab_size=12, embed_size=5)
    skip_gram.initialize()
    pairs = [["the", "cat"], ["a", "dog"]], [["le", "chat"], ["un", "chien"]]
    info = text.load_pairs(*pairs, 2, 4, data.DataInfo("toy", "toy", (4,))).info
    both = models.get_model(
        "transformer", vocab_size=8, target_vocab_size=8, num_steps=4, num_heads=2
    )
    both.initialize(init.Xavier())
    parts = {**info.as_dict(), "task": "translation", "notice": "translation"}
    return {
        "classification": lenet,
        "detection": write("detection", ssd.detector(), (3, 64, 64), boxes),
        "masks": write(
            "masks", mask.mask_detector(score_threshold=0), (3, 64, 64), boxes
        ),
        "segmentation": write("segmentation", colors, (3, 32, 32), rgb),
        "language": write(
            "language", gru, gru.inputs((4,)), {"task": "language", "vocab": VOCAB}
        ),
        "sentiment": write("sentiment", birnn, birnn.inputs((6,)), says),
        "word-vectors": write(
            "words",
            skip_gram.embedder(),
            (1,),
            {"task": "word-vectors", "vocab": WORDS},
        ),
        "translation": export_parts(
            both.parts((4,)), root / "parts", info=parts, spec=both.spec
        ),
    }


@pytest.fixture
def told(exports, make_app, ask):
    """``told(task, json=...)``: the content of an answer, and the predictor."""

    def tell(task, **content):
        response = ask(make_app(exports[task]), "POST", "/predict", **content)
        assert response.status_code == 200, response.text
        content = response.json()
        predictor = load_predictor(exports[task])
        assert content.pop("time_ms") > 0
        assert content.pop("notice") == predictor.notice
        return content, predictor

    return tell


def near(value):
    return pytest.approx(value, abs=1e-5)


def test_classes_as_a_form_and_as_json(told, png):
    for channels in (3, 1):
        picture = png(channels=channels)
        content = {"picture": base64.b64encode(picture).decode(), "top": 3}
        found, predictor = told("classification", json=content)
        (want,) = predictor([decode_image(picture, 10**6)], 3)
        assert [each["class"] for each in found["answers"]] == [
            each.class_name for each in want
        ]
        for each, right in zip(found["answers"], want):
            assert each["probability"] == near(right.probability)
        assert found["notes"] == list(want.notes)
        files, fields = {"picture": picture}, {"top": "3", "invert": "auto"}
        assert told("classification", files=files, data=fields)[0] == found


def test_boxes_are_in_pixels_and_drawn(told, png):
    picture = png(60, 90)
    found, predictor = told(
        "detection", files={"picture": picture}, data={"least_score": "0", "top": "4"}
    )
    (want,) = predictor([decode_image(picture, 10**6)], 4, least_score=0)
    assert len(found["boxes"]) == 4 and found["size"] == [90, 60]
    for row, each in zip(found["boxes"], want):
        assert row["class"] == each.class_name and row["score"] == near(each.score)
        assert row["box"] == pytest.approx(each.corners, abs=0.02)
    assert found["masks"] is None
    drawn = Image.open(io.BytesIO(base64.b64decode(found["overlay"])))
    assert drawn.format == "PNG" and drawn.width > drawn.height


def test_masks_are_run_lengths_of_the_picture(told, png):
    picture = png(50, 70)
    found, predictor = told(
        "masks", files={"picture": picture}, data={"least_score": "0"}
    )
    (want,) = predictor([decode_image(picture, 10**6)], 20, least_score=0)
    assert len(found["masks"]) == len(want) > 0
    for i, mask in enumerate(found["masks"]):
        assert mask["size"] == [50, 70]
        np.testing.assert_array_equal(decode_mask(mask), want.mask(i))


def test_segments_have_shares_colors_and_two_pictures(told, png):
    picture = png(30, 45)
    found, predictor = told("segmentation", files={"picture": picture})
    (want,) = predictor([decode_image(picture, 10**6)])
    assert [(row["class"], row["share"]) for row in found["classes"]] == [
        (name, near(share)) for name, share in want.shares
    ]
    colors = {row["class"]: row["color"] for row in found["classes"]}
    assert colors == {"red": "#000000", "green": "#800000", "blue": "#008000"}
    palette = Image.open(io.BytesIO(base64.b64decode(found["palette"])))
    np.testing.assert_array_equal(np.asarray(palette), want.classes)
    drawn = Image.open(io.BytesIO(base64.b64decode(found["overlay"])))
    assert drawn.size == (45, 30)


def test_a_text_goes_on(told):
    asked = {"prefix": "ab分", "length": 7, "temperature": 0.5, "seed": 3}
    found, predictor = told("language", json=asked)
    want = predictor("ab分", 7, temperature=0.5, seed=3)
    assert found == {"text": want, "prefix": "ab分"}
    assert len(want) == 10


def test_a_text_is_judged(told):
    found, predictor = told("sentiment", json={"text": "so good a film"})
    (want,) = predictor(["so good a film"])
    first, second = found["answers"]
    assert (first["class"], first["probability"]) == (
        *(want.class_name, near(want.probability)),
    )
    assert first["probability"] + second["probability"] == near(1)
    assert found["unknown"] == ["a"] and found["notes"] == []


def test_a_sentence_is_translated(told):
    found, predictor = told("translation", json={"text": "the cat", "beam": 3})
    (want,) = predictor(["the cat"], 3)
    assert found["translation"] == want.text and found["score"] == near(want.score)
    assert found["source"] == list(want.source) == ["the", "cat", "<eos>"]
    assert found["tokens"] == list(want.words)
    weights = want.weights.mean(axis=1)
    np.testing.assert_allclose(found["attention"], weights, atol=1e-4)
    assert [each["translation"] for each in found["others"]] == [
        each for each, _ in want.others
    ]


def test_whole_numbers_may_be_written_with_a_point(told):
    found, _ = told("word-vectors", json={"words": ["word0"], "top": 2.0})
    assert len(found["words"][0]["nearest"]) == 2


@pytest.mark.parametrize(
    "asked", [{}, {"words": None}, {"words": []}, {"words": ["word0"], "top": 2.5}]
)
def test_words_have_to_be_asked_for(exports, make_app, ask, asked):
    app = make_app(exports["word-vectors"])
    assert ask(app, "POST", "/predict", json=asked).status_code == 422


def test_words_are_near_and_analogies_solved(told):
    asked = {"words": ["word0"], "analogies": [["word1", "word2", "word3"]], "top": 2}
    found, predictor = told("word-vectors", json=asked)
    ((a, b),) = predictor.nearest(["word0"], 2)
    assert found["words"] == [
        {
            "word": "word0",
            "nearest": [{"word": w, "cosine": near(c)} for w, c in (a, b)],
        }
    ]
    (solved,) = found["analogies"]
    want = predictor.analogies([("word1", "word2", "word3")], 2)[0]
    assert [each["word"] for each in solved["answers"]] == [w for w, _ in want]


@pytest.mark.parametrize("task", ["classification", "detection", "segmentation"])
def test_a_batch_says_what_each_picture_says_alone(exports, make_app, png, task):
    from gluon_course.serve import Limits

    pictures = [png(20 + 4 * (i % 2), 30) for i in range(5)]
    app = make_app(exports[task], Limits(batch=5, delay_ms=60_000))
    fields = {"least_score": "0"} if task == "detection" else {}

    async def send(together):
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://t") as each:

            def one(picture):
                files = {"picture": picture}
                return each.post("/predict", files=files, data=fields)

            if together:
                answers = await asyncio.gather(*map(one, pictures))
            else:
                answers = [await one(picture) for picture in pictures]
        return [answer.json() for answer in answers]

    alone, together = asyncio.run(send(False)), asyncio.run(send(True))
    sizes = app.state.measures.text().decode()
    assert 'batch_size_bucket{le="1.0"} 5.0' in sizes
    assert "batch_size_count 6.0" in sizes and "batch_size_sum 10.0" in sizes
    for first, second in zip(alone, together):
        for key in ("overlay", "palette", "time_ms"):
            first.pop(key, None), second.pop(key, None)
        assert str_of(first) == str_of(second)
        assert numbers_of(first) == pytest.approx(numbers_of(second), abs=0.02)


def numbers_of(value):
    """All numbers in JSON, in their order."""
    if isinstance(value, dict):
        return [each for part in value.values() for each in numbers_of(part)]
    if isinstance(value, list):
        return [each for part in value for each in numbers_of(part)]
    return [value] if isinstance(value, float) else []


def str_of(value):
    """All texts and whole numbers in JSON, in their order."""
    if isinstance(value, dict):
        return [each for part in value.values() for each in str_of(part)]
    if isinstance(value, list):
        return [each for part in value for each in str_of(part)]
    return [] if isinstance(value, float) else [value]
