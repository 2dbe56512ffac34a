"""Cells as HTML: words by markdown-it, code by Pygments, outputs as they are."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

_SIZE_PX, _LEAST_PX, _HEIGHT_PX = 18, 11, 470
_IMAGE = re.compile(r'src="attachment:([^"]+)"')
_DETAILS = re.compile(r"<details>")


class Renderer:
    """Turns cells into HTML.

    Parameters
    ----------
    picture : callable, optional
        Returns SVG for the source of a cell that draws a net and has no output.
    """

    def __init__(self, picture: Callable[[str], str] | None = None):
        from markdown_it import MarkdownIt
        from mdit_py_plugins.dollarmath import dollarmath_plugin

        self._picture = picture
        self._markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
        self._markdown.use(dollarmath_plugin, renderer=_formula)
        for name in ("fence", "code_block"):
            self._markdown.add_render_rule(name, _block)

    def cell(self, cell: dict) -> str:
        """One cell, its outputs below it."""
        if cell["cell_type"] == "markdown":
            return self._words(cell["source"], cell.get("attachments", {}))
        shown = [_pre(_highlighted(cell["source"]), cell["source"], "code")]
        outputs = cell.get("outputs", [])
        shown += [self._output(each) for each in outputs]
        is_drawing = cell["source"].startswith("notebooks.draw(")
        if is_drawing and self._picture and not outputs:
            shown.append(self._picture(cell["source"]))
        return f'<div class="cell">{"".join(shown)}</div>'

    def _words(self, source: str, attachments: dict) -> str:
        def embedded(found: re.Match) -> str:
            ((kind, content),) = attachments[html.unescape(found[1])].items()
            return f'src="data:{kind};base64,{content}"'

        shown = _IMAGE.sub(embedded, self._markdown.render(source))
        return _DETAILS.sub("<details open>", shown)

    def _output(self, output: dict) -> str:
        if output["output_type"] == "stream":
            return _text(output["text"])
        if output["output_type"] == "error":
            return _text(f"{output['ename']}: {output['evalue']}")
        data = output["data"]
        if "image/svg+xml" in data:
            return data["image/svg+xml"]
        if "image/png" in data:
            content = "".join(data["image/png"].split())
            return f'<img alt="" src="data:image/png;base64,{content}">'
        if "text/markdown" in data:
            return self._markdown.render(data["text/markdown"])
        return _text(data.get("text/plain", ""))


def _formula(content: str, options: dict) -> str:
    marks = ("\\[", "\\]") if options["display_mode"] else ("\\(", "\\)")
    return f'<span class="math">{marks[0]}{html.escape(content)}{marks[1]}</span>'


def _block(renderer, tokens, at, options, env) -> str:
    content = tokens[at].content
    return _pre(html.escape(content.rstrip("\n")), content)


def _text(text: str) -> str:
    return _pre(html.escape(text.rstrip("\n")), text, "output")


def _pre(shown: str, text: str, kind: str = "") -> str:
    """Preformatted text, smaller where there is much of it."""
    lines = text.rstrip("\n").count("\n") + 1
    size = max(_LEAST_PX, int(_HEIGHT_PX / (1.35 * lines)))
    small = f' style="font-size: {size}px"' if size < _SIZE_PX else ""
    return f'<pre class="{kind}"{small}>{shown}</pre>\n'


def _highlighted(source: str) -> str:
    from pygments.lexers import PythonLexer
    from pygments.token import Comment, Keyword, Number, String

    classes = ((Comment, "c"), (String, "s"), (Keyword, "k"), (Number, "n"))
    parts = []
    for kind, value in PythonLexer().get_tokens(source):
        text = html.escape(value)
        name = next((name for token, name in classes if kind in token), "")
        parts.append(f'<span class="highlight-{name}">{text}</span>' if name else text)
    return "".join(parts).rstrip("\n")
