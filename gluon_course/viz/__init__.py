"""Pictures: the only room that touches matplotlib. Each function returns the figure."""

from gluon_course.viz.curves import compare, curves
from gluon_course.viz.style import Picture, chinese_font, save

__all__ = ["Picture", "chinese_font", "compare", "curves", "save"]
