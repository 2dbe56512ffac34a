"""The page's files, read as text: they need no browser and no server to be checked."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

import gluon_course

PAGE = Path(gluon_course.__file__).parent / "serve" / "page"
SCRIPTS = {path.name: path.read_text("utf-8") for path in PAGE.glob("*.js")}
STYLES = {path.name: path.read_text("utf-8") for path in PAGE.glob("*.css")}
INDEX = (PAGE / "index.html").read_text("utf-8")
CODE = "\n".join(text for name, text in SCRIPTS.items() if name != "strings.js")
LANGUAGES = ("en", "zh")


class Reader(HTMLParser):
    """All elements of a page as (tag, attributes)."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.texts = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append((self.elements[-1][0] if self.elements else "", data))


ELEMENTS = Reader(INDEX).elements
IDS = [attrs["id"] for _, attrs in ELEMENTS if "id" in attrs]


def strings():
    """The texts of the page: key -> language -> text."""
    text = SCRIPTS["strings.js"]
    return json.loads(text[text.index("{\n") : text.rindex("}") + 1])


def test_page_names_only_files_of_its_own():
    named = {
        attrs[name]
        for tag, attrs in ELEMENTS
        for name in ("src", "href")
        if name in attrs and tag != "a"
    }
    assert {each.partition("/")[0] for each in named} == {"page"}
    assert {each.partition("/")[2] for each in named} <= {
        path.name for path in PAGE.iterdir()
    }
    links = {attrs["href"] for tag, attrs in ELEMENTS if tag == "a"}
    assert links == {"#result", "docs"}


@pytest.mark.parametrize("name", sorted({**SCRIPTS, **STYLES, "index.html": INDEX}))
def test_no_file_names_another_origin(name):
    text = (PAGE / name).read_text("utf-8")
    addresses = set(re.findall(r"(?:https?:)?//[a-z][\w.-]*\.[a-z]{2,}[^\s\"']*", text))
    assert addresses <= {"http://www.w3.org/2000/svg"}  # a name, which nobody asks for
    assert "@import" not in text and "url(" not in text


def test_every_import_of_a_script_is_there():
    for name, text in SCRIPTS.items():
        for imported in re.findall(r"from \"(.+?)\"", text):
            assert imported.startswith("./"), f"{name} imports {imported}"
            assert imported[2:] in SCRIPTS, f"{name} imports {imported}"


def test_every_name_that_is_imported_is_exported():
    for name, text in SCRIPTS.items():
        imports = re.findall(r"import \{([^}]+)\} from \"\./(.+?)\"", text)
        for names, source in imports:
            exported = re.findall(
                r"export (?:async )?(?:const|function|class) (\w+)", SCRIPTS[source]
            )
            missing = set(re.findall(r"\w+", names)) - set(exported)
            assert not missing, f"{name} imports {missing} from {source}"


def test_policy_of_the_server_lets_everything_through():
    # default-src 'self' stops scripts and styles that stand in the document
    for tag, attrs in ELEMENTS:
        assert tag != "style"
        assert tag != "script" or attrs.get("src")
        assert not [each for each in attrs if each.startswith("on") or each == "style"]
    assert not re.search(r"\b(eval|Function)\(|innerHTML|insertAdjacentHTML", CODE)
    assert not re.search(r"\"style\"|\bstyle: (?!\"percent\")", CODE)


def test_every_text_is_there_in_both_languages():
    for key, texts in strings().items():
        assert sorted(texts) == sorted(LANGUAGES), key
        assert all(text.strip() for text in texts.values()), key
        holes = [set(re.findall(r"\{(\w+)\}", texts[each])) for each in LANGUAGES]
        assert holes[0] == holes[1], key


def test_chinese_is_chinese_and_english_is_not():
    for key, texts in strings().items():
        assert re.search(r"[\u3000-\u9fff\uff00-\uffef]", texts["zh"]), key
        assert not re.search(r"[\u3000-\u9fff\uff00-\uffef]", texts["en"]), key


def test_every_text_is_used_and_every_key_is_known():
    keys = set(strings())
    named = {
        attrs[name]
        for _, attrs in ELEMENTS
        for name in ("data-text", "data-label")
        if name in attrs
    }
    named |= set(re.findall(r"\b(?:say|told)\(\"([\w.-]+)\"", CODE))
    assert named <= keys
    starts = tuple(re.findall(r"`([\w.]+\.)\$\{", CODE))
    chosen = set(re.findall(r"\"([\w.-]+)\"", CODE))  # as in say(isDark ? .. : ..)
    assert {key for key in keys - named - chosen if not key.startswith(starts)} == set()


def test_texts_of_every_task_and_problem_are_there():
    keys = set(strings())
    tasks = set(re.findall(r"^  \"?([a-z-]+)\"?: show\w+,", SCRIPTS["answer.js"], re.M))
    assert len(tasks) == 7
    assert {f"task.{task}" for task in tasks} <= keys
    kinds = set(re.findall(r"\d{3}: \"(\w+)\"", SCRIPTS["asking.js"]))
    kinds |= set(re.findall(r"Problem\(\"(\w+)\"\)", SCRIPTS["asking.js"]))
    kinds |= {"offline", "broken", "refused"}
    parts = ("what", "cause", "action")
    assert {f"problem.{kind}.{part}" for kind in kinds for part in parts} <= keys


def test_every_task_of_the_predictors_has_an_answer_on_the_page():
    from gluon_course.predict.predictor import PREDICTORS

    for task in (*PREDICTORS, "translation"):
        assert re.search(rf"^  \"?{task}\"?: show\w+,", SCRIPTS["answer.js"], re.M)


def test_ids_that_scripts_ask_for_are_on_the_page_once():
    assert len(IDS) == len(set(IDS))
    assert set(re.findall(r"byId\(\"([\w-]+)\"\)", CODE)) <= set(IDS)


def test_labels_and_descriptions_name_ids_of_the_page():
    for _, attrs in ELEMENTS:
        for name in ("for", "aria-labelledby", "aria-describedby"):
            assert attrs.get(name, IDS[0]) in IDS


def test_everything_that_is_operated_has_a_name():
    labelled = {attrs.get("for") for tag, attrs in ELEMENTS if tag == "label"}
    inside = re.findall(r"<label[^>]*>(?:(?!</label>).)*?<input[^>]*>", INDEX, re.S)
    wrapped = {
        each for text in inside for each in re.findall(r"\bid=\"([\w-]+)\"", text)
    }
    for tag, attrs in ELEMENTS:
        if tag not in ("input", "textarea", "canvas") or attrs.get("type") == "radio":
            continue
        name = attrs["id"]
        assert "data-label" in attrs or name in labelled or name in wrapped, name


def test_icon_is_a_drawing():
    assert ElementTree.parse(PAGE / "icon.svg").getroot().tag.endswith("svg")


# What is written on what, in both themes: (text, ground, least contrast of WCAG AA).
PAIRS = [
    *((text, ground, 4.5) for text in ("ink", "soft") for ground in ("paper", "sheet")),
    *((text, ground, 4.5) for text in ("ink", "soft") for ground in ("groove", "pad")),
    ("seal", "sheet", 4.5),
    ("seal-ink", "seal", 4.5),
    ("ink", "seal-pale", 4.5),
    ("notice-ink", "notice", 4.5),
    ("edge", "sheet", 3),
    ("seal", "paper", 3),
    ("seal", "groove", 3),
    ("bar", "groove", 3),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_contrast_is_enough_in_both_themes(theme, text, ground, least):
    colors = {
        name: pair[theme == "dark"]
        for name, *pair in re.findall(
            r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);", STYLES["app.css"]
        )
    }
    high, low = sorted(luminance(colors[each]) for each in (text, ground))[::-1]
    assert (high + 0.05) / (low + 0.05) >= least


def luminance(color):
    """Relative luminance of #rrggbb, as WCAG defines it."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts
    ]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear))
