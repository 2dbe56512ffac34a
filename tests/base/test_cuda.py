"""Loading of CUDA libraries, and the stand-in for a missing driver."""

import ctypes
import platform
import shutil
import subprocess
import sys

import pytest

from gluon_course.base import cuda, standin_cuda
from gluon_course.base.errors import StackError

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() != "x86_64",
    reason="CUDA builds of MXNet are for Linux on x86-64",
)
SONAME = "libcuda_of_this_test.so.1"


@pytest.fixture(scope="module")
def image():
    return standin_cuda.shared_library(SONAME)


@pytest.mark.parametrize(
    "load", [standin_cuda._load_from_memory, standin_cuda._load_from_file]
)
def test_every_function_of_the_standin_says_no_device(image, load):
    library = load(image)
    assert len(standin_cuda.FUNCTIONS) == 10
    assert [getattr(library, name)() for name in standin_cuda.FUNCTIONS] == [100] * 10
    assert not hasattr(library, "cuInit")


def test_loaded_standin_is_found_by_its_name(image):
    library = standin_cuda._load_from_memory(image)
    assert ctypes.CDLL(SONAME)._handle == library._handle


@pytest.mark.skipif(shutil.which("cc") is None, reason="links with cc")
def test_library_linked_against_the_driver_loads_with_the_standin(tmp_path):
    """As libmxnet.so does: undefined functions, needed by name from libcuda."""
    (tmp_path / "user.c").write_text(
        "int cuLaunchKernel(void); int cuModuleUnload(void);\n"
        "int ask(void) { return cuLaunchKernel() + cuModuleUnload(); }\n"
    )
    (tmp_path / SONAME).write_bytes(standin_cuda.shared_library(SONAME))
    driver = "int cuLaunchKernel(void) {return 1;} int cuModuleUnload(void) {return 1;}"
    (tmp_path / "driver.c").write_text(driver)
    cc = ["cc", "-shared", "-fPIC"]
    for command in (
        [*cc, f"-Wl,-soname,{SONAME}", "-o", "libdriver.so", "driver.c"],
        [*cc, "-o", "user.so", "user.c", "-L.", "-ldriver", "-Wl,-z,now"],
    ):
        subprocess.run(command, cwd=tmp_path, check=True)
    code = (
        "import ctypes; from gluon_course.base import standin_cuda as s\n"
        f"keep = s._load_from_memory(s.shared_library({SONAME!r}))\n"
        f"print(ctypes.CDLL({str(tmp_path / 'user.so')!r}).ask())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "200\n", done.stderr


def test_libraries_are_found_below_site_packages(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert cuda.missing() == [name for _, name in cuda.LIBRARIES]
    folder = tmp_path / "nvidia" / "cublas" / "lib"
    folder.mkdir(parents=True)
    (folder / "libcublas.so.11").write_bytes(b"")
    assert cuda.find("cublas", "libcublas.so.11") == folder / "libcublas.so.11"
    assert "libcublas.so.11" not in cuda.missing()


def test_each_library_is_loaded_after_those_it_needs(monkeypatch):
    loaded = []
    monkeypatch.setattr(cuda, "has_driver", lambda: True)
    monkeypatch.setattr(cuda, "find", lambda part, name: None)
    monkeypatch.setattr(cuda.ctypes, "CDLL", lambda name, mode: loaded.append(name))
    cuda.load()
    assert loaded == [name for _, name in cuda.LIBRARIES]
    for first, then in (
        ("libcublasLt.so.11", "libcublas.so.11"),
        ("libcublas.so.11", "libcusolver.so.11"),
        ("libcublas.so.11", "libcudnn.so.8"),
        ("libnvrtc.so.11.2", "libcudnn.so.8"),
    ):
        assert loaded.index(first) < loaded.index(then)


@pytest.mark.parametrize("has_driver", [True, False])
def test_standin_is_loaded_only_without_a_driver(monkeypatch, has_driver):
    calls = []
    monkeypatch.setattr(cuda, "has_driver", lambda: has_driver)
    monkeypatch.setattr(cuda.standin_cuda, "load", lambda: calls.append("stand-in"))
    monkeypatch.setattr(cuda, "LIBRARIES", ())
    cuda.load()
    assert calls == ([] if has_driver else ["stand-in"])


def test_missing_library_is_named_with_its_package(monkeypatch):
    monkeypatch.setattr(cuda, "has_driver", lambda: True)
    monkeypatch.setattr(cuda, "LIBRARIES", (("cudnn", "libcudnn_absent.so.8"),))
    with pytest.raises(StackError) as caught:
        cuda.load()
    assert "libcudnn_absent.so.8" in str(caught.value)
    assert "nvidia-cudnn-cu11" in str(caught.value)
