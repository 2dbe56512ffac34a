"""Settings of all tests."""

from hypothesis import settings

# a busy machine is no mistake of the code
settings.register_profile("gluon_course", deadline=None)
settings.load_profile("gluon_course")
