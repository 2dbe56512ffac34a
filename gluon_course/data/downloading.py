"""One file from one address, going on where an earlier attempt stopped."""

from __future__ import annotations

import errno
import os
import re
import shutil
import time
from pathlib import Path

import requests
import urllib3
from tqdm import tqdm

from gluon_course.base.files import cannot_write

TIMEOUT_S = 30.0
"""Seconds without a byte after which a server counts as hung up."""
MAX_BYTES = 16 << 30
"""More than any file of the catalogue has."""
_CONNECT_S = 10.0
_MAX_ATTEMPTS, _MAX_IDLE_ATTEMPTS = 50, 3
_PIECE = 1 << 16


class TransferError(Exception):
    """The address did not give the file; the message says why."""


class _CutOffError(TransferError):
    """The connection ended early: another attempt may go on from there."""


def download(
    address: str,
    part: Path,
    max_bytes: int | None = None,
    show_bar: bool = True,
    timeout_s: float = TIMEOUT_S,
    pause_s: float = 1.0,
) -> None:
    """Fetch ``address`` into ``part``, after the bytes that are there already.

    What arrives is what the server sends, byte for byte; whether it is the right file
    is for the caller to check.

    Parameters
    ----------
    address : str
        http or https address.
    part : Path
        File to write; what it holds is taken for the beginning.
    max_bytes : int, optional
        Size that the file cannot exceed.
    show_bar : bool
        Whether to show a progress bar on stderr.
    timeout_s, pause_s : float
        Seconds to wait for a byte, and between attempts that brought nothing.

    Raises
    ------
    TransferError
        If the server does not have the file, sends too much, or stops sending three
        times in a row without a new byte. ``part`` keeps what arrived.
    DataError
        If the disk is full or the folder cannot be written.
    """
    num_idle = 0
    for _ in range(_MAX_ATTEMPTS):
        size_before = _size(part)
        try:
            _transfer(address, part, max_bytes or MAX_BYTES, show_bar, timeout_s)
            return
        except _CutOffError as error:
            num_idle = num_idle + 1 if _size(part) <= size_before else 0
            if num_idle == _MAX_IDLE_ATTEMPTS:
                raise
            reason = error
        if num_idle:
            time.sleep(pause_s)
    raise reason


def _transfer(
    address: str, part: Path, max_bytes: int, show_bar: bool, timeout_s: float
) -> None:
    start = _size(part)
    # identity: a .gz that is decoded on the way has another size and checksum
    headers = {"Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    try:
        with requests.get(
            address, headers=headers, stream=True, timeout=(_CONNECT_S, timeout_s)
        ) as response:
            if response.status_code == 416 and start:
                _check_complete(response, part)
                return
            if response.status_code not in (200, 206):
                raise TransferError(f"HTTP {response.status_code} {response.reason}")
            if response.status_code != 206 or _range_start(response) != start:
                start = 0
            length = _length(response)
            if length is not None and start + length > max_bytes:
                raise TransferError(f"it has {start + length:,} bytes, too many")
            _check_disk(part, length or 0)
            received = _receive(response, part, start, length, max_bytes, show_bar)
    except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
        # Without a connection one more attempt only waits; a mirror may help.
        kind = TransferError if _is_unconnected(error) else _CutOffError
        raise kind(_reason(error)) from error
    if length is not None and received != length:
        raise _CutOffError(f"cut off after {received:,} of {length:,} bytes")


def _receive(response, part, start, length, max_bytes, show_bar) -> int:
    try:
        file = open(part, "ab" if start else "wb")  # noqa: SIM115
    except OSError as error:
        raise cannot_write(part, error) from error
    received = 0
    bar = tqdm(
        desc=part.name.removesuffix(".part"),
        total=None if length is None else start + length,
        initial=start,
        unit="B",
        unit_scale=True,
        unit_divisor=1024,
        disable=not show_bar,
    )
    with file, bar:
        for piece in response.raw.stream(_PIECE, decode_content=False):
            received += len(piece)
            if start + received > max_bytes:
                raise TransferError(f"it has more than {max_bytes:,} bytes, too many")
            try:
                file.write(piece)
            except OSError as error:
                raise cannot_write(part, error) from error
            bar.update(len(piece))
        try:
            file.flush()
            os.fsync(file.fileno())
        except OSError as error:
            raise cannot_write(part, error) from error
    return received


def _check_complete(response: requests.Response, part: Path) -> None:
    """After "range not satisfiable": ``part`` is whole, or not of this file."""
    match = re.fullmatch(r"bytes \*/(\d+)", response.headers.get("Content-Range", ""))
    if match is None or int(match.group(1)) != _size(part):
        part.unlink()
        raise _CutOffError("what an earlier attempt left was of another file")


def _range_start(response: requests.Response) -> int | None:
    match = re.match(r"bytes (\d+)-", response.headers.get("Content-Range", ""))
    return int(match.group(1)) if match else None


def _length(response: requests.Response) -> int | None:
    value = response.headers.get("Content-Length", "")
    return int(value) if value.isdecimal() else None


def _check_disk(part: Path, num_bytes: int) -> None:
    free = shutil.disk_usage(part.parent).free
    if num_bytes > free:
        error = OSError(
            errno.ENOSPC, f"{num_bytes:,} bytes are to come, {free:,} are free"
        )
        raise cannot_write(part, error)


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _is_unconnected(error: Exception) -> bool:
    cause = getattr(error.args[0] if error.args else None, "reason", None)
    no_connection = urllib3.exceptions.NewConnectionError
    return isinstance(cause, (no_connection, urllib3.exceptions.ConnectTimeoutError))


def _reason(error: Exception) -> str:
    text = str(error)
    if isinstance(error, requests.TooManyRedirects):
        return "it leads in circles"
    if isinstance(error, ValueError):  # of requests: no scheme, or an odd one
        return "it leads to an address that is not of the web"
    if "timed out" in text.lower():
        return "the server did not answer in time"
    if "resolve" in text.lower() or "name or service" in text.lower():
        return "its name cannot be resolved"
    if "refused" in text.lower():
        return "the connection is refused"
    if "unreachable" in text.lower():
        return "the network is unreachable"
    return f"cut off ({type(error).__name__})"
