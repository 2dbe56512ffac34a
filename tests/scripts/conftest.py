"""Chapter scripts, loaded by their section and run in this process."""

import importlib.util

import pytest

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
def run_section(load_main, tmp_path):
    """Run a section on the sample in ``tmp_path``; ``limit``, ``seed`` are options."""

    def run(name, seed=0, limit=None, device="cpu", sample=True, **settings):
        options = RunOptions(
            device=device, seed=seed, limit=limit, sample=sample, out=tmp_path
        )
        return load_main(name)(run=options, **settings)

    return run
