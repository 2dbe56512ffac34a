"""A section as a Jupyter notebook, and as slides; and what such a notebook calls.

``gluon-course notebook SECTION`` is the command. Making a notebook needs the extra
``notebook``; the names below are those that the cells of a notebook use, and need
nothing.
"""

from gluon_course.notebooks.figures import Figures, figures
from gluon_course.notebooks.kernel import begin
from gluon_course.notebooks.pictures import draw

__all__ = ["Figures", "begin", "draw", "figures"]
