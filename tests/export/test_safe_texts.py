"""Attributes of ONNX nodes that are texts."""

import pytest


def test_the_activations_of_a_recurrent_layer_are_taken_and_no_more():
    helper = pytest.importorskip("onnx").helper
    from gluon_course.export.safe.onnx import _faults_of_node

    def faults(activations):
        node = helper.make_node("RNN", ["x"], ["y"], activations=activations)
        return list(_faults_of_node(node))

    assert faults(["Relu"]) == faults(["Tanh", "Tanh"]) == []
    assert any("a long text" in each for each in faults(["Relu"] * 3))
    assert any("a long text" in each for each in faults(["R" * 1_000_000]))
