"""Requests per second of gluon-course serve, its latency, and whether memory grows.

    python scripts/benchmarks/serving.py --json serving.json
    python scripts/benchmarks/serving.py runs/lenet --requests 2000 --memory 0

A LeNet (of the section on the embedded sample, unless a run is named) is served by a
process of its own. Then 1, 8 and 64 clients ask, each over one connection that it
keeps, and each asks again as soon as it is answered: a picture of 28 x 28 pixels as
multipart, as a browser sends it. Every answer is compared with the first one for its
picture; one that is missing, differs or is no 200 counts as lost. At the end the server
is asked --memory times more, and its resident memory is printed every 2,000 requests.
The clients are one process over plain sockets: they take about a tenth of the time.
Needs the extra ``serve``.
"""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import io
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from alternate import machine
from PIL import Image

CLIENTS = (1, 8, 64)
PICTURES = 64
STEP = 2000  # requests between two looks at the memory
BOUNDARY = "picture-of-the-load-test"
MIB = 2**20


@dataclasses.dataclass
class Served:
    """A server in a process of its own."""

    process: subprocess.Popen
    host: str
    port: int

    def memory(self) -> float:
        """Its resident memory in MiB."""
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", text).group(1)) * 1024 / MIB

    def processor(self) -> float:
        """Seconds of processor time that it has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")")[1]
        ticks = sum(map(int, fields.split()[11:13]))
        return ticks / os.sysconf("SC_CLK_TCK")

    def stop(self) -> int:
        """End it as a service manager does; its exit status."""
        self.process.send_signal(signal.SIGTERM)
        self.process.stdout.read()
        return self.process.wait()


def main(folder, clients, requests, memory, options, output):
    """Measure and print; the exit status is 1 if a request was lost."""
    with tempfile.TemporaryDirectory() as place:
        served = start(folder or trained(Path(place, "lenet")), options)
        try:
            rows, record = measured(served, clients, requests), {}
            if memory:
                record = asyncio.run(watched(served, memory))
        finally:
            status = served.stop()
    lost = sum(row["lost"] for row in rows) + record.get("lost", 0)
    print(f"lost in all: {lost}; the server ended with status {status}")
    if output:
        facts = {"machine": machine(), "options": options, "rows": rows}
        facts.update({"memory": record, "lost": lost, "exit_status": status})
        Path(output).write_text(json.dumps(facts, indent=2) + "\n")
    return 1 if lost or status else 0


def trained(folder: Path) -> Path:
    """The run of LeNet on the embedded sample."""
    command = [sys.executable, "-m", "gluon_course", "run", "lenet", "--sample"]
    command += ["--epochs", "2", "--out", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder


def start(folder: Path, options: list[str]) -> Served:
    """The server of a run, once it takes requests."""
    command = [sys.executable, "-u", "-m", "gluon_course", "serve", str(folder)]
    process = subprocess.Popen(
        [*command, "--port", "0", *options], stdout=subprocess.PIPE, text=True
    )
    for line in process.stdout:
        found = re.search(r"http://([\d.]+):(\d+)", line)
        if found:
            return Served(process, found.group(1), int(found.group(2)))
    sys.exit("the server did not start")


def measured(served: Served, clients, requests: int) -> list[dict]:
    """A row for each number of clients, printed as it comes."""
    print(f"gluon-course serve, {requests:,} requests each; {machine()}")
    print(
        f"{'clients':>7}{'requests/s':>12}{'p50 ms':>9}{'p99 ms':>9}{'max ms':>9}"
        f"{'batch':>7}{'server CPU':>12}{'answered':>10}{'lost':>6}"
    )
    rows = []
    for count in clients:
        batches, used = asyncio.run(batch_sizes(served)), served.processor()
        begin = time.perf_counter()
        times, lost = asyncio.run(load(served, count, requests))
        seconds = time.perf_counter() - begin
        after = asyncio.run(batch_sizes(served))
        times = sorted(times) or [float("nan")]
        row = {
            "clients": count,
            "requests_per_s": requests / seconds,
            "p50_ms": 1000 * statistics.median(times),
            "p99_ms": 1000 * times[min(len(times) - 1, int(0.99 * len(times)))],
            "max_ms": 1000 * times[-1],
            "batch": (after[0] - batches[0]) / max(1, after[1] - batches[1]),
            "server_cores": (served.processor() - used) / seconds,
            "answered": requests - lost,
            "lost": lost,
        }
        rows.append(row)
        print(
            f"{count:7}{row['requests_per_s']:12.0f}{row['p50_ms']:9.1f}"
            f"{row['p99_ms']:9.1f}{row['max_ms']:9.1f}{row['batch']:7.1f}"
            f"{100 * row['server_cores']:10.0f} %{row['answered']:10,}{lost:6}",
            flush=True,
        )
    return rows


async def watched(served: Served, requests: int, clients: int = 8) -> dict:
    """Ask many times, and look at the memory now and then."""
    print(f"resident memory over {requests:,} requests of {clients} clients, MiB")
    sizes, lost = [served.memory()], 0
    print(f"{0:9,}{sizes[0]:9.1f}")
    for done in range(0, requests, STEP):
        _, missed = await load(served, clients, min(STEP, requests - done))
        lost += missed
        sizes.append(served.memory())
        print(f"{min(done + STEP, requests):9,}{sizes[-1]:9.1f}", flush=True)
    growth = sizes[-1] - sizes[min(1, len(sizes) - 1)]
    print(f"growth after the first {STEP:,}: {growth:+.1f} MiB; lost {lost}")
    return {"rss_mib": sizes, "growth_mib": growth, "lost": lost}


async def load(served: Served, clients: int, requests: int) -> tuple[list, int]:
    """Seconds of each request that was answered well, and how many were not."""
    questions = [question(served, number) for number in range(PICTURES)]
    known: dict[int, bytes] = {}
    times: list[float] = []
    todo = iter(range(requests))

    async def client():
        reader, writer = await asyncio.open_connection(served.host, served.port)
        for number in todo:
            begin = time.perf_counter()
            writer.write(questions[number % PICTURES])
            status, content = await answer(reader)
            seconds = time.perf_counter() - begin
            said = classes(content) if status == 200 else b""
            if said and known.setdefault(number % PICTURES, said) == said:
                times.append(seconds)
        writer.close()
        await writer.wait_closed()

    done = await asyncio.gather(
        *(client() for _ in range(clients)), return_exceptions=True
    )
    for error in done:
        if error is not None:
            print(f"a client was cut off: {error!r}", file=sys.stderr)
    return times, requests - len(times)


def classes(content: bytes) -> bytes:
    """The names of the classes in their order: batches differ in the last digits."""
    return b" ".join(re.findall(rb'"class":"([^"]*)"', content))


def question(served: Served, number: int) -> bytes:
    """A request as a browser sends it: the picture of a form."""
    random, stream = np.random.RandomState(number), io.BytesIO()
    pixels = np.zeros((28, 28), np.uint8)
    top, left = random.randint(2, 12, 2)
    pixels[top : top + 14, left : left + 9] = random.randint(90, 255, (14, 9))
    Image.fromarray(pixels).save(stream, "PNG")
    body = (
        f"--{BOUNDARY}\r\nContent-Disposition: form-data; name=picture; "
        "filename=drawing.png\r\nContent-Type: image/png\r\n\r\n"
    ).encode() + stream.getvalue()
    body += f'\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name="top"'.encode()
    body += f"\r\n\r\n1\r\n--{BOUNDARY}--\r\n".encode()
    head = (
        f"POST /predict HTTP/1.1\r\nHost: {served.host}:{served.port}\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def answer(reader) -> tuple[int, bytes]:
    """Status and content of the next response of a connection."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(re.search(rb"(?i)content-length: (\d+)", head).group(1))
    return int(head.split(b" ", 2)[1]), await reader.readexactly(length)


async def batch_sizes(served: Served) -> tuple[float, float]:
    """Questions and batches that the server has computed."""
    reader, writer = await asyncio.open_connection(served.host, served.port)
    writer.write(b"GET /metrics HTTP/1.1\r\nHost: " + served.host.encode())
    writer.write(b"\r\nConnection: close\r\n\r\n")
    _, content = await answer(reader)
    writer.close()
    name = rb"(?m)^gluon_course_batch_size_"
    return tuple(
        float(re.search(name + part + rb" (\S+)", content).group(1))
        for part in (b"sum", b"count")
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, help="a run or an export")
    parser.add_argument("--clients", type=int, nargs="+", default=CLIENTS)
    parser.add_argument("--requests", type=int, default=2000, help="for each row")
    parser.add_argument("--memory", type=int, default=20_000, help="requests; 0: none")
    parser.add_argument("--option", action="append", default=[], help="of serve")
    parser.add_argument("--json", metavar="FILE", help="where to write the figures")
    given = parser.parse_args()
    sys.exit(
        main(
            given.folder,
            given.clients,
            given.requests,
            given.memory,
            given.option,
            given.json,
        )
    )
