"""The table of sections in docs/d2lzh.md, written from the cells and the scripts.

python tests/d2lzh/notebook/sections_table.py    # writes it anew
"""

from pathlib import Path

from cells import CELLS, read_cell

from gluon_course.base.chapters import list_sections

PAGE = Path(__file__).resolve().parents[3] / "docs" / "d2lzh.md"
BEGIN, END = "<!-- 表格由命令生成：开始 -->\n", "<!-- 表格由命令生成：结束 -->\n"
ADDRESS = "https://zh.gluon.ai/"
CHAPTERS = {
    2: "预备知识",
    3: "深度学习基础",
    4: "深度学习计算",
    5: "卷积神经网络",
    6: "循环神经网络",
    7: "优化算法",
    8: "计算性能",
    9: "计算机视觉",
    10: "自然语言处理",
}


def table():
    """One table a chapter, in Markdown."""
    scripts = {each.path: each for each in list_sections() if each.edition == "v1"}
    lines, chapter = [], None
    for cell in map(read_cell, CELLS):
        number = int(cell.number.split(".")[0])
        if number != chapter:
            chapter = number
            lines += ["", f"### 第{chapter}章 {CHAPTERS[chapter]}", ""]
            lines += ["| 节 | 课本页面 | 导入 | 需要 | 本库的脚本 | 测试 `-k` |"]
            lines += ["| --- | --- | --- | --- | --- | --- |"]
        path = f"{cell.file.parent.name}/{cell.slug}"
        page = f"[{cell.slug}]({ADDRESS}{path}.html) {cell.title}"
        imported = "d2lzh" if cell.names else "只有mxnet"
        script = f"`gluon-course run {cell.slug}`" if path in scripts else ""
        fields = [cell.number, page, imported, cell.needs, script, f"`/{cell.slug}]`"]
        lines.append(f"| {' | '.join(fields)} |")
    return "\n".join(lines[1:]) + "\n"


def written():
    """The table as it stands in the page."""
    return PAGE.read_text(encoding="utf-8").split(BEGIN)[1].split(END)[0]


def write():
    """Put the table into the page."""
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    PAGE.write_text(before + BEGIN + table() + END + after, encoding="utf-8")


if __name__ == "__main__":
    write()
