"""What every start of an interpreter runs where this package is installed.

``setup.py`` writes this source into the single line of ``gluon_course_start.pth``. It
must be quick, stand alone, and stay silent when the package is gone. ``hook`` replaces
the finder as soon as mxnet or gluon_course is imported.
"""

import sys


class StartFinder:
    gluon_course_start = True

    def find_spec(self, name, path=None, target=None):
        if name not in ("mxnet", "gluoncv"):
            return None
        if self in sys.meta_path:
            sys.meta_path.remove(self)
        try:
            from gluon_course.base.hook import FINDER
        except Exception:
            return None
        return FINDER.find_spec(name, path, target)


sys.meta_path.insert(0, StartFinder())
