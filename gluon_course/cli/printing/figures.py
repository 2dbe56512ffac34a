"""The final figures of several runs side by side, for ``compare`` and ``sweep``."""

from __future__ import annotations

from pathlib import Path

from gluon_course.base.files import read_json
from gluon_course.cli.printing.terminal import WIDTH, columns, figure, table

HIDDEN = ("epoch", "lr", "samples_per_s")


def final_table(
    names: list[str], keys: list[str], values: list[list], figures: list[dict]
) -> str:
    """A table of the last figures of several runs.

    Parameters
    ----------
    names : list of str
        One a run.
    keys : list of str
        Names of the settings that are shown.
    values : list of list
        Their values in each run.
    figures : list of dict
        The figures of each run by name, ``epoch`` among them where there is one; empty
        for a run that failed.
    """
    shown = final_figures(figures)
    rows = []
    for name, row, found in zip(names, values, figures):
        cells = [figure(found.get(key, "-")) for key in shown]
        rows.append([name, *map(_setting, row), found.get("epoch"), *cells])
    headers = ["run", *keys, "epochs", *shown]
    at = 1 + len(keys)
    if all(row[at] is None for row in rows):
        for row in (headers, *rows):
            del row[at]
    # What does not fit into the width is left out from the right; files hold it all.
    while len(headers) > len(keys) + 3 and _width([headers, *rows]) > WIDTH:
        headers.pop()
        rows = [row[:-1] for row in rows]
    return table(headers, rows, right=" ".join(headers[1:]))


def final_figures(figures: list[dict]) -> list[str]:
    """Names of the figures to show, the most telling first.

    Test accuracy, then other figures of test and validation data, of training data,
    and the rest.
    """
    found = dict.fromkeys(name for each in figures for name in each)
    return sorted((name for name in found if name not in HIDDEN), key=_rank)


def best_of(figures: dict[str, dict]) -> str:
    """Name and figure of the best run; empty when no run has such a figure.

    The highest test accuracy decides, else the lowest of a loss: of test or validation
    data where there is one.
    """
    key = deciding_figure(list(figures.values()))
    if key is None:
        return ""
    found = {name: row[key] for name, row in figures.items() if key in row}
    best = (min if is_lower_better(key) else max)(found, key=found.get)
    return f"{best}, {key} {figure(found[best])}"


def deciding_figure(figures: list[dict]) -> str | None:
    """Name of the figure that decides between runs: test accuracy, else a loss."""
    for key in final_figures(figures):
        if key == "test_acc" or key.endswith(("loss", "rmse")):
            return key
    return None


def is_lower_better(name: str) -> bool:
    """Is a figure of that name an error or a time, better when it is lower?"""
    return name.endswith(("loss", "rmse", "perplexity", "error", "seconds", "_s"))


def facts_of(folder: Path) -> dict[str, float]:
    """The numbers that the section of a run returned beside its trainings' figures."""
    file = folder / "result.json"
    if not file.is_file():
        return {}
    result = read_json(file)["result"]
    if isinstance(result, dict) and set(result) == {"epochs", "final"}:
        return {}  # of a training: its history has them
    parts = tuple(f"{each.parent.name}_" for each in folder.glob("*/history.jsonl"))
    return {
        name: value
        for name, value in numbers_of(result).items()
        if not name.startswith(parts)
    }


def numbers_of(result: object) -> dict[str, float]:
    """The single numbers among the facts that a section returned, by name."""
    if not isinstance(result, dict):
        return {"result": result} if isinstance(result, (int, float)) else {}
    found = {}
    for name, value in result.items():
        if isinstance(value, dict):
            inner = numbers_of(value)
            found.update({f"{name}.{key}": each for key, each in inner.items()})
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            found[name] = value
    return found


def differing_keys(settings: list[dict]) -> list[str]:
    """Names of the settings that all runs have and that are not the same in all.

    The number of epochs is left out: a table of figures shows those that were trained.
    """
    return [
        key
        for key, value in settings[0].items()
        if key != "num_epochs"
        and all(key in each for each in settings)
        and any(each[key] != value for each in settings)
    ]


def _setting(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _rank(name: str) -> int:
    starts = ("test_acc", "test_", "valid_", "train_acc", "train_")
    return next((i for i, each in enumerate(starts) if name.startswith(each)), 9)


def _width(rows: list[list]) -> int:
    widths = [max(columns(str(row[i])) for row in rows) for i in range(len(rows[0]))]
    return sum(widths) + 2 * (len(widths) - 1)
