"""Settings of all tests: what is drawn at random is the same in every run.

``GLUON_COURSE_EXAMPLES=500`` tries that many new random examples for each property.
"""

import contextlib
import ctypes
import gc
import os
import random
import sys

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

NUM_EXAMPLES = int(os.environ.get("GLUON_COURSE_EXAMPLES", 0))
SEED = 20171

# neither a busy machine nor an unlucky draw is a mistake of the code
settings.register_profile(
    "gluon_course",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("gluon_course")


def pytest_collection_modifyitems(items):
    """More examples than the tests' own settings say, where they are asked for."""
    name = "_hypothesis_internal_use_settings"
    for test in {item.function for item in items if NUM_EXAMPLES}:
        if hasattr(test, "hypothesis"):
            own = getattr(test, name)
            more = settings(own, max_examples=NUM_EXAMPLES, derandomize=False)
            setattr(test, name, more)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup():
    """Each test draws the same numbers, alone or after others, in any process.

    Notices that are shown once in a process are shown once in each test.
    """
    random.seed(SEED)
    np.random.seed(SEED)
    if "mxnet" in sys.modules:
        sys.modules["mxnet"].random.seed(SEED)
    if "gluon_course.data.sample" in sys.modules:
        sys.modules["gluon_course.data.sample"]._shown_notices.clear()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown():
    """What a test left in MXNet's queue is done, or fails, before its nets go."""
    if "mxnet" in sys.modules:
        sys.modules["mxnet"].nd.waitall()


@pytest.fixture(autouse=True, scope="module")
def tidy_memory():
    """Give back what a file of tests leaves: one process has run thousands of nets.

    Arrays in cycles of references wait for Python's collector, which counts objects
    and not their size; what is freed then stays in glibc's arenas until it is trimmed.
    """
    yield
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL("libc.so.6").malloc_trim(0)
