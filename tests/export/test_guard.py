"""The first load of a stranger's export happens in a process that may die."""

import json
import shutil

import mxnet as mx
import pytest
from mxnet.gluon import nn

from gluon_course.base.errors import ExportError
from gluon_course.export import export_model, exported, load_exported
from gluon_course.export.manifest import read_contents, write_manifest
from gluon_course.export.safe import guard as guards
from gluon_course.export.safe import known
from gluon_course.export.safe.guard import Guard


class Wide(mx.gluon.HybridBlock):
    """Adds the sum of an array of 256 MiB, which it makes itself."""

    def hybrid_forward(self, F, x):
        return F.broadcast_add(x, F.zeros(shape=(1, 1 << 26)).sum(axis=1))


class Long(mx.gluon.HybridBlock):
    """Adds an element of products that take half a minute of a core."""

    def hybrid_forward(self, F, x):
        square = F.ones(shape=(4096, 4096))
        for _ in range(16):
            square = F.dot(square, square) * 1e-4
        return F.broadcast_add(x, square.slice_axis(axis=0, begin=0, end=1).sum() * 0)


class Reversed(mx.gluon.HybridBlock):
    """Aligns a box that ends before it begins, which ends the process of MXNet."""

    def hybrid_forward(self, F, x):
        boxes = F.arange(0, -5, -1).expand_dims(0)
        found = F.contrib.ROIAlign(
            x.reshape((0, 1, 2, 2)),
            boxes,
            pooled_size=(2, 2),
            spatial_scale=1,
            aligned=True,
        )
        return F.broadcast_add(x, found.sum())


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    net = nn.HybridSequential()
    net.add(nn.Dense(4, activation="relu"), nn.BatchNorm(), nn.Dense(2))
    net.initialize()
    folder = tmp_path_factory.mktemp("sound") / "export"
    return export_model(net, folder, (3,), info={"class_names": ["猫", "dog"]})


@pytest.fixture
def folder(sound, tmp_path, monkeypatch):
    """A copy that nobody has seen, and a user who remembers none."""
    monkeypatch.setenv("GLUON_COURSE_CACHE", str(tmp_path / "cache"))
    copy = shutil.copytree(sound, tmp_path / "export")
    stamp(copy, notice=str(tmp_path))
    return copy


@pytest.fixture(scope="module")
def guard():
    with Guard() as one:
        yield one


def stamp(folder, **changes):
    """Change the description, with a checksum that fits."""
    meta = json.loads((folder / "model.json").read_text("utf-8"))
    meta.update(changes)
    return write_manifest(folder, {k: v for k, v in meta.items() if k != "checksum"})


def written(sound, folder, net, shape=(3,)):
    """The files of a net that this process never runs, as a stranger's."""
    shutil.copytree(sound, folder)
    symbol = net(mx.sym.var("data"))
    graph = json.loads(symbol.tojson())
    (folder / "model-symbol.json").write_text(json.dumps(graph))
    mx.nd.save(str(folder / "model-0000.params"), {})
    facts = {"name": "data", "shape": list(shape), "dtype": "float32"}
    stamp(
        folder,
        input=facts,
        inputs=[facts],
        outputs=[{"name": "y", "shape": list(shape)}],
        class_names=[],
    )
    return read_contents(folder)


def test_an_unknown_export_is_loaded_elsewhere_first_and_only_once(folder, monkeypatch):
    seen, check = [], Guard.check

    def noted(self, contents):
        seen.append(contents.folder)
        check(self, contents)

    monkeypatch.setattr(Guard, "check", noted)
    model = load_exported(folder)
    assert model(mx.nd.ones((4, 3))).shape == (4, 2) and seen == [folder]
    known._HERE.clear()  # another process of the same user
    load_exported(folder)
    assert seen == [folder]
    stamp(folder, notice="changed")
    load_exported(folder, trusted=True)
    assert seen == [folder]
    monkeypatch.setattr(Guard, "check", lambda self, contents: seen.append(1))
    load_exported(folder)
    assert seen == [folder, 1]


def test_our_own_exports_are_known(sound, monkeypatch):
    monkeypatch.setattr(guards, "Guard", None)
    load_exported(sound)


def test_an_export_that_does_not_pass_is_not_loaded_here(folder, monkeypatch):
    def died(self, contents):
        raise ExportError("it died")

    monkeypatch.setattr(Guard, "check", died)
    monkeypatch.setattr(exported, "build_block", None)
    for _ in range(2):  # nor is it known the second time
        with pytest.raises(ExportError, match="it died"):
            load_exported(folder)


def test_where_nothing_can_be_remembered_it_is_checked_again(folder, monkeypatch):
    seen = []
    monkeypatch.setattr(Guard, "check", lambda self, contents: seen.append(1))
    cache = folder.parent / "cache"
    cache.write_text("a file where the folder should be")
    for _ in range(2):
        known._HERE.clear()
        load_exported(folder)
    assert seen == [1, 1]


def test_the_cache_of_checked_exports_stays_small(tmp_path, monkeypatch):
    monkeypatch.setenv("GLUON_COURSE_CACHE", str(tmp_path))
    monkeypatch.setattr(known, "_MOST", 6)
    for i in range(20):
        known.remember(f"export {i}")
    assert known.is_known("export 19")
    assert len(list((tmp_path / "checked").iterdir())) <= 6


def test_outputs_of_other_shapes_than_described_are_refused(folder, guard):
    stamp(folder, outputs=[{"name": "y", "shape": [3]}], class_names=[])
    with pytest.raises(ExportError, match=r"shapes \[\[1, 2\]\], not \[\[1, 3\]\]"):
        guard.check(read_contents(folder))
    stamp(folder, outputs=[{"name": "y", "shape": [2]}] * 2)
    with pytest.raises(ExportError, match="shapes"):
        guard.check(read_contents(folder))


def test_inputs_that_the_graph_cannot_take_are_refused(folder, guard):
    facts = {"name": "data", "shape": [0 + 5], "dtype": "float32"}
    stamp(folder, input=facts, inputs=[facts])
    with pytest.raises(ExportError, match="did not pass its first load"):
        guard.check(read_contents(folder))


def test_a_guard_goes_on_after_a_refusal(sound, guard):
    guard.check(read_contents(sound))


def test_too_large_an_array_is_refused(sound, tmp_path, guard):
    class Growing(mx.gluon.HybridBlock):
        def hybrid_forward(self, F, x):
            for _ in range(40):
                x = F.concat(x, x, dim=1)
            return x

    contents = written(sound, tmp_path / "export", Growing())
    with pytest.raises(ExportError, match="it computes an array of the shape"):
        guard.check(contents)


def test_a_long_chain_of_nodes_does_no_harm(sound, tmp_path, guard):
    class Chain(mx.gluon.HybridBlock):
        def hybrid_forward(self, F, x):
            for _ in range(5000):
                x = x + 1
            return x

    guard.check(written(sound, tmp_path / "export", Chain()))


def test_memory_is_bounded(sound, tmp_path):
    contents = written(sound, tmp_path / "export", Wide())
    with Guard(spare_bytes=200 << 20) as guard:
        with pytest.raises(ExportError, match="did not pass its first load"):
            guard.check(contents)
        guard.check(read_contents(sound))  # which needs less


def test_processor_time_is_bounded(sound, tmp_path):
    contents = written(sound, tmp_path / "export", Long())
    message = "more than 1 s of processor time"
    with Guard(processor_s=1) as guard, pytest.raises(ExportError, match=message):
        guard.check(contents)


def test_a_process_that_dies_is_an_error_and_another_one_starts(sound, tmp_path):
    contents = written(sound, tmp_path / "export", Reversed(), (4,))
    with Guard() as guard:
        with pytest.raises(ExportError, match="ended the process"):
            guard.check(contents)
        guard.check(read_contents(sound))


def test_a_process_that_says_nothing_is_an_error(sound):
    with Guard(wait_s=0) as guard, pytest.raises(ExportError, match="more than 0 s"):
        guard.check(read_contents(sound))


def test_modules_of_the_folder_that_we_stand_in_are_not_run(
    sound, tmp_path, monkeypatch
):
    for name in ("numpy", "json", "mxnet"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend("")
    with Guard() as guard:
        guard.check(read_contents(sound))
