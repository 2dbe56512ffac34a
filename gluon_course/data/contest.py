"""Folders of a picture contest: training, validation, both together, and test.

Kaggle gives one folder of pictures and a table of labels. Loaders want a folder for
each class. Nothing that was given is changed: the new folders hold hard links where
the file system has them, and copies elsewhere.
"""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from gluon_course.base.errors import DataError
from gluon_course.base.files import cannot_write, read_json, write_json
from gluon_course.base.paths import cache_root
from gluon_course.base.sealed import is_sealed, seal
from gluon_course.data.folder import EXTENSIONS

_RECORD = "contest.json"
UNKNOWN = "unknown"
"""Name of the one class of the test folder."""


@dataclasses.dataclass(frozen=True)
class ContestFolders:
    """The four folders that :func:`reorganise` makes below ``root``.

    Attributes
    ----------
    root : Path
        Holds ``train``, ``valid`` and ``train_valid`` with a folder for each class, and
        ``test/unknown``.
    """

    root: Path

    def __getitem__(self, part: str) -> Path:
        """The folder of ``train``, ``valid``, ``train_valid`` or ``test``."""
        return self.root / part


def read_labels(path: os.PathLike | str, id_column: str, label_column: str) -> dict:
    """The table of labels of a contest.

    Returns
    -------
    dict of str to str
        Label by the name of the picture, in the order of the file.

    Raises
    ------
    DataError
        If the file is missing, lacks a column, names a picture twice, or holds a name
        or label that is no plain name of a file.
    """
    path, labels = Path(path), {}
    try:
        with open(path, newline="", encoding="utf-8-sig") as stream:
            for row in csv.DictReader(stream):
                name, label = row[id_column], row[label_column]
                if name in labels:
                    raise DataError(f"{path} names {name!r} twice", "", "remove one")
                labels[_plain(name, path)] = _plain(label, path)
    except OSError as error:
        raise DataError(f"Cannot read {path}: {error.strerror}") from error
    except (KeyError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(
            f"{path} is not a table with the columns {id_column} and {label_column}",
            "it is damaged or another file",
        ) from error
    if not labels:
        raise DataError(f"{path} has no labels", "the table is empty")
    return labels


def first_of_each(num_train: int) -> Callable[[Counter], Counter]:
    """Rule of 9.12: so many pictures of each class train, what is left validates."""
    return lambda counts: Counter({k: max(n - num_train, 0) for k, n in counts.items()})


def share_of_smallest(valid_ratio: float) -> Callable[[Counter], Counter]:
    """Rule of 9.13: from each class a share of the smallest class, at least 1."""
    return lambda counts: Counter(
        {k: max(int(min(counts.values()) * valid_ratio), 1) for k in counts}
    )


def reorganise(
    out: os.PathLike | str | None,
    labels: Mapping[str, str],
    train: os.PathLike | str,
    test: os.PathLike | str,
    num_valid: Callable[[Counter], Counter],
) -> ContestFolders:
    """Sort the pictures of a contest into folders, all or none.

    Parameters
    ----------
    out : path-like or None
        The new folder. One that was made from the same files is kept as it is. One in
        the cache when None.
    labels : mapping of str to str
        Label by the name of a picture without ending; labels without a picture are
        left out.
    train, test : path-like
        Folders of pictures.
    num_valid : callable
        From the pictures of each class to how many of them validate: the last ones in
        the order of their names, numbers as numbers.

    Raises
    ------
    DataError
        If a folder is missing or empty, a training picture has no label, ``out`` is
        there with other content, or it cannot be written.

    Section: 9.12 实战Kaggle比赛：图像分类（CIFAR-10）, 9.13 狗的品种识别
    """
    pictures, unknown = _pictures(train), _pictures(test)
    lacking = [path for path in pictures if path.stem not in labels]
    if lacking:
        raise DataError(
            f"{lacking[0]} has no label, like {len(lacking) - 1} others",
            "the table of labels is of another contest, or cut off",
        )
    counts = Counter(labels[path.stem] for path in pictures)
    left = Counter(counts)
    held_out = num_valid(counts)
    parts: list[tuple[str, Path]] = []
    for path in pictures:
        label = labels[path.stem]
        part = "valid" if left[label] <= held_out[label] else "train"
        left[label] -= 1
        parts += [(f"{part}/{label}", path), (f"train_valid/{label}", path)]
    parts += [(f"test/{UNKNOWN}", path) for path in unknown]
    record = {
        "train": str(Path(train).resolve()),
        "test": str(Path(test).resolve()),
        "pictures": Counter(folder for folder, _ in parts),
    }
    is_cache = out is None
    if is_cache:
        key = hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()
        out = cache_root() / "contests" / key[:16]
    out = Path(out)
    if is_cache and not is_sealed(out):
        shutil.rmtree(out, ignore_errors=True)  # damaged, or not there
    if out.exists() and any(out.iterdir()):
        kept = read_json(out / _RECORD) if (out / _RECORD).is_file() else None
        if kept != record:
            raise DataError(
                f"{out} holds something else",
                "it was made from other pictures, or by hand",
                "delete it, or choose another folder",
            )
        return ContestFolders(out)
    _place(out, parts, record)
    return ContestFolders(out)


def _place(out: Path, parts: list[tuple[str, Path]], record: dict) -> None:
    temporary = None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
        for folder, path in parts:
            (temporary / folder).mkdir(parents=True, exist_ok=True)
            _link(path.resolve(), temporary / folder / path.name)
        write_json(temporary / _RECORD, record)
        seal(temporary)
        os.replace(temporary, out)
    except OSError as error:
        raise cannot_write(out, error) from error
    finally:  # also after Ctrl-C
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # another disk, or one without links
        shutil.copyfile(source, target)


def _pictures(folder: os.PathLike | str) -> list[Path]:
    folder = Path(folder)
    if not folder.is_dir():
        raise DataError(f"There is no folder {folder}", "", "check the path")
    found = [each for each in folder.iterdir() if each.suffix.lower() in EXTENSIONS]
    if not found:
        raise DataError(f"{folder} holds no picture", f"known are {EXTENSIONS}")
    return sorted(found, key=lambda path: _natural(path.stem))


def _natural(name: str) -> tuple:
    return (0, int(name), name) if name.isdecimal() else (1, 0, name)


def _plain(name: str | None, path: Path) -> str:
    is_plain = name and name not in (".", "..") and not set(name) & set('/\\\0:"')
    if not is_plain:
        raise DataError(
            f"{path} has the entry {name!r}, which is no name of a file or folder",
            "it is damaged or was made to write elsewhere",
        )
    return name
