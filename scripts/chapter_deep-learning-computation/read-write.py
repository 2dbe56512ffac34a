"""4.5 读取和存储

Text:     chapter_deep-learning-computation/read-write
Run:      gluon-course run read-write
Expected: an array, a list and a dict come back as they were; a second MLP with the
          first one's parameters gives the same outputs (all ones in the comparison); a
          file that was cut short is refused and changes nothing
Vary:     --cut 1 takes one byte from the file's end
"""

import tempfile
from pathlib import Path

from mxnet import nd

from gluon_course import cli, scratch, train
from gluon_course.base import arrays_file
from gluon_course.base.errors import CheckpointError
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything


def main(cut=100, run=RunOptions()):
    seed_everything(run.seed)
    with tempfile.TemporaryDirectory() as folder:
        return read_and_write(lambda name: run.path(name) or Path(folder, name), cut)


def read_and_write(path, cut):
    # 读写NDArray: the files are those of nd.save and nd.load; ours are written whole or
    # not at all, and checked while they are read
    x, y = nd.ones(3), nd.zeros(4)
    arrays_file.save(path("x"), x)
    (x2,) = arrays_file.load(path("x"))
    arrays_file.save(path("xy"), [x, y])
    xy = arrays_file.load(path("xy"))
    arrays_file.save(path("mydict"), {"x": x, "y": y})
    mydict = arrays_file.load(path("mydict"))
    by_mxnet = nd.load(str(path("mydict")))

    # 读写Gluon模型的参数: the file holds the numbers, the code is the net
    X = nd.random.uniform(shape=(2, 20))
    net = scratch.MLP()
    net.initialize()
    Y = net(X)
    filename = train.save_parameters(net, path("mlp.params"))
    net2 = scratch.MLP()
    train.load_parameters(net2, filename)
    Y2 = net2(X)

    # a file that lost its end, as a full disk leaves it
    content = filename.read_bytes()
    path("cut.params").write_bytes(content[: len(content) - cut])
    try:
        train.load_parameters(net2, path("cut.params"))
        refusal = ""
    except CheckpointError as error:
        refusal = error.cause
    return {
        "x2": x2,
        "xy": xy,
        "mydict": mydict,
        "mydict_by_mxnet": by_mxnet,
        "Y2 == Y": Y2 == Y,
        "refusal": refusal,
        "after_refusal": net2(X) == Y,
    }


if __name__ == "__main__":
    cli.run_script(__file__)
