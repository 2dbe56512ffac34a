"""Small parts of the large sets, for tests and trials. They have no address.

Results on them say that code runs and learns; they are not those of the sets.
"""

from gluon_course.data.dataset import DataSet, single


def _stand_in(name, title, content, path, sha256, size, evidence, licence, section):
    return DataSet(
        name,
        f"stand-in: {title}",
        content,
        (single(path, sha256=sha256, size=size, unpack_to=""),),
        evidence=evidence,
        licence=licence,
        section=section,
        kind="stand-in",
        origin="the data folder of the project",
    )


STANDINS = (
    _stand_in(
        "cifar10-subset",
        "2,500 + 500 pictures of CIFAR-10",
        "cifar10_subset",
        "cifar10_subset.zip",
        "23ec299b83c86e421dd1b556974f7d3aa4fefa9431481cd1335dbe6d7dd178a6",
        7181782,
        ("trainLabels.csv", "testLabels.csv"),
        "no formal licence (Krizhevsky 2009)",
        "9.1, 9.12",
    ),
    _stand_in(
        "hotdog-small",
        "200 + 50 photographs, hot dogs or not, as the folder hotdog",
        "hotdog",
        "hotdog_small.zip",
        "e28ac081b70112bdd7fae85768f0a278694d23d72c1640c0c4d74693c6c28f29",
        2041017,
        ("train/hotdog", "train/not-hotdog", "test/hotdog", "test/not-hotdog"),
        "AGPL-3.0",
        "9.2",
    ),
    _stand_in(
        "voc2012-subset",
        "55 pictures of VOC 2012 with masks and boxes",
        "VOCdevkit/VOC2012",
        "VOC2012_subset.zip",
        "c3713c2f9b6eaab3b0b109ef99039b1951206e2b7c739f9111e820d116fb205a",
        3279024,
        ("JPEGImages", "SegmentationClass", "ImageSets/Segmentation/train.txt"),
        "PASCAL VOC terms (Flickr pictures, research use)",
        "9.9, 9.10",
    ),
    _stand_in(
        "imdb-subset",
        "2,000 + 1,000 film reviews of IMDb",
        "aclImdb",
        "aclImdb_subset.tar.gz",
        "fb8de43f0b581815caad039be96b6ae4914fd603441e3c9e285e0d965de38c3b",
        1741608,
        ("train/pos", "train/neg", "test/pos", "test/neg"),
        "free for research with citation (Maas et al. 2011)",
        "10.7, 10.8",
    ),
    _stand_in(
        "imdb-tiny",
        "40 film reviews of IMDb (tag v0.7 of the text)",
        "aclImdb_tiny",
        "aclImdb_tiny.zip",
        "556e7340b08cdd0aa827db7d64868d0326d0b79160659d6753dce1afbdfe6e6a",
        32845,
        ("train/pos", "train/neg", "test/pos", "test/neg"),
        "Apache-2.0 (repository of the text)",
        "10.7",
    ),
    _stand_in(
        "glove.6B.50d-top9000",
        "the first 9,000 words of glove.6B.50d.txt",
        "glove.6B.50d.txt",
        "glove.6B.50d_top9000.zip",
        "d9b0e06285ea58e5bbb2369e45ca29f3675e3fd0bca7411ed9445cb66a5f2219",
        1524045,
        (),
        "PDDL 1.0",
        "10.6-10.8",
    ),
)
