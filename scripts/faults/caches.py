"""Damaged caches: every kind that is kept, every kind of damage.

Run:       python scripts/faults/caches.py
Expected:  what is damaged is found and made anew, or there is one clear error; never
           another result

Kinds: archives and files fetched before, parts of downloads, remembered checksums,
decoded arrays, unpacked archives, composed pictures, digits as folders, pictures of a
contest, exports that were checked, locks. Damage, for each file of a kind in turn:
emptied, cut off, a bit flipped, removed, replaced by a folder or by a file of zeros of
its size; and folders replaced by files.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import random
import shutil
import sys
import tarfile
from pathlib import Path

from cases import Tally, done, preload, work_folder

DAMAGE = ("emptied", "cut off", "flipped", "removed", "a folder", "zeros")


def spoil(path: Path, how: str, chance: random.Random) -> None:
    """Damage one file."""
    content = path.read_bytes()
    path.unlink()
    if how == "a folder":
        path.mkdir()
    elif how == "emptied":
        path.touch()
    elif how == "cut off":
        path.write_bytes(content[: len(content) // 2])
    elif how == "zeros":
        path.write_bytes(bytes(len(content)))
    elif how == "flipped":
        changed = bytearray(content or b"\0")
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        path.write_bytes(changed)


def digest_of(folder: Path) -> str:
    """Names and contents below a folder, hidden files left out, as one hash."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            found.update(str(path.relative_to(folder)).encode())
            found.update(path.read_bytes())
    return found.hexdigest()


def archive(root: Path):
    """A data set of one archive below the data root, unpacked in the cache."""
    from gluon_course.data.catalogue import add_data_set
    from gluon_course.data.dataset import DataFile, DataSet, Edition

    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as made:
        for name in ("top/one.txt", "top/below/two.txt"):
            member = tarfile.TarInfo(name)
            member.size = len(name) * 50
            made.addfile(member, io.BytesIO(name.encode() * 50))
    content = stream.getvalue()
    root.mkdir()
    (root / "set.tar.gz").write_bytes(content)
    edition = Edition(sha256=hashlib.sha256(content).hexdigest())
    file = DataFile("set.tar.gz", (edition,), unpack_to="")
    add_data_set(DataSet("fault-set", "A set", "top", (file,)))


def unpacked() -> str:
    """The content of the archive."""
    from gluon_course import data

    return digest_of(data.locate("fault-set"))


def composed() -> str:
    """The composed pictures."""
    from gluon_course.data.detection.composed import composed_voc

    return digest_of(composed_voc(4, 2, 64))


def digits() -> str:
    """The digits as folders."""
    from gluon_course.data.sample_folders import sample_folder

    return digest_of(sample_folder("hotdog"))


def contest() -> str:
    """Pictures put in order for a contest."""
    from gluon_course.data.contest import reorganise, share_of_smallest
    from gluon_course.data.sample_folders import sample_folder

    folder = sample_folder("cifar10")
    rows = (folder / "trainLabels.csv").read_text().splitlines()[1:]
    labels = dict(row.split(",") for row in rows)
    parts = (folder / "train", folder / "test", share_of_smallest(0.1))
    return digest_of(Path(reorganise(None, labels, *parts).root))


def array() -> str:
    """A decoded array."""
    import numpy as np

    from gluon_course.data.image_cache import cached_array

    path = Path(os.environ["GLUON_COURSE_DATA"], "set.tar.gz")
    found = cached_array(path, lambda each: np.arange(1000, dtype="u1"))
    return hashlib.sha256(found.tobytes()).hexdigest()


def checked() -> str:
    """An export that was checked before, or is now."""
    from gluon_course.export import load_exported
    from gluon_course.export.difference import sample_batch

    model = load_exported(Path("export").absolute())
    output = model(*sample_batch(model.inputs, 2, None, seed=7))
    return hashlib.sha256(output.asnumpy().tobytes()).hexdigest()


def write_export() -> None:
    """A small export, whose guarded load the cache remembers."""
    from mxnet.gluon import nn

    from gluon_course.export import export_model

    net = nn.HybridSequential()
    net.add(nn.Dense(3))
    net.initialize()
    export_model(net, "export", (5,))


KINDS = {
    "unpacked": ("unpacked", unpacked),
    "checksums": ("checksums", unpacked),
    "archives": ("../root", unpacked),
    "arrays": ("arrays", array),
    "composed": ("composed", composed),
    "digits": ("sample-folders", digits),
    "contests": ("contests", contest),
    "checked": ("checked", checked),
    "locks": ("locks", digits),
}
"""Kind: folder in the cache, and what uses it."""


def main(most=5, seed=0):
    """Damage up to so many files of each kind; return the number of faults."""
    preload()
    chance, tally = random.Random(seed), Tally("caches")
    with work_folder() as folder:
        cache, root = folder / "cache", folder / "root"
        os.environ["GLUON_COURSE_DATA"] = str(root)
        archive(root)
        assert done(write_export).status == 0

        def told(use):
            def call():
                Path(folder, "told").write_text(use())

            (folder / "told").unlink(missing_ok=True)
            ended = done(call)
            is_there = (folder / "told").is_file()
            return ended, (folder / "told").read_text() if is_there else ""

        for kind, (below, use) in KINDS.items():
            first, wanted = told(use)
            if first.fault([0]):
                tally.judge(kind, first, allowed=(0,))
                continue
            place = (cache / below).resolve()
            files = sorted(each for each in place.rglob("*") if each.is_file())
            shutil.copytree(folder / "cache", folder / "sound", symlinks=True)
            shutil.copytree(root, folder / "sound-root")
            for path in chance.sample(files, min(most, len(files))):
                for how in DAMAGE:
                    spoil(path, how, chance)
                    ended, found = told(use)
                    lost = "" if found in ("", wanted) else "another result"
                    tally.judge(f"{kind}: {path.name} {how}", ended, lost)
                    shutil.rmtree(cache)
                    shutil.copytree(folder / "sound", cache, symlinks=True)
                    shutil.rmtree(root)
                    shutil.copytree(folder / "sound-root", root)
            if place != root:
                shutil.rmtree(place)
                place.write_text("a file")
                ended, found = told(use)
                lost = "" if found in ("", wanted) else "another result"
                tally.judge(f"{kind}: a file for the folder", ended, lost)
                place.unlink()
            for each in ("sound", "sound-root"):
                shutil.rmtree(folder / each)
            shutil.rmtree(cache)
    return tally.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--most", type=int, default=5, help="Files of a kind. [5]")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    sys.exit(bool(main(options.most, options.seed)))
