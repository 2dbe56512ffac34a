"""A command line that can be called, and a small course to run with it."""

import dataclasses
import json
import shlex
import textwrap

import click.testing
import pytest

from gluon_course.base import chapters
from gluon_course.cli.group import gluon_course

TOY = '''
"""{number} {title}

Text:     chapter_toys/{slug}
Run:      gluon-course run {slug}
Expected: a loss of 0.25 after two epochs, and a sentence that is so long that it
          takes a second line
Vary:     --lr 0.1
"""
{body}
'''

TRAINS = """
import json
from pathlib import Path
from types import SimpleNamespace

calls = Path(__file__).with_name("calls.jsonl")

def main(num_epochs=2, lr=0.5, batch_size=10, widths=(4, 2), mode=None, is_big=False,
         run=None):
    settings = dict(num_epochs=num_epochs, lr=lr, batch_size=batch_size,
                    widths=widths, mode=mode, is_big=is_big)
    with calls.open("a") as stream:
        seen = dict(settings, seed=run.seed, resume=run.resume, limit=run.limit,
                    sample=run.sample, device=run.device, progress=run.progress)
        stream.write(json.dumps(seen) + "\\n")
    if mode == "early":
        raise KeyboardInterrupt
    if mode == "interrupt":
        run.path("started.png").write_bytes(b"half")
        raise KeyboardInterrupt
    if mode == "remove":
        import shutil
        shutil.rmtree(run.out)
        return {}
    if mode == "diverge" or lr > 100:
        from gluon_course.base.errors import TrainingError
        raise TrainingError("The loss is not finite", "lr is too large", "lower it")
    if mode == "missing":
        from gluon_course.base.errors import DataError
        raise DataError("The data are missing", "not fetched", "fetch them")
    if mode == "crash":
        raise ZeroDivisionError("one over\\nzero")
    if mode == "native":
        where = "Traceback (most recent call last):\\n  File x\\n"
        raise RuntimeError(where + "MXNetError: Check failed: 1 == 2 : shapes")
    rows = [
        {"epoch": e, "train_loss": lr / e, "test_acc": 1 - lr / (e + 1), "lr": lr,
         "seconds": 0.5, "samples_per_s": 10.0}
        for e in range(1, num_epochs + 1)
    ]
    run.path("history.jsonl").write_text("".join(json.dumps(r) + "\\n" for r in rows))
    run.path("picture.png").write_bytes(b"picture")
    run.part("part").out.mkdir(exist_ok=True)
    run.part("part").path("inner.png").write_bytes(b"inner")
    return SimpleNamespace(history=rows, final=rows[-1], stop_reason="")
"""

SHOWS = """
def main(size=8, run=None):
    run.path("edges.png").write_bytes(b"edges")
    return {"size": size, "kernel": [1.0, -1.0], "name": "edges"}
"""


@dataclasses.dataclass
class Answer:
    """What a call printed, and its exit status."""

    status: int
    out: str
    err: str


@pytest.fixture
def cli(tmp_path, monkeypatch):
    """``cli("run toy --lr .1")`` in an empty folder: status, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GLUON_COURSE_SAMPLE", raising=False)
    monkeypatch.delenv("GLUON_COURSE_DEBUG", raising=False)
    return call


def call(line="", *words):
    """Run the command line ``line``, split as a shell does, with further ``words``."""
    words = [*shlex.split(line), *map(str, words)]
    try:
        runner = click.testing.CliRunner(mix_stderr=False)
    except TypeError:  # click 8.2 always keeps them apart
        runner = click.testing.CliRunner()
    done = runner.invoke(gluon_course, words, prog_name="gluon-course")
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Answer(done.exit_code, done.stdout, done.stderr)


@pytest.fixture
def toys(tmp_path_factory, monkeypatch):
    """A course of two sections without MXNet: ``toy`` trains, ``shown`` only shows."""
    folder = tmp_path_factory.mktemp("scripts") / "chapter_toys"
    folder.mkdir()
    for number, slug, title, body in (
        ("9.1", "toy", "玩具", TRAINS),
        ("9.2", "shown", "图片", SHOWS),
    ):
        text = TOY.format(number=number, slug=slug, title=title, body=body)
        (folder / f"{slug}.py").write_text(textwrap.dedent(text), "utf-8")
    monkeypatch.setattr(chapters, "scripts_root", lambda: folder.parent)

    def calls():
        file = folder / "calls.jsonl"
        if not file.exists():
            return []
        return [json.loads(line) for line in file.read_text().splitlines()]

    return calls


@pytest.fixture(scope="session")
def trained(tmp_path_factory):
    """A run folder: LeNet with BatchNorm, two short epochs on the embedded sample."""
    folder = tmp_path_factory.mktemp("trained") / "lenet_bn"
    answer = call(
        *("train", "lenet_bn", "--sample", "--epochs", 2, "--limit", 320),
        *("--batch-size", 32, "--out", folder),
    )
    assert answer.status == 0, answer.err
    return folder, answer
