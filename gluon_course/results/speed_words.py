"""The Chinese of docs/results/speed.md: titles, explanations, names of rows."""

TITLE = """# 速度

<!-- python scripts/speed_page.py 生成；请不要手改 -->

这一页的每个数字都由一条命令测得，命令写在表的上面，结果存放在`docs/results/speed/`里。
绝对时间说明不了多少：同一台机器几分钟之内就会差一倍。所以几方在各自的进程里轮流运行，
A B A B，每次只和相邻的那次相比。粗体是这些比值的中位数，括号里是四分位数；
大于1表示这里更快，小于1表示这里更慢。

```bash
python scripts/speed_page.py     # 由结果重新生成本页
```
"""

EMPTY = "还没有测。"

MEMORY = "整个进程到测完为止的峰值，包括导入的库；`torch.compile`的编译也算在内。"

SECTIONS = {
    "families": (
        "训练一步：和PyTorch比",
        "一步包括前向、损失、反向、（小节裁剪梯度时的）裁剪、更新，以及损失和正确数的累计。"
        "网络、批量、线程数、精度（float32）都相同；图像比课本的小时，几方一样小。"
        "“编译”是`torch.compile`编译网络和损失，编译的时间不算在内。"
        "语言模型和翻译数的是词元，其余数的是样本。"
        "目标：几何平均对PyTorch是1.5，对编译过的是1.2，没有一个低于1。",
    ),
    "epochs": (
        "一轮：和课本的代码比",
        "读数据、训练、评价都算在内。"
        "课本的代码是d2lzh 1.0.0，线程数是MXNet的默认值，核数的一半。"
        "目标：softmax回归6倍，多层感知机3.5倍，LeNet 2倍。",
    ),
    "startup": (
        "启动：时间和内存",
        "每次都是新的进程，从启动数到做完，内存是这个进程的峰值（子进程不计）。"
        "第一步包括导入、建网络和编译。",
    ),
    "loaders": (
        "读数据",
        "整遍读完，每一批都等到可用，每秒多少张。"
        "课本一列是d2lzh的`load_data_fashion_mnist`（四个子进程），"
        "或Gluon的`ImageFolderDataset`加`DataLoader`；"
        "PyTorch一列是`TensorDataset`加`DataLoader`。",
    ),
    "augmentations": (
        "图像增广",
        "每秒多少张96×96的图像。这里整批一起变；Gluon和PIL一张一张地变，"
        "课本（9.1节）和torchvision也是这样。",
    ),
    "callbacks": (
        "回调和指标",
        "第一个表是每个回调自己花的时间，一轮235步，和Fashion-MNIST一样；"
        "第二个表是轮流训练时一轮多出的时间。目标是进度条、历史和指标合起来不到2%。",
    ),
}

ROLES = {
    "course": "这里",
    "text": "课本的代码",
    "torch": "PyTorch",
    "compiled": "PyTorch编译",
    "nhwc": "PyTorch channels_last",
    "gluon": "Gluon",
    "pil": "PIL",
}

KINDS = {
    "all": "全部",
    "pictures": "图像分类",
    "tokens": "语言模型",
    "pairs": "翻译",
    "reviews": "影评",
    "boxes": "检测",
    "masks": "分割",
}

NAMES = {
    "epoch-softmax": "softmax回归",
    "epoch-mlp": "多层感知机",
    "epoch-lenet": "LeNet",
    "epoch-rnn": "6.4 循环神经网络（歌词）",
    "epoch-rnn-gluon": "6.5 循环神经网络（歌词）",
    "import": "导入",
    "import-package-only": "只导入`gluon_course`",
    "help": "`gluon-course --help`",
    "first-batch": "第一批Fashion-MNIST",
    "first-step-lenet": "LeNet的第一步",
    "first-step-resnet18": "ResNet-18的第一步",
    "first-step-lstm_lm": "LSTM语言模型的第一步",
    "fashion-mnist": "Fashion-MNIST",
    "fashion-mnist-96": "Fashion-MNIST，放大",
    "cifar10-subset": "CIFAR-10",
    "folder": "文件夹里的照片",
    "boxes": "带框的图像，在内存里",
    "boxes-of-files": "带框的图像，VOC格式",
    "masks": "带掩码的图像，现场拼成",
    "masks-of-files": "带掩码的图像，VOC格式",
    "flip": "左右翻转",
    "crop": "随机裁剪再缩放",
    "brightness": "亮度",
    "contrast": "对比度",
    "saturation": "饱和度",
    "hue": "色调",
    "lighting": "光照",
    "jitter": "四种颜色变化",
    "erasing": "随机擦除",
    "mixup": "mixup",
    "cutmix": "CutMix",
    "kaggle-dog": "9.13节的全部变化",
}

CALLBACKS = {
    "metrics": "指标",
    "bar, history and metrics": "进度条、历史和指标",
    "clipping": "梯度裁剪",
}
