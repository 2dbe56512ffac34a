"""Sets of chapter 9: folders of pictures, detection, segmentation, competitions."""

from gluon_course.data.dataset import D2L, GIB, DataFile, DataSet, single

_REPOSITORY = "github d2l-ai/d2l-zh, branch v1"
_CIFAR_LICENCE = "no formal licence (Krizhevsky 2009)"
_DOG_LICENCE = "rules of the Kaggle competition dog-breed-identification"
_VOC_TAR = "VOCtrainval_11-May-2012.tar"
_PIKACHU = (
    ("train.rec", "e6bcb6ffba1ac04ff8a9b1115e650af56ee969c8"),
    ("train.idx", "dcf7318b2602c06428b9988470c731621716c393"),
    ("val.rec", "d6c33f799b4d058e82f2cb5bd9a976f69d72d520"),
)
# name, bytes, sha256, sha1
_KAGGLE_CIFAR10 = (
    (
        "train_tiny.zip",
        236390,
        "5db5f98af804a2d503503004b445c7b7998adc0554170c1ebc36e4f467562cd1",
        "cc9c71aa630e854698c5ae3a9cd486f83d58c101",
    ),
    (
        "test_tiny.zip",
        2520,
        "79dcd38df5e5c014407b61cb35624f63ee696239e1952dc2f8138c32fd31c3ff",
        "13c650bc8e92931df66ef9d3467d92a16c1ef1a9",
    ),
    (
        "trainLabels.csv.zip",
        149042,
        "96d621607bba97d83ae7fac5b2f94bee91e50f4d9be00453e77313459c865b61",
        "27a66502d432e43d91f7506806b930d196ce4a6e",
    ),
)
# name, bytes, sha256
_PICTURES = (
    (
        "cat1.jpg",
        53081,
        "be3040de58a5c818a725f03b5acc281423a6ed7fa1e58b2f94f60034656e600b",
    ),
    (
        "catdog.jpg",
        32576,
        "7580ea4555a01bc18c3e1a21ae6b8099026634034a8a08b4fe443fbc9f849dd2",
    ),
    (
        "pikachu.jpg",
        90387,
        "197cd8c176ed3d6860c33da0590a6e2989791b28f31fba7a481c942ba0f3a05d",
    ),
    (
        "rainier.jpg",
        578469,
        "014381e94081625e5e5279fd81f50d01b75ebf10f1e85189d66e2fc93adbc768",
    ),
    (
        "autumn_oak.jpg",
        2850502,
        "a277e6926333bcb06f8fa7e68d24e4d3027ecb87802227ed4b514ab1906af557",
    ),
)

VISION = (
    DataSet(
        "pictures",
        "Photographs and a painting that the text shows",
        "img",
        tuple(
            single(f"img/{name}", sha256=sha256, size=size)
            for name, size, sha256 in _PICTURES
        ),
        licence="Apache-2.0 (repository of the text)",
        section="9.1, 9.3-9.5, 9.7, 9.11",
        origin=f"folder img/ of {_REPOSITORY}",
    ),
    DataSet(
        "hotdog",
        "2,800 photographs, hot dogs or not",
        "hotdog",
        (
            single(
                "hotdog.zip",
                "gluon/dataset/hotdog.zip",
                D2L + "hotdog.zip",
                sha1="fba480ffa8aa7e0febbb511d181409f899b9baa5",
                unpack_to="",
            ),
        ),
        evidence=("train/hotdog", "train/not-hotdog", "test/hotdog", "test/not-hotdog"),
        section="9.2, v2:13.2",
    ),
    DataSet(
        "pikachu",
        "1,000 synthetic pictures with a Pikachu each, as RecordIO",
        "pikachu",
        tuple(
            single(f"pikachu/{name}", f"gluon/dataset/pikachu/{name}", sha1=sha1)
            for name, sha1 in _PIKACHU
        ),
        section="9.6, 9.7",
    ),
    DataSet(
        "banana-detection",
        "1,000 + 100 pictures with a banana each, 256x256",
        "banana-detection",
        (
            single(
                "banana-detection.zip",
                D2L + "banana-detection.zip",
                sha1="5de26c8fce5ccdea9f91267273464dc968d20d72",
                unpack_to="",
            ),
        ),
        evidence=("bananas_train/label.csv", "bananas_val/label.csv"),
        section="v2:13.6, v2:13.7",
    ),
    DataSet(
        "voc2012",
        "PASCAL VOC 2012, semantic segmentation",
        "VOCdevkit/VOC2012",
        (
            single(
                _VOC_TAR,
                f"http://host.robots.ox.ac.uk/pascal/VOC/voc2012/{_VOC_TAR}",
                D2L + _VOC_TAR,
                sha1="4e443f8a2eca6b1dac8a6c57641b67dd40621a49",
                unpack_to="",
            ),
        ),
        evidence=(
            "JPEGImages",
            "SegmentationClass",
            "ImageSets/Segmentation/train.txt",
            "ImageSets/Segmentation/val.txt",
        ),
        licence="PASCAL VOC terms (Flickr pictures, research use)",
        section="9.9, 9.10",
        max_unpacked=8 * GIB,
    ),
    DataSet(
        "cifar10-tiny",
        "101 pictures of the Kaggle competition cifar-10, all labels",
        "kaggle_cifar10",
        tuple(
            single(
                f"kaggle_cifar10/{name}",
                sha256=sha256,
                sha1=sha1,
                size=size,
                unpack_to="kaggle_cifar10",
            )
            for name, size, sha256, sha1 in _KAGGLE_CIFAR10
        ),
        evidence=("train_tiny", "test_tiny", "trainLabels.csv"),
        licence=_CIFAR_LICENCE,
        section="9.12",
        origin=f"folder data/ of {_REPOSITORY}",
    ),
    DataSet(
        "v2-cifar10-tiny",
        "1,005 pictures of the Kaggle competition cifar-10",
        "kaggle_cifar10_tiny",
        (
            single(
                "kaggle_cifar10_tiny.zip",
                D2L + "kaggle_cifar10_tiny.zip",
                sha1="2068874e4b9a9f0fb07ebe0ad2b29754449ccacd",
                unpack_to="",
            ),
        ),
        evidence=("trainLabels.csv",),
        licence=_CIFAR_LICENCE,
        section="v2:13.13",
    ),
    DataSet(
        "dog-tiny",
        "A part of the Kaggle competition dog-breed-identification",
        "kaggle_dog/train_valid_test_tiny",
        # The text's repository has it, but no checksum of it is known here.
        (DataFile("kaggle_dog/train_valid_test_tiny.zip", unpack_to="kaggle_dog"),),
        licence=_DOG_LICENCE,
        section="9.13",
        origin=f"folder data/ of {_REPOSITORY}",
    ),
    DataSet(
        "v2-dog-tiny",
        "A part of the Kaggle competition dog-breed-identification",
        "kaggle_dog_tiny",
        (
            single(
                "kaggle_dog_tiny.zip",
                D2L + "kaggle_dog_tiny.zip",
                sha1="0cb91d09b814ecdc07b50f31f8dcad3e81d6a86d",
                unpack_to="",
            ),
        ),
        evidence=("labels.csv",),
        licence=_DOG_LICENCE,
        section="v2:13.14",
    ),
)
