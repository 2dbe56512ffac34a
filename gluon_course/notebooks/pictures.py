"""Pictures in a notebook: a net drawn in place, and what a cell wrote into its run."""

from __future__ import annotations

import ast
import io
from pathlib import Path

from gluon_course.base.files import checksum


def draw(name: str, shape: tuple | None = None, **options):
    """Draw a net of the course: layers, shapes, parameters, receptive fields.

    Parameters
    ----------
    name : str
        Its registered name, as ``gluon-course list models`` has it.
    shape : tuple of int, optional
        Of one input, such as ``(1, 96, 96)``; the section's by default.
    **options
        Of the model's builder, which refuses those that it does not know.

    Returns
    -------
    Picture
        A notebook shows it as the value of its cell.

    Raises
    ------
    ConfigError
        For a model or an option that does not exist.
    ShapeError
        If the net cannot take that shape.
    """
    from gluon_course import models, viz
    from gluon_course.base.stations import input_shapes_of, stations

    net = models.get_model(name, **options)
    shape = net.input_shape if shape is None else tuple(shape)
    return viz.architecture(stations(net, input_shapes_of(net, shape)), shape)


def svg_of(source: str) -> str:
    """The picture that a cell ``notebooks.draw(...)`` shows, as SVG for a page.

    Parameters
    ----------
    source : str
        The cell: literal arguments only.
    """
    call = ast.parse(source, mode="eval").body
    words = [ast.literal_eval(each) for each in call.args]
    options = {each.arg: ast.literal_eval(each.value) for each in call.keywords}
    content = io.BytesIO()
    draw(*words, **options).savefig(content, format="svg", metadata={"Date": None})
    shown = content.getvalue().decode("utf-8")
    return shown[shown.index("<svg") :]


class NewPictures:
    """The pictures of a folder that were not there before, or were drawn anew.

    Parameters
    ----------
    folder : Path
        Where a run writes; it need not exist.
    """

    def __init__(self, folder: Path):
        self._folder, self._seen = folder, {}

    def found(self) -> list[Path]:
        """PNG files that are new since the last call, those of parts included.

        The curve of a trainer is left out: it is shown while it grows.
        """
        new = []
        for file in sorted(self._folder.rglob("*.png")):
            is_shown_live = file.with_name("config.json").exists()
            if file.name == "curves.png" and is_shown_live:
                continue
            known = checksum(file)
            if self._seen.get(file) != known:
                self._seen[file] = known
                new.append(file)
        return new

    def show(self, ran=None) -> None:
        """Show them; a notebook calls it after each of its cells.

        Parameters
        ----------
        ran : ExecutionResult, optional
            The cell, as IPython tells it. A picture that is its value is shown anyway.
        """
        from IPython.display import Image, display

        value = getattr(ran, "result", None)
        shown = value.png() if hasattr(value, "png") else None
        for file in self.found():
            content = file.read_bytes()
            if content != shown:
                display(Image(data=content, alt=file.stem))
