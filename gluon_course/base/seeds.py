"""Seeds of the three random generators a run uses: Python's, NumPy's and MXNet's."""

import random

import numpy as np

from gluon_course.base.errors import ConfigError


def seed_everything(seed: int) -> None:
    """Seed Python's ``random``, NumPy's global generator and MXNet on all devices.

    Parameters
    ----------
    seed : int
        0..2**31-1.

    Raises
    ------
    ConfigError
        If the seed is out of range.
    """
    import mxnet as mx

    if not 0 <= seed < 2**31:
        raise ConfigError(
            f"The seed is {seed}", action="Choose one from 0 to 2147483647"
        )
    random.seed(seed)
    np.random.seed(seed)
    mx.random.seed(seed)


def seed_epoch(seed: int, epoch: int, rank: int = 0) -> int:
    """Seed all generators for one epoch, so that a resumed run repeats it.

    MXNet's random state cannot be read back; a run that seeds each epoch from
    ``(seed, epoch)`` needs no stored state.

    Parameters
    ----------
    seed : int
        Seed of the run, 0..2**31-1.
    epoch : int
        Number of the epoch, 0 or more.
    rank : int
        Of the worker, where several train one net: each draws its own numbers.

    Returns
    -------
    int
        The seed of that epoch, 0..2**31-1.
    """
    derived = epoch_seed(seed, epoch, rank)
    seed_everything(derived)
    return derived


def epoch_seed(seed: int, epoch: int, rank: int = 0) -> int:
    """A seed mixed from its arguments, 0..2**31-1; neighbours are unrelated."""
    if seed < 0 or epoch < 0:
        raise ConfigError(
            f"The seed is {seed} and the epoch {epoch}", action="both must be 0 or more"
        )
    mixed = [seed, epoch, rank] if rank else [seed, epoch]
    return int(np.random.SeedSequence(mixed).generate_state(1)[0] >> 1)
