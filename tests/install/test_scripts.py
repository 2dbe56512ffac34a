"""The shell part of demo.sh and test.sh: which Python, which environment, when."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(
    shutil.which("bash") is None, reason="the scripts are for bash"
)

TOOLS = (
    "bash sh uname cat cksum head tail grep ls sort rm mkdir touch cp flock sed dirname"
)

PYTHON = """#!/bin/sh
# a Python that answers two questions: right version? what is missing?
case "$1 $2" in
"-c import sys"*) exit {wrong_version} ;;
"-m gluon_course.base.machine") [ "$3" = system ] && exit 0
    echo "{lack}"; [ -z "{lack}" ]; exit ;;
"-m venv") mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && echo made >>"$0.log" ;;
"-m pip") echo "$*" >>"{log}"; exit {pip_status} ;;
esac
"""


@pytest.fixture
def machine(tmp_path):
    """A machine whose Pythons are small scripts; runs lines of bash on it."""

    class Machine:
        folder = tmp_path / "bin"
        venv = tmp_path / "venv"
        log = tmp_path / "pip.log"

        def add(self, name, lack="", wrong_version=0, pip_status=0):
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(
                PYTHON.format(
                    lack=lack,
                    wrong_version=wrong_version,
                    pip_status=pip_status,
                    log=self.log,
                )
            )
            path.chmod(0o755)
            return path

        def run(self, lines, **environ):
            return subprocess.run(
                ["bash", "-c", f"source {ROOT}/scripts/environment.sh\n{lines}"],
                env={
                    "PATH": f"{self.folder}:{tools}",
                    "HOME": str(tmp_path),
                    "GLUON_COURSE_VENV": str(self.venv),
                    **environ,
                },
                capture_output=True,
                text=True,
            )

        def installs(self):
            return self.log.read_text().splitlines() if self.log.exists() else []

    # the tools of the scripts, without the Pythons of this machine
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in TOOLS.split():
        if shutil.which(name):
            (tools / name).symlink_to(shutil.which(name))
    return Machine()


def test_python_3_11_comes_first_wherever_it_is(machine):
    for name in ("python3", "python3.9", "python3.12", "python3.10"):
        machine.add(name)
    assert machine.run("find_python").stdout == f"{machine.folder}/python3.10\n"
    path = machine.add("python3.11")
    assert machine.run("find_python").stdout == f"{path}\n"


def test_unsuitable_default_and_broken_shims_are_passed_over(machine):
    machine.add("python3", wrong_version=1)
    machine.add("python3.11", wrong_version=127)
    expected = machine.add("python3.12")
    assert machine.run("find_python").stdout == f"{expected}\n"


def test_python_without_headers_is_passed_over(machine):
    machine.add("python3.11", lack="Missing: the headers")
    expected = machine.add("python3.9")
    assert machine.run("find_python").stdout == f"{expected}\n"


def test_newest_python_of_pyenv_is_found(machine, tmp_path):
    for version in ("3.11.2", "3.11.10", "3.13.1"):
        name = f"python{version.rpartition('.')[0]}"
        machine.add(f"{tmp_path}/.pyenv/versions/{version}/bin/{name}")
    found = machine.run("find_python").stdout
    assert found == f"{tmp_path}/.pyenv/versions/3.11.10/bin/python3.11\n"


def test_chosen_python_is_taken(machine, tmp_path):
    machine.add("python3.11")
    chosen = machine.add(f"{tmp_path}/mine/python")
    done = machine.run("find_python", GLUON_COURSE_PYTHON=str(chosen))
    assert done.stdout == f"{chosen}\n"


def test_no_python_is_one_line_that_names_what_to_install(machine):
    machine.add("python3", wrong_version=1)
    done = machine.run("find_python")
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "apt-get install python3.11 python3.11-venv python3.11-dev" in done.stderr


def test_python_that_lacks_something_is_named_when_no_other_is_there(machine):
    path = machine.add("python3.11", lack="Missing: venv: apt-get install v")
    done = machine.run("find_python")
    assert f"Found {path}. Missing: venv: apt-get install v" in done.stderr


@pytest.mark.parametrize(
    ("system", "words"),
    [("MINGW64_NT-10.0 x86_64", "WSL2"), ("Darwin arm64", "Docker")],
)
def test_unsuitable_system_is_told_in_one_line(machine, tmp_path, system, words):
    machine.add("python3.11")
    name, architecture = system.split()
    uname = tmp_path / "bin" / "uname"
    uname.write_text(
        f'#!/bin/sh\n[ "$1" = -s ] && echo {name} || echo {architecture}\n'
    )
    uname.chmod(0o755)
    done = machine.run("use_environment cpu")
    assert done.returncode == 1
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not machine.venv.exists()


def test_environment_is_made_once(machine):
    machine.add("python3.11")
    first = machine.run("use_environment cpu")
    assert first.returncode == 0, first.stderr
    assert machine.installs()[0].endswith(f"--editable {ROOT}[cpu]")
    second = machine.run("use_environment cpu")
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    assert len(machine.installs()) == 1


def test_further_extra_is_added_to_those_that_are_there(machine):
    machine.add("python3.11")
    machine.run("use_environment cpu")
    machine.run("use_environment cpu dev")
    assert machine.installs()[1].split("[")[1] == "cpu,dev]"
    machine.run("use_environment cpu")
    assert len(machine.installs()) == 2


def test_changed_setup_installs_again_in_the_same_environment(machine):
    machine.add("python3.11")
    machine.run("use_environment cpu")
    kept = machine.venv / "kept"
    kept.touch()
    machine.run("fingerprint() { echo another; }\nuse_environment cpu")
    assert len(machine.installs()) == 2
    assert kept.exists()


def test_interrupted_environment_is_made_anew(machine):
    machine.add("python3.11")
    killed = machine.run(
        'install_package() { touch "$unfinished" "$venv/left"; kill -9 $$; }\n'
        "use_environment cpu"
    )
    assert killed.returncode != 0
    assert (machine.venv / "left").exists()
    assert machine.run("use_environment cpu").returncode == 0
    assert not (machine.venv / "left").exists()
    assert machine.run("use_environment cpu").stdout == ""


def test_failed_installation_ends_with_the_cause_and_is_tried_again(machine):
    machine.add("python3.11", pip_status=1)
    failed = machine.run("use_environment cpu\necho went on")
    assert failed.returncode == 1
    assert "went on" not in failed.stdout
    assert "install.log" in failed.stderr
    machine.add("python3.11")
    assert machine.run("use_environment cpu").returncode == 0


def test_environment_whose_python_is_gone_is_made_anew(machine):
    machine.add("python3.11")
    machine.run("use_environment cpu")
    (machine.venv / "bin" / "python").unlink()
    assert machine.run("use_environment cpu").returncode == 0
    assert len(machine.installs()) == 2


def test_environment_that_was_moved_is_made_anew(machine, tmp_path):
    machine.add("python3.11")
    machine.run("use_environment cpu")
    moved = tmp_path / "moved"
    machine.venv.rename(moved)
    done = machine.run("use_environment cpu", GLUON_COURSE_VENV=str(moved))
    assert done.stdout.startswith(f"Making {moved}")


def test_environment_of_somebody_else_is_left_alone(machine):
    machine.add("python3.11")
    (machine.venv / "bin").mkdir(parents=True)
    own = machine.venv / "bin" / "tool"
    own.write_text("mine")
    done = machine.run("use_environment cpu")
    assert done.returncode == 1
    assert "GLUON_COURSE_VENV" in done.stderr
    assert own.read_text() == "mine"


def test_demo_and_test_scripts_are_sound_bash():
    for name in ("environment.sh", "demo.sh", "test.sh", "../.ci/run"):
        path = ROOT / "scripts" / name
        done = subprocess.run(["bash", "-n", path], capture_output=True, text=True)
        assert done.stderr == ""


@pytest.mark.parametrize("failing", ["ruff", "pytest", ""])
def test_test_script_fails_when_any_of_its_parts_does(tmp_path, failing):
    """Runs a copy of test.sh whose environment holds small stand-ins of the tools."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / "bin").mkdir()
    shutil.copy(ROOT / "scripts" / "test.sh", tmp_path / "scripts")
    (tmp_path / "scripts" / "environment.sh").write_text(
        f"root={tmp_path} venv={tmp_path}\nuse_environment() {{ :; }}\n"
    )
    for tool, part in (("ruff", "ruff"), ("python", "pytest")):
        path = tmp_path / "bin" / tool
        status = int(part == failing)
        path.write_text(f'#!/bin/sh\necho {part} "$@"\nexit {status}\n')
        path.chmod(0o755)
    done = subprocess.run(
        ["bash", tmp_path / "scripts" / "test.sh", "-k", "one two"],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"]},
    )
    assert done.returncode == (1 if failing else 0)
    (line,) = [each for each in done.stdout.splitlines() if each.startswith("pytest")]
    assert line.startswith("pytest -m pytest ") and line.endswith(" -k one two")


def test_python_of_these_tests_suits(machine):
    """The question asked of candidates, asked of the Python that runs the tests."""
    done = machine.run(f"is_right_version {sys.executable}")
    assert done.returncode == 0
