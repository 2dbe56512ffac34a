"""A clock that jumps: trainings, resumed runs, caches and downloads do not ask it.

Run:       python scripts/faults/clock.py     (it takes a C compiler)
Expected:  every command ends as with a sound clock, to the bit

A small library, compiled here and loaded before all others (LD_PRELOAD), adds an
offset to the time of day that changes every 20 ms: years back, years ahead, none. The
clock that only counts (CLOCK_MONOTONIC) stays as it is; it is the one to measure with.
Commands begin from nothing, so that all of their code sees the jumps.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from cases import (
    TRAIN,
    Outcome,
    Tally,
    fingerprint,
    fresh,
    hidden,
    work_folder,
)

SOURCE = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/time.h>
#include <time.h>

static int (*real)(clockid_t, struct timespec *);

static long jump(void) {
    struct timespec now;
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    real(CLOCK_MONOTONIC, &now);
    long year = 31557600;
    long offsets[] = {0, -20 * year, 12 * year, -3600, 3600, -56 * year, 86400};
    return offsets[(now.tv_sec * 50 + now.tv_nsec / 20000000) % 7];
}

int clock_gettime(clockid_t clock, struct timespec *value) {
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int status = real(clock, value);
    if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)
        value->tv_sec += jump();
    return status;
}

int gettimeofday(struct timeval *value, void *zone) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    value->tv_sec = now.tv_sec;
    value->tv_usec = now.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *value) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (value) *value = now.tv_sec;
    return now.tv_sec;
}
"""
PROBE = "import time; print(len({int(time.time()) // 10**6 for _ in range(400) "
PROBE += "if not time.sleep(.001)}) > 1)"


def jumping(folder: Path) -> dict | None:
    """Variables under which the clock jumps; None where that cannot be had."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if not compiler or not sys.platform.startswith("linux"):
        return None
    (folder / "clock.c").write_text(SOURCE)
    words = [compiler, "-shared", "-fPIC", "-O1", "-o", folder / "clock.so"]
    subprocess.run([*words, folder / "clock.c", "-ldl"], check=True)
    environ = {**os.environ, "LD_PRELOAD": str(folder / "clock.so")}
    probe = [sys.executable, "-c", PROBE]
    seen = subprocess.run(probe, env=environ, capture_output=True, text=True)
    return environ if seen.stdout.strip() == "True" else None


def python(code: str, environ: dict) -> Outcome:
    """A program that uses the package, under these variables."""
    words = [sys.executable, "-c", code]
    ended = subprocess.run(words, env=environ, capture_output=True, text=True)
    return Outcome(ended.returncode, ended.stdout, ended.stderr)


def killed(words: tuple, environ: dict, until: Path) -> None:
    """Start a command and kill it when a file appears."""
    words = [sys.executable, "-m", "gluon_course", *map(str, words)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    running = subprocess.Popen(words, env=environ, **quiet)
    while running.poll() is None and not until.exists():
        time.sleep(0.01)
    running.kill()
    running.wait()


def main():
    """Try all of it; return the number of faults."""
    tally = Tally("clock")
    with work_folder() as folder:
        environ = jumping(folder)
        if environ is None:
            print("clock: skipped, it takes Linux and a C compiler (cc)")
            return 0
        words = (*TRAIN, "--out")
        sound = fresh(*words, folder / "sound")
        assert sound.status == 0, sound.err
        end = fingerprint(folder / "sound")

        def same(run: Path) -> str:
            if fingerprint(run) != end or hidden(run):
                return "it ended otherwise than under a sound clock"
            return ""

        ended = fresh(*words, folder / "jumps", env=environ)
        tally.judge("training", ended, same(folder / "jumps"), allowed=(0,))
        run = folder / "killed"
        until = run / "checkpoints" / "epoch-0003"
        killed((*words, run), environ, until)
        ended = fresh(*words, run, "--resume", env=environ)
        tally.judge("killed and resumed", ended, same(run), allowed=(0,))

        for number in range(1, 4):
            name = "mlp-fashion-mnist" + (f"-{number}" if number > 1 else "")
            until = folder / "runs" / name / "checkpoints" / "epoch-0001"
            killed(TRAIN, environ, until)
        ended = fresh(*TRAIN[:-1], "--resume", env=environ)
        is_last = "runs/mlp-fashion-mnist-3" in ended.out
        lost = "" if is_last else f"not the latest run: {ended.out[:200]}"
        tally.judge("the latest of three runs", ended, lost, allowed=(0,))

        for command in (("eval", run), ("export", run, "--out", folder / "exported")):
            ended = fresh(*command, env=environ)
            tally.judge(command[0], ended, same(run), allowed=(0,))
        shutil.rmtree(folder / "cache" / "checked", ignore_errors=True)
        load = "from gluon_course.export import load_exported as load; "
        load += f"load({str(folder / 'exported')!r})"
        for number in (1, 2):
            ended = python(load, environ)
            tally.judge(f"an export looked at, {number}", ended, allowed=(0,))
        ended = fresh("list", "chapters", env=environ)
        tally.judge("list", ended, allowed=(0,))
        both = [
            subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "gluon_course",
                    *map(str, words),
                    folder / "two",
                ],
                env=environ,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        told = [each.communicate()[1] for each in both]
        outcomes = [Outcome(b.returncode, "", t) for b, t in zip(both, told)]
        status = sorted(each.status for each in outcomes)
        lost = same(folder / "two") if status == [0, 2] else f"statuses {status}"
        faults = "; ".join(filter(None, (each.fault() for each in outcomes)))
        tally.add("two runs in one folder", "one was refused", faults or lost)
    return tally.close()


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__.split("\n")[0]).parse_args()
    sys.exit(bool(main()))
