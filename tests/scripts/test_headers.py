"""Every chapter script is headed, placed and shaped alike."""

import ast
import re
from pathlib import Path

import pytest

from gluon_course.base.chapters import list_sections
from gluon_course.results import published

# Number, title and path of the sections with code, as in the text.
PREREQUISITE = {
    "2.2": ("ndarray", "数据操作"),
    "2.3": ("autograd", "自动求梯度"),
    "2.4": ("lookup-api", "查阅文档"),
}
BASICS = {
    "3.1": ("linear-regression", "线性回归"),
    "3.2": ("linear-regression-scratch", "线性回归的从零开始实现"),
    "3.3": ("linear-regression-gluon", "线性回归的简洁实现"),
    "3.5": ("fashion-mnist", "图像分类数据集（Fashion-MNIST）"),
    "3.6": ("softmax-regression-scratch", "softmax回归的从零开始实现"),
    "3.7": ("softmax-regression-gluon", "softmax回归的简洁实现"),
    "3.8": ("mlp", "多层感知机"),
    "3.9": ("mlp-scratch", "多层感知机的从零开始实现"),
    "3.10": ("mlp-gluon", "多层感知机的简洁实现"),
    "3.11": ("underfit-overfit", "模型选择、欠拟合和过拟合"),
    "3.12": ("weight-decay", "权重衰减"),
    "3.13": ("dropout", "丢弃法"),
    "3.16": ("kaggle-house-price", "实战Kaggle比赛：房价预测"),
}
COMPUTATION = {
    "4.1": ("model-construction", "模型构造"),
    "4.2": ("parameters", "模型参数的访问、初始化和共享"),
    "4.3": ("deferred-init", "模型参数的延后初始化"),
    "4.4": ("custom-layer", "自定义层"),
    "4.5": ("read-write", "读取和存储"),
    "4.6": ("use-gpu", "GPU计算"),
}
CONVOLUTIONS = {
    "5.1": ("conv-layer", "二维卷积层"),
    "5.2": ("padding-and-strides", "填充和步幅"),
    "5.3": ("channels", "多输入通道和多输出通道"),
    "5.4": ("pooling", "池化层"),
    "5.5": ("lenet", "卷积神经网络（LeNet）"),
    "5.6": ("alexnet", "深度卷积神经网络（AlexNet）"),
    "5.7": ("vgg", "使用重复元素的网络（VGG）"),
    "5.8": ("nin", "网络中的网络（NiN）"),
    "5.9": ("googlenet", "含并行连结的网络（GoogLeNet）"),
    "5.10": ("batch-norm", "批量归一化"),
    "5.11": ("resnet", "残差网络（ResNet）"),
    "5.12": ("densenet", "稠密连接网络（DenseNet）"),
}
RECURRENT = {
    "6.2": ("rnn", "循环神经网络"),
    "6.3": ("lang-model-dataset", "语言模型数据集（歌词）"),
    "6.4": ("rnn-scratch", "循环神经网络的从零开始实现"),
    "6.5": ("rnn-gluon", "循环神经网络的简洁实现"),
    "6.7": ("gru", "门控循环单元（GRU）"),
    "6.8": ("lstm", "长短期记忆（LSTM）"),
    "6.9": ("deep-rnn", "深度循环神经网络"),
    "6.10": ("bi-rnn", "双向循环神经网络"),
}
OPTIMIZATION = {
    "7.1": ("optimization-intro", "优化与深度学习"),
    "7.2": ("gd-sgd", "梯度下降和随机梯度下降"),
    "7.3": ("minibatch-sgd", "小批量随机梯度下降"),
    "7.4": ("momentum", "动量法"),
    "7.5": ("adagrad", "AdaGrad算法"),
    "7.6": ("rmsprop", "RMSProp算法"),
    "7.7": ("adadelta", "AdaDelta算法"),
    "7.8": ("adam", "Adam算法"),
}
PERFORMANCE = {
    "8.1": ("hybridize", "命令式和符号式混合编程"),
    "8.2": ("async-computation", "异步计算"),
    "8.3": ("auto-parallelism", "自动并行计算"),
    "8.4": ("multiple-gpus", "多GPU计算"),
    "8.5": ("multiple-gpus-gluon", "多GPU计算的简洁实现"),
}
VISION = {
    "9.1": ("image-augmentation", "图像增广"),
    "9.2": ("fine-tuning", "微调"),
    "9.3": ("bounding-box", "目标检测和边界框"),
    "9.4": ("anchor", "锚框"),
    "9.5": ("multiscale-object-detection", "多尺度目标检测"),
    "9.6": ("object-detection-dataset", "目标检测数据集（皮卡丘）"),
    "9.7": ("ssd", "单发多框检测（SSD）"),
    "9.8": ("rcnn", "区域卷积神经网络（R-CNN）系列"),
    "9.9": ("semantic-segmentation-and-dataset", "语义分割和数据集"),
    "9.10": ("fcn", "全卷积网络（FCN）"),
    "9.11": ("neural-style", "样式迁移"),
    "9.12": ("kaggle-gluon-cifar10", "实战Kaggle比赛：图像分类（CIFAR-10）"),
    "9.13": ("kaggle-gluon-dog", "实战Kaggle比赛：狗的品种识别（ImageNet Dogs）"),
}
LANGUAGE = {
    "10.1": ("word2vec", "词嵌入（word2vec）"),
    "10.2": ("approx-training", "近似训练"),
    "10.3": ("word2vec-gluon", "word2vec的实现"),
    "10.4": ("fasttext", "子词嵌入（fastText）"),
    "10.5": ("glove", "全局向量的词嵌入（GloVe）"),
    "10.6": ("similarity-analogy", "求近义词和类比词"),
    "10.7": ("sentiment-analysis-rnn", "文本情感分类：使用循环神经网络"),
    "10.8": ("sentiment-analysis-cnn", "文本情感分类：使用卷积神经网络（textCNN）"),
    "10.9": ("seq2seq", "编码器—解码器（seq2seq）"),
    "10.10": ("beam-search", "束搜索"),
    "10.11": ("attention", "注意力机制"),
    "10.12": ("machine-translation", "机器翻译"),
}
CHAPTERS = {
    "chapter_prerequisite": PREREQUISITE,
    "chapter_deep-learning-basics": BASICS,
    "chapter_deep-learning-computation": COMPUTATION,
    "chapter_convolutional-neural-networks": CONVOLUTIONS,
    "chapter_recurrent-neural-networks": RECURRENT,
    "chapter_optimization": OPTIMIZATION,
    "chapter_computational-performance": PERFORMANCE,
    "chapter_computer-vision": VISION,
    "chapter_natural-language-processing": LANGUAGE,
}
SECTIONS = [
    section
    for section in list_sections()
    if section.edition == "v1" and section.folder in CHAPTERS
]
NAMES = [section.slug for section in SECTIONS]


FILES = {"pathlib", "tempfile"}  # of section 4.5


def published_numbers(section):
    """The numbers of the header that stand in ``(published ...)``."""
    quoted = re.findall(r"\(published([^)]*)\)", section.expected)
    return [float(each) for part in quoted for each in re.findall(r"-?\d*\.?\d+", part)]


@pytest.mark.parametrize("folder", CHAPTERS)
def test_every_section_with_code_has_its_script(folder):
    found = {
        section.number: (section.slug, section.title)
        for section in SECTIONS
        if section.folder == folder
    }
    assert found == CHAPTERS[folder]


@pytest.mark.parametrize("section", SECTIONS, ids=NAMES)
def test_published_numbers_of_the_header_are_those_of_the_data(section):
    figures = published(section.path).values()
    values = {value for figure in figures for value in figure.values.values()}
    numbers = published_numbers(section)
    assert set(numbers) <= values
    accuracies = [figure for figure in figures if figure.name.endswith("test_acc")]
    for figure in accuracies:
        assert set(figure.values.values()) <= set(numbers), figure.name
    assert bool(numbers) == bool(values), "the header quotes what was published"


@pytest.mark.parametrize("section", SECTIONS, ids=NAMES)
def test_what_was_measured_on_newer_data_is_not_called_published(section):
    figures = published(section.path).values()
    spans = {"{:g}-{:g}".format(*each.measured) for each in figures if each.measured}
    quoted = re.findall(r"([\d.]+-[\d.]+) \(measured\)", section.expected)
    assert set(quoted) == spans
    assert ("31 August 2017" in section.expected) == bool(spans)


@pytest.mark.parametrize("section", SECTIONS, ids=NAMES)
def test_the_header_names_the_command_that_runs_it(section):
    header = ast.get_docstring(ast.parse(section.file.read_text(encoding="utf-8")))
    assert f"Run:      gluon-course run {section.slug}\n" in header


@pytest.mark.parametrize("section", SECTIONS, ids=NAMES)
def test_the_script_is_short_and_imports_no_other_script(section):
    source = section.file.read_text(encoding="utf-8")
    lines = source.splitlines()
    assert len(lines) <= 80
    assert max(map(len, lines)) <= 88
    allowed = {"gluon_course", "mxnet", "numpy", "time", "dataclasses", *FILES}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module]
        else:
            continue
        assert {module.split(".")[0] for module in modules} <= allowed


@pytest.mark.parametrize("section", SECTIONS, ids=NAMES)
def test_main_takes_plain_defaults_and_run_options(section):
    tree = ast.parse(section.file.read_text(encoding="utf-8"))
    (main,) = (
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name == "main"
    )
    names = [argument.arg for argument in main.args.args]
    assert names[-1] == "run"
    assert len(main.args.defaults) == len(names)
    for default in main.args.defaults[:-1]:
        ast.literal_eval(default)
    assert ast.unparse(main.args.defaults[-1]) == "RunOptions()"
    assert ast.unparse(tree.body[-1]) == (
        "if __name__ == '__main__':\n    cli.run_script(__file__)"
    )


def test_the_scripts_lie_where_the_text_has_its_pages():
    root = Path(__file__).resolve().parents[2] / "scripts"
    for section in SECTIONS:
        assert section.file == root / f"{section.path}.py"
