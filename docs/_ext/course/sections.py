"""``{sections}``: every section of a chapter, with its page, command and state."""

from __future__ import annotations

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes

from course import places
from course.blocks import Block, badge, table
from course.results import KINDS, WORDS, _title
from gluon_course.results import published, read_measured, state_of


class Sections(Block):
    """The sections of the folder that the page stands in, or of the named folders."""

    option_spec = {"all": directives.flag}

    def run(self):
        """A table; a title is a link where its page is written."""
        folders = self.arguments[0].split() if self.arguments else []
        folders = folders or [self.env.docname.rpartition("/")[0]]
        rows = []
        for page, section in places.sections().items():
            if section.folder not in folders and "all" not in self.options:
                continue
            file = places.results_file(page)
            self.depends_on(file)
            state = nodes.Text("")
            if published(section.name):
                found, _ = state_of(section.name, read_measured(file))
                state = badge(WORDS[found], KINDS[found])
            name = section.slug if section.edition == "v1" else f"v2:{section.slug}"
            command = f"gluon-course run {name}"
            rows.append(
                (_title(self.env, page, section), nodes.literal(text=command), state)
            )
        if not rows:
            raise self.error(f"There are no scripts in {' '.join(folders)}")
        made = [table(("小节", "命令", "课本的数字"), rows)]
        return made if self.arguments else [*made, self._contents(folders[0])]

    def _contents(self, folder: str) -> nodes.Node:
        """The chapter's pages in the side bar, in the order of the book."""
        pages = [
            page
            for page, section in places.sections().items()
            if section.folder == folder and page in self.env.found_docs
        ]
        contents = addnodes.toctree(
            parent=self.env.docname,
            entries=[(None, page) for page in pages],
            includefiles=pages,
            maxdepth=1,
            caption=None,
            glob=False,
            hidden=True,
            includehidden=False,
            numbered=0,
            titlesonly=True,
        )
        return nodes.compound("", contents, classes=["toctree-wrapper"])


def setup(app):
    """Register the directive."""
    app.add_directive("sections", Sections)
