"""Texts: lyrics, novels, newspapers, reviews, sentence pairs (chapters 6 and 10)."""

from gluon_course.data.dataset import D2L, DataFile, DataSet, Edition, single

_REPOSITORY = "folder data/ of github d2l-ai/d2l-zh, branch v1"
_APACHE = "Apache-2.0 (repository of the text)"

TEXTS = (
    DataSet(
        "jaychou",
        "Lyrics of Jay Chou, 63,282 characters",
        "jaychou_lyrics.txt",
        (
            single(
                "jaychou_lyrics.txt.zip",
                sha256="3cfedd7d174111cdad5a27eaffaa6a2432a2842cf2590a03dd8a97610ea07043",
                sha1="9529987e701a4f37048ab778270a5dde9a762a0b",
                size=52607,
                unpack_to="",
            ),
        ),
        licence=f"{_APACHE}; the lyrics stay their authors'",
        section="6.3-6.8",
        origin=_REPOSITORY,
    ),
    DataSet(
        "time-machine",
        "The Time Machine, H. G. Wells, 3,221 lines",
        "timemachine.txt",
        (
            single(
                "timemachine.txt",
                D2L + "timemachine.txt",
                sha256="8424dbd9532ac81f7e5f0b6add90e6952baea29158309d7d1bf3884f4e12c516",
                sha1="090b5e7e70c295757f55df93cb0a180b9691891a",
                size=178979,
            ),
        ),
        licence=f"public domain; {_APACHE}",
        section="v2:8.2-8.6, v2:9.1-9.4",
    ),
    DataSet(
        "ptb",
        "Penn Treebank, 42,068 training sentences",
        "ptb",
        (
            single(
                "ptb.zip",
                D2L + "ptb.zip",
                sha256="310d8f602882a5716613815ed75596e5764ea84ed04c5630eebaaf2b943ec5aa",
                sha1="319d85e578af0cdc590547f26231e4e31cdf1e42",
                size=1981551,
                unpack_to="",
            ),
        ),
        evidence=("ptb.train.txt", "ptb.valid.txt", "ptb.test.txt"),
        licence=f"{_APACHE}; Penn Treebank is LDC material",
        section="10.3, v2:14.3",
    ),
    DataSet(
        "fr-en-small",
        "20 French-English sentence pairs",
        "fr-en-small.txt",
        (
            single(
                "fr-en-small.txt",
                sha256="2fbdf9bbb0dc1f31adb0af10a49c2aa9799de565e1d4bd71257a856d4dc9dbfc",
                sha1="4192ace3405b0b6a2f9761eb6c19494b1f8a9761",
                size=806,
            ),
        ),
        licence=_APACHE,
        section="10.12",
        origin=_REPOSITORY,
    ),
    DataSet(
        "fra-eng",
        "English-French sentence pairs of Tatoeba",
        "fra-eng/fra.txt",
        (
            DataFile(
                "fra-eng.zip",
                (
                    Edition(
                        sha1="94646ad1522d915e7b0f9296181140edcf86a4f5",
                        name="the one of zh-v2",
                    ),
                    Edition(
                        "cbeee682d7a90f407519ecc3f6296d10"
                        "7811fde918297d4e17aa07c0ff384a0a",
                        name="an older one, its 76,037 shortest pairs",
                        size=1093059,
                    ),
                ),
                (D2L + "fra-eng.zip",),
                unpack_to="",
            ),
        ),
        licence="CC BY 2.0 FR (tatoeba.org, manythings.org)",
        section="v2:9.5, v2:9.7, v2:10.4, v2:10.7",
    ),
    DataSet(
        "imdb",
        "IMDb, 25,000 + 25,000 film reviews",
        "aclImdb",
        (
            single(
                "aclImdb_v1.tar.gz",
                "http://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz",
                sha1="01ada507287d82875905620988597833ad4e0903",
                unpack_to="",
            ),
        ),
        evidence=("train/pos", "train/neg", "test/pos", "test/neg"),
        licence="free for research with citation (Maas et al. 2011)",
        section="10.7, 10.8",
    ),
    DataSet(
        "wikitext-2",
        "WikiText-2, articles of Wikipedia",
        "wikitext-2",
        (
            single(
                "wikitext-2-v1.zip",
                "https://s3.amazonaws.com/research.metamind.io/wikitext/"
                "wikitext-2-v1.zip",
                sha1="3c914d17d80b1459be871a5039ac23e752a53cbe",
                unpack_to="",
            ),
        ),
        evidence=("wiki.train.tokens", "wiki.valid.tokens", "wiki.test.tokens"),
        licence="CC BY-SA (Wikipedia)",
        section="v2:14.9, v2:14.10",
    ),
    DataSet(
        "snli",
        "Stanford natural language inference, 549,367 + 9,824 pairs",
        "snli_1.0",
        (
            single(
                "snli_1.0.zip",
                "https://nlp.stanford.edu/projects/snli/snli_1.0.zip",
                sha1="9fcde07509c7e87ec61c640c1b2753d9041758e4",
                unpack_to="",
            ),
        ),
        evidence=("snli_1.0_train.txt", "snli_1.0_test.txt"),
        licence="CC BY-SA 4.0",
        section="v2:15.4, v2:15.5, v2:15.7",
    ),
)
