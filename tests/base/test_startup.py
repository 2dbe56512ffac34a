"""Start-up of MXNet: NumPy's old names, missing pieces named with their remedy."""

import importlib.util
import subprocess
import sys
import types

import numpy as np
import pytest

from gluon_course.base import startup
from gluon_course.base.errors import StackError


def test_old_numpy_names_are_python_types_again():
    startup.restore_numpy_names()
    for name in ("bool", "int", "float", "complex", "object", "str"):
        assert vars(np)[name] is __builtins__[name]


def test_names_that_numpy_has_are_kept(monkeypatch):
    marker = object()
    monkeypatch.setattr(np, "bool", marker, raising=False)
    startup.restore_numpy_names()
    assert np.bool is marker


def test_restoring_does_not_warn():
    code = (
        "import warnings; warnings.simplefilter('error')\n"
        "from gluon_course.base import startup; startup.restore_numpy_names()\n"
        "import numpy; print(numpy.bool, numpy.object)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout == "<class 'bool'> <class 'object'>\n"


def test_a_notebook_has_the_line_of_the_text_for_svg_figures_again(monkeypatch):
    display = types.ModuleType("IPython.display")
    inline = types.ModuleType("matplotlib_inline.backend_inline")
    calls = []
    inline.set_matplotlib_formats = lambda *formats, **settings: calls.append(formats)
    monkeypatch.setitem(sys.modules, "IPython.display", display)
    monkeypatch.setitem(sys.modules, "matplotlib_inline.backend_inline", inline)
    startup.restore_ipython_names()
    display.set_matplotlib_formats("svg")
    assert calls == [("svg",)]


def test_an_ipython_that_has_the_name_keeps_its_own(monkeypatch):
    display = types.ModuleType("IPython.display")
    display.set_matplotlib_formats = own = object()
    monkeypatch.setitem(sys.modules, "IPython.display", display)
    startup.restore_ipython_names()
    assert display.set_matplotlib_formats is own


def test_missing_mxnet_is_one_line_that_names_both_extras(monkeypatch):
    monkeypatch.delitem(sys.modules, "mxnet", raising=False)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(StackError) as caught:
        startup.require_mxnet()
    message = str(caught.value)
    assert "\n" not in message
    assert "gluon_course[cpu]" in message
    assert "gluon_course[cu112]" in message
    assert isinstance(caught.value, ImportError)


def test_present_mxnet_is_not_complained_about():
    startup.require_mxnet()


def test_backends_are_the_distributions_that_bring_mxnet(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(tmp_path / "missing.zip")])
    assert startup.backends() == []
    for name in ("mxnet-1.9.1", "mxnet_cu112-1.9.1", "mxnet_model_server-1.0"):
        (tmp_path / f"{name}.dist-info").mkdir()
    assert startup.backends() == ["mxnet", "mxnet-cu112"]


@pytest.mark.parametrize(
    ("backend", "loads_cuda"), [("mxnet-1.9.1", False), ("mxnet_cu112-1.9.1", True)]
)
def test_cuda_is_loaded_for_a_cuda_build_only(tmp_path, backend, loads_cuda):
    (tmp_path / f"{backend}.dist-info").mkdir()
    code = (
        "import sys; from gluon_course.base import cuda, startup, threads\n"
        f"sys.path[:] = [p for p in sys.path if 'site-packages' not in p]\n"
        f"sys.path.append({str(tmp_path)!r})\n"
        "startup.restore_numpy_names = lambda: None\n"
        "cuda.load = lambda: print('loaded')\n"
        "with startup.around_mxnet(): pass"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert (done.stdout == "loaded\n") is loads_cuda


@pytest.mark.parametrize(
    ("message", "package"),
    [
        ("libgomp.so.1: cannot open shared object file: No such file", "libgomp1"),
        ("libquadmath.so.0: cannot open shared object file", "libquadmath0"),
    ],
)
def test_missing_library_is_named_with_its_package(message, package):
    error = startup.library_error(OSError(message))
    assert f"apt-get install {package}" in str(error)


def test_unknown_library_points_to_doctor():
    error = startup.library_error(OSError("libmxnet.so: wrong ELF class"))
    assert "wrong ELF class" in str(error)
    assert "gluon-course doctor" in str(error)


def test_gluoncv_finds_no_torch_and_torch_is_back_afterwards(monkeypatch):
    marker = object()
    monkeypatch.setitem(sys.modules, "torch", marker)
    with startup.around_gluoncv(), pytest.raises(ImportError):
        importlib.import_module("torch")
    assert sys.modules["torch"] is marker


def test_gluoncv_leaves_no_trace_where_torch_was_not_imported(monkeypatch):
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    with startup.around_gluoncv():
        assert sys.modules["torch"] is None
    assert "torch" not in sys.modules


def test_pictures_that_are_cut_off_stay_refused_after_gluoncv():
    from PIL import ImageFile

    with startup.around_gluoncv():
        ImageFile.LOAD_TRUNCATED_IMAGES = True  # as gluoncv.data.mhp does
    assert not ImageFile.LOAD_TRUNCATED_IMAGES


def test_opencv_that_cannot_be_loaded_is_the_cause_named(tmp_path, monkeypatch):
    monkeypatch.delitem(sys.modules, "cv2", raising=False)
    (tmp_path / "cv2.py").write_text(
        "raise ImportError('libGL.so.1: cannot open shared object file: No such file')"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    said = ImportError("Unable to import modules due to missing `mxnet` & `torch`.")
    with pytest.raises(StackError, match="apt-get install libgl1"):  # noqa: SIM117
        with startup.around_gluoncv():
            raise said


def test_importing_the_package_starts_neither_mxnet_nor_numpy():
    code = (
        "import sys, gluon_course, gluon_course.base.devices, gluon_course.base.run\n"
        "print([m for m in ('mxnet', 'numpy', 'matplotlib') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_public_names_and_rooms_load_on_demand():
    import gluon_course

    assert gluon_course.RunOptions.__module__ == "gluon_course.base.run"
    assert gluon_course.base.__name__ == "gluon_course.base"
    assert "try_gpu" in dir(gluon_course)
    with pytest.raises(AttributeError):
        _ = gluon_course.no_such_name
