"""v2:12.4 at small size: facts of the latency table, and of the roof measured here."""

import pytest

from gluon_course.base.errors import ConfigError


def test_v2_12_4_a_dense_layer_on_one_picture_waits_for_the_memory(
    run_section, tmp_path
):
    facts = run_section("v2:12.4", size=128, megabytes=4, batch_size=8)
    assert facts["L1_hits_in_a_disk_seek"] == pytest.approx(6.67e6, rel=0.01)
    latencies = [value for name, value in facts.items() if name.endswith("_ns")]
    assert latencies == sorted(latencies) == [1.5, 200, 120e3, 10e6]

    assert facts["peak_gflops"] > 0 < facts["bandwidth_gb_per_s"]
    ridge = facts["peak_gflops"] / facts["bandwidth_gb_per_s"]
    assert facts["ridge_operations_per_byte"] == pytest.approx(ridge)
    # half an operation a byte: 25,088 x 4,096 weights of four bytes, used once
    assert facts["vgg11_Dense_operations_per_byte"] == pytest.approx(0.5, abs=0.01)
    # a 3x3 convolution of 256 channels on 56 x 56
    bytes_moved = 4 * (2 * 256 * 56 * 56 + 256 * 256 * 9 + 256)
    operations = 2 * 56 * 56 * 256 * 256 * 9
    assert facts["vgg11_Conv2D_operations_per_byte"] == pytest.approx(
        operations / bytes_moved
    )
    assert facts["lenet_batch_8_ms_at_least"] > facts["lenet_batch_1_ms_at_least"]
    assert (tmp_path / "roofline.png").stat().st_size > 0


def test_v2_12_4_sizes_below_one_are_refused(run_section):
    with pytest.raises(ConfigError, match="arrays of 0 MB"):
        run_section("v2:12.4", megabytes=0)
