"""The page of a served LeNet as a person uses it: draw, choose, drop, read."""

import base64
import io
import math

import pytest
from PIL import Image

pytest.importorskip("playwright.sync_api", reason="needs the extra browser")


def draw(page, *strokes):
    """Draw lines with the mouse; points are percentages of the paper's side."""
    paper = page.locator("#pad").bounding_box()

    def at(point):
        return [
            paper[corner] + value / 100 * paper[side]
            for corner, side, value in zip("xy", ("width", "height"), point)
        ]

    for first, *others in strokes:
        page.mouse.move(*at(first))
        page.mouse.down()
        for point in others:
            page.mouse.move(*at(point), steps=3)
        page.mouse.up()


def ring(x, y, width, height):
    """Points of an oval."""
    turns = [2 * math.pi * step / 24 for step in range(25)]
    return [
        (x + width / 2 * math.sin(turn), y - height / 2 * math.cos(turn))
        for turn in turns
    ]


FOUR = ([(58, 14), (28, 62), (76, 62)], [(60, 40), (60, 88)])


@pytest.fixture(scope="module")
def digit():
    """A picture of the test part as the bytes of a PNG."""
    from gluon_course import data

    _, (pictures, labels) = data.sample_digits()
    file = io.BytesIO()
    Image.fromarray(pictures[list(labels).index(3)][:, :, 0]).save(file, "png")
    return file.getvalue()


@pytest.fixture(scope="module")
def expected(predictor, digit):
    """What the net says about it, asked without a server."""
    answer = predictor([Image.open(io.BytesIO(digit))])[0]
    return answer[0].class_name


def best(page):
    return page.locator("#best").inner_text()


def sees(page, selector, text):
    """Wait until an element has a text."""
    page.wait_for_function(
        "([selector, text]) => document.querySelector(selector)?.textContent === text",
        arg=[selector, text],
    )


@pytest.mark.parametrize(
    ("digit", "strokes"), [("0", [ring(50, 50, 46, 72)]), ("4", FOUR)]
)
def test_a_drawn_digit_is_recognised(visit, digit, strokes):
    page = visit()
    assert page.locator("#empty").is_visible()
    draw(page, *strokes)
    sees(page, "#best", digit)
    assert page.locator(".bar").count() == 10
    assert page.locator(".best .bar-name").inner_text() == digit
    assert page.locator("#spoken").inner_text().startswith(f"{digit}, ")


def test_what_the_net_sees_is_shown(visit):
    page = visit()
    draw(page, *FOUR)
    page.wait_for_selector(".seen")
    page.wait_for_function("document.querySelector('.seen').naturalWidth === 28")
    assert "28 × 28" in page.locator(".seen-figure").inner_text()


def test_undo_and_clear_lead_back_to_the_beginning(visit):
    page = visit()
    undo, clear = page.locator("#undo"), page.locator("#clear")
    assert undo.is_disabled() and clear.is_disabled()
    draw(page, *FOUR)
    page.wait_for_selector("#best")
    undo.click()
    assert clear.is_enabled()
    undo.click()
    page.wait_for_selector("#empty")
    assert clear.is_disabled()
    draw(page, FOUR[0])
    page.wait_for_selector("#best")
    clear.click()
    page.wait_for_selector("#empty")


def test_ready_drawings_are_asked_about(visit):
    page = visit()
    page.get_by_role("button", name="0", exact=True).click()
    sees(page, "#best", "0")
    page.get_by_role("button", name="4", exact=True).click()
    sees(page, "#best", "4")


def test_a_file_is_chosen(visit, digit, expected):
    page = visit()
    page.get_by_label("Picture", exact=True).check()
    with page.expect_file_chooser() as chooser:
        page.locator("#drop").click()
    chooser.value.set_files({"name": "3.png", "mimeType": "image/png", "buffer": digit})
    sees(page, "#best", expected)
    assert page.locator("#picture-note").inner_text() == "3.png"
    page.wait_for_selector("#preview")


GIVE = """([kind, content]) => {
  const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], "3.png", { type: "image/png" }));
  const settings = { bubbles: true, cancelable: true };
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { clipboardData: transfer, ...settings })
    : new DragEvent(kind, { dataTransfer: transfer, ...settings });
  document.body.dispatchEvent(event);
}"""


def test_a_file_is_dropped_anywhere(visit, digit, expected):
    page = visit()
    content = base64.b64encode(digit).decode()
    page.evaluate(GIVE, ["dragenter", content])
    assert page.locator("#curtain").is_visible()
    page.evaluate(GIVE, ["drop", content])
    sees(page, "#best", expected)
    assert page.locator("#curtain").is_hidden()
    assert page.locator("#picture").is_visible() and page.locator("#draw").is_hidden()


def test_a_picture_is_pasted(visit, digit, expected):
    page = visit()
    page.evaluate(GIVE, ["paste", base64.b64encode(digit).decode()])
    sees(page, "#best", expected)


@pytest.mark.parametrize("is_cut", [True, False])
def test_a_broken_picture_is_named_and_the_next_one_is_read(
    visit, digit, expected, is_cut
):
    content = digit[:60] if is_cut else b"not a picture"
    page = visit()
    page.get_by_label("Picture", exact=True).check()
    broken = {"name": "broken.png", "mimeType": "image/png", "buffer": content}
    page.set_input_files("#file", broken)
    page.wait_for_selector("#problem")
    assert "cannot take this" in page.locator("#problem-what").inner_text()
    page.get_by_text("What the server said").click()
    said = page.locator("#problem-said").inner_text()
    assert ("cut off" if is_cut else "picture") in said
    # of a picture that is cut off, the browser shows what there is
    assert is_cut or page.locator("#preview").is_hidden()
    whole = {"name": "3.png", "mimeType": "image/png", "buffer": digit}
    page.set_input_files("#file", whole)
    sees(page, "#best", expected)
    assert page.locator("#problem").is_hidden()


def test_a_picture_beyond_the_limits_is_shrunk_before_it_is_sent(
    visit, predictor, serving
):
    from gluon_course.serve import Limits

    file = io.BytesIO()
    Image.effect_noise((300, 200), 90).save(file, "png")
    large = {"name": "large.png", "mimeType": "image/png", "buffer": file.getvalue()}
    with serving(predictor, Limits(pixels=10_000, body_bytes=30_000)) as (address, _):
        page = visit(at=address)
        page.get_by_label("Picture", exact=True).check()
        page.set_input_files("#file", large)
        page.wait_for_selector("#best")
        assert "shrunk to 122 × 81" in page.locator("#facts").inner_text()


def test_a_server_that_has_gone_is_said_and_asked_again(visit, predictor, serving):
    with serving(predictor) as (address, end):
        page = visit(at=address)
        end()
        draw(page, *FOUR)
        page.wait_for_selector("#problem")
        assert "does not answer" in page.locator("#problem-what").inner_text()
        page.locator("#language").click()
        assert page.locator("#problem-what").inner_text() == "服务器没有响应"
        # as if it had been started again
        answers = [{"class": "4", "probability": 1}]
        again = {"answers": answers, "notes": [], "notice": "", "time_ms": 1}
        page.route("**/predict", lambda route: route.fulfill(json=again))
        page.locator("#retry").click()
        sees(page, "#best", "4")


REACHED = """() => {
  const element = document.activeElement;
  if (element === document.body) return [null, null];
  const name = element.id || element.value || element.textContent.trim();
  return [name, getComputedStyle(element).outlineStyle];
}"""


def test_the_keyboard_is_enough(visit):
    page = visit()
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        name, style = page.evaluate(REACHED)
        if name is None:  # past the last one
            break
        reached.append(name)
        # the two ways to give a picture show it on the label
        assert style != "none" or name == "draw", name
    wanted = {"language", "theme", "pad", "pen", "0", "9", "API of this server"}
    assert wanted <= set(reached)

    page.focus("#pad")
    press = page.keyboard.press
    for _ in range(9):
        press("ArrowUp")
    press(" ")
    assert page.locator("#spoken").inner_text() == "Pen down"
    for _ in range(18):
        press("ArrowDown")
    press(" ")
    page.wait_for_selector("#best")
    assert page.locator("#undo").is_enabled()
    # the pen is up: moving it draws nothing
    before = page.locator("#pad").evaluate("(pad) => pad.toDataURL()")
    press("Backspace")
    page.wait_for_selector("#empty")
    assert page.locator("#pad").evaluate("(pad) => pad.toDataURL()") != before


def test_the_answer_is_reached_past_the_question(visit):
    page = visit()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the answer"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "result"


def test_language_follows_the_browser_and_the_choice_is_remembered(visit):
    page = visit(language="zh-CN")
    assert page.locator("#result-heading").inner_text() == "模型的回答"
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    page.get_by_role("button", name="0", exact=True).click()
    sees(page, "#best", "0")
    assert "毫秒" in page.locator("#facts").inner_text()
    page.get_by_role("button", name="English").click()
    assert page.locator("#result-heading").inner_text() == "What the model says"
    assert page.locator("#facts").inner_text().startswith("Computed in")
    page.reload()
    sees(page, "#result-heading", "What the model says")
    assert page.locator("html").get_attribute("lang") == "en"


def test_theme_follows_the_system_and_the_choice_is_remembered(visit):
    ground = "getComputedStyle(document.body).backgroundColor"
    page = visit(color_scheme="dark")
    dark = page.evaluate(ground)
    page.get_by_role("button", name="Light", exact=True).click()
    light = page.evaluate(ground)
    page.reload()
    page.wait_for_selector("#question-heading:not(:empty)")
    assert page.evaluate(ground) == light != dark
    assert page.get_by_role("button", name="Dark", exact=True).is_visible()


def test_sample_data_is_said(visit):
    page = visit()
    said = page.locator("#notice").inner_text()
    assert "Trained on sample data" in said and "not Fashion-MNIST" in said


def test_nothing_moves_where_motion_is_unwanted(visit):
    page = visit(reduced_motion="reduce")
    page.get_by_role("button", name="0", exact=True).click()
    page.wait_for_selector(".fill")
    style = "(bar) => getComputedStyle(bar).animationName"
    assert page.locator(".best .fill").evaluate(style) == "none"
