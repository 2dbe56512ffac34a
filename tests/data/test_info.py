"""DataInfo survives JSON."""

import json

from gluon_course.data import DataInfo


def test_facts_survive_json_and_newer_keys_are_left_out():
    info = DataInfo("x", "X", (1, 28, 28), ("a", "b"), (0.5,), (0.25,), True, "n", "e")
    facts = json.loads(json.dumps(info.as_dict()))
    assert facts["shape"] == [1, 28, 28] and facts["is_sample"] is True
    assert DataInfo.from_dict({**facts, "of_a_later_version": 1}) == info
    assert info.num_classes == 2
