"""9.5 多尺度目标检测

Needs: catdog.jpg
"""

from mxnet import contrib, image, nd

from gluon_course import d2lzh as d2l

img = image.imread("../img/catdog.jpg")
h, w = img.shape[0:2]
print(h, w)
assert (h, w) == (561, 728)
d2l.set_figsize()


def display_anchors(fmap_w, fmap_h, s):
    fmap = nd.zeros((1, 10, fmap_h, fmap_w))
    anchors = contrib.nd.MultiBoxPrior(fmap, sizes=s, ratios=[1, 2, 0.5])
    d2l.plt.figure()
    axes = d2l.plt.imshow(img.asnumpy()).axes
    d2l.show_bboxes(axes, anchors[0] * nd.array((w, h, w, h)))
    return axes


for fmap, s in ((4, [0.15]), (2, [0.4]), (1, [0.8])):
    axes = display_anchors(fmap_w=fmap, fmap_h=fmap, s=s)
    assert len(axes.patches) == 3 * fmap**2
