"""Chinese as it is written: no space where a line of the source ends, theme's words."""

import re

from docutils import nodes
from sphinx import locale

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u201c\u201d"
_BREAK = re.compile(f"(?<=[{_WIDE}])\n|\n(?=[{_WIDE}])")
WORDS = {
    "Next": "下一页",
    "Previous": "上一页",
    "On this page": "本页内容",
    "Back to top": "回到顶部",
    "Edit this page": "编辑本页",
    "View this page": "查看源文件",
    "Made with ": "主题：",
    "Home": "首页",
    "Light mode": "浅色",
    "Dark mode": "深色",
}
"""What the theme says in English, because Sphinx's catalogue does not have it."""


def joined(text: str) -> str:
    """``text`` without the line breaks beside Chinese characters."""
    return _BREAK.sub("", text)


def _join(app, doctree) -> None:
    for text in list(doctree.findall(nodes.Text)):
        if isinstance(text.parent, (nodes.literal_block, nodes.literal, nodes.raw)):
            continue
        # MyST makes a text of its own of a line break: its neighbours decide
        before, after = _beside(text)
        found = joined(before + str(text) + after)
        found = found[len(before) : len(found) - len(after)]
        if found != str(text):
            text.parent.replace(text, nodes.Text(found))


def _beside(text) -> tuple[str, str]:
    """The last character before a text in its paragraph, and the first one after."""
    siblings = text.parent.children
    at = next(i for i, each in enumerate(siblings) if each is text)
    before = siblings[at - 1].astext()[-1:] if at else ""
    after = siblings[at + 1].astext()[:1] if at + 1 < len(siblings) else ""
    return before.replace("\n", " "), after.replace("\n", " ")


def _translate(app) -> None:
    catalogue = getattr(locale.get_translator(), "_catalog", {})
    for word, chinese in WORDS.items():
        catalogue[word] = chinese


def setup(app):
    """Join lines of every page; add words when the builder is there."""
    app.connect("doctree-read", _join)
    app.connect("builder-inited", _translate)
