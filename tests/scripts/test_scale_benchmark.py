"""The model on paper of the benchmark of several workers."""

import importlib.util
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "scripts" / "benchmarks"
# A step of 10 ms and 125 MB: one second of a card of 1 Gbit/s.
ROW = {"model": "net", "bytes": 125_000_000, "step_s": {"alone": 0.01}}


@pytest.fixture(scope="module")
def scale():
    sys.path.insert(0, str(FOLDER))
    try:
        spec = importlib.util.spec_from_file_location("scale", FOLDER / "scale.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(FOLDER))
    return module


@pytest.mark.parametrize(
    ("machines", "servers", "seconds"),
    [(1, "n", 0), (2, "n", 0.5), (4, "n", 0.75), (1, "1", 0), (4, "1", 4)],
)
def test_busiest_card_sets_the_time_of_one_way(scale, machines, servers, seconds):
    assert scale.way_s(125_000_000, machines, 1, servers) == pytest.approx(seconds)


def test_communication_dominates_from_the_first_number_that_is_slow(scale):
    paper = scale.predict(ROW, 100, "1")  # 2 * n * 0.01 s
    assert paper["limit"] == 2
    assert paper["efficiency"][0] == (1, 1)
    low, high = paper["efficiency"][1]
    assert low == pytest.approx(0.01 / 0.05)
    assert high == pytest.approx(0.01 / (0.01 / 3 + 0.04))
    slower = scale.predict(ROW, 100, "1", faster=0.1)
    assert slower["limit"] == 8  # 2 * 8 * 0.01 s > 0.1 s
