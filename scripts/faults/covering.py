"""Pairwise covering arrays: few rows in which every two values meet."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping, Sequence


def covering_array(factors: Mapping[str, Sequence], seed: int = 0) -> list[dict]:
    """Rows that hold every pair of values of two factors at least once.

    Greedy: each row begins with a pair that has not met yet; of every further factor it
    takes the value that adds most new pairs.

    Parameters
    ----------
    factors : mapping of str to sequence
        Factor to its values, two factors or more.
    seed : int
        Breaks ties; the same seed gives the same rows.
    """
    chance, names = random.Random(seed), list(factors)
    left = dict.fromkeys(all_pairs(factors))
    rows = []
    while left:
        first, second = next(iter(left))
        row = {first[0]: first[1], second[0]: second[1]}
        others = [name for name in names if name not in row]
        chance.shuffle(others)
        for name in others:
            values = list(factors[name])
            chance.shuffle(values)
            row[name] = max(
                values, key=lambda value, name=name: _gain(left, row, name, value)
            )
        row = {name: row[name] for name in names}
        for pair in itertools.combinations(row.items(), 2):
            left.pop(pair, None)
        rows.append(row)
    return rows


def all_pairs(factors: Mapping[str, Sequence]) -> list[tuple]:
    """Every pair of values of two factors, as ((name, value), (name, value))."""
    return [
        ((one, a), (other, b))
        for one, other in itertools.combinations(factors, 2)
        for a, b in itertools.product(factors[one], factors[other])
    ]


def _gain(left: dict, row: dict, name: str, value) -> int:
    new = (name, value)
    return sum((each, new) in left or (new, each) in left for each in row.items())
