"""Image sets for classification that fit in memory: chapters 3, 5 and 9.1."""

from gluon_course.data.dataset import DataFile, DataSet, Edition, single

_ZALANDO = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"
_MXNET_EDITION = "26 August 2017, the one of MXNet"
_ZALANDO_EDITION = "31 August 2017, duplicates removed"

# name, bytes, sha256, sha1, md5 of Zalando's edition; sha1 of MXNet's
_FASHION_MNIST = (
    (
        "train-images-idx3-ubyte.gz",
        26421880,
        "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
        "95978b76b6897f6ca69a25145d01716efb615989",
        "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
        "0cf37b0d40ed5169c6b3aba31069a9770ac9043d",
    ),
    (
        "train-labels-idx1-ubyte.gz",
        29515,
        "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
        "09814cfef5a041118ceace42f8dae995319d331a",
        "25c81989df183df01b3e8a0aad5dffbe",
        "236021d52f1e40852b06a4c3008d8de8aef1e40b",
    ),
    (
        "t10k-images-idx3-ubyte.gz",
        4422102,
        "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
        "5edda96c6d8c36ff915115a0e8136d370a021576",
        "bef4ecab320f06d8554ea6380940ec79",
        "626ed6a7c06dd17c0eec72fa3be1740f146a2863",
    ),
    (
        "t10k-labels-idx1-ubyte.gz",
        5148,
        "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
        "9caad14e1aff9adac77d3744963212d36af15bee",
        "bb300cfdad3c16e7a12a480ee83cd310",
        "17f9ab60e7257a1620f4ad76bbbaf857c3920701",
    ),
)
_MNIST = (
    ("train-images-idx3-ubyte.gz", "6c95f4b05d2bf285e1bfb0e7960c31bd3b3f8a7d"),
    ("train-labels-idx1-ubyte.gz", "2a80914081dc54586dbdf242f9805a6b8d2a15fc"),
    ("t10k-images-idx3-ubyte.gz", "c3a25af1f52dad7f726cce8cacb138654b760d48"),
    ("t10k-labels-idx1-ubyte.gz", "763e7fa3757d93b0cdec073cef058b2004252c17"),
)
_CIFAR10 = {
    "cifar10/data_batch_1.bin": "aadd24acce27caa71bf4b10992e9e7b2d74c2540",
    "cifar10/data_batch_2.bin": "c0ba65cce70568cd57b4e03e9ac8d2a5367c1795",
    "cifar10/data_batch_3.bin": "1dd00a74ab1d17a6e7d73e185b69dbf31242f295",
    "cifar10/data_batch_4.bin": "aab85764eb3584312d3c7f65fd2fd016e36a258e",
    "cifar10/data_batch_5.bin": "26e2849e66a845b7f1e4614ae70f4889ae604628",
    "cifar10/test_batch.bin": "67eb016db431130d61cd03c7ad570b013799c88c",
}

IMAGES = (
    DataSet(
        "fashion-mnist",
        "Fashion-MNIST, 60,000 + 10,000 pictures of clothes, 28x28",
        "fashion-mnist",
        tuple(
            DataFile(
                f"fashion-mnist/{name}",
                (
                    Edition(sha256, sha1, md5, _ZALANDO_EDITION, size),
                    Edition(sha1=mxnet_sha1, name=_MXNET_EDITION),
                ),
                (f"gluon/dataset/fashion-mnist/{name}", _ZALANDO + name),
            )
            for name, size, sha256, sha1, md5, mxnet_sha1 in _FASHION_MNIST
        ),
        licence="MIT, (c) 2017 Zalando SE",
        section="3.5, chapter 5, 8.5",
    ),
    DataSet(
        "mnist",
        "MNIST, 60,000 + 10,000 handwritten digits, 28x28",
        "mnist",
        tuple(
            single(f"mnist/{name}", f"gluon/dataset/mnist/{name}", sha1=sha1)
            for name, sha1 in _MNIST
        ),
        licence="no formal licence",
        section="3.5",
    ),
    DataSet(
        "cifar10",
        "CIFAR-10, 50,000 + 10,000 colour pictures, 32x32",
        "cifar10",
        (
            single(
                "cifar10/cifar-10-binary.tar.gz",
                "gluon/dataset/cifar10/cifar-10-binary.tar.gz",
                sha1="fab780a1e191a7eda0f345501ccd62d20f7ed891",
                unpack_to="cifar10",
            ),
        ),
        evidence=tuple(path.rsplit("/", 1)[1] for path in _CIFAR10),
        content_sha1=_CIFAR10,
        licence="no formal licence (Krizhevsky 2009)",
        section="9.1",
    ),
)
