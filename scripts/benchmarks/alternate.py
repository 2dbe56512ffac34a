"""Peers measured side by side: processes of their own that take turns.

The speed of a shared machine swings by a factor of two within minutes, so a time means
little and a ratio of neighbouring times means much. Every peer gets a process with its
own settings, says when it is ready, and then they run A B A B; the ratio is the median
of the ratios of neighbours, with its quartiles.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import re
import select
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date

CLOCKS = {"wall": time.perf_counter, "cpu": time.process_time}
"""``cpu`` counts processor time, which other work on the machine stretches less."""


class PeerEnded(SystemExit):
    """A peer's process ended before its time; its last words are the message."""


class Peer:
    """A process that does one piece of work for every line it is sent.

    It is only waited for with its first piece, so that several start at once.

    Parameters
    ----------
    arguments : list of str
        Arguments of the calling script, which then calls :func:`serve`.
    environment : dict of str to str
        Variables to add, such as ``OMP_NUM_THREADS``.
    """

    def __init__(self, arguments, environment=None):
        self._words = tempfile.TemporaryFile("w+", errors="replace")  # noqa: SIM115
        self._is_ready = False
        self._process = subprocess.Popen(
            [sys.executable, sys.argv[0], *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._words,
            text=True,
            env={**os.environ, **(environment or {})},
        )

    def work(self, *numbers, limit_s=None) -> dict:
        """One piece of work, of these numbers; what it measured.

        A peer that has not answered after ``limit_s`` seconds is killed.
        """
        if not self._is_ready:
            self._is_ready = bool(self._read(limit_s))
        with contextlib.suppress(BrokenPipeError):  # reading then says why
            self._process.stdin.write(json.dumps(numbers) + "\n")
            self._process.stdin.flush()
        return self._read(limit_s)

    def close(self) -> None:
        """End the process."""
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait()
        self._words.close()

    def _read(self, limit_s):
        if not select.select([self._process.stdout], [], [], limit_s)[0]:
            self._process.kill()
            raise PeerEnded(f"a peer had no answer after {limit_s:g} s")
        line = self._process.stdout.readline()
        if line:
            return json.loads(line)
        status = self._process.wait()
        self._words.seek(0)
        lines = [each.strip() for each in self._words if each.strip()]
        # advice may follow the error
        errors = [
            each for each in lines if re.match(r"[\w.]+(Error|Exception)\b", each)
        ]
        said = (errors or lines or ["it said nothing"])[-1]
        raise PeerEnded(f"a peer ended with {status}: {said}")


def serve(piece) -> None:
    """In the peer's process: say that it is ready, then work for every line."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever a library prints must not mix with the answers
    print(json.dumps("ready"), file=answers, flush=True)
    for line in sys.stdin:
        print(json.dumps(piece(*json.loads(line))), file=answers, flush=True)


def alternate(peers: dict, rounds: int, numbers=None) -> dict[str, list[dict]]:
    """``rounds`` pieces of work from each peer in turn, after one to warm up.

    With ``numbers``, what each peer's pieces get, they are taken to be warm.
    """
    if numbers is None:
        numbers = dict.fromkeys(peers, ())
        for peer in peers.values():
            peer.work()
    results: dict[str, list[dict]] = {name: [] for name in peers}
    for _ in range(rounds):
        for name, peer in peers.items():
            results[name].append(peer.work(*numbers[name]))
    return results


def ratio(ours: list[float], theirs: list[float]) -> tuple[float, float, float]:
    """Median and quartiles of ours / theirs, neighbour by neighbour."""
    ratios = sorted(a / b for a, b in zip(ours, theirs))
    if len(ratios) < 2:
        return ratios[0], ratios[0], ratios[0]
    low, middle, high = statistics.quantiles(ratios, n=4, method="inclusive")
    return middle, low, high


def machine() -> str:
    """Processor, cores and date, for the record."""
    name = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo") as lines:
            name = next(
                line.split(":")[1].strip() for line in lines if "model name" in line
            )
    except (OSError, StopIteration):
        pass
    return f"{name}, {os.cpu_count()} cores, {date.today().isoformat()}"
