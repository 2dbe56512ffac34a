#!/usr/bin/env bash
# Runs ruff and pytest in the environment of this clone; arguments go to pytest, for
# example: bash scripts/test.sh tests/models -x; bash scripts/test.sh -m slow
#
# The files of tests are shared among processes, one for each core, four at most; -n0
# (or -p no:xdist) runs all in one, as --pdb and -s need it. OMP_NUM_THREADS is 1 unless
# it is set. GLUON_COURSE_EXAMPLES=500 -m hypothesis tries that many new random
# examples of each property; without it the examples are the same in every run.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
use_environment cpu dev

cd "$root"
status=0
"$venv/bin/ruff" check . || status=1
"$venv/bin/ruff" format --check . || status=1
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-1} # the processes share the cores
processes=(-n logical --maxprocesses 4 --dist loadfile)
case " $* " in
*" no:xdist "* | *" -pno:xdist "*) processes=() ;;
esac
"$venv/bin/python" -m pytest ${processes[@]+"${processes[@]}"} "$@" || status=1
exit $status
