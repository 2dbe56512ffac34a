"""Cells for every section of the text, each in a process of its own on tiny data.

    pytest tests/d2lzh/test_cells.py -k lenet
    pytest tests/d2lzh/test_cells.py -m slow        # the same with d2lzh 1.0.0

Nobody copied a cell from the text: they use the names as its sections do. As many run
at a time as there are cores for this one of the processes that share the tests.
"""

import ast
import importlib.util
import inspect
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gluon_course import d2lzh

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "notebook"))
from cells import CELLS, read_cell  # noqa: E402
from folders import environment, make_folders, pack_archives  # noqa: E402

TIME_LIMIT_S = 500

# MXNet's own readers compare a checksum: run_cell.py lets the tiny files pass
CHECKED_BY_MXNET = {
    "fashion-mnist",
    "image-augmentation",
    "similarity-analogy",
    "sentiment-analysis-rnn",
    "sentiment-analysis-cnn",
}

EPOCH = r"epoch 1, loss \d+\.\d{4}, train acc \d\.\d{3}, test acc \d\.\d{3}"
SAMPLES = (
    r"epoch 2, perplexity \d+\.\d{6}, time \d+\.\d{2} sec\n"
    r" - 分开.{10}\n - 不分开.{10}\n"
)
PRINTED = {
    "softmax-regression-scratch": EPOCH + "\n",
    "softmax-regression-gluon": EPOCH + "\n",
    "lenet": r"training on cpu\(0\)\n" + EPOCH + r", time \d+\.\d sec\n",
    "image-augmentation": r"training on \[cpu\(0\)\]\n"
    + EPOCH
    + r", time \d+\.\d sec\n",
    "rnn-scratch": SAMPLES,
    "rnn-gluon": SAMPLES,
    "gd-sgd": r"epoch 20, x1 -0\.057646, x2 -0\.000073\n",
    "momentum": r"epoch 20, x1 -0\.387814, x2 -1673\.365109\n",
    "adam": r"loss: 0\.\d{6}, \d+\.\d{6} sec per epoch\n",
    "use-gpu": r"cpu\(0\) gpu\(0\) gpu\(1\)\n",
    "auto-parallelism": r"Run on CPU\. time: \d+\.\d{4} sec\n",
    "multiple-gpus-gluon": r"running on: \[gpu\(0\), gpu\(1\)\]\n",
    "semantic-segmentation-and-dataset": r"read 6 examples\nread 5 examples\n",
}

ONLY_MXNET = (
    "2.2 2.3 2.4 3.1 3.2 3.3 4.1 4.2 4.3 4.4 4.5 4.6 5.1 5.2 5.4 6.2 6.3 8.1 8.2 9.8 "
    "10.6 10.12"
)

# what d2lzh 1.0.0 does otherwise than the text
OLD_PACKAGE_DIFFERS = {
    "sentiment-analysis-rnn": "its vocabulary of reviews has no <pad>; 0 fills them up",
}


class Runs:
    """Starts cells in the background, and knows what became of them."""

    def __init__(self, folder):
        make_folders(folder)
        self.folder, self.running = folder, {}
        processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", 1))
        cores = len(os.sched_getaffinity(0)) // processes
        self.pool = ThreadPoolExecutor(max_workers=max(1, cores))

    def start(self, file, *options):
        if (file, options) not in self.running:
            future = self.pool.submit(self._run, read_cell(file), options)
            self.running[file, options] = future
        return self.running[file, options]

    def _run(self, cell, options):
        command = [str(cell.file), *options]
        if options or cell.slug in CHECKED_BY_MXNET:
            command.insert(0, str(HERE / "notebook" / "run_cell.py"))
        # the current folder is a notebook's: ../data and ../img lie beside it
        chapter = self.folder / "notebook" / "-".join([cell.slug, *options])
        chapter.mkdir()
        return subprocess.run(
            [sys.executable, *command],
            cwd=chapter,
            env=environment(self.folder, cell.num_gpus),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=TIME_LIMIT_S,
        )


@pytest.fixture(scope="session")
def runs(request, tmp_path_factory):
    """The cells of the selected tests, all begun."""
    runs = Runs(tmp_path_factory.mktemp("cells"))
    for item in request.session.items:
        if getattr(item, "originalname", "") == "test_cell_runs":
            runs.start(item.callspec.params["file"])
    yield runs
    runs.pool.shutdown(cancel_futures=True)


def name_of(file):
    return f"{file.parent.name}/{file.stem}"


@pytest.mark.parametrize("file", CELLS, ids=name_of)
def test_cell_runs(file, runs):
    result = runs.start(file).result()
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-4000:]
    printed = PRINTED.get(file.stem, "")
    assert re.search(printed, result.stdout), result.stdout
    said = [line for line in result.stderr.splitlines() if "simulated" in line]
    assert len(said) == (read_cell(file).num_gpus > 0), result.stderr


@pytest.fixture(scope="session")
def old_runs(runs):
    """Runs with d2lzh 1.0.0, which looks for archives."""
    if importlib.util.find_spec("d2lzh") is None:
        pytest.skip("d2lzh is not installed: pip install '.[bench]'")
    pack_archives(runs.folder)
    return runs


@pytest.mark.slow
@pytest.mark.parametrize("file", CELLS, ids=name_of)
def test_cell_is_true_to_the_old_package(file, old_runs):
    if not read_cell(file).names:
        pytest.skip("imports only mxnet")
    result = old_runs.start(file, "--old-package").result()
    if file.stem in OLD_PACKAGE_DIFFERS:
        assert result.returncode != 0, "the old package does as the text, after all"
        return
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-4000:]
    assert re.search(PRINTED.get(file.stem, ""), result.stdout), result.stdout


def test_every_section_with_code_has_its_cell():
    numbers = [read_cell(file).number for file in CELLS]
    chapters = [int(number.split(".")[0]) for number in numbers]
    counts = {chapter: chapters.count(chapter) for chapter in sorted(set(chapters))}
    # as counted in the text
    assert counts == {2: 3, 3: 13, 4: 6, 5: 12, 6: 6, 7: 8, 8: 5, 9: 13, 10: 5}
    assert len(set(numbers)) == 71


def test_the_sections_that_import_only_mxnet_never_mention_this_package():
    bare = [read_cell(file) for file in CELLS if "gluon_course" not in file.read_text()]
    assert [cell.number for cell in bare] == ONLY_MXNET.split()
    assert not any(cell.names for cell in bare)


def test_the_other_sections_change_one_line_of_the_text():
    for file in CELLS:
        if read_cell(file).names:
            imports = [
                ast.unparse(node)
                for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
                if isinstance(node, (ast.Import, ast.ImportFrom))
                and "gluon_course" in ast.unparse(node)
            ]
            assert imports == ["from gluon_course import d2lzh as d2l"], file


def test_every_public_name_is_used_by_a_cell():
    public = {
        name
        for name in d2lzh.__all__
        if not inspect.ismodule(getattr(d2lzh, name)) or name == "plt"
    }
    assert len(public) == 56
    private = {"_download_pikachu", "_get_batch", "_make_list"}
    used = set().union(*(read_cell(file).names for file in CELLS))
    assert used == public | private
