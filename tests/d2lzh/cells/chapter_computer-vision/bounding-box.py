"""9.3 目标检测和边界框

Needs: catdog.jpg
"""

from mxnet import image

from gluon_course import d2lzh as d2l

d2l.set_figsize()
img = image.imread("../img/catdog.jpg").asnumpy()
d2l.plt.imshow(img)
assert img.shape == (561, 728, 3)

dog_bbox, cat_bbox = [60, 45, 378, 516], [400, 112, 655, 493]
fig = d2l.plt.imshow(img)
dog = fig.axes.add_patch(d2l.bbox_to_rect(dog_bbox, "blue"))
fig.axes.add_patch(d2l.bbox_to_rect(cat_bbox, "red"))
assert dog.get_xy() == (60, 45)
assert (dog.get_width(), dog.get_height()) == (318, 471)
assert not dog.get_fill() and len(fig.axes.patches) == 2
