"""``{note-says}`` and ``{check}``: a sentence of the notes, and what answers it."""

from __future__ import annotations

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from course.blocks import Block, badge, paragraph

VERDICTS = {
    "right": ("笔记说得对", "measured"),
    "loose": ("说得不准", "stand-in"),
    "wrong": ("说错了", "outside"),
}


class TopicCheck(Block):
    """``{check} broadcasting``: the topic must exist, or the build fails."""

    required_arguments = 1
    optional_arguments = 0

    def run(self):
        """A line with the command, the question and its sections."""
        from gluon_course.base.errors import CourseError
        from gluon_course.explain import get_topic

        made = []
        for name in self.arguments[0].split():
            try:
                topic = get_topic(name)
            except CourseError as error:
                raise self.error(str(error)) from error
            command = f"gluon-course explain {topic.name}"
            made.append(nodes.literal_block(command, command, language="bash"))
        return made


class NoteSays(SphinxDirective):
    """``{note-says} sentence`` with ``:verdict:`` right, loose or wrong."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec = {"verdict": lambda text: directives.choice(text, tuple(VERDICTS))}

    def run(self):
        """The sentence as a quotation, with a badge."""
        word, kind = VERDICTS[self.options.get("verdict", "right")]
        inline, messages = self.parse_inline(self.arguments[0], lineno=self.lineno)
        quote = nodes.block_quote(classes=["note-says"])
        quote += paragraph(badge(word, kind), " ", *inline)
        return [quote, *messages]


def setup(app):
    """Register the directives."""
    app.add_directive("note-says", NoteSays)
    app.add_directive("check", TopicCheck)
