"""The demo of the README: train LeNet, export it, use the export without this package.

Run:      bash scripts/demo.sh               (or python scripts/demo.py)
Expected: test accuracy 0.97-0.99 on 360 digits kept apart, in about a minute
"""

import subprocess
import sys
import time
from pathlib import Path

import mxnet as mx
import numpy as np
from PIL import Image

from gluon_course import RunOptions, data, models, train
from gluon_course.base.threads import current
from gluon_course.cli.errors import exit_status
from gluon_course.cli.runs.folder import take_new
from gluon_course.export import export_model

REQUIRED_ACCURACY = 0.95
AGREEMENT = 1e-5

MXNET_ONLY = """
import sys
import mxnet as mx
folder, inputs, outputs = sys.argv[1:]
net = mx.gluon.SymbolBlock.imports(
    folder + "/model-symbol.json", ["data"], folder + "/model-0000.params")
mx.nd.save(outputs, net(mx.nd.load(inputs)[0]))
"""


def main():
    """Run the demo; the exit status is 0 if accuracy and agreement are as promised."""
    started = time.perf_counter()
    out = take_new("demo")
    run = RunOptions(sample=True, out=out, progress=True)
    chosen = current()
    print(f"MXNet {mx.__version__}, OpenMP threads: {chosen.count} ({chosen.reason})")
    net, test_iter, accuracy = fit(run)
    difference = compare(net, test_iter, out)
    digit = save_digit(out)

    print()
    print(f"test accuracy {accuracy:.3f}   ({test_iter.info.notice})")
    print(f"curve         {out / 'curves.png'}")
    print(f"export        {out / 'export'}")
    print(f"agreement     largest difference between net and export {difference:.1e}")
    print(f"{time.perf_counter() - started:.0f} seconds in all")
    command = Path(sys.executable).with_name("gluon-course")
    print(f"""
Try next:
  {shown(command)} predict {out / "export"} {digit}
  {shown(command)} run lenet          # section 5.5 on Fashion-MNIST (31 MB)
  {shown(command)} list chapters      # the other sections""")
    return 0 if accuracy >= REQUIRED_ACCURACY and difference <= AGREEMENT else 1


def fit(run):
    """Train LeNet of section 5.5 on the embedded digits.

    SGD as in the section needs about 50 epochs to leave the plateau of the sigmoids
    with so few pictures; Adam needs three.

    Returns
    -------
    net, test_iter, accuracy
    """
    train_iter, test_iter = data.fashion_mnist(batch_size=32, run=run)
    net = models.get_model("lenet")
    trainer = train.Trainer(
        net,
        train.Classification(),
        "adam",
        {"learning_rate": 0.005},
        init=mx.init.Xavier(),
        run=run,
    )
    result = trainer.fit(train_iter, test_iter, num_epochs=30)
    return net, test_iter, result.final["test_acc"]


def compare(net, test_iter, out):
    """Largest difference between the net and its export, loaded with mxnet alone."""
    export_model(net, out / "export", (1, 28, 28), info=test_iter.info)
    X = mx.nd.concat(*(X for X, _ in test_iter), dim=0)
    ctx = next(iter(net.collect_params().values())).list_ctx()[0]
    expected = net(X.as_in_context(ctx)).asnumpy()
    inputs, outputs = out / "inputs.nd", out / "outputs.nd"
    mx.nd.save(str(inputs), [X])
    # MXNet warns at every such import that the type of the input is open
    command = [sys.executable, "-W", "ignore::UserWarning", "-c", MXNET_ONLY]
    files = [str(out / "export"), str(inputs), str(outputs)]
    subprocess.run([*command, *files], check=True)
    found = mx.nd.load(str(outputs))[0].asnumpy()
    inputs.unlink()
    outputs.unlink()
    same = (expected.argmax(axis=1) == found.argmax(axis=1)).sum()
    print(
        f"\nexport in a process that imports only mxnet: same class as the net for "
        f"{same} of {len(found)} test pictures"
    )
    return float(np.abs(expected - found).max())


def save_digit(out):
    """Write one test picture as PNG and return its path."""
    _, (X_test, y_test) = data.sample_digits()
    path = out / f"digit-{y_test[0]}.png"
    Image.fromarray(X_test[0, :, :, 0]).save(path)
    return path


def shown(path):
    """A path, relative to the present folder where that is shorter."""
    here = Path.cwd()
    return path.relative_to(here) if here in path.parents else path


if __name__ == "__main__":
    sys.exit(exit_status(main))
