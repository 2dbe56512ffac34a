"""``{section-links}``: text, paper, notebook, slides and API of a section."""

from __future__ import annotations

from docutils import nodes
from docutils.parsers.rst import directives

from course import notebooks, places
from course.blocks import Block, link, paragraph


class SectionLinks(Block):
    """Number, edition and links; below them the script itself, folded."""

    option_spec = {
        "paper": directives.unchanged,
        "arxiv": directives.unchanged,
        "api": directives.unchanged,
    }

    def run(self):
        """A line of links, and the script."""
        section = self.section()
        self.depends_on(section.file)
        book = "课本" if section.edition == "v1" else "课本第二版"
        number = f"{section.number} " if section.number else ""
        parts = []
        if section.number:
            text = f"{book} {number}{section.title}"
            parts.append(link(text, section.address))
        else:
            parts.append(nodes.Text("视频课内容，课本没有对应的小节"))
        if "paper" in self.options:
            parts.append(nodes.Text(" · 论文："))
            if "arxiv" in self.options:
                at = "https://arxiv.org/abs/" + self.options["arxiv"]
                parts.append(link(self.options["paper"], at))
            else:
                parts.append(nodes.Text(self.options["paper"]))
        line = paragraph(*parts, classes=["section-links"])
        made = [line, notebooks.links(self.page)]
        if "api" in self.options:
            names = [each.strip() for each in self.options["api"].split(",")]
            text = "API：" + "、".join(f"{{py:obj}}`{each}`" for each in names)
            found, messages = self.parse_inline(text, lineno=self.lineno)
            made.append(paragraph(*found, *messages, classes=["section-links"]))
        return made


class Script(Block):
    """The section's script, as it is run."""

    def run(self):
        """A listing under its path."""
        section = self.section()
        self.depends_on(section.file)
        code = section.file.read_text("utf-8")
        name = section.file.relative_to(places.ROOT)
        listing = nodes.literal_block(code, code, language="python")
        return [
            nodes.raw("", f"<details><summary>脚本 {name}</summary>", format="html"),
            listing,
            nodes.raw("", "</details>", format="html"),
        ]


def setup(app):
    """Register the directives."""
    app.add_directive("section-links", SectionLinks)
    app.add_directive("script", Script)
