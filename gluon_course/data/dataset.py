"""What a row of the catalogue says: a data set, its files, their known contents."""

from __future__ import annotations

import dataclasses
import os

MXNET_REPO = "https://apache-mxnet.s3-accelerate.dualstack.amazonaws.com/"
"""Where MXNet 1.9.1 fetches from, unless ``MXNET_GLUON_REPO`` names a mirror."""
TEXT_REPO = "https://apache-mxnet.s3-accelerate.amazonaws.com/"
"""The same bucket as the text of v1 writes it."""
D2L = "http://d2l-data.s3-accelerate.amazonaws.com/"
"""The bucket of the zh-v2 text."""
GIB = 1 << 30


@dataclasses.dataclass(frozen=True)
class Edition:
    """One published content of a file; at least one checksum is known.

    Attributes
    ----------
    sha256, sha1, md5 : str
        Hexadecimal checksums, empty where unknown.
    name : str
        What tells it from the other editions; empty when there is one only.
    size : int or None
        Bytes, where known.
    """

    sha256: str = ""
    sha1: str = ""
    md5: str = ""
    name: str = ""
    size: int | None = None

    @property
    def checksums(self) -> dict[str, str]:
        """Algorithm to checksum, for those that are known, the strongest first."""
        known = {"sha256": self.sha256, "sha1": self.sha1, "md5": self.md5}
        return {algorithm: value for algorithm, value in known.items() if value}


@dataclasses.dataclass(frozen=True)
class DataFile:
    """A file of a data set.

    Attributes
    ----------
    path : str
        Place below the root, as in the text's ``../data``.
    editions : tuple of Edition
        The contents that are accepted; empty when no checksum was ever published.
    sources : tuple of str
        Addresses; one that starts with ``gluon/`` lies below MXNet's repository.
    unpack_to : str or None
        For archives: the folder below the root that the members belong to.
    """

    path: str
    editions: tuple[Edition, ...] = ()
    sources: tuple[str, ...] = ()
    unpack_to: str | None = None

    @property
    def size(self) -> int | None:
        """Bytes of the first edition of known size."""
        return next((each.size for each in self.editions if each.size), None)

    def addresses(self) -> list[str]:
        """Every known address, to be tried in this order.

        ``MXNET_GLUON_REPO`` comes first when it is set, as in MXNet; the others stay
        as its mirrors.
        """
        repositories = [MXNET_REPO, TEXT_REPO]
        chosen = os.environ.get("MXNET_GLUON_REPO", "")
        if chosen:
            repositories.insert(0, chosen.rstrip("/") + "/")
        found = []
        for source in self.sources:
            is_below = source.startswith("gluon/")
            found += [repo + source for repo in repositories] if is_below else [source]
        return list(dict.fromkeys(found))


def single(
    path: str,
    *sources: str,
    sha256: str = "",
    sha1: str = "",
    size: int | None = None,
    unpack_to: str | None = None,
) -> DataFile:
    """A file of which one edition is known."""
    return DataFile(path, (Edition(sha256, sha1, size=size),), sources, unpack_to)


@dataclasses.dataclass(frozen=True)
class DataSet:
    """A row of the catalogue.

    Attributes
    ----------
    name, title : str
        Key, and name for people.
    content : str
        Path below the root of what the text's code reads: a file, or the folder that
        is there once the archives are unpacked.
    files : tuple of DataFile
        What is fetched.
    evidence : tuple of str
        Paths below ``content`` that a folder unpacked by hand must have to count;
        empty: the folder itself is enough.
    content_sha1 : dict of str to str
        Known sha1 of files below the root after unpacking.
    licence, section : str
        Licence as far as known; sections of the text that use the set.
    origin : str
        Where to get it by hand when no address is known.
    kind : {"data", "weights", "embedding", "stand-in"}
        A stand-in is a small part of a set, for tests and trials; results on it are
        not those of the set.
    max_unpacked : int
        Bytes that the archives may hold at most.
    """

    name: str
    title: str
    content: str
    files: tuple[DataFile, ...]
    evidence: tuple[str, ...] = ()
    content_sha1: dict[str, str] = dataclasses.field(default_factory=dict)
    licence: str = "not stated"
    section: str = ""
    origin: str = ""
    kind: str = "data"
    max_unpacked: int = GIB

    @property
    def size(self) -> int | None:
        """Bytes of all files, None when one is unknown."""
        sizes = [each.size for each in self.files]
        return None if None in sizes else sum(sizes)

    @property
    def is_archive(self) -> bool:
        """Whether its files are unpacked before use."""
        return any(each.unpack_to is not None for each in self.files)
