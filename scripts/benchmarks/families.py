"""Training steps of every family of the course beside PyTorch, and epochs of d2lzh.

    python scripts/benchmarks/families.py
    python scripts/benchmarks/families.py --only lenet,vgg11 --peers torch,nhwc
    python scripts/benchmarks/families.py --json docs/results/speed/families.json

A step is all of it: forward, loss, backward, clipping where the section clips, update,
loss and hits counted, by the trainer of the course and by the usual loop in PyTorch.
torch is PyTorch eager, compiled the same with net and loss by torch.compile, nhwc eager
with channels_last. Same nets, batches, threads, float32. Then an epoch, loading and
evaluation included, beside the text's own code (d2lzh 1.0.0; needs its data).

Peers take turns in processes of their own; the ratio is the median of the ratios of
neighbours, above 1 where the course is faster, with its quartiles. --clock cpu counts
processor time, for a machine that is busy with other work. Needs the extra bench, and a
C++ compiler for compiled. The first run compiles, which takes minutes for large nets;
torch keeps that in a cache, and later runs with as many threads are quicker.
"""

from __future__ import annotations

import command
from sizes import EPOCHS, FAMILIES

from gluon_course.results.speed_page import means_of

ROLES, OF_CNNS = ("course", "torch", "compiled"), ("nhwc",)
TABLES = {
    "steps": {
        name: ROLES + OF_CNNS * (len(each.batch) == 4)
        for name, each in FAMILIES.items()
    },
    "epochs": dict.fromkeys(EPOCHS, ("course", "text")),
}


def make(name, role):
    """Steps or epochs of one of the peers."""
    if name in EPOCHS:
        import epochs

        return epochs.make_epochs(name, role)
    if role == "course":
        from course_steps import make_steps
    else:
        from torch_steps import make_steps
    return make_steps(FAMILIES[name], role), FAMILIES[name].items


def facts(name):
    """Kind and batch of a family."""
    if name in EPOCHS:
        return {}
    return {"kind": FAMILIES[name].kind, "batch": FAMILIES[name].batch}


def last(tables) -> list[str]:
    """Geometric means, and the families that stand below 1."""
    lines, rows = [], tables["steps"]
    for role in (*ROLES[1:], *OF_CNNS):
        found = [f"{kind} {each:.2f}" for kind, each in means_of(rows, role).items()]
        if found:
            lines.append(f"geometric means of the ratios to {role}: {', '.join(found)}")
        slow = [row["name"] for row in rows if row.get(role, {}).get("ratio", 1) < 1]
        lines += [f"  below 1: {', '.join(slow)}"] if slow else []
    return lines


if __name__ == "__main__":
    command.run(
        __doc__,
        TABLES,
        make,
        facts=facts,
        last=last,
        once=("epochs",),
        optional=OF_CNNS,
    )
