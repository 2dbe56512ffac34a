"""A share of scripts/faults/checkpoints.py: damage is passed over or refused."""

import random
import shutil

from gluon_course.base.errors import CheckpointError


def test_changed_checkpoints_end_in_our_error_or_in_the_one_before(fault, tmp_path):
    checkpoints = fault("checkpoints")
    sound, whole = tmp_path / "sound", tmp_path / "whole"
    checkpoints.fit(sound, 2)
    checkpoints.fit(whole, 3)
    end, found = checkpoints.fingerprint(whole), set()
    for number in range(24):
        out = tmp_path / f"run-{number}"
        shutil.copytree(sound, out)
        newest, is_stamped = out / "checkpoints" / "epoch-0002", number % 2 == 1
        how = checkpoints.mutate(newest, random.Random(number), is_stamped)
        what = checkpoints.outcome(out, end, is_stamped)
        assert not what.startswith("fault"), f"{number} ({how}): {what}"
        assert is_stamped or what == "passed over", how
        found.add(what)
    assert {"passed over", "refused"} <= found


def test_an_error_that_is_not_ours_is_a_fault(fault, tmp_path, monkeypatch):
    checkpoints = fault("checkpoints")
    checkpoints.fit(tmp_path, 2)

    def broken(*args, **options):
        raise KeyError("x")

    monkeypatch.setattr(checkpoints, "fit", broken)
    assert "fault: KeyError" in checkpoints.outcome(tmp_path, "", True)

    def ours(*args, **options):
        raise CheckpointError("It is damaged")

    monkeypatch.setattr(checkpoints, "fit", ours)
    assert checkpoints.outcome(tmp_path, "", True) == "refused"
