"""``{model-picture}``: a net of the course, drawn when the page is built."""

from __future__ import annotations

import json

from docutils import nodes
from docutils.parsers.rst import directives

from course import places
from course.blocks import Block


class ModelPicture(Block):
    """``{model-picture} lenet``, by its registered name.

    ``:shape: 1x96x96`` is another input; ``:options: {"ratio": 4}`` are the builder's,
    as JSON; the content is the caption.
    """

    required_arguments = 1
    optional_arguments = 0
    has_content = True
    option_spec = {"shape": directives.unchanged, "options": directives.unchanged}

    def run(self):
        """The picture as SVG."""
        from gluon_course import models, viz
        from gluon_course.base.stations import input_shapes_of, stations

        name = self.arguments[0]
        options = json.loads(self.options.get("options", "{}"))
        net = models.get_model(name, **options)
        text = self.options.get("shape")
        sizes = tuple(map(int, text.split("x"))) if text else net.input_shape
        found = stations(net, input_shapes_of(net, sizes))
        words = [name, *map(str, sizes), *(f"{k}-{v}" for k, v in options.items())]
        file = places.GENERATED / ("-".join(words).replace(" ", "") + ".svg")
        file.parent.mkdir(exist_ok=True)
        viz.architecture(found, sizes, file)
        total = sum(each.parameters for each in found)
        shape = "×".join(map(str, sizes))
        caption = f"{name}：输入 {shape}，共 {total:,} 个参数。{''.join(self.content)}"
        layers = "，".join(f"{each.label} {each.output_shape}" for each in found)
        figure = nodes.figure(classes=["model-picture"])
        figure += nodes.image(uri=f"/_generated/{file.name}", alt=f"{name}: {layers}")
        figure += nodes.caption(caption, caption)
        command = f"gluon-course draw {name}" + (f" --shape {text}" if text else "")
        for key, value in options.items():
            command += f" --{key.replace('_', '-')} {value}"
        figure += nodes.legend("", nodes.paragraph("", "", nodes.literal(text=command)))
        return [figure]


def setup(app):
    """Register the directive."""
    app.add_directive("model-picture", ModelPicture)
