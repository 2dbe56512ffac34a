"""Which values a search tries next, asked from optuna (extra ``search``).

Nothing of the search lives between two trials: the proposal is a function of the space,
the trials so far, the sampler and the seed. A search that was interrupted goes on as if
it had not been.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from gluon_course.base.errors import StackError
from gluon_course.cli.sections.space import Axis

_ATTEMPTS = 200  # before a space of choices counts as used up


def propose(
    space: Mapping[str, Axis],
    tried: Sequence[tuple[dict, float | None]],
    sampler: str = "random",
    seed: int = 0,
    is_low_better: bool = False,
) -> dict | None:
    """The values of the next trial: none that was tried before.

    Parameters
    ----------
    space : mapping of str to Axis
        The settings that are searched.
    tried : sequence of (dict, float or None)
        Values and figure of each trial so far; None where there was none.
    sampler : str
        ``'random'`` draws all alike; ``'tpe'`` draws near the better trials, once ten
        are there (Bergstra et al., 2011).
    seed : int
        Together with the number of trials it fixes the draw.
    is_low_better : bool
        Whether a lower figure is the better one.

    Returns
    -------
    dict or None
        Real numbers are rounded to four digits. None when the space has no values that
        were not tried.

    Raises
    ------
    StackError
        If optuna is not installed.
    """
    optuna = require_optuna()
    used = [values for values, _ in tried]
    if len(used) >= math.prod(axis.size for axis in space.values()):
        return None
    study = _study(optuna, space, tried, is_low_better)
    for attempt in range(_ATTEMPTS):
        key = np.random.SeedSequence([seed, len(tried), attempt])
        study.sampler = _sampler(optuna, sampler, int(key.generate_state(1)[0]))
        drawn = study.ask(_distributions(optuna, space)).params
        values = {name: _rounded(drawn[name], space[name]) for name in space}
        if values not in used:
            return values
    return None


def require_optuna():
    """The module ``optuna``, silent.

    Raises
    ------
    StackError
        If it is not installed.
    """
    try:
        import optuna
    except ImportError as error:
        raise StackError(
            "optuna, the library that searches, is not installed",
            action="pip install 'gluon_course[search]'",
        ) from error
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    return optuna


def _study(optuna, space, tried, is_low_better: bool):
    study = optuna.create_study(direction="minimize" if is_low_better else "maximize")
    distributions = _distributions(optuna, space)
    for values, figure in tried:
        if figure is not None:
            study.add_trial(
                optuna.trial.create_trial(
                    params=values, distributions=distributions, value=figure
                )
            )
    return study


def _distributions(optuna, space) -> dict:
    kinds = optuna.distributions
    found = {}
    for name, axis in space.items():
        if axis.choices:
            found[name] = kinds.CategoricalDistribution(axis.choices)
        elif axis.size < math.inf:
            found[name] = kinds.IntDistribution(axis.low, axis.high, log=axis.is_log)
        else:
            found[name] = kinds.FloatDistribution(axis.low, axis.high, log=axis.is_log)
    return found


def _sampler(optuna, name: str, seed: int):
    kinds = {
        "random": optuna.samplers.RandomSampler,
        "tpe": optuna.samplers.TPESampler,
    }
    return kinds[name](seed=seed)


def _rounded(value, axis: Axis):
    if axis.choices or not isinstance(value, float):
        return value
    return min(max(float(f"{value:.4g}"), axis.low), axis.high)
