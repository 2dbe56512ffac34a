"""``gluon-course predict FOLDER``: the model's task says how it is asked."""

from __future__ import annotations

import json
from pathlib import Path

import click
from click.core import ParameterSource

from gluon_course.cli.errors import MISTAKE
from gluon_course.cli.predict import (
    language,
    pictures,
    sentiment,
    translation,
    words,
)
from gluon_course.cli.predict.kind import Kind, refuse_other_bytes, refuse_others
from gluon_course.cli.printing.terminal import paragraph
from gluon_course.cli.section import write_options

KINDS: tuple[Kind, ...] = (
    pictures.KIND,
    language.KIND,
    translation.KIND,
    sentiment.KIND,
    words.KIND,
)
"""The kinds in the order of the help. A further one is a module with a ``KIND``."""

COMMON = (
    click.Argument(["folder"], metavar="FOLDER", type=click.Path(path_type=Path)),
    *(each for kind in KINDS for each in kind.params),
    click.Option(["--device"], default="auto", help="auto, cpu, gpu or gpu:1. [auto]"),
    click.Option(["--json", "is_json"], is_flag=True, help="Print JSON."),
)


class PredictCommand(click.Command):
    """``predict``: its help has a heading for each kind of model."""

    def format_options(self, ctx: click.Context, formatter) -> None:
        """The options of each kind, then those of all."""
        options = (p for p in self.get_params(ctx) if isinstance(p, click.Option))
        rest = {each.name: each for each in options}
        for kind in KINDS:
            own = [rest.pop(each.name) for each in kind.params if each.name in rest]
            write_options(ctx, formatter, kind.title, own)
        write_options(ctx, formatter, "Every model", list(rest.values()))


@click.pass_context
def _predict(
    ctx: click.Context, folder: Path, device: str, is_json: bool, **values
) -> int:
    from gluon_course.base.devices import parse_devices
    from gluon_course.cli.runs.folder import require_folder
    from gluon_course.predict import load_predictor

    require_folder(folder)
    predictor = load_predictor(folder, ctx=parse_devices(device)[0])
    task = predictor.meta["task"]
    kind = next(each for each in KINDS if task in each.tasks)
    given = tuple(
        name
        for name in values
        if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE
        and values[name] != ()
    )
    spelled = {each.name: _spelled(each) for each in COMMON}
    refuse_others(kind, task, given, spelled)
    refuse_other_bytes(values, spelled)
    answers = kind.answer(predictor, values)
    if is_json:
        content = {"notice": predictor.notice, **answers.content}
        click.echo(json.dumps(content, indent=2, ensure_ascii=False))
    elif answers.text:
        click.echo(answers.text)
        if predictor.notice:
            click.echo("\n" + paragraph(f"({predictor.notice})"))
    for error in answers.errors:
        click.echo(error, err=True)
    return MISTAKE if answers.errors else 0


def _spelled(param: click.Parameter) -> str:
    is_option = isinstance(param, click.Option)
    return param.opts[0] if is_option else param.metavar


predict = PredictCommand(
    name="predict",
    callback=_predict,
    params=list(COMMON),
    short_help="Ask a trained model: pictures, texts that go on, translations.",
    help="""Ask the model in FOLDER, a run or an export.

What is asked depends on what the model is for. Pictures may have any size and
colours; they are made to fit. One that cannot be read is named on stderr; the others
are still answered, and the exit status is 2. A detector also writes each picture with
its boxes, as PNG, and the boxes in pixels, as JSON, both with masks where the net
draws them; a net for segmentation the picture with its masks, and a PNG of classes
with VOC's palette, both of the picture's own size. A language model goes on with a
text. A translator also draws, for each word that it writes, which words it attended
to. A net for sentiment says whether a text is positive. Word vectors say which words
are near, and solve analogies.

\b
Examples:
  gluon-course predict runs/lenet boot.png
  gluon-course predict runs/lenet *.jpg --top 3
  gluon-course predict runs/ssd street.jpg --least-score 0.5 --out found
  gluon-course predict runs/rnn-gluon --prefix 分开 --length 50
  gluon-course predict runs/rnn-gluon --prefix 分开 --temperature 0.7 --seed 3
  gluon-course predict runs/word2vec-gluon --word chip --analogy man woman son
  gluon-course predict runs/machine-translation --text "ils regardent ."
  gluon-course predict runs/sentiment-analysis-cnn --text "this film is great"
""",
    context_settings={"max_content_width": 80},
)
