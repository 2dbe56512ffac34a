"""Pooling: MXNet's own converter, which refuses one axis though it can do it."""

from __future__ import annotations


def pooling(node, theirs, **kwargs):
    """As MXNet's converter; its nodes do not depend on how many axes there are."""
    attrs = dict(node.get("attrs", {}))
    if attrs.get("layout") == "NCW":
        del attrs["layout"]
    return theirs({**node, "attrs": attrs}, **kwargs)
