"""Chapter scripts, loaded by their section and run in this process."""

import dataclasses
import importlib.util

import pytest

from gluon_course import simulate_gpus
from gluon_course.base.chapters import find_section
from gluon_course.base.run import RunOptions


@pytest.fixture(scope="session")
def load_main():
    """The function ``main`` of a section's script."""
    loaded = {}

    def load(name):
        if name not in loaded:
            file = find_section(name).file
            module_name = f"script_{file.stem.replace('-', '_')}"
            spec = importlib.util.spec_from_file_location(module_name, file)
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            loaded[name] = module.main
        return loaded[name]

    return load


@pytest.fixture
def two_gpus():
    """``gpu`` and ``gpu:0,1`` are devices, computed by the CPU."""
    simulate_gpus(2)
    yield
    simulate_gpus(0)


@pytest.fixture
def run_section(load_main, tmp_path):
    """Run a section on the sample in ``tmp_path``; fields of RunOptions go there."""

    def run(name, **settings):
        options = {"device": "cpu", "sample": True, "out": tmp_path}
        fields = {each.name for each in dataclasses.fields(RunOptions)}
        options.update({key: settings.pop(key) for key in fields & set(settings)})
        return load_main(name)(run=RunOptions(**options), **settings)

    return run
