"""What the page makes of each kind of model, with answers that are known beforehand."""

import base64
import io
import re

import pytest
from PIL import Image

pytest.importorskip("playwright.sync_api", reason="needs the extra browser")

LIMITS = {"body_bytes": 2**20, "pixels": 10**6, "text_length": 200}


def model(task, kind, **others):
    """What ``/model`` says."""
    return {
        "task": task,
        "title": "some_net",
        "data": "made for a test",
        "form": "onnx",
        "notice": "",
        "classes": [],
        "input": {"shape": [3, 8, 8], "kind": kind},
        "draws": False,
        "ink": "other",
        "limits": LIMITS,
        "examples": {},
        "unit": "word",
        **others,
    }


def told(**answer):
    """What ``/predict`` says."""
    return {"notice": "", "time_ms": 7.4, **answer}


def png(color, size=(80, 60)):
    file = io.BytesIO()
    Image.new("RGB", size, color).save(file, "png")
    return file.getvalue()


PICTURE = {"name": "field.png", "mimeType": "image/png", "buffer": png("green")}
OVERLAY = base64.b64encode(png("red")).decode()

DETECTION = (
    model("detection", "picture", classes=["cat", "dog"]),
    told(
        boxes=[
            {"class": "dog", "score": 0.9, "box": [10, 20, 40, 50]},
            {"class": "cat", "score": 0.5, "box": [30, 5, 70, 45]},
            {"class": "dog", "score": 0.1, "box": [0, 0, 80, 60]},
        ],
        size=[80, 60],
        masks=None,
        overlay=OVERLAY,
    ),
)
SEGMENTATION = (
    model("segmentation", "picture", classes=["background", "cat"]),
    told(
        classes=[
            {"class": "background", "share": 0.75, "color": "#000000"},
            {"class": "cat", "share": 0.25, "color": "#800000"},
        ],
        notes=[],
        overlay=OVERLAY,
        palette=OVERLAY,
    ),
)
LANGUAGE = (
    model(
        "language", "text", unit="character", examples={"prefix": ["分开", "不分开"]}
    ),
    told(prefix="分开", text="分开 我要你的微笑每天都能看到"),
)
SENTIMENT = (
    model("sentiment", "text", classes=["negative", "positive"]),
    told(
        answers=[
            {"class": "positive", "probability": 0.8},
            {"class": "negative", "probability": 0.2},
        ],
        unknown=["splendid"],
        notes=[],
    ),
)
TRANSLATION = (
    model("translation", "text"),
    told(
        translation="they are watching .",
        source=["ils", "regardent", ".", "<eos>"],
        tokens=["they", "are", "watching", ".", "<eos>"],
        attention=[[0.7, 0.1, 0.1, 0.1]] * 5,
        score=-0.1,
        others=[{"translation": "they watch .", "score": -0.7}],
        notes=[],
    ),
)
WORDS = (
    model("word-vectors", "words", examples={"word": ["chip"]}),
    told(
        words=[{"word": "chip", "nearest": [{"word": "intel", "cosine": 0.63}]}],
        analogies=[
            {
                "question": ["man", "woman", "son"],
                "answers": [{"word": "daughter", "cosine": 0.7}],
            }
        ],
    ),
)
TASKS = [DETECTION, SEGMENTATION, LANGUAGE, SENTIMENT, TRANSLATION, WORDS]
NAMES = [about["task"] for about, _ in TASKS]


def ask(page, about):
    """Ask something that fits the model, and wait for the answer."""
    kind = about["input"]["kind"]
    if kind == "picture":
        page.set_input_files("#file", PICTURE)
    elif kind == "text":
        page.fill("#text-input", "something")
        page.keyboard.press("Enter")
    else:
        page.get_by_role("button", name="chip").click()
    page.wait_for_selector("#answer > *")


def sideways(page):
    """By how many pixels the page can be scrolled sideways."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


@pytest.mark.parametrize(("about", "answer"), TASKS, ids=NAMES)
def test_a_phone_shows_it_all_without_scrolling_sideways(visit, about, answer):
    page = visit(about, answer, width=360, language="zh-CN", has_touch=True)
    assert sideways(page) == 0
    ask(page, about)
    assert sideways(page) == 0
    page.locator("#language").click()
    assert sideways(page) == 0
    page.set_viewport_size({"width": 1200, "height": 800})
    assert sideways(page) == 0


@pytest.mark.parametrize(("about", "answer"), TASKS, ids=NAMES)
def test_answers_are_spoken_and_told_in_both_languages(visit, about, answer):
    page = visit(about, answer)
    ask(page, about)
    assert page.locator("#spoken").inner_text()
    assert "Computed in 7 ms" in page.locator("#facts").inner_text()
    page.locator("#language").click()
    assert "用时7毫秒" in page.locator("#facts").inner_text()
    text = page.locator("main").inner_text()
    assert not re.search(r"\{\w+\}|undefined|NaN", text)


def test_boxes_lie_where_the_objects_are(visit):
    page = visit(*DETECTION)
    ask(page, DETECTION[0])
    page.wait_for_function("document.querySelector('.scene img').naturalWidth === 80")
    page.wait_for_function(
        "document.querySelector('.scene').style.getPropertyValue('--aspect')"
    )
    picture = page.locator(".scene img").first.bounding_box()
    box = page.locator(".found-box:has-text('dog 90%') rect").bounding_box()
    scale = picture["width"] / 80
    assert box["x"] - picture["x"] == pytest.approx(10 * scale, abs=3)
    assert box["y"] - picture["y"] == pytest.approx(20 * scale, abs=3)
    assert box["width"] == pytest.approx(30 * scale, abs=6)


def test_boxes_below_the_least_score_are_left_out(visit):
    page = visit(*DETECTION)
    ask(page, DETECTION[0])
    shown = page.locator(".found li:visible")
    assert shown.count() == page.locator(".found-box:visible").count() == 2
    for value, count in (("0.05", 3), ("0.7", 1), ("1", 0)):
        page.locator("#least-score").fill(value)
        assert shown.count() == count
        assert page.locator(".found-box:visible").count() == count
    assert page.locator("#box-count").inner_text() == "No object is that certain."


def test_a_box_is_marked_from_its_row(visit):
    page = visit(*DETECTION)
    ask(page, DETECTION[0])
    page.locator(".found-row").first.focus()
    assert page.locator(".found-box.marked").text_content() == "dog 90%"
    page.locator(".found-row").nth(1).hover()
    assert "cat 50%" in page.locator(".found-box.marked").all_text_contents()


def test_colours_fade_over_the_picture(visit):
    page = visit(*SEGMENTATION)
    ask(page, SEGMENTATION[0])
    page.locator("#strength").fill("0.2")
    assert page.locator(".over").evaluate("(over) => over.style.opacity") == "0.2"
    assert page.locator(".legend li").all_inner_texts()[1].split() == ["cat", "25%"]


def test_what_the_model_wrote_is_told_apart(visit):
    page = visit(*LANGUAGE)
    with page.expect_request("**/predict") as sent:
        page.get_by_role("button", name="分开", exact=True).click()
    page.wait_for_selector("#continuation")
    assert page.locator(".prefix").inner_text() == "分开"
    assert page.locator("#continuation").inner_text().strip().startswith("我要你")
    question = sent.value.post_data_json
    assert question["prefix"] == "分开" and question["seed"] == 0
    with page.expect_request("**/predict") as sent:
        page.get_by_role("button", name="Another one").click()
    assert sent.value.post_data_json["seed"] == 1


def test_options_are_sent_as_they_stand(visit):
    page = visit(*LANGUAGE)
    page.get_by_text("Options").click()
    page.get_by_label("Length").fill("12")
    page.get_by_label("Temperature").fill("0")
    page.get_by_label("From the k likeliest").fill("3")
    page.fill("#text-input", "分开")
    with page.expect_request("**/predict") as sent:
        page.get_by_role("button", name="Go on").click()
    assert sent.value.post_data_json == {
        "prefix": "分开",
        "length": 12,
        "temperature": 0,
        "top_k": 3,
        "seed": 0,
    }
    page.wait_for_selector("#continuation")


def test_nothing_is_asked_about_an_empty_text(visit):
    page = visit(*SENTIMENT)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="Judge it").click()
    assert page.evaluate("document.activeElement.id") == "text-input"
    page.fill("#text-input", "splendid")
    page.keyboard.press("Enter")
    page.wait_for_selector("#best")
    assert len(asked) == 1
    assert "splendid" in page.locator("#answer").inner_text()


def test_attention_is_a_grid_of_words(visit):
    page = visit(*TRANSLATION)
    ask(page, TRANSLATION[0])
    assert page.locator("#translation").inner_text() == "they are watching ."
    assert page.locator(".grid thead th").all_inner_texts()[1:] == [
        "ils",
        "regardent",
        ".",
        "<eos>",
    ]
    assert page.locator(".grid td").count() == 20
    assert page.locator(".grid td").first.get_attribute("title") == "they ← ils: 70%"


def test_words_and_an_analogy_are_asked_for_at_once(visit):
    page = visit(*WORDS)
    page.fill("#words-input", "chip, time")
    page.get_by_label("First word").fill("man")
    page.get_by_label("Second word").fill("woman")
    button = page.get_by_role("button", name="Find near words")
    button.click()
    # the third word is missing: it is asked for before the server is
    assert page.evaluate("document.activeElement.id") == "analogy-c"
    page.get_by_label("Third word").fill("son")
    with page.expect_request("**/predict") as sent:
        button.click()
    question = sent.value.post_data_json
    assert question["words"] == ["chip", "time"]
    assert question["analogies"] == [["man", "woman", "son"]]
    page.wait_for_selector(".near")
    assert page.locator(".near h3").all_inner_texts() == [
        "Near chip",
        "man is to woman as son is to …",
    ]


@pytest.mark.parametrize(
    ("status", "english", "chinese"),
    [
        (413, "That is too large", "内容太大"),
        (422, "The model cannot take this", "模型无法处理这个输入"),
        (429, "Too many questions at once", "请求太多"),
        (500, "Something went wrong in the server", "服务器出错了"),
        (503, "The server takes no questions now", "服务器暂不接受请求"),
    ],
)
def test_answers_that_are_none_are_explained(visit, status, english, chinese):
    said = {"what": "no <b>room</b>", "cause": "because", "action": "wait"}
    page = visit(SENTIMENT[0], {"error": said}, status)
    page.fill("#text-input", "so so")
    page.keyboard.press("Enter")
    page.wait_for_selector("#problem")
    assert page.locator("#problem-what").inner_text() == english
    page.get_by_text("What the server said").click()
    assert (
        page.locator("#problem-said").inner_text() == "no <b>room</b> · because · wait"
    )
    page.locator("#language").click()
    assert page.locator("#problem-what").inner_text() == chinese
    assert page.locator("#problem-cause").inner_text()
    assert page.locator("#problem-action").inner_text()
    page.unroute("**/predict")
    page.route("**/predict", lambda route: route.fulfill(json=SENTIMENT[1]))
    page.get_by_role("button", name="重试").click()
    page.wait_for_selector("#best")
    assert page.locator("#problem").is_hidden()


def test_names_from_a_stranger_stay_text(visit):
    name = "<img src=x onerror=alert(1)>"
    about = {**SENTIMENT[0], "title": name, "notice": name, "classes": [name]}
    answers = [{"class": name, "probability": 1}]
    page = visit(about, told(answers=answers, unknown=[name], notes=[name]))
    ask(page, about)
    assert page.locator("#best").inner_text() == name
    assert page.locator("#title").inner_text() == name
    assert page.locator("img[src=x]").count() == 0


def test_a_garment_is_drawn_filled(visit):
    about = model(
        "classification",
        "picture",
        classes=["t-shirt", "trouser"],
        input={"shape": [1, 28, 28], "kind": "picture"},
        draws=True,
        ink="garment",
    )
    rows = [
        {"class": "trouser", "probability": 1},
        {"class": "t-shirt", "probability": 0},
    ]
    page = visit(about, told(answers=rows, notes=[], seen=None))
    page.get_by_role("button", name="Trousers").click()
    page.wait_for_selector("#best")
    ink = """(pad) => {
      const { width } = pad;
      const data = pad.getContext("2d").getImageData(0, 0, width, width).data;
      return data.filter((value, index) => index % 4 === 3 && value > 0).length
        / width ** 2;
    }"""
    assert 0.2 < page.locator("#pad").evaluate(ink) < 0.5
    assert page.locator("#fill").is_visible()
