"""Build and install gluon_course; ``pip install '.[cpu]'`` or ``'.[cu112]'``."""

import ast
import re
import runpy
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


# a file of its own that needs the standard library only
MACHINE = runpy.run_path(str(HERE / "gluon_course" / "base" / "machine.py"))
if MACHINE["unsuitable"]():
    sys.exit(MACHINE["unsuitable"]())

from setuptools import find_packages, setup  # noqa: E402
from setuptools.command.build_py import build_py  # noqa: E402


class BuildPackage(build_py):
    """Builds the package with its start-up line, the scripts and the learner's pages.

    An editable install reads these in place; a built package carries a copy.
    """

    def run(self):
        if self.editable_mode:
            super().run()
            self._write_start_line(self.get_finalized_command("install").install_lib)
            return
        shutil.rmtree(Path(self.build_lib, "gluon_course"), ignore_errors=True)
        super().run()
        self._write_start_line(self.build_lib)
        for source, target in self._copies():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)

    def get_outputs(self, include_bytecode=True):
        outputs = super().get_outputs(include_bytecode)
        if self.editable_mode:
            return outputs
        return [
            *outputs,
            str(Path(self.build_lib, START_LINE)),
            *(str(target) for _, target in self._copies()),
        ]

    def _copies(self):
        """The scripts, and the learner's pages, whose words notebooks have."""
        root = Path(self.build_lib, "gluon_course")
        found = []
        for kind, pattern in (("scripts", "**/*.py"), ("docs", "chapter_*/*.md")):
            target = root / {"scripts": "_scripts", "docs": "_pages"}[kind]
            for path in sorted((HERE / kind).glob(pattern)):
                found.append((path, target / path.relative_to(HERE / kind)))
        return found

    def _write_start_line(self, folder):
        source = (HERE / "gluon_course" / "base" / "at_start.py").read_text("utf-8")
        tree = ast.parse(source)
        del tree.body[0]  # the docstring
        line = f"import sys; exec({ast.unparse(tree)!r}, {{}})\n"
        target = Path(folder, START_LINE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(line, encoding="ascii")


START_LINE = "gluon_course_start.pth"

VERSION = re.search(
    r'^__version__ = "(.+)"$',
    (HERE / "gluon_course" / "__init__.py").read_text("utf-8"),
    re.MULTILINE,
).group(1)

REQUIRED = [
    # MXNet 1.9.1 reads numpy.bool: NumPy 1.23 has it, later ones get it at start-up
    'numpy>=1.23.5,<1.24; python_version < "3.12"',
    'numpy>=1.26.4,<1.27; python_version >= "3.12"',
    "setuptools>=68,<81",  # MXNet imports distutils, which Python 3.12 has from here
    "gluoncv==0.10.5.post0",
    "gluonnlp==0.10.0",
    "opencv-python>=4.8,<4.12",  # 4.12 wants NumPy 2
    "matplotlib>=3.8,<3.11",
    "scikit-learn>=1.4,<1.8",
    "scipy>=1.11,<1.16",
    "pandas>=2.1,<3",
    "pillow>=10,<14",
    "click>=8.1,<9",
    "tqdm>=4.66,<5",
    "filelock>=3.12,<5",
    "requests>=2.31,<3",
]

ONNX = [
    # MXNet imports onnx.mapping, which later versions lack; 1.14 has no wheel for 3.12
    'onnx==1.14.1; python_version < "3.12"',
    'onnx>=1.16,<1.17; python_version >= "3.12"',
    "onnxruntime>=1.17,<1.20",
    "protobuf>=4.21,<5",
]

SERVE = [
    "fastapi>=0.110,<1",
    "uvicorn>=0.29,<1",
    "python-multipart>=0.0.18,<1",
    "prometheus-client>=0.20,<1",
]

NOTEBOOK = [
    "jupytext>=1.16,<2",  # brings markdown-it-py, which renders the slides
    "nbformat>=5.9,<6",
    "nbclient>=0.10,<1",  # runs notebooks without a browser
    "ipykernel>=6.29,<8",
    "matplotlib-inline>=0.1.6,<1",
    "pygments>=2.17,<3",
    "sphinx-mathjax-offline==0.0.2",  # MathJax as a file, for slides without network
]

DOCS = [
    *SERVE,  # the API reference imports every module
    *NOTEBOOK,  # a notebook and slides of every section
    "sphinx>=7.4,<8",  # the last series for Python 3.9
    "myst-parser>=3,<4",
    "furo>=2024.8.6,<2026",
]

EXTRAS = {
    "cpu": ["mxnet==1.9.1"],
    "cu112": [
        "mxnet-cu112==1.9.1",
        "nvidia-cuda-runtime-cu11==11.8.89",
        "nvidia-cuda-nvrtc-cu11==11.8.89",
        "nvidia-nvtx-cu11==11.8.86",
        "nvidia-cublas-cu11==11.11.3.6",
        "nvidia-cufft-cu11==10.9.0.58",
        "nvidia-curand-cu11==10.3.0.86",
        "nvidia-cusolver-cu11==11.4.1.48",
        "nvidia-nccl-cu11==2.21.5",
        "nvidia-cudnn-cu11==8.9.6.50",
    ],
    "onnx": ONNX,
    "serve": SERVE,
    "docs": DOCS,
    "notebook": NOTEBOOK,
    "browser": ["playwright>=1.40,<2"],  # tests and pictures of the page, 45 MB
    "tensorboard": ["tensorboardX>=2.6,<3"],
    "coco": ["pycocotools>=2.0.8,<3"],
    "search": ["optuna>=4,<5"],
    # another torch brings gigabytes of CUDA; d2lzh is the text's own package
    "bench": [
        "torch==2.13.0",
        "d2lzh==1.0.0",
        "gensim>=4.3.3,<5",
        'schemathesis>=4.20,<5; python_version >= "3.10"',  # asks the server anything
    ],
    "dev": [
        *ONNX,
        *SERVE,
        *DOCS,
        "httpx>=0.27,<1",  # asks the server in the tests
        "optuna>=4,<5",  # the tests of the extra search
        "pycocotools>=2.0.8,<3",  # the tests of the extra coco
        "sacrebleu>=2.4,<3",  # what corpus BLEU is compared with
        "pytest>=8,<10",
        "pytest-timeout>=2.3,<3",
        "pytest-xdist>=3.6,<4",
        "hypothesis>=6.100,<7",
        "ruff==0.17.6",
    ],
}

setup(
    name="gluon_course",
    version=VERSION,
    description="动手学深度学习 (MXNet/Gluon): the course as a tested package",
    python_requires=">=3.9,<3.13",
    packages=find_packages(include=["gluon_course", "gluon_course.*"]),
    package_data={
        "gluon_course.export.safe": ["operators.json"],
        "gluon_course.notebooks": ["reveal/*"],
        "gluon_course.serve": ["page/*"],
    },
    install_requires=REQUIRED,
    extras_require=EXTRAS,
    entry_points={"console_scripts": ["gluon-course = gluon_course.cli:main"]},
    cmdclass={"build_py": BuildPackage},
    zip_safe=False,
)
