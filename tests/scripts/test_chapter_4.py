"""Chapter 4: each script shows one fact of its section."""

import os
import subprocess
import sys

import numpy as np
import pytest

from gluon_course.base.chapters import find_section
from gluon_course.base.params_file import read_params


def test_4_1_blocks_compose_and_only_fancy_ones_stay_uncompiled(run_section):
    facts = run_section("4.1")
    assert facts["mlp_shape"] == facts["sequential_shape"] == (2, 10)
    assert facts["hybrid_difference"] < 1e-6
    # the sum of non-negative numbers is at least their norm, and the norm is at least
    # 0.8 times ten or one half
    assert facts["fancy"].shape == (1,)
    assert facts["fancy"].asscalar() > 0.5
    weight, bias = facts["fancy_learns"]  # the constant weight is not among them
    assert weight.endswith("weight") and bias.endswith("bias")
    assert "must also be HybridBlock" in facts["refusal"]


def test_4_2_half_of_the_drawn_weights_are_zero_and_shared_layers_stay_equal(
    run_section,
):
    facts = run_section("4.2")
    assert facts["all"] == [(256, 20), (256,), (10, 256), (10,)]
    assert facts["weights"] == [(256, 20), (10, 256)]
    assert facts["no_gradient_yet"] == 0
    assert facts["normal_std"] == pytest.approx(0.01, rel=0.05)
    assert facts["xavier_max"] == pytest.approx((6 / (20 + 256)) ** 0.5, rel=0.01)
    assert facts["share_of_zeros"] == pytest.approx(0.5, abs=0.03)
    assert facts["smallest_other"] >= 5
    assert facts["smallest_after_set_data"] == pytest.approx(-9, abs=0.02)
    assert facts["step"] > 0
    assert facts["shared_rows"].asnumpy().all()
    sparse = run_section("4.2", low=9.0)
    assert sparse["share_of_zeros"] == pytest.approx(0.9, abs=0.03)


def test_4_3_weights_are_drawn_when_the_first_batch_comes(run_section):
    facts = run_section("4.3", num_inputs=30)
    both = [(256, 30), (10, 256)]
    assert facts["after_initialize"] == facts["after_second_forward"] == []
    assert facts["after_first_forward"] == facts["after_force_reinit"] == both
    assert facts["with_in_units"] == both
    assert facts["shape_before"] == (256, 0)
    assert "has not been initialized yet" in facts["too_early"]


def test_4_4_custom_layers_center_and_multiply(run_section):
    facts = run_section("4.4")
    assert facts["centred"].asnumpy().tolist() == [-2, -1, 0, 1, 2]
    assert abs(facts["mean"]) < 1e-7
    assert [*facts["parameters"].values()] == [(5, 3), (3,)]
    assert facts["dense"].asnumpy().min() >= 0 < facts["dense"].asnumpy().max()
    assert facts["difference"] < 1e-7
    assert facts["net"].shape == (2, 1)


@pytest.mark.parametrize("cut", [1, 100])
def test_4_5_what_was_written_comes_back_and_a_cut_file_does_not(
    run_section, tmp_path, cut
):
    facts = run_section("4.5", cut=cut)
    assert facts["x2"].asnumpy().tolist() == [1, 1, 1]
    assert [each.asnumpy().tolist() for each in facts["xy"]] == [[1] * 3, [0] * 4]
    for name in ("mydict", "mydict_by_mxnet"):
        assert {key: each.shape for key, each in facts[name].items()} == {
            "x": (3,),
            "y": (4,),
        }
    assert facts["Y2 == Y"].shape == (2, 10) and facts["Y2 == Y"].asnumpy().all()
    assert facts["after_refusal"].asnumpy().all()
    assert "cut off" in facts["refusal"]
    shapes = {
        name: each.shape for name, each in read_params(tmp_path / "mlp.params").items()
    }
    assert shapes["hidden.weight"] == (256, 20) and len(shapes) == 4


def test_4_6_two_contexts_of_the_cpu_hold_arrays_of_their_own(run_section):
    facts = run_section("4.6", device="cpu:2")
    assert facts["devices"] == ["cpu(0)", "cpu(0)", "cpu(1)"]
    assert facts["B_is_on"] == "cpu(1)"
    assert facts["as_in_context_is_same"] is True
    assert facts["copyto_is_same"] is False
    x = np.array([1, 2, 3])
    np.testing.assert_allclose(facts["result"].asnumpy(), np.exp(x + 2) * x, rtol=1e-6)
    outputs = facts["output"].asnumpy()[:, 0]
    np.testing.assert_allclose(outputs, outputs[0] * x, rtol=1e-6)


def test_4_6_a_net_that_was_moved_gives_the_same_output_there(run_section):
    facts = run_section("4.6", device="cpu:2")
    assert (facts["weight_is_on"], facts["moved_is_on"]) == ("cpu(0)", "cpu(1)")
    np.testing.assert_allclose(
        facts["moved_output"].asnumpy(), facts["output"].asnumpy(), rtol=1e-6
    )


def test_4_6_runs_on_two_simulated_gpus(tmp_path):
    environment = {**os.environ, "GLUON_COURSE_FAKE_GPUS": "2"}
    command = [sys.executable, find_section("4.6").file, "--out", tmp_path / "run"]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=500
    )
    assert done.returncode == 0, done.stderr
    assert "[cpu(0), gpu(0), gpu(1)]" in done.stdout
    assert "[2, 4, 6]" not in done.stdout  # arrays of two devices do not add
