"""Rank and size as MPI, Slurm and Kubernetes give them."""

import pytest

from gluon_course.base.errors import ConfigError
from gluon_course.dist.surroundings import place_of

MPI = {
    "OMPI_COMM_WORLD_RANK": "3",
    "OMPI_COMM_WORLD_SIZE": "4",
    "OMPI_COMM_WORLD_LOCAL_SIZE": "4",
}
SLURM = {
    "SLURM_PROCID": "1",
    "SLURM_NTASKS": "8",
    "SLURM_STEP_ID": "0",
    "SLURM_STEP_NODELIST": "gpu[07-09,12],login",
    "SLURM_JOB_ID": "77",
}
KUBERNETES = {
    "JOB_COMPLETION_INDEX": "0",
    "DMLC_NUM_WORKER": "3",
    "DMLC_PS_ROOT_URI": "train-0.train",
    "DMLC_PS_ROOT_PORT": "9091",
}


def test_nobody_but_the_user():
    assert place_of({}) is None
    # the shell of salloc is no place
    assert place_of({k: v for k, v in SLURM.items() if k != "SLURM_STEP_ID"}) is None


def test_open_mpi_on_one_machine():
    place = place_of(MPI)
    assert (place.system, place.rank, place.size) == ("Open MPI", 3, 4)
    assert place.root == "127.0.0.1"
    assert place.port == place_of({**MPI, "OMPI_COMM_WORLD_RANK": "0"}).port


def test_open_mpi_on_several_machines_needs_an_address():
    several = {**MPI, "OMPI_COMM_WORLD_LOCAL_SIZE": "2"}
    with pytest.raises(ConfigError, match="DMLC_PS_ROOT_URI"):
        place_of(several)
    assert place_of({**several, "DMLC_PS_ROOT_URI": "node1"}).root == "node1"


@pytest.mark.parametrize(
    ("nodes", "root"),
    [("gpu[07-09,12],login", "gpu07"), ("node1,node2", "node1"), ("n[3]", "n3")],
)
def test_slurm_names_its_first_node(nodes, root):
    place = place_of({**SLURM, "SLURM_STEP_NODELIST": nodes})
    assert (place.system, place.rank, place.size, place.root) == ("Slurm", 1, 8, root)


def test_mpich_inside_a_job_of_slurm_counts_its_own_ranks():
    place = place_of({**SLURM, "PMI_RANK": "5", "PMI_SIZE": "6"})
    assert (place.system, place.rank, place.size) == ("MPICH", 5, 6)
    assert place.root == "gpu07"


def test_two_slurm_jobs_have_two_ports():
    assert place_of(SLURM).port != place_of({**SLURM, "SLURM_JOB_ID": "78"}).port


def test_kubernetes_with_the_variables_of_the_manifest():
    place = place_of(KUBERNETES)
    assert (place.system, place.rank, place.size) == ("Kubernetes", 0, 3)
    assert (place.root, place.port) == ("train-0.train", 9091)


@pytest.mark.parametrize("size", ["0", "x", "3"])
def test_rank_outside_the_size_is_refused(size):
    with pytest.raises(ConfigError, match="OMPI_COMM_WORLD_SIZE"):
        place_of({**MPI, "OMPI_COMM_WORLD_SIZE": size})
