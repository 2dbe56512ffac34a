"""The file of a section's pretrained weights, as its option ``--weights`` names it."""

from __future__ import annotations

from pathlib import Path

from gluon_course.base.errors import DataError
from gluon_course.data.locating import locate


def weights_file(name: str, weights: str = "zoo") -> Path | None:
    """Where the weights are.

    Parameters
    ----------
    name : str
        Row of the catalogue, such as ``vgg19``.
    weights : str
        ``zoo`` finds them or fetches them, with their checksum; ``random`` means none;
        anything else is the path of a file ``.params``.

    Returns
    -------
    Path or None
        None for ``random``.

    Raises
    ------
    DataError
        If they are neither there nor to be fetched, or there is no such file.

    Section: 9.10 全卷积网络（FCN）, 9.11 样式迁移
    """
    if weights == "random":
        return None
    if weights != "zoo":
        path = Path(weights).expanduser()
        if not path.is_file():
            raise DataError(
                f"There is no file of weights {path}",
                "",
                f"give the model zoo's file of {name}, or: --weights random",
            )
        return path
    try:
        return locate(name)
    except DataError as error:
        action = (
            f"{error.action}\nor name a file you have: --weights FILE; or go on "
            "without: --weights random"
        )
        raise DataError(error.what, error.cause, action) from error
