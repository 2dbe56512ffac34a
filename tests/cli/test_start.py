"""The command as a process: what it imports, how it ends, what a reader sees."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "gluon_course"]
HEAVY = ("mxnet", "numpy", "matplotlib", "pandas", "sklearn", "tqdm", "gluoncv")


def environment(**more):
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GLUON_COURSE")}
    return {**kept, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", **more}


def run(words, folder, **more):
    return subprocess.run(
        [*COMMAND, *words.split()],
        cwd=folder,
        env=environment(**more),
        capture_output=True,
        text=True,
        timeout=500,
    )


@pytest.mark.parametrize(
    "words",
    [
        "",
        "--help",
        "--version",
        *("run --help", "run lenet --help", "sweep lenet --help", "train --help"),
        *("predict --help", "eval --help", "export --help", "compare --help"),
        *("search --help", "search lenet --help", "search lenet --lr 2:1"),
        *("list --help", "list chapters", "data --help", "doctor --help"),
        *("rnu", "run lent", "run lenet --lrr 1"),
    ],
)
def test_help_and_mistakes_load_nothing_heavy(words, tmp_path):
    program = (
        "import sys\n"
        "from gluon_course.cli import main\n"
        "try:\n"
        f"    main({words.split()!r})\n"
        "finally:\n"
        f"    loaded = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "    print('loaded', loaded, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=500,
    )
    assert done.stderr.splitlines()[-1] == "loaded []"


def test_a_reader_that_goes_away_is_no_error(tmp_path):
    process = subprocess.Popen(
        [*COMMAND, "list", "chapters"],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.close()
    assert process.stderr.read() == b""
    process.wait(timeout=500)


def test_a_terminal_without_chinese_gets_question_marks(tmp_path):
    done = run("list chapters", tmp_path, PYTHONIOENCODING="latin-1")
    assert done.returncode == 0
    assert "lenet" in done.stdout and "????" in done.stdout


def test_a_script_takes_the_options_of_run(tmp_path):
    script = ROOT / "scripts/chapter_convolutional-neural-networks/conv-layer.py"
    words = [sys.executable, str(script), "--num-steps", "4", "--out", "mine"]
    done = subprocess.run(
        words,
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=500,
    )
    assert done.returncode == 0, done.stderr
    assert "loss_4" in done.stdout and "loss_6" not in done.stdout
    assert (tmp_path / "mine/edges.png").is_file()
    again = subprocess.run(
        words, cwd=tmp_path, env=environment(), capture_output=True, text=True
    )
    assert again.returncode == 2
    assert "--force" in again.stderr and "Traceback" not in again.stderr


def test_ctrl_c_saves_and_the_printed_command_goes_on(tmp_path):
    words = "run lenet --sample --limit 64 --batch-size 8 --epochs 100000 --seed 3"
    process = subprocess.Popen(
        [*COMMAND, *words.split()],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        deadline = time.monotonic() + 400
        while not list(tmp_path.glob("runs/lenet/checkpoints/epoch-*")):
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=500)
    finally:
        process.kill()
    assert process.returncode == 130
    assert "Traceback" not in err
    (line,) = (each for each in err.splitlines() if each.startswith("Go on with:"))
    command = line.partition("gluon-course ")[2]
    assert (tmp_path / "runs/lenet/checkpoints/interrupted").is_dir()
    rows = (tmp_path / "runs/lenet/history.jsonl").read_text().splitlines()
    done = run(f"{command} --epochs {len(rows) + 1}", tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"epoch {len(rows) + 1}," in done.stdout
    assert "epoch 1," not in done.stdout
    assert not set(out + done.stdout + done.stderr) & {"\r", "\x1b", "\b"}
