"""What the site adds to Sphinx: search, mathematics, and the generated blocks.

A block is filled from the scripts, from ``docs/results`` and ``docs/outputs``, or from
the code itself, so that no page repeats a figure by hand. One kind of block a file.
"""

import importlib

BLOCKS = (
    "chinese",
    "search",
    "mathematics",
    "links",
    "notebooks",
    "outputs",
    "results",
    "curves",
    "pictures",
    "sections",
    "mistakes",
    "docstrings",
    "rooms",
    "topics",
)


def setup(app):
    """Register all of them."""
    for name in BLOCKS:
        importlib.import_module(f"course.{name}").setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
