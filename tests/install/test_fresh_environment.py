"""Installing into fresh environments, with network: minutes each, so marked slow."""

import glob
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYENV = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]

TRAIN = """
import mxnet as mx
from gluon_course import RunOptions, data, models, train
run = RunOptions(device="auto", sample=True)
train_iter, test_iter = data.fashion_mnist(32, run=run)
trainer = train.Trainer(models.get_model("lenet"), train.Classification(), "adam",
                        {"learning_rate": 0.005}, init=mx.init.Xavier(), run=run)
print(trainer.fit(train_iter, test_iter, num_epochs=12).final["test_acc"])
"""


def find_python(version):
    """A Python of that version from PATH or pyenv that runs; skips without one."""
    for path in (
        *sorted(glob.glob(f"{PYENV}/versions/{version}.*/bin/python{version}")),
        shutil.which(f"python{version}") or "",
    ):
        runs = path and subprocess.run([path, "-c", "import venv, ensurepip"])
        if runs and runs.returncode == 0:
            return path
    pytest.skip(f"no Python {version} with venv on this machine")


def install(folder, version, *arguments):
    """Make an environment in ``folder`` with the package installed; its Python."""
    subprocess.run([find_python(version), "-m", "venv", folder / "venv"], check=True)
    python = folder / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", *arguments], check=True)
    return python


def output(python, folder, *arguments):
    """What a Python prints that runs in ``folder``, outside the clone."""
    environ = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        [python, *arguments], cwd=folder, env=environ, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def start_lines(folder):
    return list((folder / "venv").rglob("gluon_course*.pth"))


@pytest.fixture
def clone(tmp_path):
    """A copy of the files that an installation reads."""
    target = tmp_path / "clone"
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in ("gluon_course", "scripts"):
        shutil.copytree(ROOT / name, target / name, ignore=ignored)
    for name in ("setup.py", "pyproject.toml"):
        shutil.copy(ROOT / name, target)
    yield target
    shutil.rmtree(tmp_path / "venv", ignore_errors=True)


@pytest.mark.parametrize("version", ["3.9", "3.10", "3.11", "3.12"])
def test_cpu_install_trains_and_leaves_nothing_behind(clone, tmp_path, version):
    python = install(tmp_path, version, f"{clone}[cpu]")
    shutil.rmtree(clone)
    bare = "import mxnet as mx; print(mx.nd.ones((2, 3)).sum().asscalar())"
    assert output(python, tmp_path, "-c", bare) == "6.0\n"
    found = json.loads(
        output(python, tmp_path, "-m", "gluon_course", "doctor", "--json")
    )
    status = {check["name"]: check["status"] for check in found["checks"]}
    for name in ("Python", "NumPy", "backend", "MXNet", "gluoncv", "gluonnlp"):
        assert status[name] == "ok", found
    assert float(output(python, tmp_path, "-c", TRAIN)) > 0.9
    assert len(start_lines(tmp_path)) == 1
    output(python, tmp_path, "-m", "pip", "uninstall", "-q", "-y", "gluon_course")
    assert start_lines(tmp_path) == []


def test_editable_install_prepares_a_bare_import_where_numpy_lacks_the_names(
    clone, tmp_path
):
    python = install(tmp_path, "3.12", "-e", f"{clone}[cpu]")
    bare = "import mxnet, numpy; print(numpy.__version__[:4], numpy.bool)"
    assert output(python, tmp_path, "-c", bare) == "1.26 <class 'bool'>\n"
    output(python, tmp_path, "-m", "pip", "uninstall", "-q", "-y", "gluon_course")
    assert start_lines(tmp_path) == []


def test_cu112_install_trains_on_the_cpu_where_there_is_no_driver(clone, tmp_path):
    python = install(tmp_path, "3.11", f"{clone}[cu112]")
    facts = (
        "import mxnet as mx; from gluon_course.base import cuda, startup\n"
        "print(mx.runtime.Features().is_enabled('CUDA'), startup.backends(),\n"
        "      cuda.missing(), cuda.has_driver() or mx.context.num_gpus())"
    )
    printed = output(python, tmp_path, "-W", "ignore", "-c", facts)
    assert printed.startswith("True ['mxnet-cu112'] [] ")
    assert printed.split()[-1] in ("0", "True")
    assert float(output(python, tmp_path, "-c", TRAIN)) > 0.9
