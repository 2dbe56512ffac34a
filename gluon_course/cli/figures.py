"""The final figures of several runs side by side, for ``compare`` and ``sweep``."""

from __future__ import annotations

from gluon_course.cli.terminal import WIDTH, columns, figure, table

FIGURES = ("test_acc", "train_acc", "train_loss", "test_loss")


def final_table(
    names: list[str], keys: list[str], values: list[list], histories: list[list[dict]]
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
    histories : list of list of dict
        Rows of each run, one an epoch; empty for a run that failed.
    """
    shown = final_figures(histories)
    rows = []
    for name, row, history in zip(names, values, histories):
        last = history[-1] if history else {}
        epochs = len(history) if "epoch" in last or not history else None
        cells = [figure(last.get(key, "-")) for key in shown]
        rows.append([name, *map(_setting, row), epochs, *cells])
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


def best_of(histories: dict[str, list[dict]]) -> str:
    """Name and figure of the best run: highest test accuracy, else lowest loss.

    Empty when no run has such a figure.
    """
    last = {name: history[-1] for name, history in histories.items() if history}
    for key, is_better_high in (
        ("test_acc", True),
        ("test_loss", False),
        ("train_loss", False),
    ):
        found = {name: row[key] for name, row in last.items() if key in row}
        if found:
            best = (max if is_better_high else min)(found, key=found.get)
            return f"{best}, {key} {figure(found[best])}"
    return ""


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


def final_figures(histories: list[list[dict]]) -> list[str]:
    """Names of the figures to show: the usual ones first, then those of the task."""
    found = [name for history in histories if history for name in history[-1]]
    hidden = {"epoch", "lr", "samples_per_s"}
    usual = [name for name in FIGURES if name in found]
    others = [name for name in dict.fromkeys(found) if name not in {*usual, *hidden}]
    return [*usual, *others]


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


def _width(rows: list[list]) -> int:
    widths = [max(columns(str(row[i])) for row in rows) for i in range(len(rows[0]))]
    return sum(widths) + 2 * (len(widths) - 1)
