"""What the directives of the site share: they write nodes, by hand or from Markdown."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from course import places


class Block(SphinxDirective):
    """A directive about the section of its page, or of the one that it names."""

    optional_arguments = 1
    final_argument_whitespace = True

    @property
    def page(self) -> str:
        """The page that the block is about."""
        return places.named(" ".join(self.arguments), self.env.docname)

    def section(self):
        """Its section; the build fails where there is none."""
        found = places.section_of(self.page)
        if found is None:
            raise self.error(f"There is no script for the page {self.page}")
        return found

    def depends_on(self, *files) -> None:
        """Build the page anew when one of these files changes."""
        for file in files:
            self.env.note_dependency(str(file))


def table(headers, rows, classes=()) -> nodes.table:
    """A table whose cells are texts or nodes."""
    group = nodes.tgroup(cols=len(headers))
    for _ in headers:
        group += nodes.colspec(colwidth=1)
    head, body = nodes.thead(), nodes.tbody()
    head += _row(headers)
    for row in rows:
        body += _row(row)
    group += head
    group += body
    made = nodes.table(classes=["results", *classes])
    made += group
    return made


def _row(cells) -> nodes.row:
    row = nodes.row()
    for cell in cells:
        entry = nodes.entry()
        if isinstance(cell, nodes.Node):
            entry += paragraph(cell)
        else:
            entry += paragraph(nodes.Text(str(cell)))
        row += entry
    return row


def paragraph(*children, classes=()) -> nodes.paragraph:
    """A paragraph of nodes and texts."""
    made = nodes.paragraph(classes=list(classes))
    for each in children:
        made += each if isinstance(each, nodes.Node) else nodes.Text(str(each))
    return made


def badge(text: str, kind: str) -> nodes.inline:
    """A word in a coloured box: ``measured``, ``stand-in``, ``never``, ``outside``."""
    return nodes.inline(text, text, classes=["badge", f"badge-{kind}"])


def link(text: str, address: str) -> nodes.reference:
    """A link out of the site."""
    return nodes.reference(text, text, refuri=address, classes=["external"])
