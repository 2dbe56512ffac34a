"""Packages that load their names on demand: no name is hidden by a module."""

import importlib
import pkgutil

import pytest


@pytest.mark.parametrize("package", ["data", "text", "explain"])
def test_no_public_name_is_also_a_module(package):
    """Python sets an imported module in its package, where the name is then not looked
    for; which of the two a user gets would depend on what was imported before."""
    package = importlib.import_module(f"gluon_course.{package}")
    modules = {each.name for each in pkgutil.iter_modules(package.__path__)}
    assert package.__all__
    assert modules.isdisjoint(package.__all__)
