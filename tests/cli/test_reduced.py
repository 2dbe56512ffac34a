"""What the terminal says of exports in fewer bits."""

import pytest

from gluon_course.cli.printing.reduced import reduced_lines


def int8_of(before: int, after: int) -> dict:
    facts = {
        "calibration": {"mode": "naive", "samples": 8},
        "layers": ["conv0"],
        "float": [],
        "bytes": {"float32": before, "int8": after},
    }
    return {"form": "int8", "reduced": facts}


def test_an_export_in_float32_has_nothing_to_say():
    assert reduced_lines({"form": "symbol"}) == []


@pytest.mark.parametrize(("after", "is_explained"), [(1000, True), (260, False)])
def test_int8_that_is_not_smaller_says_why(after, is_explained):
    said = " ".join(reduced_lines(int8_of(1000, after)))
    assert f"parameters 1,000 bytes in float32, {after:,} in int8" in said
    assert ("only dense layers and embeddings" in said) == is_explained
