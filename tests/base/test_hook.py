"""The finder that prepares the process for mxnet: first, once, for everybody."""

import runpy
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from gluon_course.base import hook

START = Path(hook.__file__).with_name("at_start.py")
ROOT = START.parents[2]


@pytest.fixture
def small_mxnet(tmp_path):
    """A folder with a package ``mxnet`` that notes what it finds when imported."""
    package = tmp_path / "mxnet"
    package.mkdir()
    (package / "__init__.py").write_text(
        "import os, numpy\n"
        "threads = os.environ.get('OMP_NUM_THREADS')\n"
        "has_bool = vars(numpy).get('bool', print).__name__\n"
        "if os.environ.get('BREAK'):\n"
        "    raise OSError(os.environ['BREAK'] + ': cannot open shared object file')\n"
    )
    return tmp_path


def run(code, folder, **environ):
    """What a fresh interpreter prints that runs ``code``, with ``folder`` in front."""
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env={"PYTHONPATH": f"{folder}:{ROOT}", "PATH": "", **environ},
        capture_output=True,
        text=True,
    )


def test_mxnet_is_prepared_before_it_runs(small_mxnet):
    done = run(
        """
        import sys, gluon_course
        assert "mxnet" not in sys.modules and "numpy" not in sys.modules
        import mxnet, os
        from gluon_course.base import threads
        print(mxnet.threads == str(threads.current().count), mxnet.has_bool)
        print(os.environ.get("OMP_NUM_THREADS"))
        """,
        small_mxnet,
    )
    assert done.stdout.split() == ["True", "bool", "None"], done.stderr


def test_start_line_prepares_without_this_package_being_imported(small_mxnet):
    done = run(
        """
        import sys
        sys.meta_path[:] = [f for f in sys.meta_path
                            if not getattr(f, "gluon_course_start", False)]
        exec(open(START).read(), {})
        assert "gluon_course" not in sys.modules
        import mxnet
        print(mxnet.threads, mxnet.has_bool)
        print([type(f).__name__ for f in sys.meta_path].count("StartFinder"))
        """.replace("START", repr(str(START))),
        small_mxnet,
        OMP_NUM_THREADS="7",
    )
    assert done.stdout.split() == ["7", "bool", "0"], done.stderr


def test_start_line_is_silent_when_the_package_is_gone(small_mxnet):
    done = run(
        """
        import sys
        sys.meta_path[:] = [f for f in sys.meta_path
                            if not getattr(f, "gluon_course_start", False)]
        exec(open(START).read(), {})
        sys.modules["gluon_course"] = None
        import mxnet
        print("imported")
        """.replace("START", repr(str(START))),
        small_mxnet,
    )
    assert done.stdout == "imported\n"
    assert done.stderr == ""


def test_looking_for_mxnet_prepares_nothing(small_mxnet):
    done = run(
        """
        import importlib.util, sys
        import gluon_course
        print(importlib.util.find_spec("mxnet").name, "numpy" in sys.modules)
        import mxnet
        print(type(mxnet.__spec__.loader.exec_module).__name__, mxnet.has_bool)
        """,
        small_mxnet,
    )
    assert done.stdout.split() == ["mxnet", "False", "method", "bool"], done.stderr


def test_functions_run_after_the_import_in_order(small_mxnet):
    done = run(
        """
        from gluon_course.base import hook
        hook.after_import(lambda mxnet: print("first", mxnet.has_bool))
        hook.after_import(lambda mxnet: print("second"))
        print("before")
        import mxnet
        hook.after_import(lambda mxnet: print("at once"))
        """,
        small_mxnet,
    )
    expected = ["before", "first bool", "second", "at once"]
    assert done.stdout.splitlines() == expected, done.stderr


def test_missing_system_library_is_named_with_its_package(small_mxnet):
    done = run("import gluon_course, mxnet", small_mxnet, BREAK="libquadmath.so.0")
    assert "apt-get install libquadmath0" in done.stderr.splitlines()[-1]


def test_installed_once_and_in_front_of_the_start_line():
    before = list(sys.meta_path)
    try:
        runpy.run_path(str(START))
        assert type(sys.meta_path[0]).__name__ == "StartFinder"
        hook.install()
        hook.install()
        ours = [f for f in sys.meta_path if getattr(f, "gluon_course_start", False)]
        assert ours == [hook.FINDER]
    finally:
        sys.meta_path[:] = before


def test_other_modules_are_left_alone():
    assert hook.FINDER.find_spec("mxnet.gluon") is None
    assert hook.FINDER.find_spec("json") is None
