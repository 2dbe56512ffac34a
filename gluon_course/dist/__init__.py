"""Starting the scheduler, servers and workers of MXNet's KVStore; nothing else of ours.

Their part in the training itself is the trainer's: see ``train/group.py``.
"""

from gluon_course.dist.hosts import Host, read_hosts
from gluon_course.dist.launcher import Outcome, launch
from gluon_course.dist.roles import Job, Process, plan
from gluon_course.dist.surroundings import Place, place_of

__all__ = [
    "Host",
    "Job",
    "Outcome",
    "Place",
    "Process",
    "launch",
    "place_of",
    "plan",
    "read_hosts",
]
