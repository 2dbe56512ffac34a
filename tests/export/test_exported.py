"""An export that is not the one that was written is refused before MXNet sees it."""

import hashlib
import json
import random
import shutil

import mxnet as mx
import numpy as np
import pytest
from mxnet.gluon import nn

from gluon_course.base.errors import ExportError
from gluon_course.base.params_file import read_params, write_params
from gluon_course.export import export_model, exported, load_exported
from gluon_course.export.manifest import FORMAT, write_manifest

FILES = ("model.json", "model-symbol.json", "model-0000.params")


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    net = nn.HybridSequential()
    net.add(nn.Dense(4, activation="relu"), nn.BatchNorm(), nn.Dense(2))
    net.initialize()
    folder = tmp_path_factory.mktemp("sound") / "export"
    return export_model(net, folder, (3,), info={"class_names": ["猫", "dog"]})


@pytest.fixture
def folder(sound, tmp_path):
    return shutil.copytree(sound, tmp_path / "export")


@pytest.fixture
def no_mxnet(monkeypatch):
    """Fail when MXNet's own readers are reached."""

    def reached(*_, **__):
        raise AssertionError("MXNet saw the file")

    monkeypatch.setattr(mx.gluon.SymbolBlock, "imports", reached)
    for module, name in (
        (mx.nd, "load"),
        (mx.nd, "load_frombuffer"),
        (mx.sym, "load"),
        (mx.sym, "load_json"),
    ):
        monkeypatch.setattr(module, name, reached)


def stamped(folder, **changes):
    """Give changed files a manifest whose checksums fit, as an attacker would."""
    meta = json.loads((folder / "model.json").read_text("utf-8"))
    meta.update(changes)
    write_manifest(folder, {k: v for k, v in meta.items() if k != "checksum"})


def test_a_sound_export_loads(folder):
    model = load_exported(folder)
    assert model.class_names == ("猫", "dog") and model.input_shape == (3,)
    assert model.block(mx.nd.ones((4, 3))).shape == (4, 2)
    assert load_exported(str(folder)).meta == model.meta


def test_the_export_may_be_moved(folder):
    moved = folder.rename(folder.with_name("moved"))
    assert load_exported(moved).folder == moved


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(folder, name, no_mxnet):
    (folder / name).unlink()
    with pytest.raises(ExportError, match=name):
        load_exported(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_anywhere_is_refused(folder, name, no_mxnet):
    content = (folder / name).read_bytes()
    for length in {0, 1, len(content) // 2, len(content) - 2}:
        (folder / name).write_bytes(content[:length])
        with pytest.raises(ExportError):
            load_exported(folder)


@pytest.mark.parametrize("name", FILES)
def test_any_flipped_bit_is_refused(folder, name, no_mxnet):
    content, chance = (folder / name).read_bytes(), random.Random(0)
    for _ in range(150):
        bit = chance.randrange(8 * len(content))
        changed = bytearray(content)
        changed[bit // 8] ^= 1 << bit % 8
        (folder / name).write_bytes(changed)
        with pytest.raises(ExportError):
            load_exported(folder)


def test_names_edited_by_hand_are_refused(folder, no_mxnet):
    text = (folder / "model.json").read_text("utf-8")
    (folder / "model.json").write_text(text.replace("dog", "god"), "utf-8")
    with pytest.raises(ExportError, match="its own checksum differs"):
        load_exported(folder)


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", "null", '{"format": "gluon_course export"}', "[" * 100_000],
)
def test_other_json_is_refused(folder, content, no_mxnet):
    (folder / "model.json").write_text(content)
    with pytest.raises(ExportError, match=r"model\.json"):
        load_exported(folder)


def test_a_newer_version_says_so(folder, no_mxnet):
    stamped(folder, version=2)
    with pytest.raises(ExportError, match="update gluon_course"):
        load_exported(folder)


@pytest.mark.parametrize(
    "change",
    [
        {"input": {}},
        {"input": {"name": "data", "shape": [], "dtype": "float32"}},
        {"input": {"name": "data", "shape": [-1], "dtype": "float32"}},
        {"normalisation": {"mean": ["x"], "std": []}},
        {"class_names": [1]},
        {"task": None},
    ],
)
def test_fields_that_make_no_sense_are_refused(folder, change, no_mxnet):
    stamped(folder, **change)
    with pytest.raises(ExportError, match="cannot be trusted"):
        load_exported(folder)


def test_a_manifest_without_files_is_refused(folder, no_mxnet):
    meta = json.loads((folder / "model.json").read_text("utf-8"))
    del meta["files"], meta["checksum"]
    text = json.dumps(meta, sort_keys=True, separators=(",", ":"))
    meta["checksum"] = hashlib.sha256(text.encode()).hexdigest()
    (folder / "model.json").write_text(json.dumps(meta))
    with pytest.raises(ExportError, match="'files'"):
        load_exported(folder)


def test_arrays_that_do_not_fit_the_graph_are_refused(folder, no_mxnet):
    arrays = read_params(folder / "model-0000.params")
    weight = next(name for name in arrays if name.endswith("weight"))
    arrays[weight] = np.zeros((5, 3), "float32")
    write_params(folder / "model-0000.params", arrays)
    stamped(folder)
    with pytest.raises(ExportError, match=r"has the shape \(5, 3\), not \(4, 3\)"):
        load_exported(folder)


def test_without_a_manifest_the_files_are_checked_but_not_loaded(folder, no_mxnet):
    (folder / "model.json").unlink()
    with pytest.raises(ExportError, match=r"they fit each other.*SymbolBlock\.imports"):
        load_exported(folder)
    params = folder / "model-0000.params"
    params.write_bytes(params.read_bytes()[:-5])
    with pytest.raises(ExportError, match="its files are not sound"):
        load_exported(folder)


def test_other_folders_are_no_exports(tmp_path, no_mxnet):
    with pytest.raises(ExportError, match="is not an export"):
        load_exported(tmp_path)
    with pytest.raises(ExportError, match="no folder"):
        load_exported(tmp_path / "missing")


def test_a_device_that_is_not_there_is_an_error(folder):
    if mx.context.num_gpus():
        pytest.skip("this machine has a GPU")
    with pytest.raises(ExportError, match=r"cannot load .* on gpu\(0\)"):
        load_exported(folder, mx.gpu(0))


def test_the_manifest_says_what_it_is(folder):
    meta = json.loads((folder / "model.json").read_text("utf-8"))
    assert meta["format"] == FORMAT == "gluon_course export"
    for name, facts in meta["files"].items():
        content = (folder / name).read_bytes()
        assert facts["bytes"] == len(content)
        assert facts["sha256"] == hashlib.sha256(content).hexdigest()


def test_the_block_is_loaded_from_checked_files_only(folder, monkeypatch):
    """The order: checksums, then the structure, then what it does, then MXNet."""
    order = []
    for module, name in (
        (exported, "read_contents"),
        (exported, "check_pair"),
        (exported, "check_graph"),
        (mx.sym, "load_json"),
        (mx.nd, "load_frombuffer"),
    ):
        real = getattr(module, name)

        def noted(*args, real=real, name=name, **options):
            order.append(name)
            return real(*args, **options)

        monkeypatch.setattr(module, name, noted)
    load_exported(folder)
    assert order == [
        "read_contents",
        "check_pair",
        "check_graph",
        "load_json",
        "load_frombuffer",
    ]
