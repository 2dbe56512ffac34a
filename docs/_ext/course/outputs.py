"""``{run-output}``: a section's command, and what it printed when it was run."""

from __future__ import annotations

import json

from docutils import nodes
from docutils.parsers.rst import directives

from course import places
from course.blocks import Block, paragraph


class RunOutput(Block):
    """The file ``docs/outputs/PAGE.txt``, written by ``gluon-course report``.

    Its first line is the command. ``:file:`` names another one of the page's folder.
    """

    option_spec = {"file": directives.unchanged}

    def run(self):
        """The command, the lines, and where they come from."""
        file = places.output_file(self.page)
        if "file" in self.options:
            file = file.with_name(self.options["file"])
        self.depends_on(file)
        if not file.is_file():
            raise self.error(
                f"{file} is missing: gluon-course run SECTION > OUT, then "
                "gluon-course report RUN --output OUT"
            )
        command, _, lines = file.read_text("utf-8").partition("\n")
        made = [
            nodes.literal_block(command[2:], command[2:], language="bash"),
            nodes.literal_block(
                lines.rstrip(), lines.rstrip(), language="text", classes=["output"]
            ),
        ]
        said = self._where(command[2:])
        return [*made, *([paragraph(said, classes=["source"])] if said else [])]

    def _where(self, command: str) -> str:
        results = places.results_file(self.page)
        self.depends_on(results)
        if not results.is_file():
            return ""
        for run in json.loads(results.read_text("utf-8"))["runs"]:
            if run["command"] == command:
                at = run["hardware"]
                threads = at.get("threads")
                used = f"，{threads}个线程" if threads else ""
                return (
                    f"以上是真实输出：{run['date']}，{at['processor']}"
                    f"（{at['cores']}核{used}），"
                    f"Python {at['python']}，MXNet {at['mxnet']}。"
                )
        return ""


def setup(app):
    """Register the directive."""
    app.add_directive("run-output", RunOutput)
