"""``gluon-course run SECTION`` and ``python scripts/chapter_.../SLUG.py``."""

from __future__ import annotations

import os

from gluon_course.base.chapters import read_section
from gluon_course.cli.section import (
    SectionCommand,
    SectionDispatcher,
    section_command,
)

run = SectionDispatcher(
    section_command,
    name="run",
    short_help="Run a section of the text.",
    help="""Run a section of the text: its data, its net, its training.

SECTION is a number (5.5), a slug (lenet), or the text's path
(chapter_convolutional-neural-networks/lenet); v2: before it means zh-v2.
The section's own settings are options too: gluon-course run SECTION --help
shows them with the values of the text.

\b
Examples:
  gluon-course run batch-norm --sample         on data that need no download
  gluon-course run 5.5                         as in the text
  gluon-course run lenet --epochs 20 --lr 0.5 --out runs/slow
  gluon-course run lenet --resume              go on with the latest run
  gluon-course run vgg --resize 96 --device gpu

\b
A run folder (runs/lenet, then runs/lenet-2, ...; or --out) holds
  config.json, run.json   what was trained, and how
  history.jsonl           the figures of each epoch
  curves.png              the same, drawn
  checkpoints/            for --resume, eval and export
  export/                 for predict
  result.json             what the section returned
""",
    epilog="The sections: gluon-course list chapters",
    context_settings={"max_content_width": 80},
)


def script_command(file: os.PathLike | str) -> SectionCommand:
    """The command behind ``python scripts/chapter_.../SLUG.py``."""
    return section_command(read_section(file))
