"""``python -m gluon_course`` is the command ``gluon-course``."""

from gluon_course.cli import main

if __name__ == "__main__":
    main()
