#!/usr/bin/env bash
# Runs ruff and pytest in the environment of this clone; arguments go to pytest, for
# example: bash scripts/test.sh tests/models -x; bash scripts/test.sh -m slow
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
use_environment cpu dev

cd "$root"
status=0
"$venv/bin/ruff" check . || status=1
"$venv/bin/ruff" format --check . || status=1
"$venv/bin/python" -m pytest "$@" || status=1
exit $status
