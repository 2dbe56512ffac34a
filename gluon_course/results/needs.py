"""What it takes to measure a section that was not measured, for the reader in Chinese.

The hours are estimates from the speeds of training steps that were measured on two
cores (``scripts/benchmarks/families.py``), times the text's batches and epochs.
"""

from __future__ import annotations

_CNN = "chapter_convolutional-neural-networks/"
_CV = "chapter_computer-vision/"
_NLP = "chapter_natural-language-processing/"
_ATTENTION = "chapter_attention-mechanisms/"

_PAIRS = "课本所用版本的英法句对；现有的是另一版，损失不能直接比较"

NEEDS = {
    _CNN + "alexnet": "空闲的两核CPU约三小时，或一块计算能力5.0–8.9的GPU",
    _CNN + "vgg": "空闲的两核CPU约两小时半，或一块GPU",
    _CNN + "nin": "空闲的两核CPU约两小时，或一块GPU",
    _CNN + "googlenet": "空闲的两核CPU约一小时，或一块GPU",
    _CNN + "resnet": "空闲的两核CPU约一小时，或一块GPU",
    _CNN + "densenet": "空闲的两核CPU约四十分钟，或一块GPU",
    _CV + "image-augmentation": "完整的CIFAR-10（50,000张）和一块GPU",
    _CV + "fine-tuning": "预训练的ResNet-18权重和完整的热狗数据集",
    _CV + "ssd": "皮卡丘数据集（1,000张合成图像）；--sample用自带的合成图像代替",
    _CV + "fcn": "Pascal VOC2012（2 GB）、预训练的ResNet-18权重和一块GPU",
    _CV + "neural-style": "预训练的VGG-19权重",
    _CV + "kaggle-gluon-cifar10": "Kaggle的CIFAR-10数据",
    _CV + "kaggle-gluon-dog": "Kaggle的狗品种数据和预训练的ResNet-34权重",
    _CV + "semantic-segmentation-and-dataset": "Pascal VOC2012（2 GB）",
    _NLP + "similarity-analogy": "完整的GloVe 6B（50维，400,001个词）",
    _NLP + "sentiment-analysis-rnn": "完整的IMDb（25,000条）、100维的GloVe和一块GPU",
    _NLP + "sentiment-analysis-cnn": "完整的IMDb（25,000条）和100维的GloVe",
    "chapter_recurrent-modern/seq2seq": _PAIRS,
    _ATTENTION + "bahdanau-attention": _PAIRS,
    _ATTENTION + "transformer": _PAIRS,
    "chapter_computational-performance/multiple-gpus": "两块GPU",
    "chapter_computational-performance/multiple-gpus-gluon": "两块GPU",
    "chapter_computational-performance/auto-parallelism": "一块GPU",
}
"""Path of a section to what it needs."""

_ONLY_TIME = "只需要时间：一台装好本库的电脑，运行本页的命令"


def needs_of(section: str) -> str:
    """What a measurement of ``section`` needs beyond its command, in Chinese."""
    return NEEDS.get(section.removeprefix("v2:"), _ONLY_TIME)
