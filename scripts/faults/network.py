"""A network that is cut, stalls and lies while a data set is fetched.

Run:       python scripts/faults/network.py
Expected:  the right file comes, or there is one clear error with status 2; under the
           final name there is never another file; when the server is sound again, the
           next fetch succeeds, whatever an earlier one left

A server on loopback answers in every way below, with parts of several lengths; two
addresses, of which the second is sound, are tried as well.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import itertools
import os
import random
import shutil
import socket
import struct
import sys
import threading
from pathlib import Path

from cases import Tally, preload, start, work_folder

CONTENT = random.Random(0).randbytes(200_000)
OK = b"HTTP/1.1 200 OK\r\n"
PAGE = b"<html>Log in first</html>"
ANSWERS = {
    "refuses": b"",
    "redirects for ever": b"HTTP/1.1 302 Found\r\nLocation: /again\r\n\r\n",
    "redirects to a file": b"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n",
    "garbage": bytes(range(256)) * 20,
    "an endless header": OK + b"X: y\r\n" * 5000,
    "says 416": b"HTTP/1.1 416 No\r\nContent-Range: bytes */7\r\n\r\n",
    "an empty answer": OK + b"Content-Length: 0\r\n\r\n",
    "a page in place of the file": OK + b"\r\n" + PAGE,
    "an endless body": OK + b"\r\n" + PAGE * 40_000,
}
ODD = (*ANSWERS, "another range", "gzip", "a length that is no number", "silence")
CUT = ("cut", "cut, knows no ranges", "reset", "stalls", "too short a length")
CUT += ("too long a length", "chunks, cut off", "no length, cut off")


class Server:
    """Answers requests for ``/sound`` soundly, and others as ``how`` says."""

    def __init__(self):
        self.how, self.at = "sound", 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            connection, _ = self._socket.accept()
            threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(4096)
                if not piece:
                    return
                head += piece
            how = "sound" if head.startswith(b"GET /sound") else self.how
            begin = 0
            for line in head.split(b"\r\n"):
                if line.lower().startswith(b"range: bytes="):
                    begin = int(line.split(b"=")[1].split(b"-")[0])
            self._answer(connection, how, begin)

    def _answer(self, to: socket.socket, how: str, begin: int) -> None:
        size = len(CONTENT)
        if how in ANSWERS:
            to.sendall(ANSWERS[how])
            return
        if how == "silence":
            threading.Event().wait(5)
            return
        if how == "cut, knows no ranges":
            begin = 0
        body, status = CONTENT[begin:], "206 Partial" if begin else "200 OK"
        length, more = str(len(body)), ""
        if begin:
            said = begin // 2 if how == "another range" else begin
            more = f"Content-Range: bytes {said}-{size - 1}/{size}\r\n"
        if how == "too short a length":
            length = str(self.at)
        elif how == "too long a length":
            length = str(len(body) + 1000)
        elif how == "a length that is no number":
            length = "many"
        elif how == "gzip":
            more += "Content-Encoding: gzip\r\n"
        lengthless = how.startswith(("chunks", "no length"))
        line = "" if lengthless else f"Content-Length: {length}\r\n"
        if how.startswith("chunks"):
            line = "Transfer-Encoding: chunked\r\n"
            body = f"{len(body):x}\r\n".encode() + body
        to.sendall(f"HTTP/1.1 {status}\r\n{line}{more}\r\n".encode())
        is_cut = how in CUT and not how.startswith("too")
        to.sendall(body[: self.at] if is_cut else body)
        if how == "stalls":
            threading.Event().wait(5)
        if how == "reset":
            to.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def add_row(name: str, addresses: list[str]) -> None:
    """A data set of one file with these addresses."""
    from gluon_course.data.catalogue import add_data_set
    from gluon_course.data.dataset import DataFile, DataSet, Edition

    edition = Edition(sha256=hashlib.sha256(CONTENT).hexdigest())
    file = DataFile("set.bin", (edition,), sources=tuple(addresses))
    add_data_set(DataSet(name, "A set", "set.bin", (file,)))


def fetch(name: str):
    """A call that fetches the set; half a second of silence is too long."""

    def call():
        from gluon_course.data import downloading, fetching

        downloading.download.__defaults__ = (None, True, 0.5, 0.02)
        fetching.fetch(name, show_bar=False)

    return call


def main(points=4, seed=0):
    """Try every answer with so many lengths; return the number of faults."""
    preload()
    chance, tally, server = random.Random(seed), Tally("network"), Server()
    add_row("fault-one", [f"{server.address}/file"])
    add_row("fault-two", [f"{server.address}/file", f"{server.address}/sound"])
    lengths = [0, 1, len(CONTENT) - 1]
    lengths += [chance.randrange(len(CONTENT)) for _ in range(points)]
    answers = [*itertools.product(CUT, lengths), *((how, 0) for how in ODD)]
    with work_folder() as folder:
        root = folder / "root"
        os.environ["GLUON_COURSE_DATA"] = str(root)
        for (how, at), begun in itertools.product(answers, (False, True)):
            for name in ("fault-one", "fault-two"):
                root.mkdir()
                if begun:  # what an earlier attempt left
                    (root / "set.bin.part").write_bytes(CONTENT[:5000])
                server.how, server.at = how, at
                case = f"{how} at {at}, {name}{', begun' if begun else ''}"
                ended = start(fetch(name)).wait(60)
                lost = wrong(root, ended.status)
                if not lost and name == "fault-two" and ended.status:
                    lost = f"the second address was not taken: {ended.error}"
                tally.judge(case, ended, lost)
                if ended.status:
                    server.how = "sound"
                    again = start(fetch(name)).wait(60)
                    lost = wrong(root, again.status)
                    tally.judge(f"{case}, then sound", again, lost, allowed=(0,))
                shutil.rmtree(root)
    return tally.close()


def wrong(root: Path, status: int) -> str:
    """What is wrong with the file of the set; empty where nothing is."""
    path = root / "set.bin"
    if path.exists() and path.read_bytes() != CONTENT:
        return "another file under the final name"
    if (status == 0) != path.exists():
        return (
            f"status {status}, and the file is {'' if path.exists() else 'not '}there"
        )
    return ""


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--points", type=int, default=4, help="Random lengths. [4]")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    sys.exit(bool(main(options.points, options.seed)))
