"""A share as percent, as tables show it."""

from __future__ import annotations


def percent(share: float, gap: str = " ") -> str:
    """``12 %`` or ``2.4 %``: whole numbers from 10 on, two digits below.

    Parameters
    ----------
    share : float
        1 is all.
    gap : str
        What stands before the sign; nothing in Chinese.
    """
    value = 100 * share
    return f"{value:.0f}{gap}%" if value >= 10 else f"{value:.2g}{gap}%"
