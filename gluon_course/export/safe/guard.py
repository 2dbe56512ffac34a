"""The first load of an export happens in another process, which may die in our place.

The parsers and operators of MXNet and onnxruntime are native code: a graph that passes
every check on paper can still end the process, hang it or take all memory. So a process
of its own, with bounds on time and memory, loads the bytes that we read, computes two
small batches and says whether the outputs are as described; see ``guarded``.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from gluon_course.base.errors import ExportError
from gluon_course.export.safe import known, limits

_MODULE = "gluon_course.export.safe.guarded"
_HOME = Path(__file__).resolve().parents[3]
_LONGEST_REPLY = 1 << 16
_PIECE = 1 << 20


def require_checked(contents) -> None:
    """Raise unless an export is known or its guarded load goes well.

    Parameters
    ----------
    contents : Contents
        As :func:`~gluon_course.export.manifest.read_contents` gives them, after the
        checks of structure.

    Raises
    ------
    ExportError
        If the guarded process dies, hangs, takes too much, or refuses.
    """
    if known.is_known(contents.key):
        return
    with Guard() as guard:
        guard.check(contents)
    known.remember(contents.key)


class Guard:
    """A process that loads exports, one after the other, until one is its death.

    Parameters
    ----------
    processor_s : float
        Processor time of each export.
    spare_bytes : int
        Address space of each, beyond what is taken already and its parameters.
    wait_s : float
        Until it has started, and until it has answered.
    """

    def __init__(
        self,
        processor_s: float = limits.PROCESSOR_S,
        spare_bytes: int = limits.SPARE_BYTES,
        wait_s: float = limits.WAIT_S,
    ):
        self.bounds = {"processor_s": processor_s, "spare_bytes": spare_bytes}
        self.wait_s = wait_s
        self._process: subprocess.Popen | None = None

    def __enter__(self) -> Guard:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def check(self, contents) -> None:
        """Raise ExportError unless the export loads and computes what it describes."""
        header = {
            "form": contents.form,
            "inputs": [each.as_dict() for each in contents.inputs],
            "outputs": contents.meta["outputs"],
            "batch_sizes": _batch_sizes(contents.meta),
            "lengths": {name: len(file) for name, file in contents.files.items()},
            **self.bounds,
        }
        line = json.dumps(header).encode("ascii") + b"\n"
        try:
            if self._process is None:
                self._start()
            self._send([line, *contents.files.values()])
            reply = self._receive()
        except (EOFError, OSError, ValueError) as error:
            raise _refused(contents.folder, self._end(error)) from error
        except BaseException:  # Ctrl-C: nothing may stay behind
            self.close()
            raise
        if reply.get("fault"):
            raise _refused(contents.folder, str(reply["fault"])[:300])

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    stream.close()

    def _start(self) -> None:
        environment = {
            **os.environ,
            # the folder that we stand in may be the stranger's
            "PYTHONPATH": os.pathsep.join(
                [str(_HOME), *filter(os.path.isabs, sys.path)]
            ),
            "OMP_NUM_THREADS": "1",
            "MALLOC_ARENA_MAX": "2",  # arenas reserve address space
            "CUDA_VISIBLE_DEVICES": "",
        }
        environment.pop("GLUON_COURSE_FAKE_GPUS", None)
        self._process = subprocess.Popen(
            [sys.executable, "-m", _MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=os.sep,
            env=environment,
            start_new_session=True,
            bufsize=0,
        )
        for stream in (self._process.stdin, self._process.stdout):
            os.set_blocking(stream.fileno(), False)
        if self._receive() != {"ready": True}:
            raise TimeoutError

    def _send(self, pieces: Iterable[bytes]) -> None:
        descriptor, until = self._process.stdin.fileno(), time.monotonic() + self.wait_s
        for piece in pieces:
            rest = memoryview(piece)
            while rest:
                _wait(descriptor, select.POLLOUT, until)
                with contextlib.suppress(BlockingIOError):
                    rest = rest[os.write(descriptor, rest[:_PIECE]) :]

    def _receive(self) -> dict:
        descriptor = self._process.stdout.fileno()
        until, line = time.monotonic() + self.wait_s, b""
        while not line.endswith(b"\n"):
            _wait(descriptor, select.POLLIN, until)
            piece = b""
            with contextlib.suppress(BlockingIOError):
                piece = os.read(descriptor, _LONGEST_REPLY)
                if not piece:
                    raise EOFError
            line += piece
            if len(line) > _LONGEST_REPLY:
                raise ValueError("it answers at length")
        return dict(json.loads(line))

    def _end(self, error: Exception) -> str:
        """Why there is no answer; the process is gone afterwards."""
        process = self._process
        if process is None:
            return f"no process could be started to load it: {error}"
        if isinstance(error, TimeoutError):
            self.close()
            return f"loading it took more than {self.wait_s:.0f} s"
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=60)
        status = process.poll()
        self.close()
        if status == -signal.SIGXCPU:
            seconds = self.bounds["processor_s"]
            return f"it took more than {seconds:.0f} s of processor time"
        if status is not None and status < 0:
            return f"loading it ended the process ({signal.Signals(-status).name})"
        return f"loading it ended the process ({status})"


def _batch_sizes(meta: Mapping) -> list[int]:
    """Which batches it must take; an ONNX export may know one size only."""
    size = (meta.get("onnx") or {}).get("batch_size")
    return [1, 2] if size is None else [min(int(size), limits.LARGEST_BATCH)]


def _wait(descriptor: int, event: int, until: float) -> None:
    poll = select.poll()
    poll.register(descriptor, event)
    if not poll.poll(max(0.0, until - time.monotonic()) * 1000):
        raise TimeoutError


def _refused(folder: Path, reason: str) -> ExportError:
    return ExportError(
        f"{folder} did not pass its first load, in a process of its own: {reason}",
        "it is damaged, does not compute what model.json says, or was made to do harm",
        "do not use this export; load_exported(folder, trusted=True) loads it without "
        "this check",
    )
