"""Fetching what is not there: mirrors, checksums, one process at a time."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from gluon_course.base.errors import DataError
from gluon_course.base.files import cannot_write, checksum
from gluon_course.data import checksums, downloading
from gluon_course.data.catalogue import find_data_set
from gluon_course.data.dataset import DataFile, DataSet, Edition
from gluon_course.data.locks import locked
from gluon_course.data.places import target_base
from gluon_course.data.store import present

_ANOTHER_FILE = "another file came"
_WITHOUT = "Without it: gluon-course run SECTION --sample takes data that are here."


def fetch(name: str, show_bar: bool | None = None) -> Path:
    """Make a data set present: download what is missing, check it, unpack it.

    An interrupted download goes on where it stopped. Two processes that fetch the
    same set download it once.

    Parameters
    ----------
    name : str
        Name in the catalogue.
    show_bar : bool, optional
        Whether to show a progress bar; on terminals only when not given.

    Returns
    -------
    Path
        As :func:`gluon_course.data.locate`.

    Raises
    ------
    ConfigError
        If the catalogue has no such name.
    DataError
        If no address gives the set; the message has the manual steps. Also if a file
        is damaged or of an unknown edition, or the disk is full.
    """
    row = find_data_set(name)
    found = present(name)
    if found is None:
        fetch_files(row, row.files, show_bar)
        found = present(name)
    return found


def fetch_files(
    row: DataSet,
    files: tuple[DataFile, ...],
    show_bar: bool | None = None,
    base: Path | None = None,
) -> None:
    """Download those of ``files`` that are missing below ``base``; see :func:`fetch`.

    By default ``base`` is the root, or the cache where that is read-only.
    """
    if show_bar is None:
        show_bar = sys.stderr.isatty()
    base = target_base(row) if base is None else base
    with locked(base / row.files[0].path, f"fetches {row.name}"):
        edition = None
        for file in files:
            path = base / file.path
            if path.is_file():  # an earlier run or another process fetched it
                found = checksums.require_known(path, file, row.name)
            else:
                # Pictures of one edition and labels of another do not fit.
                same = [
                    each
                    for each in file.editions
                    if edition is not None and each.name == edition.name
                ]
                wanted = tuple(same) or file.editions
                found = _fetch_file(row, file, base, wanted, show_bar)
            edition = edition or found
        _check_without_checksum(row, base)


def _fetch_file(
    row: DataSet,
    file: DataFile,
    base: Path,
    editions: tuple[Edition, ...],
    show_bar: bool,
) -> Edition | None:
    path = base / file.path
    part = path.with_name(path.name + ".part")
    failures = []
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for address in file.addresses():
            if not show_bar:
                print(f"fetching {address}", file=sys.stderr)
            try:
                edition = _from_address(address, part, editions, show_bar)
            except downloading.TransferError as error:
                failures.append(f"{address}: {error}")
                continue
            os.replace(part, path)
            return edition
    except OSError as error:
        raise cannot_write(path, error) from error
    raise _unavailable(row, base, failures)


def _from_address(
    address: str, part: Path, editions: tuple[Edition, ...], show_bar: bool
) -> Edition | None:
    sizes = [each.size for each in editions]
    max_bytes = None if None in sizes or not sizes else max(sizes)
    was_begun = part.exists()
    downloading.download(address, part, max_bytes, show_bar)
    edition = checksums.identify(part, editions, is_fresh=True)
    if edition is None and editions and was_begun:
        # The beginning may have been of another edition or mirror: once more, whole.
        part.unlink()
        downloading.download(address, part, max_bytes, show_bar)
        edition = checksums.identify(part, editions, is_fresh=True)
    if edition is None and editions:
        found = checksum(part)
        part.unlink()
        raise downloading.TransferError(f"{_ANOTHER_FILE} (sha256 {found})")
    return edition


def _check_without_checksum(row: DataSet, base: Path) -> None:
    """Unpack at once what only its content can vouch for; remove it if it does not."""
    unchecked = [file for file in row.files if not file.editions]
    if not unchecked or not all((base / file.path).is_file() for file in row.files):
        return
    try:
        present(row.name)
    except DataError:
        for file in unchecked:
            (base / file.path).unlink(missing_ok=True)
        raise


def _unavailable(row: DataSet, base: Path, failures: list[str]) -> DataError:
    steps = []
    for file in row.files:
        if not (base / file.path).is_file():
            name = (base / file.path).name
            of_origin = row.origin and f"{name} of the {row.origin}"
            source = next(iter(file.addresses()), of_origin)
            sums = [next(iter(each.checksums.items())) for each in file.editions]
            proof = " or ".join(f"{algorithm} {value}" for algorithm, value in sums)
            proof = f" ({proof})" if proof else ""
            steps.append(f"\n  {source}\n    to {base / file.path}{proof}")
    done = f"\nand run: gluon-course data verify {row.name}\n{_WITHOUT}"
    if not failures:
        return DataError(
            f"The data set {row.name} is not present, and no address of it is known",
            row.origin and f"It is in the {row.origin}",
            "Copy" + "".join(steps) + done,
        )
    cause = "There is no network, or the servers have gone"
    if any(_ANOTHER_FILE in each for each in failures):
        cause = "A login page or a proxy answered, or the servers have a newer edition"
    return DataError(
        f"The data set {row.name} cannot be fetched: {'; '.join(failures)}",
        cause,
        "By hand, on a machine with a network, bring" + "".join(steps) + done,
    )
