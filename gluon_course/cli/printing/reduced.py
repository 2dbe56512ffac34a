"""What ``model.json`` says of an export in fewer bits, for people."""

from __future__ import annotations

from collections.abc import Mapping

MOST_NAMES = 6


def reduced_lines(meta: Mapping) -> list[str]:
    """What was lost and won; no lines for exports in float32.

    Parameters
    ----------
    meta : mapping
        The content of ``model.json``.
    """
    facts, form = meta.get("reduced"), meta.get("form")
    if not facts:
        return []
    lines = []
    judged = facts.get("judged")
    if judged:
        lines.append(
            f"{judged['metric']} {judged['before']:.4f} in float32, "
            f"{judged['after']:.4f} in {form} ({judged['data']})"
        )
        if judged["forced"]:
            lines.append(
                f"worse by more than {100 * judged['max_drop']:g} %, written by force"
            )
    if "layers" in facts:
        count = len(facts["layers"])
        lines.append(
            f"{count} layer{'s' * (count != 1)} in int8 "
            f"({facts['calibration']['samples']:,} samples calibrated them); "
            f"in float32: {_names(facts['float'])}"
        )
    before, after = facts["bytes"]["float32"], facts["bytes"][form]
    lines.append(f"parameters {before:,} bytes in float32, {after:,} in {form}")
    if form == "int8" and after > before / 2:
        lines[-1] += ": only dense layers and embeddings in int8 are stored in it"
    speed = facts.get("speed")
    if speed:
        remark = "" if speed["ratio"] > 1 else ": it does not pay here"
        lines.append(
            f"{speed['ratio']:.2f} times as fast as float32 here and now, at batches "
            f"of {speed['batch_size']}{remark}"
        )
    return lines


def _names(names: list) -> str:
    listed = ", ".join(names[:MOST_NAMES]) or "none"
    rest = len(names) - MOST_NAMES
    return f"{listed} and {rest} more" if rest > 0 else listed
