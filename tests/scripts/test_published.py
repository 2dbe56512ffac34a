"""The real Fashion-MNIST gives the accuracies that the text prints; minutes of work.

On the edition of 31 August 2017, which is not the text's, it gives those measured.
"""

import os
from pathlib import Path

import pytest

from gluon_course.base.chapters import find_section
from gluon_course.results import compare

SLUGS = [
    "softmax-regression-scratch",
    "softmax-regression-gluon",
    "mlp-scratch",
    "mlp-gluon",
    "dropout",
    "batch-norm",
]


@pytest.mark.slow
@pytest.mark.parametrize("slug", SLUGS)
def test_five_epochs_end_in_the_range_of_their_edition(run_section, slug):
    root = os.environ.get("GLUON_COURSE_DATA")
    if not root or not Path(root, "fashion-mnist").is_dir():
        pytest.skip("GLUON_COURSE_DATA does not hold Fashion-MNIST")
    result = run_section(slug, seed=1, sample=False)
    facts = getattr(result, "final", result)
    verdicts = [
        each
        for each in compare(find_section(slug).path, facts)
        if each.figure.name.endswith("test_acc") and "untrained" not in each.figure.name
    ]
    assert len(verdicts) == (2 if slug in ("dropout", "batch-norm") else 1)
    for verdict in verdicts:
        assert verdict.is_inside or verdict.is_as_measured, str(verdict)
