"""Which model leaves the course in which format? Makes docs/formats.md.

Run:      python scripts/formats_table.py            (all models, a good half hour)
          python scripts/formats_table.py --model lenet --model tiny_ssd
          python scripts/formats_table.py --format onnx   (one column anew)
          python scripts/formats_table.py --rest     (those that have no figures yet)
          python scripts/formats_table.py --only-page   (docs/formats.json as it is)
Expected: a line for each model; then docs/formats.json (the figures) and
          docs/formats.md (the page) are written

Every registered model is built with random parameters and exported as symbol files,
ONNX, int8 and bf16 by the exporters of the course, which load what they wrote and
compare it with the net. Each model has a process of its own, so that one that fails, or
ends its process, is a row of the table like others.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIGURES, PAGE = ROOT / "docs" / "formats.json", ROOT / "docs" / "formats.md"

SIDES = {"classification": 32, "detection": 64, "segmentation": 64}
"""Height and width of the pictures by task: small, so that it ends today."""
SHAPES = {
    "alexnet": (1, 96, 96),
    "nin": (1, 96, 96),
    "ssd300_resnet18": (3, 96, 96),
    "ssd300_vgg16": (3, 300, 300),
    "yolo3_darknet53": (3, 96, 96),
    "faster_rcnn_resnet18": (3, 128, 128),
    "mask_rcnn_resnet18": (3, 128, 128),
    "birnn": (20,),
    "text_cnn": (20,),
    "rnn_lm": (5,),
    "gru_lm": (5,),
    "lstm_lm": (5,),
}
"""Where another size is the smallest that fits, or no picture goes in."""
OPTIONS = {
    "faster_rcnn_resnet18": {"num_proposals": 16},
    "faster_rcnn_tiny": {"num_proposals": 16},
    "mask_rcnn_resnet18": {"num_proposals": 16},
    "mask_rcnn_tiny": {"num_proposals": 16},
}


def main(names, formats, is_rest, only_page, timeout_s):
    """Measure the models, keep the figures and write the page."""
    from gluon_course import models
    from gluon_course.base.errors import ConfigError, DataError
    from gluon_course.base.files import read_json, write_json, write_text
    from gluon_course.results.formats_page import page

    known = models.list_models()
    for name in names:
        models.model_facts(name)  # an unknown one ends here
    kept = read_json(FIGURES, DataError) if FIGURES.exists() else {}
    if only_page and not kept:
        raise ConfigError(f"There are no figures in {FIGURES}", action="measure first")
    wanted = [] if only_page else names or known
    if is_rest:
        wanted = [each for each in wanted if "parts" not in kept.get(each, {})]
    for i, name in enumerate(wanted, 1):
        started = time.perf_counter()
        record = measured_apart(name, timeout_s, formats)
        kept[name] = merged(kept.get(name), record)
        seconds = time.perf_counter() - started
        line = f"[{i}/{len(wanted)}] {name:22}{seconds:5.0f} s  {in_short(record)}"
        print(line, flush=True)
        kept = {each: kept[each] for each in known if each in kept}
        write_json(FIGURES, kept)
        write_text(PAGE, page(kept, known))
    write_text(PAGE, page(kept, known))
    print(f"Wrote {PAGE.relative_to(ROOT)} and {FIGURES.relative_to(ROOT)}")


def merged(old, new):
    """The record of a model with those formats that were measured anew."""
    if not old or "failure" in old or "failure" in new:
        return new
    parts = {
        part: {**old["parts"].get(part, {}), **facts}
        for part, facts in new["parts"].items()
    }
    return {"machine": new["machine"], "parts": parts}


def measured_apart(name, timeout_s, formats=()):
    """The record of a model, measured in another process, whatever becomes of that."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "record.json")
        words = [sys.executable, __file__, "--one", name, "--to", str(file)]
        words += [f"--format={each}" for each in formats]
        try:
            done = subprocess.run(words, capture_output=True, timeout=timeout_s)
        except subprocess.TimeoutExpired:
            return {"failure": f"not done within {timeout_s:.0f} s"}
        if not file.exists():
            lines = done.stderr.decode(errors="replace").strip().splitlines()
            last = lines[-1] if lines else "nothing was said"
            return {"failure": f"the process ended with {done.returncode}: {last}"}
        return json.loads(file.read_text("utf-8"))


def measure(name, formats=()):
    """Export a model in all formats, part by part.

    Returns
    -------
    dict
        ``machine``, and ``parts``: name to ``input`` (shapes) and, for each format,
        a dict of ``works`` with ``difference``, ``of_largest`` and ``note``, or
        with ``reason``.
    """
    from mxnet import init

    from gluon_course import models
    from gluon_course.base.hardware import described
    from gluon_course.base.seeds import seed_everything
    from gluon_course.base.tracing import flatten
    from gluon_course.export.difference import as_inputs, sample_batch
    from gluon_course.export.in_use import graphs_in_use

    seed_everything(0)
    net = models.get_model(name, **OPTIONS.get(name, {}))
    net.initialize(init.Xavier(magnitude=4))
    shape = shape_of(name)
    if net.input_shape and len(shape) == 3:
        models.check_input(net, (1, *shape))
    # without a threshold, so that there are boxes whose places can be compared
    graphs = graphs_in_use(net, shape, score_threshold=0)
    parts = {}
    for part, (block, given) in graphs.items():
        inputs = as_inputs(given)
        block(*sample_batch(inputs, 2, None))
        flat = flatten(inputs)
        parts[part] = {"input": [[each.name, *each.shape] for each in flat]}
        for form in formats or EXPORTERS:
            parts[part][form] = exported(form, block, inputs)
    return {"machine": f"{described()}, {runtimes()}", "parts": parts}


def exported(form, block, inputs):
    """One graph in one format: what its export says of itself, or why there is none."""
    from gluon_course.base.errors import CourseError, reason_of
    from gluon_course.base.files import read_json

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, form)
        try:
            EXPORTERS[form](block, folder, inputs)
        except CourseError as error:
            return {"works": False, "reason": error.what, "cause": error.cause}
        except Exception as error:  # whatever a converter raises
            reason = f"{type(error).__name__}: {reason_of(error)}"
            return {"works": False, "reason": reason, "cause": ""}
        meta = read_json(folder / "model.json", CourseError)
    proof = meta["verified"]
    record = {"works": True, "difference": proof["largest_difference"]}
    if "largest_output" in proof:
        largest = max(proof["largest_output"], 1e-12)
        record["of_largest"] = proof["largest_difference"] / largest
    if form == "onnx":
        record["opset"] = meta["onnx"]["opset"]
        record["batch_is_free"] = meta["onnx"]["batch_is_free"]
    return record


def to_symbol(block, folder, inputs):
    from gluon_course.export import export_model

    export_model(block, folder, inputs)


def to_onnx(block, folder, inputs):
    from gluon_course.export.onnx import export_onnx

    export_onnx(block, folder, inputs)


def to_int8(block, folder, inputs):
    from gluon_course.base.tracing import flatten
    from gluon_course.export import export_int8
    from gluon_course.export.difference import sample_batch

    batches = [flatten(sample_batch(inputs, 8, None, seed=seed)) for seed in (0, 1)]
    export_int8(block, folder, inputs, batches, rounds=0)


def to_bf16(block, folder, inputs):
    from gluon_course.export import export_bf16

    export_bf16(block, folder, inputs, rounds=0)


EXPORTERS = {"symbol": to_symbol, "onnx": to_onnx, "int8": to_int8, "bf16": to_bf16}


def runtimes():
    """Versions of the packages that write and run ONNX."""
    texts = []
    for package in ("onnx", "onnxruntime"):
        try:
            texts.append(f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            texts.append(f"no {package}")
    return ", ".join(texts)


def shape_of(name):
    """The small shape that is exported: of one sample."""
    from gluon_course import models

    facts = models.model_facts(name)
    if name in SHAPES:
        return SHAPES[name]
    side = SIDES.get(facts.task)
    if side and len(facts.input_shape) == 3 and facts.input_shape[1] > side:
        return (facts.input_shape[0], side, side)
    return facts.input_shape


def in_short(record):
    """One line about a model: its formats, with a sign for each."""
    if "failure" in record:
        return record["failure"]
    texts = []
    for part, facts in record["parts"].items():
        works = {
            form: "yes" if facts[form]["works"] else "NO"
            for form in facts
            if form in EXPORTERS
        }
        signs = [f"{form} {said}" for form, said in works.items()]
        texts.append(f"{part}: {', '.join(signs)}" if part else ", ".join(signs))
    return "; ".join(texts)


def write_record(name, file, formats):
    """In the process of one model: measure it and leave the record in a file."""
    from gluon_course.base.files import write_json

    write_json(Path(file), measure(name, formats))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", action="append", default=[], metavar="NAME")
    parser.add_argument(
        "--format", action="append", default=[], choices=EXPORTERS, help="only these"
    )
    parser.add_argument("--rest", action="store_true", help="without a record")
    parser.add_argument("--only-page", action="store_true")
    parser.add_argument("--timeout", type=float, default=1200, metavar="SECONDS")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--to", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        write_record(options.one, options.to, options.format)
    else:
        from gluon_course.cli.errors import exit_status

        asked = options.model, options.format, options.rest, options.only_page
        sys.exit(exit_status(lambda: main(*asked, options.timeout)))
