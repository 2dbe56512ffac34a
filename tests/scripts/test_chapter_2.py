"""Chapter 2 of both books: each script shows one fact of its section."""

import json
import subprocess
import sys

import numpy as np
import pytest

from gluon_course.base.chapters import find_section
from gluon_course.base.errors import ConfigError
from gluon_course.results import compare


def test_2_2_memory_is_reused_as_the_text_says(run_section):
    facts = run_section("2.2")
    assert list(facts["same_object"].values()) == [False, True, True, True]
    assert facts["same_buffer"] == facts["same_object"]
    assert facts["slice_is_view"] and not facts["numpy_shares"]
    assert facts["changed_row"].asnumpy().tolist() == [12, 12, 12, 12]


def test_2_2_shapes_and_sums_are_numpy_s(run_section):
    facts = run_section("2.2", rows=2, columns=6)
    X = np.arange(12).reshape(2, 6)
    assert (facts["shape"], facts["size"], facts["sum"]) == ((2, 6), 12, X.sum())
    assert facts["norm"] == pytest.approx(np.linalg.norm(X))
    assert facts["concat"] == [(4, 6), (2, 12)]
    assert facts["broadcast"].asnumpy().tolist() == [[0, 1], [1, 2], [2, 3]]
    assert facts["broadcast"].shape == facts["broadcast_shape"]


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_2_3_gradients_are_those_printed_for_every_seed(run_section, seed):
    facts = run_section("2.3", seed=seed)
    verdicts = compare("chapter_prerequisite/autograd", numbers(facts))
    assert len(verdicts) == 5 and all(each.is_inside for each in verdicts)
    assert facts["a_grad"] == pytest.approx(facts["by_differences"])
    assert (facts["is_training_before"], facts["is_training_inside"]) == (False, True)


def test_2_4_distributions_and_help_are_found(run_section):
    facts = run_section("2.4")
    assert {"normal", "uniform", "shuffle"} <= set(facts["distributions"])
    assert not {"_random_helper", "current_context"} & set(facts["distributions"])
    assert facts["help"].startswith("Return an array of ones with the same shape")
    assert facts["ones"].asnumpy().tolist() == [[1, 1, 1], [1, 1, 1]]


def test_2_4_a_misspelt_function_is_refused_with_the_nearest(run_section):
    with pytest.raises(ConfigError, match="zeros_like"):
        run_section("2.4", function="zero_like")


def test_v2_2_2_missing_values_are_filled_as_printed(run_section, tmp_path):
    facts = run_section("v2:2.2")
    verdicts = compare("chapter_preliminaries/pandas", facts)
    assert len(verdicts) == 4 and all(each.is_inside for each in verdicts)
    assert facts["columns"] == ["NumRooms", "Alley_Pave", "Alley_nan"]
    assert (
        (tmp_path / "house_tiny.csv").read_text().startswith("NumRooms,Alley,Price\n")
    )
    standardized = facts["standardized"].asnumpy()
    np.testing.assert_allclose(standardized.mean(axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(standardized.std(axis=0), 1, atol=1e-3)


def test_v2_2_2_runs_as_a_file_although_its_section_is_called_pandas(tmp_path):
    file = find_section("v2:pandas").file
    subprocess.run(
        [sys.executable, file.name, "--out", str(tmp_path / "run")],
        cwd=file.parent,
        check=True,
        capture_output=True,
    )
    facts = json.loads((tmp_path / "run" / "result.json").read_text())["result"]
    assert facts["X"] == [[3, 1, 0], [2, 0, 1], [4, 0, 1], [3, 0, 1]]


def test_v2_2_3_sums_and_norms_are_numpy_s(run_section):
    facts = run_section("v2:2.3", rows=3, columns=4)
    A = np.arange(12).reshape(3, 4)
    assert facts["sums"]["axis=0"].asnumpy().tolist() == A.sum(axis=0).tolist()
    assert facts["sums"]["axis=1"].asnumpy().tolist() == A.sum(axis=1).tolist()
    assert facts["says"]["axis=1"] == "axis 1 vanishes"
    assert facts["matrix_vector"].asnumpy().tolist() == (A @ np.arange(4)).tolist()
    for name in ("rows_sum_to", "softmax_rows_sum_to"):
        np.testing.assert_allclose(facts[name].asnumpy(), 1, rtol=1e-6)
    assert (facts["norm_l2"], facts["norm_l1"], facts["norm_frobenius"]) == (5, 7, 6)
    assert facts["is_symmetric"] and not facts["copy_shares_memory"]


def test_v2_2_4_the_quotient_nears_the_slope(run_section, tmp_path):
    facts = run_section("v2:2.4")
    errors = [abs(facts[f"quotient_{i}"] - 2) for i in range(1, 6)]
    np.testing.assert_allclose(errors, [0.3, 0.03, 0.003, 3e-4, 3e-5], rtol=1e-3)
    (verdict,) = compare("chapter_preliminaries/calculus", facts)
    assert verdict.is_inside
    np.testing.assert_allclose(facts["p_minus_y"], [-0.8, 0.5, 0.3], atol=1e-6)
    for name in ("tangent.png", "losses.png"):
        assert (tmp_path / name).stat().st_size > 0


def test_v2_2_4_another_place_has_the_slope_of_the_formula(run_section):
    facts = run_section("v2:2.4", x=-1.0)
    assert facts["slope"] == 6 * -1 - 4
    assert facts["quotient_5"] == pytest.approx(-10, abs=1e-3)


def numbers(facts):
    """Facts that are numbers, as the command line writes them."""
    return {
        name: float(value)
        for name, value in facts.items()
        if np.ndim(value) == 0 and not isinstance(value, bool)
    }
