"""What stands in a folder in the place of a file, and JSON made to exhaust."""

import json
import os
import shutil
from pathlib import Path

import pytest
from mxnet.gluon import nn

from gluon_course.base.errors import ExportError
from gluon_course.export import check_structure, export_model, load_exported
from gluon_course.export.manifest import write_manifest
from gluon_course.export.safe import limits
from gluon_course.export.safe.reading import parse_json, read_file

FILES = ("model.json", "model-symbol.json", "model-0000.params")


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    net = nn.Dense(2, in_units=3)
    net.initialize()
    folder = tmp_path_factory.mktemp("sound") / "export"
    return export_model(net, folder, (3,), info={"class_names": ["猫", "dog"]})


@pytest.fixture
def folder(sound, tmp_path):
    return shutil.copytree(sound, tmp_path / "export")


def stamp(folder, **changes):
    meta = json.loads((folder / "model.json").read_text("utf-8"))
    meta.update(changes)
    write_manifest(folder, {k: v for k, v in meta.items() if k != "checksum"})


def edit(folder, change):
    """Change model.json after it was stamped; its checksum fits all the same."""
    from gluon_course.export.manifest import _own_checksum

    meta = json.loads((folder / "model.json").read_text("utf-8"))
    change(meta)
    meta["checksum"] = _own_checksum(meta)
    (folder / "model.json").write_text(json.dumps(meta))


@pytest.mark.parametrize("name", FILES)
def test_a_link_is_refused(folder, name):
    path = folder / name
    target = path.rename(folder.parent / name)
    path.symlink_to(target)
    with pytest.raises(ExportError, match=f"{name} is not a plain file"):
        load_exported(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_pipe_is_refused_and_nobody_waits_for_it(folder, name):
    (folder / name).unlink()
    os.mkfifo(folder / name)
    with pytest.raises(ExportError, match="is not a plain file"):
        load_exported(folder)


def test_a_folder_and_a_device_are_no_files(tmp_path):
    for path in (tmp_path, Path("/dev/zero")):
        with pytest.raises(ExportError):
            read_file(path, 100)


def test_pipes_are_refused_where_only_the_structure_is_asked(folder):
    (folder / FILES[1]).unlink()
    os.mkfifo(folder / FILES[1])
    with pytest.raises(ExportError, match="is not a plain file"):
        check_structure(folder / FILES[1], folder / FILES[2])


def test_a_file_larger_than_any_export_is_not_read(tmp_path):
    path = tmp_path / "large"
    with open(path, "wb") as stream:
        stream.truncate(1 << 40)  # takes no room
    with pytest.raises(ExportError, match="1,099,511,627,776 bytes"):
        read_file(path, limits.PARAMS_BYTES)


@pytest.mark.parametrize(
    "name", ["../secret", "/etc/passwd", "model-0000.params/../x", "", "x\0y"]
)
def test_names_in_model_json_are_never_paths(folder, name):
    facts = {"sha256": "0" * 64, "bytes": 1}
    edit(folder, lambda meta: meta["files"].update({name: facts}))
    with pytest.raises(ExportError, match="cannot be trusted"):
        load_exported(folder)
    edit(folder, lambda meta: meta.update(files={name: facts}))
    with pytest.raises(ExportError, match="cannot be trusted"):
        load_exported(folder)


@pytest.mark.parametrize("form", ["pickle", "../symbol", "", None, 3, ["symbol"], {}])
def test_other_forms_are_refused(folder, form):
    edit(folder, lambda meta: meta.update(form=form))
    with pytest.raises(ExportError):
        load_exported(folder)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"class_names": ["x"] * (limits.CLASS_NAMES + 1)}, "class_names"),
        ({"class_names": ["x" * 5000, "y"]}, "class_names"),
        ({"vocab": ["x" * 5000]}, "vocab"),
        ({"vocab": "text"}, "vocab"),
        ({"target_vocab": {"a": 1}}, "target_vocab"),
        ({"notice": "x" * 50_000}, "xxx"),
        ({"outputs": []}, "outputs"),
        ({"outputs": [{"name": "y", "shape": [2]}] * 300}, "outputs"),
        ({"outputs": [{"name": "y", "shape": [1 << 40]}]}, "fields"),
        ({"outputs": [{"name": "y", "shape": ["2"]}]}, "fields"),
        ({"outputs": [{"name": "y", "shape": [2], "batch_axis": 9}]}, "fields"),
        ({"input": {"name": "data", "shape": [1 << 40], "dtype": "float32"}}, "fields"),
        ({"input": {"name": "data", "shape": [3], "dtype": "object"}}, "fields"),
        ({"inputs": []}, "inputs"),
        ({"normalisation": {"mean": [1e999], "std": [1.0]}}, "normalisation"),
        ({"data": [1]}, "data"),
        ({"extra": "x"}, "extra"),
        ({"model": 7}, "model"),
        ({"model": {"model": "x", "options": [1]}}, "model.options"),
        ({"data": {"name": ["mnist"]}}, "data.name"),
        ({"extra": {"tokenizer": {}}}, "extra.tokenizer"),
        ({"onnx": [1]}, "onnx"),
        ({"onnx": {"batch_size": "2"}}, "onnx.batch_size"),
        ({"normalisation": {"mean": [0.5] * 7, "std": [0.5] * 7}}, "normalisation"),
        ({"normalisation": {"mean": [0.5], "std": [0.0]}}, "normalisation"),
        ({"normalisation": {"mean": "5", "std": [1.0]}}, "normalisation"),
        ({"normalisation": {"mean": ["5"], "std": [1.0]}}, "normalisation"),
    ],
)
def test_descriptions_out_of_bounds_are_refused(folder, change, said):
    if "input" in change:
        change = {**change, "inputs": [change["input"]]}
    edit(folder, lambda meta: meta.update(change))
    with pytest.raises(ExportError, match=said):
        load_exported(folder)


@pytest.mark.parametrize(
    "other", [{"name": "x"}, {"shape": [3, 100_000, 100_000]}, {"dtype": "float64"}]
)
def test_the_first_input_is_said_twice_alike(folder, other):
    edit(folder, lambda meta: meta["input"].update(other))
    with pytest.raises(ExportError, match="cannot be trusted"):
        load_exported(folder)


def test_json_is_bounded_in_depth_and_number():
    assert parse_json(b'{"a": [[1]]}', "it") == {"a": [[1]]}
    deep = b"[" * (limits.JSON_DEPTH + 2) + b"]" * (limits.JSON_DEPTH + 2)
    for content in (deep, b"[" * 100_000):
        with pytest.raises(ExportError, match="nested too deeply"):
            parse_json(content, "it")
    with pytest.raises(ExportError, match="too many lists"):
        parse_json(b"[" + b"[]," * limits.JSON_VALUES + b"1]", "it")


@pytest.mark.parametrize(
    "content",
    [b'{"a": 1, "a": 2}', b"\xff", b"", b"nul", b'"\\ud800'],
)
def test_other_content_is_no_json(content):
    with pytest.raises(ExportError, match="not valid JSON"):
        parse_json(content, "it")


def test_deep_graphs_are_refused(folder):
    graph = json.loads((folder / FILES[1]).read_text())
    inner = []
    for _ in range(50):
        inner = [inner]
    graph["nodes"][0]["more"] = inner
    (folder / FILES[1]).write_text(json.dumps(graph))
    stamp(folder)
    with pytest.raises(ExportError, match="nested too deeply"):
        load_exported(folder)


def test_what_was_checked_is_what_is_loaded(folder, monkeypatch):
    """Files that change after they were read change nothing."""
    from gluon_course.export import exported

    read = exported.read_contents

    def swapped(place):
        contents = read(place)
        for name in FILES[1:]:
            (place / name).write_bytes(b"something else")
        return contents

    monkeypatch.setattr(exported, "read_contents", swapped)
    assert load_exported(folder).inputs[0].shape == (3,)
