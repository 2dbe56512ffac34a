"""Asks gluon-course serve whatever its OpenAPI description allows, and what it forbids.

    python scripts/checks/openapi.py runs/lenet
    python scripts/checks/openapi.py runs/rnn-gluon --examples 100

The server of FOLDER runs in a process of its own; schemathesis draws requests from its
/openapi.json and applies all of its checks: no status 500, every status and type of
content as described, answers as their schemas say, wrong values refused, right ones
answered. A schema cannot say what a picture is, or which words a model knows; so this
file is also the module that tells schemathesis how to draw those. Its last line is
"No failure." and its status 0, or that of schemathesis. Needs the packages ``serve``
and ``schemathesis``.
"""

from __future__ import annotations

import argparse
import base64
import io
import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

MODEL = "GLUON_COURSE_CHECKED_MODEL"  # what /model said, for the hooks


def main(folder: Path, examples: int) -> int:
    """Check the server of a folder; the exit status."""
    server = subprocess.Popen(
        [sys.executable, "-u", "-m", "gluon_course", "serve", folder, "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        lines = (re.search(r"http://\S+", line) for line in server.stdout)
        found = next((each for each in lines if each), None)
        if not found:
            return server.wait() or 1
        status = checked(found.group(), examples)
    finally:
        server.send_signal(signal.SIGTERM)
        ended = server.wait()
    if not status and not ended:
        print("No failure.")
    return status or ended


def checked(url: str, examples: int) -> int:
    """Run schemathesis with this file as its hooks; its status."""
    with urllib.request.urlopen(f"{url}/model") as answer:
        model = answer.read().decode()
    here = Path(__file__).resolve()
    path = os.pathsep.join([str(here.parent), os.environ.get("PYTHONPATH", "")])
    hooks = {"SCHEMATHESIS_HOOKS": here.stem, "PYTHONPATH": path, MODEL: model}
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{url}/openapi.json"]
    command += ["--max-examples", str(examples), "--checks", "all"]
    # the server gives up before: 500 tokens may take long on a busy machine
    command += ["--request-timeout", "120", "--max-response-time", "120"]
    command += ["--generation-deterministic"]
    return subprocess.run(command, env={**os.environ, **hooks}).returncode


def draw_what_the_model_knows(model: dict) -> None:
    """Tell schemathesis what a picture is, and words that this model knows."""
    import numpy as np
    import schemathesis
    from hypothesis import strategies as st
    from PIL import Image

    def picture(height: int, width: int, is_grey: bool, kind: str) -> bytes:
        pixels = np.random.RandomState(height).randint(0, 255, (height, width, 3))
        stream = io.BytesIO()
        image = Image.fromarray(pixels.astype(np.uint8))
        image.convert("L" if is_grey else "RGB").save(stream, kind)
        return stream.getvalue()

    size = st.integers(1, 40)
    kinds = st.sampled_from(["PNG", "JPEG", "GIF", "BMP"])
    pictures = st.builds(picture, size, size, st.booleans(), kinds)
    encoded = pictures.map(lambda each: base64.b64encode(each).decode())
    schemathesis.openapi.format("picture", encoded)
    schemathesis.openapi.format("binary", pictures)
    for name in ("prefix", "sentence", "word"):
        texts = model["examples"].get(name) or ["a"]
        schemathesis.openapi.format(name, st.sampled_from(texts))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="a run or an export")
    parser.add_argument("--examples", type=int, default=50, help="of each operation")
    given = parser.parse_args()
    sys.exit(main(given.folder, given.examples))
elif MODEL in os.environ:
    draw_what_the_model_knows(json.loads(os.environ[MODEL]))
