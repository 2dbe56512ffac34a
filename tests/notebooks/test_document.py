"""Notebooks of the real sections: valid, marked, equal each time; pages in words."""

import json

import pytest

from gluon_course.base.chapters import find_section, list_sections
from gluon_course.base.errors import DataError
from gluon_course.explain.slides import SLIDE_TYPES
from gluon_course.notebooks.cells import code, markdown
from gluon_course.notebooks.code import read_code
from gluon_course.notebooks.compose import compose
from gluon_course.notebooks.document import percent_text
from gluon_course.notebooks.page import Block, Words, page_file, read_page
from gluon_course.notebooks.words import plain, prose

PAGE = """# 标题

想法，一
行。见[另一页](lenet.md)和[课本](http://zh.gluon.ai)。

```{model-picture} lenet
:shape: 1x32x32
:options: {"num_classes": 3}
图注
```

## 运行

```bash
ls
```

```{run-output}
```

后面的话。

```{mistake} 错在哪里
说明：

    Error: x
```
"""


@pytest.fixture
def section(tmp_path, monkeypatch):
    """LeNet's section with a page of ours."""
    from gluon_course.notebooks import page

    found = find_section("lenet")
    file = tmp_path / found.folder / "lenet.md"
    file.parent.mkdir()
    file.write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(page, "pages_root", lambda: tmp_path)
    return found


def test_a_page_is_read_as_words_and_blocks(section):
    blocks = read_page(page_file(section)).blocks
    kinds = [each.name if isinstance(each, Block) else "words" for each in blocks]
    assert kinds == [
        "words",
        "model-picture",
        "words",
        "run-output",
        "words",
        "mistake",
    ]
    assert blocks[1].options == {"shape": "1x32x32", "options": '{"num_classes": 3}'}
    assert blocks[2] == Words("## 运行\n\n```bash\nls\n```")


def test_cells_follow_the_page_and_the_script(section):
    cells = compose(section, {"num_epochs": 1, "sample": True})
    sources = [each.source for each in cells]
    assert sources[0].startswith("# 5.5 卷积神经网络（LeNet）\n\n- [课本 5.5")
    options = next(each for each in cells if each.tags == ("parameters",)).source
    assert "num_epochs = 1\nlr = 0.9\n" in options and "sample = True" in options
    assert "想法，一行。见另一页和[课本](http://zh.gluon.ai)。" in sources
    drawing = 'notebooks.draw("lenet", shape=(1, 32, 32), num_classes=3)'
    order = [drawing, "图注", "## 运行\n\n```bash\nls\n```"]
    order += [each.code for each in read_code(section.file).parts]
    order += ["后面的话。", "> **常见错误：错在哪里**\n>\n> 说明：\n>\n>     Error: x"]
    places = [sources.index(each) for each in order]
    assert places == sorted(places)


def test_without_a_page_the_header_speaks(section):
    page_file(section).unlink()
    sources = [each.source for each in compose(section)]
    assert any(each.startswith("**预期**：5 epochs, test accuracy") for each in sources)
    assert "## 运行" in sources


@pytest.mark.parametrize(
    ("text", "says"),
    [("no heading", "no heading"), ("# t\n\n```{mistake} x\ny", "does not end")],
)
def test_a_damaged_page_is_named(section, text, says):
    file = page_file(section)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=says):
        read_page(file)


def test_chinese_lines_are_joined_and_code_is_not():
    assert plain("一\n二 a\nb\n三") == "一二 a\nb三"
    assert plain("- 一\n- 二\n  三") == "- 一\n- 二三"
    assert plain("```\n一\n二\n```") == "```\n一\n二\n```"
    assert plain("| 一 |\n| --- |\n| 二 |") == "| 一 |\n| --- |\n| 二 |"


def test_prose_is_cut_at_headings_and_where_it_is_long():
    text = "\n\n".join(["短", "长" * 300, "## 题", "话", "### 小题"])
    found = [each.source for each in prose(text)]
    assert found == ["短\n\n" + "长" * 300, "## 题\n\n话", "### 小题"]


def test_percent_text_is_a_program_whose_words_are_comments():
    text = percent_text([markdown("# 一\n\n二"), code("x = 1", tags=("parameters",))])
    assert text == (
        '# %% [markdown]\n# # 一\n#\n# 二\n\n# %% tags=["parameters"]\nx = 1\n'
    )
    compile(text, "notebook", "exec")


@pytest.mark.parametrize("name", ["lenet", "read-write", "v2:transformer", "attention"])
def test_notebooks_are_valid_and_equal_each_time(name):
    pytest.importorskip("jupytext")
    nbformat = pytest.importorskip("nbformat")
    from gluon_course.notebooks import document

    section = find_section(name)
    cells = compose(section)
    made = document.make_notebook(section, cells)
    nbformat.validate(made)
    assert [each["source"] for each in made["cells"]] == [c.source for c in cells]
    types = [each["metadata"]["slideshow"]["slide_type"] for each in made["cells"]]
    assert types[0] == "slide" and set(types) <= set(SLIDE_TYPES)
    text = document.notebook_text(made)
    assert text == document.notebook_text(document.make_notebook(section, cells))
    assert document.is_untouched(text)
    changed = json.loads(text)
    changed["cells"][-1]["source"] = "mine"
    assert not document.is_untouched(json.dumps(changed))
    compile(document.percent_file(made), name, "exec")


def test_every_section_has_cells():
    sections = list_sections()
    for section in sections:
        kinds = {each.kind for each in compose(section, sections=sections)}
        assert kinds == {"markdown", "code"}
