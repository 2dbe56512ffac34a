"""A built wheel: what it holds, and that it works in an empty folder."""

import configparser
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("pip") is None, reason="builds a wheel with pip"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of a copy of this clone, built without network."""
    copy = tmp_path_factory.mktemp("clone")
    for name in ("setup.py", "pyproject.toml"):
        shutil.copy(ROOT / name, copy)
    ignored = shutil.ignore_patterns("__pycache__", "_build")
    for name in ("gluon_course", "scripts", "docs"):
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
    done = subprocess.run(
        [*command, "--no-build-isolation", "--wheel-dir", copy / "dist", copy],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = (copy / "dist").glob("*.whl")
    return path


@pytest.fixture(scope="module")
def unpacked(wheel, tmp_path_factory):
    """A folder like site-packages with this wheel alone."""
    folder = tmp_path_factory.mktemp("site")
    zipfile.ZipFile(wheel).extractall(folder)
    return folder


def run(unpacked, folder, code, *args):
    """Run ``code`` in ``folder`` with the wheel and the packages it needs.

    The packages are on the path, but their start-up lines do not run, so that another
    installation of this package is out of sight; the wheel's line runs.
    """
    packages = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    start = (
        "import site, sys\n"
        f"site.addsitedir({str(unpacked)!r})\n"
        f"sys.path += {sorted(packages)!r}\n"
        "try:\n"
        "    import _distutils_hack; _distutils_hack.add_shim()\n"
        "except ImportError:\n"
        "    pass\n"
    )
    return subprocess.run(
        [sys.executable, "-S", "-c", start + code, *args],
        cwd=folder,
        env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
        capture_output=True,
        text=True,
    )


def test_every_script_is_in_the_wheel(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    scripts = {
        f"gluon_course/_scripts/{path.relative_to(ROOT / 'scripts').as_posix()}"
        for path in (ROOT / "scripts").rglob("*.py")
    }
    assert len(scripts) > 20
    assert scripts <= names


def test_every_page_of_a_section_is_in_the_wheel(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    pages = {
        f"gluon_course/_pages/{path.relative_to(ROOT / 'docs').as_posix()}"
        for path in (ROOT / "docs").glob("chapter_*/*.md")
    }
    assert len(pages) > 20
    assert pages <= names


def test_every_module_is_in_the_wheel(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    modules = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "gluon_course").rglob("*.py")
    }
    assert modules <= names


def test_start_line_is_one_line_beside_the_package(wheel):
    line = zipfile.ZipFile(wheel).read("gluon_course_start.pth").decode("ascii")
    assert line.startswith("import sys; ")
    assert len(line.splitlines()) == 1


def test_metadata_has_command_extras_and_bounds(wheel):
    archive = zipfile.ZipFile(wheel)
    (info,) = {name.split("/")[0] for name in archive.namelist() if "dist-info" in name}
    metadata = Parser().parsestr(archive.read(f"{info}/METADATA").decode())
    assert metadata["Requires-Python"] in (">=3.9,<3.13", "<3.13,>=3.9")
    extras = set(metadata.get_all("Provides-Extra"))
    assert {"cpu", "cu112", "tensorboard", "search", "bench", "dev"} <= extras
    needed = metadata.get_all("Requires-Dist")
    core = [each for each in needed if "extra ==" not in each]
    assert not any(each.startswith("mxnet") for each in core)
    assert all("<" in each or "==" in each for each in needed), "unbounded version"
    commands = configparser.ConfigParser()
    commands.read_string(archive.read(f"{info}/entry_points.txt").decode())
    assert commands["console_scripts"]["gluon-course"] == "gluon_course.cli:main"


def test_bare_import_of_mxnet_is_prepared(unpacked, tmp_path):
    code = (
        "assert 'gluon_course' not in sys.modules\n"
        "import mxnet, numpy\n"
        "from gluon_course.base import threads\n"
        "print(numpy.bool, threads.current().count == threads.openmp_threads())\n"
    )
    done = run(unpacked, tmp_path, code)
    assert done.stdout == "<class 'bool'> True\n", done.stderr


def test_sections_are_listed_and_run_in_an_empty_folder(unpacked, tmp_path):
    main = "from gluon_course.cli import main; main()"
    listed = run(unpacked, tmp_path, main, "list", "chapters")
    assert "lenet" in listed.stdout, listed.stderr
    options = ["--sample", "--epochs", "1", "--limit", "64"]
    done = run(unpacked, tmp_path, main, "run", "lenet", *options)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "runs" / "lenet" / "history.jsonl").is_file()


def test_help_starts_no_mxnet(unpacked, tmp_path):
    code = (
        "import atexit; atexit.register(lambda: print('mxnet' in sys.modules))\n"
        "from gluon_course.cli import main; main(['--help'])"
    )
    done = run(unpacked, tmp_path, code)
    assert "doctor" in done.stdout
    assert done.stdout.endswith("False\n")


def test_unsuitable_python_is_refused_in_one_sentence(tmp_path):
    """setup.py as a Python outside the range would run it."""
    code = (
        "import runpy, sys; sys.version_info = (3, 13, 0, 'final', 0)\n"
        f"runpy.run_path({str(ROOT / 'setup.py')!r}, run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "3.9 to 3.12" in done.stderr
