"""Where the time of a step goes: MXNet's profiler around a few steps."""

from __future__ import annotations

import csv
import io
import json
import logging
import time
from pathlib import Path

from mxnet import nd, profiler

from gluon_course.base import files
from gluon_course.base.errors import ConfigError, DataError
from gluon_course.train.callbacks.base import Callback

WAITING = "WaitForVar"
"""Not an operator: Python waits for an array."""

_log = logging.getLogger(__name__)


class Profile(Callback):
    """Measures some steps operator by operator and writes trace and table.

    ``trace.json`` is for chrome://tracing or ui.perfetto.dev; ``operators.csv`` has a
    row for each kind of operator: name, total_ms, calls, mean_ms, share, over all
    measured steps. The steps compute what they would have computed.

    In these steps every operator is a piece of work of its own, while MXNet otherwise
    runs many at once without a name for each: so the measured steps are a little
    slower, and MXNet compiles the graph once more for them.

    Parameters
    ----------
    folder : path
        Gets the two files.
    num_steps : int
        Steps to measure, at most those of one epoch, 1 or more.
    num_rows : int
        Rows of the table to print; 0 prints nothing.

    Raises
    ------
    ConfigError
        If ``num_steps`` is below 1.
    """

    WARM_UP = 5
    """Steps before: memory is planned in the first two."""

    def __init__(self, folder, num_steps: int = 10, num_rows: int = 10):
        if num_steps < 1:
            raise ConfigError(
                f"{num_steps} steps to profile", action="choose 1 or more"
            )
        self._folder, self._num_rows = Path(folder), num_rows
        self._num_steps = num_steps
        self._seen = self._measured = 0
        self._is_running, self._is_done = False, False

    def on_fit_start(self, trainer):
        trainer.objective.set_separate(True)

    def on_epoch_start(self, trainer):
        self._left = trainer.num_steps  # None where nobody knows
        self._start_if_ready(trainer)

    def on_batch_end(self, trainer, is_news):
        if self._is_done:
            return
        self._seen += 1
        if self._left is not None:
            self._left -= 1
        if self._is_running:
            self._measured += 1
            if self._measured >= self._wanted:
                self._finish(trainer)
        else:
            self._start_if_ready(trainer)

    def on_epoch_end(self, trainer):
        if self._is_running:  # an iterator without a length ended early
            self._finish(trainer)

    def on_interrupt(self, trainer):
        if self._is_running:
            self._finish(trainer)

    def on_fit_end(self, trainer):
        if not self._is_done:
            trainer.objective.set_separate(False)
            _log.warning(
                "nothing was profiled: that takes %s steps of one epoch after %s"
                " others, and there were %s in all",
                self._num_steps,
                self.WARM_UP,
                self._seen,
            )

    def _start_if_ready(self, trainer):
        if self._is_done or self._is_running or self._seen < self.WARM_UP:
            return
        most = trainer.num_steps
        self._wanted = min(self._num_steps, most or self._num_steps)
        if self._left is not None and self._left < self._wanted:
            return
        nd.waitall()
        self._folder.mkdir(parents=True, exist_ok=True)
        profiler.set_config(
            profile_symbolic=True,
            profile_imperative=True,
            aggregate_stats=True,
            filename=str(self._folder / "trace.json"),
        )
        self._is_running, self._started = True, time.perf_counter()
        profiler.set_state("run")

    def _finish(self, trainer):
        nd.waitall()
        seconds = time.perf_counter() - self._started
        profiler.set_state("stop")
        self._is_running, self._is_done = False, True
        trainer.objective.set_separate(False)
        rows = operator_rows(profiler.dumps(reset=True, format="json"))
        profiler.dump(finished=True)
        _check_trace(self._folder / "trace.json")
        files.write_text(self._folder / "operators.csv", as_csv(rows))
        if self._num_rows:
            from tqdm import tqdm

            steps = max(1, self._measured)
            tqdm.write(as_table(rows, self._num_rows, steps, seconds / steps))
            tqdm.write(f"{self._folder / 'trace.json'}: open it at ui.perfetto.dev")


def operator_rows(statistics: str) -> list[dict]:
    """Rows by operator from the profiler's JSON, the longest first.

    Raises
    ------
    DataError
        If MXNet has measured no operator.
    """
    try:
        found = json.loads(statistics)["Time"].get("operator", {})
    except (ValueError, KeyError, AttributeError) as error:
        raise DataError(f"MXNet's profile cannot be read: {error}") from error
    rows = [
        {"name": name, "total_ms": each["Total"], "calls": int(each["Count"])}
        for name, each in found.items()
        if isinstance(each, dict) and each.get("Count") and name != WAITING
    ]
    whole = sum(row["total_ms"] for row in rows)
    if not whole:
        raise DataError(
            "MXNet's profiler has measured no operator",
            "another profile of this process was not ended, or this build has none",
            "start a new process",
        )
    for row in rows:
        row["mean_ms"] = row["total_ms"] / row["calls"]
        row["share"] = row["total_ms"] / whole
    return sorted(rows, key=lambda row: -row["total_ms"])


def as_csv(rows: list[dict]) -> str:
    """The rows as CSV, times to the microsecond."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(rows[0])
    for row in rows:
        times = (f"{row['total_ms']:.3f}", row["calls"], f"{row['mean_ms']:.3f}")
        writer.writerow((row["name"], *times, f"{row['share']:.4f}"))
    return text.getvalue()


def as_table(rows: list[dict], num_rows: int, steps: int, step_s: float) -> str:
    """The first rows for a reader, and what the others take together."""
    lines = [
        f"{steps} steps of {step_s * 1e3:.2f} ms, profiled by operator",
        f"{'total ms':>10}{'calls':>7}{'mean ms':>10}{'share':>8}  operator",
    ]
    shown = list(rows[:num_rows])
    rest = rows[num_rows:]
    if rest:
        total, calls = (sum(row[k] for row in rest) for k in ("total_ms", "calls"))
        shown.append(
            {
                "name": f"({len(rest)} others)",
                "total_ms": total,
                "calls": calls,
                "mean_ms": total / calls,
                "share": sum(row["share"] for row in rest),
            }
        )
    lines += [
        f"{row['total_ms']:10.2f}{row['calls']:7}{row['mean_ms']:10.3f}"
        f"{row['share']:8.1%}  {row['name']}"
        for row in shown
    ]
    return "\n".join(lines)


def _check_trace(path: Path) -> None:
    try:
        is_trace = "traceEvents" in json.loads(path.read_text())
    except (OSError, ValueError):
        is_trace = False
    if not is_trace:
        raise DataError(
            f"MXNet could not write the trace {path}",
            "the disk is full, or the folder may not be written",
            "free some space, or name another folder with --out",
        )
