"""What the workers of ``dist_async`` send is understood by servers that just start."""

import pickle
import subprocess
import sys
import textwrap

import pytest
from mxnet import optimizer as mx_optimizer

from gluon_course.base.server_optimizer import ServerOptimizer
from gluon_course.optim import SGD

# a server runs inside of `import mxnet`, from the module mxnet.kvstore.kvstore_server on
SERVER = textwrap.dedent(
    """
    import pathlib, pickle, sys

    class Server:
        def find_spec(self, name, path, target=None):
            if name == "mxnet.kvstore.kvstore_server":
                sys.meta_path.remove(self)
                for path in sys.argv[1:]:
                    sent = pickle.loads(pathlib.Path(path).read_bytes())
                    print(type(sent.inner).__qualname__)

    sys.meta_path.insert(0, Server())
    import mxnet
    """
)


@pytest.mark.timeout(300)
def test_optimizers_are_read_while_mxnet_is_imported(tmp_path):
    paths = []
    for optimizer in (SGD(learning_rate=0.1, momentum=0.9), mx_optimizer.Adam()):
        paths.append(tmp_path / type(optimizer).__name__)
        paths[-1].write_bytes(pickle.dumps(ServerOptimizer(optimizer, 1.0), 0))
    done = subprocess.run(
        [sys.executable, "-c", SERVER, *map(str, paths)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["SGD", "Adam"]
