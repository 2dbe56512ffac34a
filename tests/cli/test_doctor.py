"""The doctor finds each fault, names its remedy, and says whether training can run."""

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from gluon_course.base import machine, startup
from gluon_course.base.gpu import Gpu
from gluon_course.cli.doctor import (
    devices,
    doctor,
    packages,
    probe,
    report,
    surroundings,
)
from gluon_course.cli.doctor.check import Check

GOOD = {
    "mxnet": {
        "version": "1.9.1",
        "path": "site/mxnet",
        "features": ["MKLDNN", "OPENMP"],
        "num_gpus": 0,
        "threads": 2,
    },
    "training": {"train_loss": 2.3},
    "gluoncv": {"version": "0.10.5.post0"},
    "gluonnlp": {"version": "0.10.0"},
}
ADA, HOPPER = Gpu(0, "RTX 4090", (8, 9), 24 << 30), Gpu(0, "H100", (9, 0), 80 << 30)


@pytest.fixture
def examined(monkeypatch):
    """Runs the command with the probe's facts given; returns click's result."""

    def run(*args, **changes):
        monkeypatch.setattr(probe, "run_probe", lambda: {**GOOD, **changes})
        return CliRunner().invoke(doctor, args, standalone_mode=False)

    return run


def test_good_machine_can_train(examined):
    result = examined()
    assert result.return_value == 0
    assert result.output.endswith("Training can run.\n")
    for name in ("Python", "NumPy", "MXNet", "features", "threads", "GPU", "disk"):
        assert f"ok      {name}" in result.output or f"note    {name}" in result.output


def test_mxnet_that_cannot_be_imported_is_fatal(examined):
    broken = {"error": "OSError: libquadmath.so.0: cannot open shared object file"}
    result = examined(mxnet=broken, training={"error": "not tried"})
    assert result.return_value == 1
    assert "libquadmath.so.0" in result.output
    assert "Training cannot run: see MXNet." in result.output


def test_training_step_that_fails_is_fatal(examined):
    result = examined(training={"error": "MXNetError: out of memory"})
    assert result.return_value == 1
    assert "out of memory" in " ".join(result.output.split())
    assert "Training cannot run: see training." in result.output


def test_broken_companion_is_not_fatal(examined):
    result = examined(gluoncv={"error": "ImportError: libGL.so.1"})
    assert result.return_value == 0
    assert "note    gluoncv" in result.output


def test_json_has_every_check_with_status_and_remedy(examined):
    result = examined("--json", gluonnlp={"error": "ImportError: no module"})
    facts = json.loads(result.output)
    assert facts["can_train"] is True
    assert facts["mxnet_features"] == ["MKLDNN", "OPENMP"]
    by_name = {check["name"]: check for check in facts["checks"]}
    assert by_name["gluonnlp"]["status"] == "note"
    assert by_name["gluonnlp"]["remedy"]
    assert all(
        check["status"] in ("ok", "note", "problem") for check in facts["checks"]
    )
    assert "problem" not in by_name["MXNet"]


def test_real_probe_trains_a_step_and_names_the_versions():
    facts = probe.run_probe()
    assert facts["mxnet"]["version"].startswith("1.9")
    assert facts["mxnet"]["threads"] >= 1
    assert "OPENMP" in facts["mxnet"]["features"]
    assert facts["training"]["train_loss"] > 0
    assert facts["gluoncv"] == {"version": packages.installed("gluoncv")}
    assert facts["gluonnlp"] == {"version": packages.installed("gluonnlp")}


def broken_mxnet(tmp_path, monkeypatch, source):
    (tmp_path / "mxnet.py").write_text(source)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


def test_crash_of_mxnet_is_reported_and_does_not_reach_the_doctor(
    tmp_path, monkeypatch
):
    kill = "import os, signal; os.kill(os.getpid(), signal.SIGILL)"
    broken_mxnet(tmp_path, monkeypatch, kill)
    facts = probe.run_probe()
    assert facts["mxnet"] == {"error": "the process was ended by SIGILL"}
    assert "mxnet ended the process" in facts["gluonnlp"]["error"]


def test_error_of_mxnet_is_reported(tmp_path, monkeypatch):
    broken_mxnet(tmp_path, monkeypatch, "raise RuntimeError('no such CPU')")
    assert probe.run_probe()["mxnet"] == {"error": "RuntimeError: no such CPU"}


def test_hanging_mxnet_is_given_up(tmp_path, monkeypatch):
    broken_mxnet(tmp_path, monkeypatch, "import time; time.sleep(1000)")
    facts = probe.run_probe(timeout_s=3)
    assert facts["mxnet"] == {"error": "it did not answer within 3 seconds"}


def test_one_backend_is_right_none_is_fatal_two_are_a_fault():
    assert packages.backend_check(["mxnet-cu112"]).status == "ok"
    none = packages.backend_check([])
    assert none.is_fatal
    assert "cpu" in none.remedy
    assert "cu112" in none.remedy
    two = packages.backend_check(["mxnet", "mxnet-cu112"])
    assert two.status == "note"
    assert "pip uninstall mxnet mxnet-cu112" in two.remedy


@pytest.mark.parametrize(
    ("version", "status"),
    [
        ("1.23.5", "ok"),
        ("1.26.4", "ok"),
        ("1.24.0", "note"),
        ("1.19.5", "note"),
        ("2.1.0", "problem"),
    ],
)
def test_numpy_version_is_judged(version, status):
    assert packages.numpy_check(version).status == status


def test_unsuitable_python_is_fatal(monkeypatch):
    monkeypatch.setattr(packages, "unsuitable", lambda: "needs Python 3.9 to 3.12.")
    check = packages.python_check()
    assert check.is_fatal
    assert sys.executable in check.value


def test_gpu_in_use():
    (check,) = devices.judge_gpus([ADA], (12, 4), has_cuda=True, num_seen=1)
    assert check.status == "ok"
    assert check.value == "RTX 4090, 24 GiB, capability 8.9, usable"


@pytest.mark.parametrize(
    ("gpu", "driver", "has_cuda", "num_seen", "expected"),
    [
        (HOPPER, (12, 4), True, 1, "compute capability 9.0"),
        (ADA, (12, 4), False, 0, "CPU build of MXNet"),
        (ADA, (10, 2), True, 0, "serves CUDA 10.2"),
        (ADA, (12, 4), True, 0, "counts 0 GPUs"),
    ],
)
def test_gpu_that_is_not_used_has_its_reason_and_remedy(
    gpu, driver, has_cuda, num_seen, expected
):
    (check,) = devices.judge_gpus([gpu], driver, has_cuda, num_seen)
    assert check.status == "note"
    assert expected in check.problem
    assert check.remedy


def test_machine_without_gpu_is_all_right():
    (check,) = devices.judge_gpus([], None, has_cuda=True, num_seen=0)
    assert check.status == "ok"
    assert "computing on the CPU" in check.value


def test_missing_libraries_and_compiler_are_named_with_packages(monkeypatch):
    monkeypatch.setattr(machine, "_loads", lambda library: library != "libGL.so.1")
    monkeypatch.setattr(machine, "compiler", lambda: None)
    library, compiler = surroundings.libraries_check(), surroundings.compiler_check()
    assert "libGL.so.1" in library.problem
    assert library.remedy == "apt-get install libgl1"
    assert "C compiler" in compiler.problem
    assert compiler.remedy == "apt-get install build-essential"


def test_more_threads_than_free_cores_is_said(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "999")
    monkeypatch.setattr(surroundings.threads, "_made", None)
    check = surroundings.threads_check(GOOD | {"mxnet": {"threads": 999}})
    assert check.status == "note"
    assert "OMP_NUM_THREADS=999 is set" in check.value


def test_folders_come_from_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("GLUON_COURSE_DATA", str(tmp_path))
    monkeypatch.setenv("GLUON_COURSE_CACHE", str(tmp_path / "new" / "cache"))
    data, cache, *disks = surroundings.folder_checks()
    assert (data.status, data.value) == ("ok", str(tmp_path))
    assert (cache.status, cache.value) == ("ok", str(tmp_path / "new" / "cache"))
    assert all("GiB free" in disk.value for disk in disks)


def test_data_folder_that_is_a_file_is_a_fault(tmp_path, monkeypatch):
    path = tmp_path / "data"
    path.write_text("")
    monkeypatch.setenv("GLUON_COURSE_DATA", str(path))
    check = surroundings.folder_checks()[0]
    assert "not a folder" in check.problem
    assert "GLUON_COURSE_DATA" in check.remedy


def test_cache_below_a_file_is_a_fault(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("GLUON_COURSE_CACHE", str(tmp_path / "file" / "cache"))
    check = surroundings.folder_checks()[1]
    assert "GLUON_COURSE_CACHE" in check.remedy


def test_little_disk_is_a_fault(monkeypatch):
    monkeypatch.setattr(surroundings, "ENOUGH_BYTES", 1 << 60)
    assert surroundings.folder_checks()[2].status == "note"


def test_report_shows_remedies_within_80_columns():
    checks = [
        Check(
            "MXNet", "x" * 30 + " " + "y" * 50, "It is broken. " * 12, "mend it", True
        )
    ]
    lines = report(checks).splitlines()
    assert max(map(len, lines)) <= 80
    assert any(line.strip() == "-> mend it" for line in lines)


def test_command_exits_with_1_when_mxnet_is_missing(tmp_path):
    code = (
        "import sys; sys.modules['mxnet'] = None\n"
        "from gluon_course.cli import main; main(['doctor'])"
    )
    (tmp_path / "mxnet.py").write_text("raise ImportError('not installed')")
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done.stderr
    assert "Training cannot run" in done.stdout


def test_backends_in_this_environment_are_counted():
    assert packages.backend_check().value == ", ".join(startup.backends())


def test_onnx_is_an_extra_whose_half_is_no_use():
    from gluon_course.cli.doctor.packages import onnx_check

    whole = onnx_check({"onnx": "1.14.1", "onnxruntime": "1.19.2"})
    assert (whole.status, whole.value) == ("ok", "onnx 1.14.1, onnxruntime 1.19.2")
    none = onnx_check({"onnx": None, "onnxruntime": None})
    assert none.status == "ok"
    assert "pip install" in none.value
    half = onnx_check({"onnx": "1.14.1", "onnxruntime": None})
    assert half.status == "note"
    assert "onnxruntime is missing" in half.problem
