"""What a machine lacks is named before anything is installed."""

import subprocess
import sys
from pathlib import Path

import pytest

from gluon_course.base import machine


def test_command_names_what_is_missing(monkeypatch, capsys):
    monkeypatch.setattr(machine, "_loads", lambda library: "glib" not in library)
    monkeypatch.setattr(machine, "compiler", lambda: "cc")
    assert machine.main(["system"]) == 1
    assert "libglib-2.0.so.0: apt-get install libglib2.0-0" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("platform", "architecture", "words"),
    [
        ("win32", "AMD64", "WSL2"),
        ("darwin", "arm64", "Docker"),
        ("linux", "x86_64", ""),
    ],
)
def test_unsuitable_systems_are_told_where_to_go(
    monkeypatch, platform, architecture, words
):
    monkeypatch.setattr(machine.sys, "platform", platform)
    monkeypatch.setattr(machine.platform, "machine", lambda: architecture)
    sentence = machine.unsuitable()
    assert words in sentence
    assert bool(sentence) == bool(words)
    assert "\n" not in sentence


@pytest.mark.parametrize("version", [(3, 8), (3, 13), (3, 14)])
def test_unsuitable_python_is_told_which_suits(monkeypatch, version):
    monkeypatch.setattr(machine.sys, "version_info", (*version, 0, "final", 0))
    assert "3.9 to 3.12" in machine.unsuitable()


def test_missing_parts_of_python_are_named_with_their_packages(monkeypatch, tmp_path):
    version = "{}.{}".format(*sys.version_info)
    monkeypatch.setattr(machine.sysconfig, "get_path", lambda kind: str(tmp_path))
    monkeypatch.setattr(machine.importlib.util, "find_spec", lambda name: None)
    packages = [lack.package for lack in machine.missing_of_python()]
    assert packages == [f"python{version}-venv", f"python{version}-dev"]


def test_compiler_is_the_one_that_the_build_would_call(monkeypatch, tmp_path):
    compiler = tmp_path / "my-cc"
    compiler.write_text("")
    compiler.chmod(0o755)
    monkeypatch.setenv("CC", f"{compiler} -O2")
    assert machine.compiler() == str(compiler)
    monkeypatch.setenv("CC", "no-such-compiler")
    assert machine.compiler() is None


def test_module_runs_with_the_standard_library_alone():
    """The scripts call it with a Python in which nothing is installed."""
    done = subprocess.run(
        [sys.executable, "-S", "-m", "gluon_course.base.machine"],
        cwd=Path(machine.__file__).parents[2],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
