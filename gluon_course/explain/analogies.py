"""Analogies: why differences of word vectors are alike."""

from __future__ import annotations

import itertools

import numpy as np

from gluon_course.base.errors import ConfigError
from gluon_course.explain.topic import Answer, Check, Table, register_topic

THINGS = ("king", "actor", "prince", "waiter", "host", "heir")
FORMS = ("he", "she", "they")
NUM_CONTEXTS, DIMENSIONS = 40, 8


def log_ratios(seed: int = 0, mixture: float = 0.0) -> np.ndarray:
    """How much more often words meet contexts than by chance, as logarithms.

    A word is a thing in a form. Its ratio with a context is the product of one that
    belongs to the thing and one that belongs to the form.

    Parameters
    ----------
    seed : int
    mixture : float
        0 or more: deviation of a further factor that belongs to the pair alone.

    Returns
    -------
    numpy.ndarray, shape (words, contexts)
        Words in the order of ``itertools.product(THINGS, FORMS)``.

    Raises
    ------
    ConfigError
        If ``mixture`` is below 0.
    """
    if not mixture >= 0:
        raise ConfigError(f"mixture is {mixture}", action="choose 0 or more")
    rng = np.random.RandomState(seed)
    of_thing = rng.normal(size=(len(THINGS), 1, NUM_CONTEXTS))
    of_form = rng.normal(size=(1, len(FORMS), NUM_CONTEXTS))
    own = rng.normal(size=(len(THINGS), len(FORMS), NUM_CONTEXTS))
    return (of_thing + of_form + mixture * own).reshape(-1, NUM_CONTEXTS)


def vectors_for(ratios: np.ndarray, size: int = DIMENSIONS) -> np.ndarray:
    """Vectors whose products with context vectors come nearest to the ratios.

    Parameters
    ----------
    ratios : numpy.ndarray, shape (V, C)
    size : int
        D, at most V and C.

    Returns
    -------
    numpy.ndarray, shape (V, D)
        From the singular value decomposition: what GloVe and word2vec approach.
    """
    U, s, _ = np.linalg.svd(ratios, full_matrices=False)
    return U[:, :size] * np.sqrt(s[:size])


def solved(vectors: np.ndarray) -> tuple[int, int]:
    """How many analogies a : b = c : ? are right, and how many there are.

    a and b are two forms of one thing, c another thing in the form of a.
    """
    places = {w: i for i, w in enumerate(itertools.product(THINGS, FORMS))}
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    right = total = 0
    for thing, other in itertools.permutations(THINGS, 2):
        for form, wanted in itertools.permutations(FORMS, 2):
            asked = [places[thing, form], places[thing, wanted], places[other, form]]
            a, b, c = vectors[asked]
            cosines = unit @ (b - a + c)
            cosines[asked] = -np.inf  # b itself is often the nearest
            right += int(cosines.argmax()) == places[other, wanted]
            total += 1
    return right, total


def spread(vectors: np.ndarray) -> float:
    """Deviation of the differences she - he over all things, beside their mean."""
    each = vectors.reshape(len(THINGS), len(FORMS), -1)
    differences = each[:, 1] - each[:, 0]
    rest = differences - differences.mean(axis=0)
    return float(np.linalg.norm(rest) / np.linalg.norm(differences))


@register_topic(
    "analogies", "Why can word vectors solve analogies by addition?", "10.6"
)
def analogies() -> Answer:
    """Factorize ratios that are products of thing and form, with and without noise."""
    rows, found = [], {}
    for mixture in (0.0, 0.2, 0.5, 1.0, 2.0):
        ratios = log_ratios(mixture=mixture)
        vectors = vectors_for(ratios)
        right, total = solved(vectors)
        found[mixture] = right / total, spread(vectors)
        rows.append((mixture, f"{right} of {total}", f"{found[mixture][1]:.2f}"))
    exact = log_ratios()
    kept = vectors_for(exact)
    # the differences of two words of one form do not depend on the form
    each = exact.reshape(len(THINGS), len(FORMS), -1)
    parallel = np.abs((each[:, 1] - each[:, 0]) - (each[0, 1] - each[0, 0])).max()
    # things and forms beside their means: 5 + 2 + 1 directions at most
    rank = len(THINGS) - 1 + len(FORMS) - 1 + 1
    misfit = np.linalg.norm(exact - kept @ np.linalg.lstsq(kept, exact, rcond=None)[0])
    return Answer(
        "Because products of vectors stand for logarithms. GloVe and, nearly, word2vec "
        "make the product of a word's and a context's vector the logarithm of how much "
        "more often they meet than by chance. Where a word is a thing in a form, and "
        "each multiplies these ratios by a factor of its own, logarithms make sums of "
        "products: queen - king is the difference of two forms, whatever the thing, "
        "and so king : queen = actor : ? is queen - king + actor. The words of the "
        "question are left out, since one of them is often nearest. Where meanings mix "
        "otherwise, analogies fail.",
        tables=[
            Table(
                ("mixture", "right", "spread of she - he"),
                rows,
                "0: ratios are products; above: each pair has a factor of its own",
            )
        ],
        checks=[
            Check(
                "logarithms of products have the same difference for all things",
                parallel < 1e-12,
            ),
            Check(
                f"{rank} dimensions hold {len(THINGS)} things in {len(FORMS)} forms",
                misfit < 1e-9,
            ),
            Check(
                "all analogies are right where the ratios are products",
                found[0.0][0] == 1 and found[0.0][1] < 1e-6,
            ),
            Check(
                "nearly all are right with a little of anything else",
                found[0.2][0] > 0.9,
                f"{100 * found[0.2][0]:.0f} %",
            ),
            Check(
                "most fail where that prevails",
                found[2.0][0] < 0.5 and found[2.0][1] > found[0.2][1],
                f"{100 * found[2.0][0]:.0f} %",
            ),
        ],
    )
