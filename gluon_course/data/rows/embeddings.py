"""Word vectors: MXNet's (``embeddings/``) and those of zh-v2."""

from gluon_course.data.dataset import D2L, GIB, DataSet, single

_GLOVE, _FASTTEXT = "PDDL 1.0", "CC BY-SA 3.0"
_GLOVE_6B = {
    "embeddings/glove/glove.6B.50d.txt": "21bf566a9d27f84d253e0cd4d4be9dcc07976a6d",
    "embeddings/glove/glove.6B.100d.txt": "16b1dbfaf35476790bd9df40c83e2dfbd05312f1",
    "embeddings/glove/glove.6B.200d.txt": "17d0355ddaa253e298ede39877d1be70f99d9148",
    "embeddings/glove/glove.6B.300d.txt": "646443dd885090927f8215ecf7a677e9f703858d",
}


def _of_mxnet(name, title, path, sha1, evidence, section="10.6", content_sha1=None):
    folder = path.rsplit("/", 1)[0]
    return DataSet(
        name,
        title,
        folder,
        (single(path, f"gluon/{path}", sha1=sha1, unpack_to=folder),),
        evidence=evidence,
        content_sha1=content_sha1 or {},
        licence=_GLOVE if "glove" in folder else _FASTTEXT,
        section=section,
        kind="embedding",
        max_unpacked=24 * GIB,
    )


def _of_d2l(name, title, stem, sha1, licence, section):
    return DataSet(
        name,
        title,
        stem,
        (single(f"{stem}.zip", f"{D2L}{stem}.zip", sha1=sha1, unpack_to=""),),
        evidence=("vec.txt",),
        licence=licence,
        section=section,
        kind="embedding",
        max_unpacked=24 * GIB,
    )


EMBEDDINGS = (
    _of_mxnet(
        "glove.6B",
        "GloVe, 400,000 words, 50 to 300 dimensions",
        "embeddings/glove/glove.6B.zip",
        "b64e54f1877d2f735bdd000c1d7d771e25c7dfdc",
        ("glove.6B.50d.txt", "glove.6B.100d.txt"),
        "10.6-10.8",
        _GLOVE_6B,
    ),
    _of_mxnet(
        "glove.42B",
        "GloVe, 42 billion tokens, 300 dimensions",
        "embeddings/glove/glove.42B.300d.zip",
        "f8e722b39578f776927465b71b231bae2ae8776a",
        ("glove.42B.300d.txt",),
    ),
    _of_mxnet(
        "glove.840B",
        "GloVe, 840 billion tokens, 300 dimensions",
        "embeddings/glove/glove.840B.300d.zip",
        "8084fbacc2dee3b1fd1ca4cc534cbfff3519ed0d",
        ("glove.840B.300d.txt",),
    ),
    _of_mxnet(
        "glove.twitter.27B",
        "GloVe of Twitter, 25 to 200 dimensions",
        "embeddings/glove/glove.twitter.27B.zip",
        "dce69c404025a8312c323197347695e81fd529fc",
        ("glove.twitter.27B.25d.txt",),
    ),
    _of_mxnet(
        "fasttext.wiki.en",
        "fastText of the English Wikipedia, 300 dimensions",
        "embeddings/fasttext/wiki.en.zip",
        "7f83d578a31a8168423c77ea25ad381494a5e920",
        ("wiki.en.vec",),
    ),
    _of_mxnet(
        "fasttext.wiki.zh",
        "fastText of the Chinese Wikipedia, 300 dimensions",
        "embeddings/fasttext/wiki.zh.zip",
        "2374ec566f6411b9bb570077636695fe9768a5ba",
        ("wiki.zh.vec",),
    ),
    _of_d2l(
        "v2-glove.6b.50d",
        "GloVe, 400,000 words, 50 dimensions",
        "glove.6B.50d",
        "0b8703943ccdb6eb788e6f091b8946e82231bc4d",
        _GLOVE,
        "v2:14.7",
    ),
    _of_d2l(
        "v2-glove.6b.100d",
        "GloVe, 400,000 words, 100 dimensions",
        "glove.6B.100d",
        "cd43bfb07e44e6f27cbcc7bc9ae3d80284fdaf5a",
        _GLOVE,
        "v2:14.7, v2:15.2, v2:15.5",
    ),
    _of_d2l(
        "v2-glove.42b.300d",
        "GloVe, 42 billion tokens, 300 dimensions",
        "glove.42B.300d",
        "b5116e234e9eb9076672cfeabf5469f3eec904fa",
        _GLOVE,
        "v2:14.7",
    ),
    _of_d2l(
        "v2-wiki.en",
        "fastText of the English Wikipedia, 300 dimensions",
        "wiki.en",
        "c1816da3821ae9f43899be655002f6c723e91b88",
        _FASTTEXT,
        "v2:14.7",
    ),
)
