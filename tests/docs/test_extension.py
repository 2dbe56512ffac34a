"""The parts of the site's extension that do not need a whole build."""

import json
import shutil
import subprocess

import pytest

pytest.importorskip("sphinx")
pytest.importorskip("myst_parser")

from course import chinese, results, rooms
from course.docstrings import join_names
from course.search import ChineseSearch


def test_chinese_is_cut_into_characters_and_pairs():
    terms = ChineseSearch({}).split("LeNet卷积网络 3x3")
    assert {"lenet", "卷", "卷积", "积网", "网络", "3x3"} <= set(terms)
    assert "卷积网络" not in terms


def test_the_browser_cuts_a_query_into_terms_of_the_index():
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    query = "卷积神经网络 LeNet 图"
    code = ChineseSearch.js_splitter_code
    code += f"\nconsole.log(JSON.stringify(splitQuery({json.dumps(query)})));"
    done = subprocess.run([node, "-e", code], capture_output=True, text=True)
    terms = json.loads(done.stdout)
    assert terms == ["卷积", "积神", "神经", "经网", "网络", "lenet", "图"]
    assert set(terms) <= set(ChineseSearch({}).split(query))


def test_names_of_parameters_in_two_lines_become_one():
    lines = ["Parameters", "----------", "a, b,", "c", "    As for x."]
    assert join_names(lines)[2:] == ["a, b, c", "    As for x."]


def test_arrows_are_those_of_the_imports():
    graph = rooms.arrows()
    assert graph["base"] == set()
    assert {"base", "viz"} <= graph["train"]
    assert rooms.levels(graph)["cli"] == max(rooms.levels(graph).values())


def test_arrows_that_follow_from_others_are_left_out():
    graph = {"a": {"b", "c"}, "b": {"c"}, "c": set()}
    assert rooms.reduced(graph) == {"a": {"b"}, "b": {"c"}, "c": set()}


def test_lines_of_chinese_are_joined_without_a_space():
    assert chinese.joined("一行，\n下一行\nLeNet的") == "一行，下一行LeNet的"
    assert chinese.joined("two\nlines") == "two\nlines"


def test_a_line_break_between_chinese_texts_goes_and_one_between_words_stays():
    from docutils import nodes
    from docutils.utils import new_document

    document = new_document("page")
    parts = ["课本讲道理：", "\n", "每一节", "\n", "of", "\n", "two"]
    document += nodes.paragraph("", "", *map(nodes.Text, parts))
    chinese._join(None, document)
    assert document[0].astext() == "课本讲道理：每一节of\ntwo"


@pytest.mark.parametrize(
    ("low", "high", "wanted"),
    [("0.73", "0.78", "0.73–0.78"), ("-1", "-0.98", "-1 至 -0.98"), ("4", "4", "4")],
)
def test_a_range_can_be_read_beside_minus_signs(low, high, wanted):
    assert results.span(low, high) == wanted


def test_a_figure_of_a_part_has_its_chinese_name():
    from gluon_course.results import published

    figures = published("chapter_convolutional-neural-networks/batch-norm")
    words = {name: results.shown(figure) for name, figure in figures.items()}
    assert words["scratch_test_acc"] == "测试准确率（从零开始） scratch_test_acc"
    assert words["test_acc"] == "测试准确率 test_acc"
