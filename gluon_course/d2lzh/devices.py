"""The names of 5.5 and 9.1 that choose devices."""

from __future__ import annotations

from gluon_course.base import devices

_MOST = 16


def try_gpu():
    """``gpu(0)`` if MXNet can use it, else ``cpu()``.

    Section: 5.5 卷积神经网络（LeNet） (chapter_convolutional-neural-networks/lenet)
    """
    return devices.try_gpu()


def try_all_gpus():
    """All GPUs that MXNet can use, 16 at most, else ``[cpu()]``.

    Section: 9.1 图像增广 (chapter_computer-vision/image-augmentation)
    """
    return devices.try_all_gpus()[:_MOST]
