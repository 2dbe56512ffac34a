"""``{mistake}``: a common mistake, its error as it is printed, why, and the way out."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxDirective


class Mistake(SphinxDirective):
    """The argument says what one does wrong; the content is Markdown."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self):
        """An admonition of its own class."""
        self.assert_has_content()
        made = nodes.admonition(classes=["mistake", "warning"])
        inline, messages = self.parse_inline(self.arguments[0], lineno=self.lineno)
        made += nodes.title(self.arguments[0], "", *inline)
        made += messages
        self.state.nested_parse(self.content, self.content_offset, made)
        return [made]


def setup(app):
    """Register the directive."""
    app.add_directive("mistake", Mistake)
