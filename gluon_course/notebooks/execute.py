"""Running all cells of a notebook without a browser, outputs kept in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gluon_course.base.errors import ConfigError
from gluon_course.notebooks.extra import RUNNING, require_notebook


def execute(
    notebook: dict,
    folder: Path,
    timeout_s: int | None = None,
    on_cell: Callable[[int], None] = lambda number: None,
) -> None:
    """Run the cells in a kernel of their own; their outputs stand in the notebook.

    Parameters
    ----------
    notebook : dict
        Of :func:`~gluon_course.notebooks.document.make_notebook`; changed in place.
    folder : Path
        The kernel's folder: what the notebook trains goes below it.
    timeout_s : int, optional
        Seconds that one cell may take.
    on_cell : callable
        Told the number of each cell, from 0, before it runs.

    Raises
    ------
    ConfigError
        If a cell fails or takes too long; the message has its number and its error.
    StackError
        If the extra notebook is not installed.
    """
    require_notebook(RUNNING)
    from nbclient import NotebookClient
    from nbclient.exceptions import (
        CellExecutionError,
        CellTimeoutError,
        DeadKernelError,
    )

    running = [0]

    def begins(cell, cell_index):
        running[0] = cell_index
        on_cell(cell_index)

    client = NotebookClient(
        notebook,
        timeout=timeout_s,
        startup_timeout=600,  # of a kernel, on a machine with other work
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        on_cell_start=begins,
    )
    client.record_timing = False
    try:
        client.execute()
    except CellExecutionError as error:
        raise ConfigError(
            f"Cell {running[0] + 1} ended with {error.ename}: {_short(error.evalue)}",
            "the section's own command would end so too",
            "see what it says: gluon-course run SECTION",
        ) from error
    except CellTimeoutError as error:
        raise ConfigError(
            f"Cell {running[0] + 1} took longer than {timeout_s} s",
            "it trains longer than that here",
            "take fewer --epochs, or --sample",
        ) from error
    except DeadKernelError as error:
        raise ConfigError(
            f"The kernel died in cell {running[0] + 1}",
            "the memory was used up, or the process was ended",
            "see what it says: gluon-course run SECTION",
        ) from error
    for cell in notebook["cells"]:
        cell["metadata"].pop("execution", None)


def _short(text: str) -> str:
    return " ".join(text.split())[:400]
