"""``gluon-course predict``: one command, a file for each kind of model."""

from gluon_course.cli.predict.command import predict

__all__ = ["predict"]
