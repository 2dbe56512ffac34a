"""The built package: the sections come along and run in an empty folder."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The package as ``setup.py`` builds it, without the repository around it."""
    source = tmp_path_factory.mktemp("source")
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in ("gluon_course", "scripts"):
        shutil.copytree(ROOT / name, source / name, ignore=ignored)
    for name in ("setup.py", "pyproject.toml", "README.md"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, source)
    target = tmp_path_factory.mktemp("built")
    subprocess.run(
        [sys.executable, "setup.py", "-q", "build_py", "--build-lib", str(target)],
        cwd=source,
        check=True,
        capture_output=True,
        timeout=500,
    )
    shutil.rmtree(source)
    return target


def run(built, folder, *words):
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GLUON_COURSE")}
    done = subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(built), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=500,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_sections_are_listed_and_run_from_the_built_package(built, tmp_path):
    place = run(built, tmp_path, "-c", "import gluon_course as g; print(g.__file__)")
    assert place.startswith(str(built))
    module = ("-m", "gluon_course")
    chapters = run(built, tmp_path, *module, "list", "chapters")
    for script in (ROOT / "scripts").glob("chapter_*/*.py"):
        assert f" {script.stem.removeprefix('v2-')} " in chapters
    out = run(built, tmp_path, *module, "run", "5.1", "--num-steps", "2")
    assert "loss_2" in out
    assert (tmp_path / "runs/conv-layer/edges.png").is_file()


def test_the_page_of_the_server_comes_along(built):
    source = ROOT / "gluon_course" / "serve" / "page"
    names = {path.name for path in source.iterdir() if path.is_file()}
    assert "index.html" in names
    for name in names:
        copy = built / "gluon_course" / "serve" / "page" / name
        assert copy.read_bytes() == (source / name).read_bytes()


@pytest.mark.slow
def test_an_installed_wheel_has_the_command(tmp_path):
    pip = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check"]
    source = tmp_path / "source"
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info", ".git", "build")
    shutil.copytree(ROOT, source, ignore=ignored)
    wheel = [*pip, "wheel", str(source), "--no-deps", "--no-build-isolation"]
    subprocess.run([*wheel, "-w", str(tmp_path)], check=True, timeout=600)
    (file,) = tmp_path.glob("gluon_course-*.whl")
    target = tmp_path / "installed"
    subprocess.run(
        [*pip, "install", "--no-deps", "--target", str(target), str(file)],
        check=True,
        timeout=600,
    )
    shutil.rmtree(source)
    (tmp_path / "empty").mkdir()
    out = run(
        target, tmp_path / "empty", str(target / "bin/gluon-course"), "list", "chapters"
    )
    assert " lenet " in out
