"""GPUs as the driver describes them, asked from a small driver library of the test."""

import shutil
import subprocess

import pytest

from gluon_course.base import gpu
from gluon_course.base.errors import DeviceError
from gluon_course.base.gpu import Gpu

DRIVER = """
#include <stddef.h>
#include <string.h>
int cuInit(unsigned flags) { return STATUS; }
int cuDriverGetVersion(int *v) { *v = 12040; return 0; }
int cuDeviceGetCount(int *n) { *n = 2; return 0; }
int cuDeviceGet(int *d, int i) { *d = 70 + i; return i < 2 ? 0 : 101; }
int cuDeviceGetName(char *s, int n, int d) {
  strncpy(s, d == 70 ? "Small card" : "Large card", n); return 0; }
int cuDeviceTotalMem_v2(size_t *m, int d) { *m = (size_t)(d - 69) << 33; return 0; }
int cuDeviceGetAttribute(int *v, int a, int d) {
  int major = d == 70 ? 7 : 9, minor = d == 70 ? 5 : 0;
  *v = a == 75 ? major : a == 76 ? minor : -1; return 0; }
"""

needs_compiler = pytest.mark.skipif(
    shutil.which("cc") is None, reason="builds a small driver library with cc"
)


@pytest.fixture
def driver(tmp_path):
    """Builds a driver library whose cuInit returns a given status."""

    def build(status=0):
        source, library = tmp_path / f"d{status}.c", tmp_path / f"d{status}.so"
        source.write_text(DRIVER)
        subprocess.run(
            ["cc", "-shared", "-fPIC", f"-DSTATUS={status}", "-o", library, source],
            check=True,
        )
        return str(library)

    return build


@needs_compiler
def test_cards_are_listed_with_name_capability_and_memory(driver):
    assert gpu.list_gpus(driver()) == [
        Gpu(0, "Small card", (7, 5), 8 << 30),
        Gpu(1, "Large card", (9, 0), 16 << 30),
    ]
    assert gpu.driver_version(driver()) == (12, 4)


@needs_compiler
def test_driver_without_a_card_gives_none(driver):
    assert gpu.list_gpus(driver(100)) == []
    assert gpu.driver_version(driver(100)) is None


@needs_compiler
def test_driver_that_does_not_start_is_an_error_with_its_status(driver):
    with pytest.raises(DeviceError, match="cuInit returned 803"):
        gpu.list_gpus(driver(803))


def test_no_driver_gives_none(tmp_path):
    missing = str(tmp_path / "libcuda.so.1")
    assert gpu.list_gpus(missing) == []
    assert gpu.driver_version(missing) is None


@pytest.mark.parametrize("capability", [(5, 0), (6, 1), (7, 5), (8, 0), (8, 6), (8, 9)])
def test_cards_from_maxwell_to_ada_can_compute(capability):
    assert Gpu(0, "card", capability).problem == ""


@pytest.mark.parametrize(
    ("capability", "word"),
    [((3, 7), "older"), ((9, 0), "newer"), ((10, 0), "newer"), ((12, 0), "newer")],
)
def test_other_cards_cannot_and_the_reason_has_the_numbers(capability, word):
    problem = Gpu(1, "H100", capability).problem
    assert word in problem
    assert f"{capability[0]}.{capability[1]}" in problem
    assert "5.0 to 8.9" in problem
    assert "GPU 1 (H100)" in problem
