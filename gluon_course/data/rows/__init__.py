"""The rows of the catalogue, by kind.

The addresses are those that the texts and MXNet 1.9.1 name. They could not be checked
from where this was written: some may have gone, which is why every known address of a
file is a mirror of the others. The checksums are published ones (sha1 by MXNet and the
texts, md5 by Zalando) or were computed from the files of the text's repository.
"""

from gluon_course.data.rows.embeddings import EMBEDDINGS
from gluon_course.data.rows.images import IMAGES
from gluon_course.data.rows.standins import STANDINS
from gluon_course.data.rows.tables import TABLES
from gluon_course.data.rows.texts import TEXTS
from gluon_course.data.rows.vision import VISION
from gluon_course.data.rows.weights import WEIGHTS

ROWS = (*IMAGES, *VISION, *TABLES, *TEXTS, *WEIGHTS, *EMBEDDINGS, *STANDINS)
