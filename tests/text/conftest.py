"""The real data root, where there is one."""

import os
from pathlib import Path

import pytest


@pytest.fixture
def real_data():
    """Skip where ``GLUON_COURSE_DATA`` names no folder with the course's texts."""
    root = os.environ.get("GLUON_COURSE_DATA")
    if not root or not (Path(root) / "ptb.zip").is_file():
        pytest.skip("GLUON_COURSE_DATA is not set")
    return Path(root)
