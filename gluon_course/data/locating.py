"""The paths of data sets, whatever it takes to have them."""

from __future__ import annotations

from pathlib import Path

from gluon_course.data.catalogue import find_data_set
from gluon_course.data.store import file_present, find_file, present


def locate(name: str) -> Path:
    """Where the data set ``name`` is, fetched and unpacked first if need be.

    Parameters
    ----------
    name : str
        Name in the catalogue: ``gluon-course data list``.

    Returns
    -------
    Path
        The folder that the text's code reads, such as ``.../VOCdevkit/VOC2012``; for
        a set of one file that file. For files below the root itself (house prices)
        the root.

    Raises
    ------
    ConfigError
        If the catalogue has no such name.
    DataError
        If it is neither there nor to be fetched; the message has the manual steps.
        Also if a file is damaged or of an unknown edition.

    Section: 3.5 图像分类数据集（Fashion-MNIST） and every later one with data
    """
    found = present(name)
    if found is None:
        from gluon_course.data.fetching import fetch  # requests: slow to import

        found = fetch(name)
    return found


def locate_file(name: str, path: str) -> Path:
    """One file of a data set as it was published, for example the archive itself.

    Parameters
    ----------
    name : str
        Name in the catalogue.
    path : str
        Path of the file in the text's ``../data``, for example ``"ptb.zip"``.

    Raises
    ------
    ConfigError, DataError
        As :func:`locate`; DataError too if the set has no such file.
    """
    found = file_present(name, path)
    if found is None:
        from gluon_course.data.fetching import fetch_files

        row = find_data_set(name)
        fetch_files(row, (find_file(row, path),))
        found = file_present(name, path)
    return found
