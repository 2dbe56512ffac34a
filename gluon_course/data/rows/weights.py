"""Pretrained weights: MXNet's model zoo (``models/``) and zh-v2's BERT."""

from gluon_course.data.dataset import D2L, DataFile, DataSet, single


def _zoo(name: str, title: str, sha1: str, section: str) -> DataSet:
    # The model zoo names a file after the start of its sha1 and packs it alone; of the
    # archive no checksum is published, so the unpacked file is what is checked.
    stem = f"{name}-{sha1[:8]}"
    return DataSet(
        name,
        title,
        f"models/{stem}.params",
        (DataFile(f"models/{stem}.zip", (), (f"gluon/models/{stem}.zip",), "models"),),
        content_sha1={f"models/{stem}.params": sha1},
        licence="Apache-2.0 (MXNet)",
        section=section,
        kind="weights",
    )


def _bert(name: str, title: str, sha1: str, section: str) -> DataSet:
    return DataSet(
        name,
        title,
        name,
        (single(f"{name}.zip", f"{D2L}{name}.zip", sha1=sha1, unpack_to=""),),
        evidence=("vocab.json", "pretrained.params"),
        section=section,
        kind="weights",
        max_unpacked=2 << 30,
    )


WEIGHTS = (
    _zoo(
        "resnet18_v2",
        "ResNet-18 v2 trained on ImageNet",
        "a81db45fd7b7a2d12ab97cd88ef0a5ac48b8f657",
        "9.2, 9.10",
    ),
    _zoo(
        "resnet34_v2",
        "ResNet-34 v2 trained on ImageNet",
        "9d6b80bbc35169de6b6edecffdd6047c56fdd322",
        "9.13",
    ),
    _zoo(
        "vgg19",
        "VGG-19 trained on ImageNet",
        "ad2f660d101905472b83590b59708b71ea22b2e5",
        "9.11",
    ),
    _bert(
        "bert.base",
        "BERT, 12 layers of width 768",
        "7b3820b35da691042e5d34c0971ac3edbd80d3f4",
        "v2:15.7",
    ),
    _bert(
        "bert.small",
        "BERT, 2 layers of width 256",
        "a4e718a47137ccd1809c9107ab4f5edd317bae2c",
        "v2:15.7",
    ),
)
